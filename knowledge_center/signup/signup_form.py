"""The signup form as data: where it posts, with which fields, for whichever provider takes the signups.

The field contracts are the providers' own: of Buttondown, Mailchimp, Kit, Brevo and MailerLite the embed forms that
public sites carried in November 2026, of listmonk its source (cmd/public.go, SubscriptionForm). An ordinary POST, so
it works without script; Brevo, MailerLite and listmonk refuse it where their CAPTCHA is on. A
Brevo form lies at an address of the account's or at one of all accounts, ``https://sibforms.com/serve/…``, and its
token may end in ``=``: so its whole address is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from knowledge_center.problems import Problem, Unusable, did_you_mean
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.reader import is_http_url

_SECTION = "extra.knowledge_center.subscribe"
# A field that people do not see: what fills it in is a robot.
HONEYPOT = "website"
_UUID = r"[0-9a-f-]{36}"
# They stand in a policy, in which a blank or a semicolon begins something else.
_HOST = re.compile(r"(https?://)?(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One digest a reader can choose: a form field's name and value, and what stands beside it, in which language."""

    name: str
    value: str
    label: str
    description: str
    checked: bool
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignupForm:
    """Everything a template needs; a ``link`` where the provider takes no form from another site.

    ``hosts`` are all origins the browser may be sent to after the POST, its own excepted. ``page`` is the
    field that takes the path of the form's page, empty where nobody asks for it.
    """

    kind: Literal["form", "link"]
    action: str = ""
    email: str = "email"
    hidden: tuple[tuple[str, str], ...] = ()
    digests: tuple[Choice, ...] = ()
    honeypot: str = ""
    page: str = ""
    consent: str = ""
    link: str = ""
    hosts: tuple[str, ...] = ()
    open_ended: bool = False

    @property
    def inline(self) -> bool:
        """Whether a script may post it and show the answer in its place: to our own service, same origin."""
        return bool(self.page) and not urlsplit(self.action).netloc

    @property
    def content_security_policy(self) -> str:
        """The policy for a ``meta`` element: forms go nowhere else, and no ``base`` can bend the links.

        Browsers hold ``form-action`` against redirects after the POST too, so a provider whose redirects
        are not known gets none.
        """
        if self.open_ended:
            return "base-uri 'self'"
        hosts = " ".join(("'self'", *self.hosts))
        return f"base-uri 'self'; form-action {hosts}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Preset:
    """A provider's form: keys with the pattern each must match and an example, and how the fields follow.

    ``audience`` is the same for digests.audience, where the form sends it as it is.
    """

    keys: Mapping[str, tuple[str, str]]
    build: Callable[[Settings, Mapping[str, str]], SignupForm]
    audience: tuple[str, str] = ("", "")


def signup_form(settings: Settings) -> SignupForm:
    """The form for the provider in the settings. Raises Unusable for a provider or key that cannot be."""
    chosen = settings.subscribe
    keys = _brevo_address(chosen.keys) if chosen.provider == "brevo" else chosen.keys
    preset = _PRESETS.get(chosen.provider)
    if preset is None:
        meant = did_you_mean(chosen.provider, _PRESETS)
        message = f"{_SECTION}.provider: “{chosen.provider}” is not known. Known are {', '.join(_PRESETS)}."
        fix = f"provider: {meant or 'own'}"
        raise Unusable([Problem(path="mkdocs.yml", message=message, fix=fix)])
    problems = []
    for key, (pattern, example) in preset.keys.items():
        value = keys.get(key, "")
        if not re.fullmatch(pattern, value):
            found = f"“{value}” was found" if value else "Nothing was found"
            message = f"{_SECTION}.{key}: {found}, but {chosen.provider} needs something like {example}."
            problems.append(Problem(path="mkdocs.yml", message=message, fix=f"{key}: {example}"))
    for key in keys:
        if key not in preset.keys:
            meant = did_you_mean(key, [*preset.keys, "provider", "service_url", "redirect_hosts", "consent"])
            message = f"{_SECTION}.{key}: the provider {chosen.provider} has no such key."
            fix = f"{meant}: …" if meant else "Delete the line."
            problems.append(Problem(path="mkdocs.yml", message=message, fix=fix))
    pattern, example = preset.audience
    for digest in settings.digests:
        if pattern and digest.audience and not re.fullmatch(pattern, digest.audience):
            message = (
                f"extra.knowledge_center.digests: “{digest.audience}” was found as the audience of {digest.key}, but "
                f"the form of {chosen.provider} needs something like {example}."
            )
            problems.append(Problem(path="mkdocs.yml", message=message, fix=f'audience: "{example}"'))
    if chosen.service_url and not is_http_url(chosen.service_url):
        message = f"{_SECTION}.service_url: “{chosen.service_url}” is no address that begins with https://."
        fix = "service_url: https://subscribe.example.com"
        problems.append(Problem(path="mkdocs.yml", message=message, fix=fix))
    for host in chosen.redirect_hosts:
        if not _HOST.fullmatch(host):
            message = f"{_SECTION}.redirect_hosts: “{host}” is no host, such as www.example.com."
            fix = "redirect_hosts: [www.example.com]"
            problems.append(Problem(path="mkdocs.yml", message=message, fix=fix))
    if problems:
        raise Unusable(problems)
    return preset.build(settings, keys)


def _brevo_address(keys: Mapping[str, str]) -> Mapping[str, str]:
    """The form's whole address, also of settings that hold its two parts, as they did in 0.1.0."""
    if "subdomain" not in keys or "://" in keys.get("form", ""):
        return keys
    address = f"https://{keys['subdomain']}.sibforms.com/serve/{keys.get('form', '')}"
    return {**{key: value for key, value in keys.items() if key != "subdomain"}, "form": address}


def _choices(settings: Settings, name: str, value: Callable[[DigestSettings], str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            name=name,
            value=value(digest),
            label=digest.title,
            description=digest.description,
            checked=n == 0,
            language=digest.language,
        )
        for n, digest in enumerate(settings.digests)
    )


def _form(settings: Settings, action: str, **fields: object) -> SignupForm:
    origin = urlsplit(action)
    hosts = [f"{origin.scheme}://{origin.netloc}"] if origin.netloc else []
    for host in settings.subscribe.redirect_hosts:
        hosts.append(host if "://" in host else f"https://{host}")
    return SignupForm(
        kind="form",
        action=action,
        consent=settings.subscribe.consent,
        hosts=tuple(dict.fromkeys(hosts)),
        **fields,  # type: ignore[arg-type]
    )


def _own(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        settings.subscribe.service_url.rstrip("/") + "/subscribe",
        hidden=(("consent", settings.subscribe.consent_version),),
        digests=_choices(settings, "digest", lambda digest: digest.key),
        honeypot=HONEYPOT,
        page="page",
    )


def _buttondown(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        f"https://buttondown.com/api/emails/embed-subscribe/{keys['user']}",
        hidden=(("embed", "1"),),
        digests=_choices(settings, "tag", lambda digest: digest.audience or digest.key),
    )


def _mailchimp(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        f"https://{keys['account']}.{keys['data_center']}.list-manage.com/subscribe/post"
        f"?u={keys['u']}&id={keys['id']}",
        email="EMAIL",
        honeypot=f"b_{keys['u']}_{keys['id']}",
        open_ended=not settings.subscribe.redirect_hosts,
    )


def _kit(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        f"https://app.kit.com/forms/{keys['form']}/subscriptions",
        email="email_address",
        # A tag of Kit's is a number; a digest without one is what the form itself subscribes to.
        digests=tuple(c for c in _choices(settings, "tags[]", lambda digest: digest.audience) if c.value),
        open_ended=not settings.subscribe.redirect_hosts,
    )


def _brevo(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        keys["form"],
        email="EMAIL",
        hidden=(("OPT_IN", "1"), ("locale", settings.language)),
        honeypot="email_address_check",
        open_ended=not settings.subscribe.redirect_hosts,
    )


def _mailerlite(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        f"https://assets.mailerlite.com/jsonp/{keys['account']}/forms/{keys['form']}/subscribe",
        email="fields[email]",
        hidden=(("ml-submit", "1"), ("anticsrf", "true")),
    )


def _listmonk(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return _form(
        settings,
        f"https://{keys['host']}/subscription/form",
        digests=_choices(settings, "l", lambda digest: digest.audience or keys["list"]),
        honeypot="nonce",
    )


def _link(settings: Settings, keys: Mapping[str, str]) -> SignupForm:
    return SignupForm(kind="link", link=keys["url"])


_PRESETS: Mapping[str, _Preset] = {
    "own": _Preset(keys={}, build=_own),
    "buttondown": _Preset(keys={"user": (r"[A-Za-z0-9._-]+", "example")}, build=_buttondown),
    "mailchimp": _Preset(
        keys={
            "account": (r"[a-z0-9-]+", "example"),
            "data_center": (r"us\d+", "us21"),
            "u": (r"[0-9a-f]+", "0123456789abcdef012345678"),
            "id": (r"[0-9a-f]+", "0123456789"),
        },
        build=_mailchimp,
    ),
    "kit": _Preset(keys={"form": (r"\d+", "1234567")}, build=_kit, audience=(r"\d+", "7654321")),
    "brevo": _Preset(
        keys={
            "form": (
                r"https://([a-z0-9-]+\.)?sibforms\.com/serve/[\w=%-]+",
                "https://sibforms.com/serve/MUIFAABCDE==",
            )
        },
        build=_brevo,
    ),
    "mailerlite": _Preset(
        keys={"account": (r"\d+", "123456"), "form": (r"\d+", "12345678901234567")}, build=_mailerlite
    ),
    "listmonk": _Preset(
        keys={
            "host": (r"[a-z0-9.-]+(:\d+)?", "lists.example.com"),
            "list": (_UUID, "01234567-89ab-cdef-0123-456789abcdef"),
        },
        build=_listmonk,
        audience=(_UUID, "01234567-89ab-cdef-0123-456789abcdef"),
    ),
    "link": _Preset(keys={"url": (r"https?://\S+", "https://example.substack.com/subscribe")}, build=_link),
}
