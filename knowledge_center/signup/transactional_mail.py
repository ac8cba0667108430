"""The two letters about a signup: “please confirm”, and “you get this already”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from knowledge_center.mail.intro_text import TEXT_WIDTH, fill
from knowledge_center.mail.message import Envelope, message
from knowledge_center.mail.model import Mail
from knowledge_center.mail.templating import rendered, templates
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscribers import CONFIRM_DAYS, UNCONFIRMED_DAYS
from knowledge_center.text.dates import long_date

LetterKind = Literal["confirm", "already"]

# The frame and the styles are those of the digests.
_templates = templates("knowledge_center.signup")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignupLetter:
    """A letter to be written. ``number`` is its row's, ``digests`` are keys, ``asked`` is an aware datetime.

    ``page`` is the site's path of the form that was filled in, or empty where it is not known.
    """

    number: int
    kind: LetterKind
    to: str
    subscriber: str
    digests: tuple[str, ...]
    asked: datetime
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What HTML and text both say, from top to bottom."""

    subject: str
    preheader: str
    title: str
    opening: str
    digests: tuple[DigestSettings, ...]
    button: str
    link: str
    after: tuple[str, ...]
    reason: str
    page: str


def write(letter: SignupLetter, settings: Settings, link: str) -> Mail:
    """The letter as a mail. ``link`` is where its one button leads: to confirm, or to the preferences."""
    words = _confirm(letter, settings, link) if letter.kind == "confirm" else _already(letter, settings, link)
    html = rendered(
        _templates,
        "letter.html",
        language=settings.language,
        # Our words are English, whatever the names among them are.
        direction="ltr",
        subject=words.subject,
        preheader=words.preheader,
        words=words,
        settings=settings,
    )
    text = "\n\n".join(_text(words, settings)) + "\n"
    return Mail(subject=words.subject, preheader=words.preheader, html=html, text=text)


def as_message(letter: SignupLetter, mail: Mail, settings: Settings, keys: Keys) -> bytes:
    """The mail as bytes for SMTP. A second try of the same letter has the same Message-ID and Date.

    Raises ValueError for an address that cannot stand in a header.
    """
    host = settings.feeds.tag_authority.partition(",")[0].rpartition("@")[2].lower()
    mark = keys.mark("letter", f"{letter.number}\n{letter.subscriber}\n{letter.asked.timestamp():.0f}")
    envelope = Envelope(
        sender_name=" ".join(settings.mail.sender_name.split()),
        sender=settings.mail.sender,
        reply_to=settings.mail.reply_to,
        to=letter.to,
        date=letter.asked,
        message_id=f"<{mark.hex()[:32]}@{host}>",
        language=settings.language,
    )
    return message(mail, envelope)


def _confirm(letter: SignupLetter, settings: Settings, link: str) -> _Words:
    name = settings.site_name
    return _Words(
        subject=f"Please confirm: {name} by mail",
        preheader="Confirm, and you are subscribed. Otherwise nothing happens.",
        title="Please confirm",
        opening=f"Somebody, most likely you, typed this address into our form on {_day(letter, settings)}. "
        f"Confirm that it was you, and you {'get:' if _digests(letter, settings) else 'are subscribed.'}",
        digests=_digests(letter, settings),
        button="Confirm my subscription",
        link=link,
        after=(
            f"The link works for {_number(CONFIRM_DAYS)} days.",
            "Was it somebody else? Then there is nothing to do. Without your click nothing is sent, and we "
            f"forget this address within {UNCONFIRMED_DAYS} days.",
        ),
        reason="You get this one mail because this address was typed into our form. It is only subscribed once "
        "it is confirmed.",
        page=_page(letter, settings),
    )


def _already(letter: SignupLetter, settings: Settings, link: str) -> _Words:
    name = settings.site_name
    return _Words(
        subject=f"You already get {name} by mail",
        preheader="Nothing to do, and nothing has changed.",
        title="You are subscribed already",
        opening=f"Somebody, most likely you, typed this address into our form on {_day(letter, settings)}. "
        f"There is nothing to do, and nothing has changed.{' You get:' if _digests(letter, settings) else ''}",
        digests=_digests(letter, settings),
        button="Choose what you get",
        link=link,
        after=(
            "The same page lets you leave.",
            "Was it somebody else? They were not told that you are subscribed.",
        ),
        reason="You get this mail because this address, which is subscribed, was typed into our form again.",
        page=_page(letter, settings),
    )


def _digests(letter: SignupLetter, settings: Settings) -> tuple[DigestSettings, ...]:
    """In the order of the settings; one that is no longer offered is left out."""
    return tuple(digest for digest in settings.digests if digest.key in letter.digests)


def _day(letter: SignupLetter, settings: Settings) -> str:
    return long_date(letter.asked, settings.zone)


def _page(letter: SignupLetter, settings: Settings) -> str:
    return settings.absolute(letter.page) if letter.page else ""


def _number(days: int) -> str:
    return {7: "seven"}.get(days, str(days))


def _text(words: _Words, settings: Settings) -> Iterator[str]:
    yield "\n".join([fill(settings.site_name), fill(words.title)])
    yield "-" * TEXT_WIDTH
    yield fill(words.opening)
    for digest in words.digests:
        lines = [fill(digest.title, first="* ", rest="  ")]
        if digest.description:
            lines.append(fill(digest.description, first="  ", rest="  "))
        yield "\n".join(lines)
    yield f"{words.button}:\n{words.link}"
    yield from map(fill, words.after)
    if words.page:
        yield f"The form was on this page:\n{words.page}"
    yield "-" * TEXT_WIDTH
    yield "\n".join(fill(line) for line in (settings.organization.name, *settings.organization.street))
    yield fill(words.reason)
    yield f"{settings.site_name}:\n{settings.site_url}"
