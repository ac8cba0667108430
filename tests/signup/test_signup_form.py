"""The signup form for each provider, as its own embed form would post."""

from __future__ import annotations

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup.signup_form import SignupForm, signup_form
from tests.editors import assert_plain
from tests.samples import DATA, settings

CONSENT = {"consent": "Yes, mail me.", "consent_version": "7"}
UUID = "11111111-2222-3333-4444-555555555555"


def form(**chosen: object) -> SignupForm:
    """The form for these settings of ``subscribe``."""
    return signup_form(settings(subscribe=CONSENT | chosen))


def mistakes(**chosen: object) -> list[str]:
    """What is said about settings that cannot be."""
    with pytest.raises(Unusable) as caught:
        form(**chosen)
    assert all(problem.path == "mkdocs.yml" and problem.fix for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(("service_url", "inline"), [("", True), ("https://mail.example.org", False)])
def test_only_our_own_service_may_answer_in_place(service_url: str, inline: bool) -> None:
    """On the site's own origin a script may show the answer beside the form; elsewhere it stays a plain form."""
    subscribe = {"provider": "own", "service_url": service_url, "consent": "Yes.", "consent_version": "1"}
    form = signup_form(settings(subscribe=subscribe))
    assert (form.inline, form.page) == (inline, "page")
    buttondown = {"provider": "buttondown", "user": "x", "consent": "Yes.", "consent_version": "1"}
    other = signup_form(settings(subscribe=buttondown))
    assert (other.inline, other.page) == (False, "")


def test_our_own_service_is_on_the_same_host() -> None:
    """Without a service address the form posts to /subscribe of the site itself."""
    own = form(provider="own")
    assert (own.kind, own.action, own.email, own.honeypot) == ("form", "/subscribe", "email", "website")
    assert own.hidden == (("consent", "7"),)
    assert [(choice.name, choice.value) for choice in own.digests] == [("digest", "weekly")]
    assert own.content_security_policy == "base-uri 'self'; form-action 'self'"


def test_our_own_service_may_be_elsewhere() -> None:
    """With a service address the form posts there, and the policy lets it."""
    own = form(provider="own", service_url="https://mail.example.org/")
    assert own.action == "https://mail.example.org/subscribe"
    assert own.content_security_policy == "base-uri 'self'; form-action 'self' https://mail.example.org"


@pytest.mark.parametrize(
    ("keys", "action", "email", "field", "honeypot"),
    [
        (
            {"provider": "buttondown", "user": "eg"},
            "https://buttondown.com/api/emails/embed-subscribe/eg", "email", "tag", "",
        ),
        (
            {"provider": "mailchimp", "account": "eg", "data_center": "us21", "u": "ab12", "id": "cd34"},
            "https://eg.us21.list-manage.com/subscribe/post?u=ab12&id=cd34", "EMAIL", "", "b_ab12_cd34",
        ),
        (
            {"provider": "kit", "form": 12345},
            "https://app.kit.com/forms/12345/subscriptions", "email_address", "", "",
        ),
        (
            {"provider": "brevo", "form": "https://abc.sibforms.com/serve/MUIFAxyz"},
            "https://abc.sibforms.com/serve/MUIFAxyz", "EMAIL", "", "email_address_check",
        ),
        (
            {"provider": "mailerlite", "account": 1, "form": 2},
            "https://assets.mailerlite.com/jsonp/1/forms/2/subscribe", "fields[email]", "", "",
        ),
        (
            {"provider": "listmonk", "host": "lists.example.org", "list": UUID},
            "https://lists.example.org/subscription/form", "email", "l", "nonce",
        ),
    ],
    ids=lambda value: value.get("provider") if isinstance(value, dict) else None,
)  # fmt: skip
def test_each_provider_gets_the_fields_it_knows(
    keys: dict[str, object], action: str, email: str, field: str, honeypot: str
) -> None:
    """The form posts where the provider's own embed form does, under the provider's own names."""
    made = form(**keys)
    assert (made.action, made.email, made.honeypot) == (action, email, honeypot)
    assert {choice.name for choice in made.digests} == ({field} if field else set())


@pytest.mark.parametrize(
    "address",
    [
        "https://sibforms.com/serve/MUIFAxyz_B-c",
        "https://sibforms.com/serve/MUIFAxyz==",
        "https://0a1b2c3d.sibforms.com/serve/MUIEAxyz=",
    ],
)
def test_a_brevo_form_is_named_by_its_whole_address(address: str) -> None:
    """With a subdomain of the account's or without, and with what a token may end in."""
    made = form(provider="brevo", form=address, redirect_hosts=["thanks.example.org"])
    assert made.action == address
    host = address.partition("/serve/")[0]
    assert made.hosts == (host, "https://thanks.example.org")


def test_a_brevo_form_in_the_two_parts_of_older_settings_stays_what_it_was() -> None:
    """Nobody has to touch settings that work."""
    assert (
        form(provider="brevo", subdomain="abc", form="MUIFAx").action
        == "https://abc.sibforms.com/serve/MUIFAx"
    )


@pytest.mark.parametrize(
    "found",
    [
        "MUIFAxyz",
        "http://sibforms.com/serve/MUIFAxyz",
        "https://sibforms.com/serve/",
        "https://sibforms.com.example.org/serve/MUIFAxyz",
        "https://sibforms.com/serve/MUIFAxyz?isAjax=1",
    ],
)
def test_an_address_that_is_no_brevo_form_is_refused(found: str) -> None:
    """A part of it, another host, or the one that answers its own script with JSON."""
    (message,) = mistakes(provider="brevo", form=found)
    assert message == (
        f"extra.knowledge_center.subscribe.form: “{found}” was found, but brevo needs something like "
        "https://sibforms.com/serve/MUIFAABCDE==."
    )


def test_a_digest_is_the_providers_own_list_where_one_is_named() -> None:
    """The digest's audience is what the provider calls it; for listmonk else the list of the settings."""
    digest = DATA["extra"]["knowledge_center"]["digests"][0] | {"audience": "vip"}
    chosen = settings(subscribe=CONSENT | {"provider": "buttondown", "user": "eg"}, digests=[digest])
    assert [choice.value for choice in signup_form(chosen).digests] == ["vip"]
    assert [c.value for c in form(provider="listmonk", host="lists.example.org", list=UUID).digests] == [UUID]


@pytest.mark.parametrize(
    ("keys", "host"),
    [
        ({"provider": "kit", "form": 1}, "app.kit.com"),
        (
            {"provider": "mailchimp", "account": "eg", "data_center": "us21", "u": "ab12", "id": "cd34"},
            "eg.us21.list-manage.com",
        ),
        ({"provider": "brevo", "form": "https://abc.sibforms.com/serve/MUIFAxyz"}, "abc.sibforms.com"),
    ],
    ids=lambda value: value.get("provider") if isinstance(value, dict) else None,
)
def test_redirects_that_are_not_known_are_not_forbidden(keys: dict[str, object], host: str) -> None:
    """Browsers hold the policy against redirects, so a provider with unknown ones gets none, unless told."""
    assert form(**keys).content_security_policy == "base-uri 'self'"
    expected = form(**keys, redirect_hosts=["thanks.example.org"]).content_security_policy
    assert expected == f"base-uri 'self'; form-action 'self' https://{host} https://thanks.example.org"


def test_a_service_that_takes_no_foreign_form_gets_a_link() -> None:
    """An honest link instead of a form that could not work."""
    made = form(provider="link", url="https://example.substack.com/subscribe")
    assert (made.kind, made.link, made.action) == ("link", "https://example.substack.com/subscribe", "")


@pytest.mark.parametrize(
    "host", ["a b", "x.example; script-src *", "https://x.example/path", "", "-x", "x.example,y"]
)
def test_a_host_that_could_bend_the_policy_is_refused(host: str) -> None:
    """What stands in the policy is hosts, and nothing that begins another rule."""
    expected = mistakes(provider="own", redirect_hosts=[host])
    assert len(expected) == 1


@pytest.mark.parametrize(
    "host", ["thanks.example", "https://thanks.example", "*.thanks.example", "localhost:8000"]
)
def test_hosts_that_are_taken(host: str) -> None:
    """A host may be written with or without https://, for all below it, or with a port."""
    policy = form(provider="own", redirect_hosts=[host]).content_security_policy
    assert policy.endswith(host) and policy.count("https://https://") == 0


@pytest.mark.parametrize(
    "chosen",
    [
        {"provider": "mailchip"}, {"provider": "buttondown"}, {"provider": "mailchimp"}, {"provider": "kit"},
        {"provider": "brevo"}, {"provider": "mailerlite"}, {"provider": "listmonk"}, {"provider": "link"},
        {"provider": "own", "service_url": "x"}, {"provider": "own", "redirect_hosts": ["a b"]},
        {"provider": "own", "api_key": "secret"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_reported_in_plain_words(chosen: dict[str, object]) -> None:
    """Nobody has to read a pattern: each missing key is shown by an example that would be taken."""
    with pytest.raises(Unusable) as caught:
        form(**chosen)
    for problem in caught.value.problems:
        assert_plain(problem)
    examples = dict(problem.fix.split(": ", 1) for problem in caught.value.problems if ": " in problem.fix)
    if chosen["provider"] in ("buttondown", "mailchimp", "kit", "brevo", "mailerlite", "listmonk", "link"):
        assert form(**chosen, **examples).kind in ("form", "link")


def test_the_first_digest_is_chosen_for_the_reader() -> None:
    """Somebody who changes nothing gets the first digest, and sees what each is about."""
    weekly = DATA["extra"]["knowledge_center"]["digests"][0]
    chosen = settings(subscribe=CONSENT, digests=[weekly, weekly | {"key": "daily", "title": "Daily"}])
    assert [(c.value, c.label, c.description, c.checked) for c in signup_form(chosen).digests] == [
        ("weekly", "The weekly digest", "The articles of the week in one mail.", True),
        ("daily", "Daily", "The articles of the week in one mail.", False),
    ]


def test_the_words_of_consent_are_those_of_the_settings() -> None:
    """What a reader agrees to is what the company wrote, whoever takes the signups."""
    assert form(provider="own").consent == form(provider="kit", form=1).consent == "Yes, mail me."


def test_mistakes_are_reported_with_the_key() -> None:
    """An unknown provider, a missing or impossible key, a key of another provider: each has its sentence."""
    assert "“mailchip” is not known" in mistakes(provider="mailchip")[0]
    assert "subscribe.user: Nothing was found" in mistakes(provider="buttondown")[0]
    assert "“a b” was found" in mistakes(provider="buttondown", user="a b")[0]
    assert len(mistakes(provider="mailchimp")) == 4
    assert "has no such key" in mistakes(provider="own", user="eg")[0]
    assert "service_url" in mistakes(provider="own", service_url="mail.example.org")[0]


@pytest.mark.parametrize(
    ("keys", "audience", "name", "fits"),
    [
        ({"provider": "kit", "form": 1}, "7654321", "tags[]", True),
        ({"provider": "kit", "form": 1}, "weekly", "", False),
        ({"provider": "listmonk", "host": "lists.example.org", "list": UUID}, UUID, "l", True),
        ({"provider": "listmonk", "host": "lists.example.org", "list": UUID}, "3", "", False),
    ],
)
def test_an_audience_that_the_form_cannot_send_is_refused(
    keys: dict[str, object], audience: str, name: str, fits: bool
) -> None:
    """A list's number where the form wants its UUID would lose every signup without a word."""
    digest = DATA["extra"]["knowledge_center"]["digests"][0] | {"audience": audience}
    chosen = settings(subscribe=keys | {"consent": "Yes.", "consent_version": "1"}, digests=[digest])
    if fits:
        assert [(c.name, c.value) for c in signup_form(chosen).digests] == [(name, audience)]
        return
    with pytest.raises(Unusable) as refusal:
        signup_form(chosen)
    (problem,) = refusal.value.problems
    assert f"“{audience}” was found as the audience of weekly" in problem.message
