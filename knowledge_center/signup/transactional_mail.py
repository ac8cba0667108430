"""The two mails about a signup: “please confirm”, and “you get this already”."""

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
from knowledge_center.words.catalogues import Words

# A mail that welcomes is an issue, and made elsewhere (sending.welcome).
MailKind = Literal["confirm", "already", "welcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionalMail:
    """A mail that waits to be composed. ``number`` is its row's, ``digests`` are keys, ``asked`` is an aware datetime.

    ``page`` is the site's path of the form that was filled in, or empty where it is not known.
    """

    number: int
    kind: MailKind
    to: str
    subscriber: str
    digests: tuple[str, ...]
    asked: datetime
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """The content of HTML and text, from top to bottom, in ``words``."""

    words: Words
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


def compose(queued: TransactionalMail, settings: Settings, link: str) -> Mail:
    """The mail with its words. ``link`` is where its one button leads: to confirm, or to the preferences.

    It is in the language that the digests asked for have in common, else in the site's.
    """
    words = settings.words_for(queued.digests)
    made = _confirm if queued.kind == "confirm" else _already
    content = made(queued, settings, words, link)
    html = rendered(
        # The frame and the styles are those of the digests.
        templates("knowledge_center.signup", words=words),
        "transactional_mail.html",
        colors=settings.brand.colors,
        words=words,
        subject=content.subject,
        preheader=content.preheader,
        content=content,
        settings=settings,
    )
    text = "\n\n".join(_text(content, settings)) + "\n"
    return Mail(subject=content.subject, preheader=content.preheader, html=html, text=text)


def as_message(queued: TransactionalMail, mail: Mail, settings: Settings, keys: Keys) -> bytes:
    """The mail as bytes for SMTP. A second try of the same mail has the same Message-ID and Date.

    Raises ValueError for an address that cannot stand in a header.
    """
    host = settings.feeds.tag_authority.partition(",")[0].rpartition("@")[2].lower()
    # The purpose is part of each Message-ID: another word would change those of mails that are tried again.
    mark = keys.mark("letter", f"{queued.number}\n{queued.subscriber}\n{queued.asked.timestamp():.0f}")
    envelope = Envelope(
        sender_name=" ".join(settings.mail.sender_name.split()),
        sender=settings.mail.sender,
        reply_to=settings.mail.reply_to,
        to=queued.to,
        date=queued.asked,
        message_id=f"<{mark.hex()[:32]}@{host}>",
        language=settings.words_for(queued.digests).language,
    )
    return message(mail, envelope)


def _confirm(queued: TransactionalMail, settings: Settings, words: Words, link: str) -> _Content:
    day, digests = _day(queued, settings, words), _digests(queued, settings)
    return _Content(
        words=words,
        subject=words.gettext("Please confirm: %(name)s by mail", name=settings.site_name),
        preheader=words.gettext("Confirm, and you are subscribed. Otherwise nothing happens."),
        title=words.gettext("Please confirm"),
        opening=words.gettext(
            "Somebody, most likely you, typed this address into our form on %(day)s. Confirm that it was you, and "
            "you get:",
            day=day,
        )
        if digests
        else words.gettext(
            "Somebody, most likely you, typed this address into our form on %(day)s. Confirm that it was you, and "
            "you are subscribed.",
            day=day,
        ),
        digests=digests,
        button=words.gettext("Confirm my subscription"),
        link=link,
        after=(
            words.ngettext(
                "The link works for %(num)s day.", "The link works for %(num)s days.", CONFIRM_DAYS
            ),
            words.ngettext(
                "Was it somebody else? Then there is nothing to do. Without your click nothing is sent, and we "
                "forget this address within %(num)s day.",
                "Was it somebody else? Then there is nothing to do. Without your click nothing is sent, and we "
                "forget this address within %(num)s days.",
                UNCONFIRMED_DAYS,
            ),
        ),
        reason=words.gettext(
            "You get this one mail because this address was typed into our form. It is only subscribed once it is "
            "confirmed."
        ),
        page=_page(queued, settings),
    )


def _already(queued: TransactionalMail, settings: Settings, words: Words, link: str) -> _Content:
    day, digests = _day(queued, settings, words), _digests(queued, settings)
    return _Content(
        words=words,
        subject=words.gettext("You already get %(name)s by mail", name=settings.site_name),
        preheader=words.gettext("Nothing to do, and nothing has changed."),
        title=words.gettext("You are subscribed already"),
        opening=words.gettext(
            "Somebody, most likely you, typed this address into our form on %(day)s. There is nothing to do, and "
            "nothing has changed. You get:",
            day=day,
        )
        if digests
        else words.gettext(
            "Somebody, most likely you, typed this address into our form on %(day)s. There is nothing to do, and "
            "nothing has changed.",
            day=day,
        ),
        digests=digests,
        button=words.gettext("Choose what you get"),
        link=link,
        after=(
            words.gettext("The same page lets you leave."),
            words.gettext("Was it somebody else? They were not told that you are subscribed."),
        ),
        reason=words.gettext(
            "You get this mail because this address, which is subscribed, was typed into our form again."
        ),
        page=_page(queued, settings),
    )


def _digests(queued: TransactionalMail, settings: Settings) -> tuple[DigestSettings, ...]:
    """In the order of the settings; one that is no longer offered is left out."""
    return tuple(digest for digest in settings.digests if digest.key in queued.digests)


def _day(queued: TransactionalMail, settings: Settings, words: Words) -> str:
    return words.date(queued.asked.astimezone(settings.zone).date())


def _page(queued: TransactionalMail, settings: Settings) -> str:
    return settings.absolute(queued.page) if queued.page else ""


def _text(content: _Content, settings: Settings) -> Iterator[str]:
    yield "\n".join([fill(settings.site_name), fill(content.title)])
    yield "-" * TEXT_WIDTH
    yield fill(content.opening)
    for digest in content.digests:
        lines = [fill(digest.title, first="* ", rest="  ")]
        if digest.description:
            lines.append(fill(digest.description, first="  ", rest="  "))
        yield "\n".join(lines)
    yield f"{content.button}:\n{content.link}"
    yield from map(fill, content.after)
    if content.page:
        yield f"{content.words.gettext('The form was on this page')}:\n{content.page}"
    yield "-" * TEXT_WIDTH
    yield "\n".join(fill(line) for line in (settings.organization.name, *settings.organization.street))
    yield fill(content.reason)
    yield f"{settings.site_name}:\n{settings.site_url}"
