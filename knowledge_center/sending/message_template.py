"""An issue's message, composed once and then written for each recipient in a fraction of a millisecond."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.message import Envelope, boundary, envelope, message
from knowledge_center.mail.model import Mail, MailLinks
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.signup.personal_links import Links

# A piece of the template: bytes that everybody gets, or which part of which value goes there.
_Piece = bytes | tuple[int, int, int]
# The subscriber that the mail is composed for: an id and an address as they can be, and nobody's.
_SAMPLE_ID, _SAMPLE_TO = "template23", "template@example.com"
# What the email package writes on one line as it stands; a message to any other address is encoded anew.
_PLAIN = re.compile(r"(?=.{3,70}$)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Quoted-printable may break a line anywhere (RFC 2045, 6.7): values have to be found across breaks too.
_BREAK = b"=\r\n"


def compose_sample(
    issue: Issue, settings: Settings, links: Links, compose: Callable[[MailLinks], Mail]
) -> Mail:
    """The mail of an issue with the links of the sample subscriber: all that a template needs composed."""
    return compose(
        MailLinks(
            view=settings.absolute(issue.url),
            unsubscribe=links.unsubscribe(_SAMPLE_ID),
            preferences=links.preferences(_SAMPLE_ID),
        )
    )


class MessageTemplate:
    """The messages of one issue, made of the ``mail`` that ``compose_sample`` composed with the same ``links``.

    Every one is byte for byte ``message(compose(own links), envelope(own address))``: a reader's own parts
    have the same length and need no encoding, so lines break at the same places for everybody.

    ``date`` is the one of every message, aware: when the sending of the issue began.
    """

    def __init__(
        self,
        issue: Issue,
        digest: DigestSettings,
        settings: Settings,
        links: Links,
        mail: Mail,
        *,
        date: datetime,
    ) -> None:
        self._issue, self._digest, self._settings = issue, digest, settings
        self._links, self._mail = links, mail
        self._date = date.astimezone(settings.zone)
        written = self._encoded(_SAMPLE_ID, _SAMPLE_TO)
        self._pieces = _cut(written, self._values(_SAMPLE_ID, _SAMPLE_TO))

    def dated(self, date: datetime) -> MessageTemplate:
        """The same for another date; nothing is composed again."""
        return MessageTemplate(self._issue, self._digest, self._settings, self._links, self._mail, date=date)

    def message(self, subscriber: str, to: str) -> bytes:
        """The message for one subscriber. Raises ValueError for an address that cannot stand in a header."""
        if not _PLAIN.fullmatch(to):
            return self._encoded(subscriber, to)
        values = self._values(subscriber, to)
        return b"".join(
            piece if isinstance(piece, bytes) else values[piece[0]][piece[1] : piece[2]]
            for piece in self._pieces
        )

    def sample(self, public_url: str) -> bytes:
        """The message to the sample subscriber at the sender's own address, as if the service stood at
        ``public_url``."""
        mail = _replaced(self._mail, self._links.public_url, public_url)
        links = replace(self._links, public_url=public_url)
        return message(mail, self._envelope(links, _SAMPLE_ID, self._settings.mail.sender))

    def _encoded(self, subscriber: str, to: str) -> bytes:
        mail = self._mail
        for purpose in ("u", "preferences"):
            own = (self._links.own(purpose, owner) for owner in (_SAMPLE_ID, subscriber))
            mail = _replaced(mail, *own)
        return message(mail, self._envelope(self._links, subscriber, to))

    def _envelope(self, links: Links, subscriber: str, to: str) -> Envelope:
        leave = self._settings.mail.unsubscribe
        subject = quote(f"unsubscribe {links.own('u', subscriber)}")
        return envelope(
            self._issue,
            self._digest,
            self._settings,
            to=to,
            date=self._date,
            unsubscribe=links.unsubscribe(subscriber),
            # RFC 6068: what means something else in such an address is escaped.
            unsubscribe_mailto=f"mailto:{quote(leave, safe='@!$*+')}?subject={subject}" if leave else "",
        )

    def _values(self, subscriber: str, to: str) -> tuple[bytes, ...]:
        """Each reader's values: both links' own parts, the id, the line between the parts, the address."""
        message_id = self._envelope(self._links, subscriber, to).message_id
        values = (
            self._links.own("u", subscriber),
            self._links.own("preferences", subscriber),
            message_id,
            boundary(message_id),
            f"\r\nTo: {to}\r\n",
        )
        return tuple(value.encode("ascii") for value in values)


def _replaced(mail: Mail, old: str, new: str) -> Mail:
    """The mail with other links: neither address has a character that HTML or a text part would escape."""
    return replace(mail, html=mail.html.replace(old, new), text=mail.text.replace(old, new))


def _cut(written: bytes, values: tuple[bytes, ...]) -> tuple[_Piece, ...]:
    """The message in pieces, cut wherever one of the values stands in it, across line breaks too."""
    across = rb"(?:=\r\n)?"
    patterns = [across.join(re.escape(value[at : at + 1]) for at in range(len(value))) for value in values]
    anything = re.compile(b"|".join(b"(%s)" % pattern for pattern in patterns))
    pieces: list[_Piece] = []
    end = 0
    for found in anything.finditer(written):
        pieces.append(written[end : found.start()])
        at, which = 0, (found.lastindex or 1) - 1
        for part in found[0].split(_BREAK):
            if at:
                pieces.append(_BREAK)
            pieces.append((which, at, at + len(part)))
            at += len(part)
        # The address may have any length.
        if which == len(values) - 1:
            pieces[-1] = (which, 0, 1000)
        end = found.end()
    pieces.append(written[end:])
    return tuple(pieces)
