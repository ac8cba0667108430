from __future__ import annotations

import dataclasses
import re

import lxml.html
import pytest
from jinja2 import Environment

from knowledge_center.mail.compose import compose
from knowledge_center.mail.model import PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER, Mail, web_links
from knowledge_center.mail.placeholders import PROVIDERS, for_provider
from knowledge_center.problems import Unusable
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.samples import HOSTILE_TITLES, PICTURE
from tests.samples import settings

# A site of our own can hold any of these in a title: each is some service's template language.
SYNTAX = (
    "{{ x }}", "{{x}}", "{{{ x }}}", "{% if x %}", "{%x%}", "{# note #}", "*|FNAME|*", "*|UNSUB|*", "{$name}",
    "{$unsubscribe}", "{{ unsubscribe_url }}", "[[ x ]]", "https://x.example.com@TrackLink",
)  # fmt: skip
LINKS = {
    "listmonk": ("{{ UnsubscribeURL }}", "{{ UnsubscribeURL }}?manage=true"),
    "buttondown": ("{{ unsubscribe_url }}", "{{ manage_subscription_url }}"),
    "mailchimp": ("*|UNSUB|*", "*|UPDATE_PROFILE|*"),
    "mailerlite": ("{$unsubscribe}", None),
    "brevo": ("{{ unsubscribe }}", "{{ update_profile }}"),
    "kit": ("{{ unsubscribe_url }}", "{{ subscriber_preferences_url }}"),
}
# What each service would obey. Braces for all that are Django's, Liquid's or Go's.
OBEYED = {
    "listmonk": r"\{\{.*?\}\}|@TrackLink",
    "buttondown": r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}",
    "mailchimp": r"\*\|.*?\|\*",
    "mailerlite": r"\{\$.*?\}",
    "brevo": r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}",
    "kit": r"\{\{.*?\}\}|\{%.*?%\}",
}


def public(title: str = "Why you wait", **changes: str) -> Mail:
    """The public copy of an issue whose words are that title."""
    found = issue(entry("a", title=title, summary=title, image=PICTURE), entry("b", title=title), **changes)
    return compose(found, WEEKLY, settings(), web_links(found, settings()))


def words(html: str) -> str:
    return " ".join(lxml.html.document_fromstring(html).find("body").text_content().split())


def served(text: str, provider: str) -> str:
    """``text`` after the service has filled in its own words, each as a whole address."""
    if provider == "mailchimp":
        return text.replace("*|UNSUB|*", "https://s.example/u").replace(
            "*|UPDATE_PROFILE|*", "https://s.example/p"
        )
    if provider == "mailerlite":
        return text.replace("{$unsubscribe}", "https://s.example/u")
    known = dict.fromkeys(
        ("UnsubscribeURL", "unsubscribe_url", "unsubscribe"), "https://s.example/u"
    ) | dict.fromkeys(
        ("manage_subscription_url", "update_profile", "subscriber_preferences_url"), "https://s.example/p"
    )  # fmt: skip
    # Go calls its functions without parentheses.
    text = re.sub(r"\{\{ Safe ([`\"])(.*?)\1 \}\}", r"\2", text, flags=re.DOTALL)
    return Environment(keep_trailing_newline=True).from_string(text).render(known)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_readers_links_are_the_services_own(provider: str) -> None:
    """In HTML and text the link to leave is the service's, and so is the one to choose where it has one."""
    made = for_provider(public(), provider)
    leave, choose = LINKS[provider]
    document = lxml.html.document_fromstring(made.html)
    links = {a.text_content(): a.get("href") for a in document.iter("a")}
    assert links["Unsubscribe"] == leave
    assert links.get("Choose what you get") == choose
    assert f"Unsubscribe:\n{leave}\n" in made.text
    assert (f"Choose what you get:\n{choose}\n" in made.text) == (choose is not None)
    for rest in (UNSUBSCRIBE_PLACEHOLDER, PREFERENCES_PLACEHOLDER):
        assert rest not in made.html + made.text


def test_a_link_that_a_service_lacks_leaves_no_gap() -> None:
    """Without a page to choose at, the foot reads on as if there had never been such a link."""
    made = for_provider(public(), "mailerlite")
    assert "Unsubscribe \xa0·\xa0 View in browser" in lxml.html.document_fromstring(made.html).text_content()
    assert "Unsubscribe:\n{$unsubscribe}\n\nPast issues:\n" in made.text
    assert "Choose" not in made.html + made.text


def test_without_template_signs_nothing_else_changes() -> None:
    """A usual mail differs from its public copy in the two addresses alone."""
    mail = public()
    for provider in ("buttondown", "mailchimp", "brevo", "kit"):
        leave, choose = LINKS[provider]
        made = for_provider(mail, provider)
        back = made.html.replace(str(choose), PREFERENCES_PLACEHOLDER).replace(leave, UNSUBSCRIBE_PLACEHOLDER)
        assert back == mail.html
        assert (made.subject, made.preheader) == (mail.subject, mail.preheader)


@pytest.mark.parametrize("title", SYNTAX)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_template_syntax_in_a_title_is_not_obeyed(provider: str, title: str) -> None:
    """An article about templates holds nothing that the service would replace by something else."""
    made = for_provider(public(title, intro=f"About `{title}`.\n"), provider)
    ours = {link for link in LINKS[provider] if link}
    ours |= {link.partition("?")[0] for link in ours}
    outside = re.sub(r"\{\{ Safe `.*?` \}\}|<style.*?</style>|<!--.*?-->", "", made.html, flags=re.DOTALL)
    assert set(re.findall(OBEYED[provider], outside)) <= ours
    for text in (made.subject, made.preheader, made.text):
        assert set(re.findall(OBEYED[provider], text)) <= ours | {'{{ "{" }}', '{{ "T" }}'}


@pytest.mark.parametrize("title", [*SYNTAX, *HOSTILE_TITLES])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_title_arrives_letter_by_letter(provider: str, title: str) -> None:
    """What the reader gets, after the service's templates have run, is what the editor wrote."""
    mail = public(title)
    made = for_provider(mail, provider)
    usual = for_provider(public(), provider)
    gone = "Choose what you get"
    expected = words(mail.html)
    if gone not in usual.text:
        expected = expected.replace(f"{gone} · ", "")
    assert words(served(made.html, provider)) == expected
    assert served(made.subject, provider).replace("\u2060", "") == mail.subject
    text = served(made.text, provider).replace("\u2060", "")
    assert text.startswith(mail.text.rpartition("\nUnsubscribe:\n")[0])
    assert "\nUnsubscribe:\nhttps://s.example/u\n" in text


def test_a_title_that_is_our_own_placeholder_stays_a_title() -> None:
    """Only a whole address is replaced, never words that look like one."""
    mail = public(UNSUBSCRIBE_PLACEHOLDER)
    made = for_provider(mail, "kit")
    assert (
        made.html.count(f">{UNSUBSCRIBE_PLACEHOLDER}<") == mail.html.count(f">{UNSUBSCRIBE_PLACEHOLDER}<") > 1
    )
    assert f"* {UNSUBSCRIBE_PLACEHOLDER}\n" in made.text
    assert "Unsubscribe:\n{{ unsubscribe_url }}\n" in made.text


def test_listmonk_keeps_what_outlook_is_told() -> None:
    """Go's HTML templates drop comments; through Safe they reach Outlook."""
    mail = public()
    made = for_provider(mail, "listmonk").html
    comments = re.findall(r"<!--.*?-->", mail.html, re.DOTALL)
    assert len(comments) == 3
    assert all(f"{{{{ Safe `{comment}` }}}}" in made for comment in comments)
    assert made.count("<!--") == 3


def test_a_service_we_do_not_know_is_said_with_those_we_do() -> None:
    """A slip of the pen is answered with the name that was meant."""
    with pytest.raises(Unusable) as caught:
        for_provider(public(), "mailchip")
    (problem,) = caught.value.problems
    assert problem.message == (
        "“mailchip” was found, but listmonk, buttondown, mailchimp, mailerlite, brevo or kit is expected."
    )
    assert problem.fix == "mailchimp"


def test_the_mail_itself_is_not_changed() -> None:
    """The copy for one service is made beside the mail."""
    mail = public()
    before = dataclasses.replace(mail)
    for_provider(mail, "listmonk")
    assert mail == before
