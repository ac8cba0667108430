"""An issue's message, composed once and then written for each recipient in a fraction of a millisecond."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.message import Envelope, boundary, envelope, message
from knowledge_center.mail.model import Mail, MailLinks
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.signup.personal_links import Links

# A piece of the template: bytes that everybody gets, or a hole and which part of its value goes there.
_Piece = bytes | tuple[int, int, int]
# Makes an issue's template for the service's own address and the moment that the sending began.
Making = Callable[[str, datetime], "MessageTemplate"]
_SAMPLE_ID, _SAMPLE_TO = "stencil234", "stencil@example.com"
# What the email package writes on one line as it stands; any other address takes the long way.
_PLAIN = re.compile(r"(?=.{3,70}$)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Quoted-printable may break a line anywhere (RFC 2045, 6.7): the holes too have to be found across breaks.
_BREAK = b"=\r\n"


class MessageTemplate:
    """The messages of one issue.

    Every one is byte for byte ``message(compose(own links), envelope(own address))``: a reader's own parts
    have the same length and need no encoding, so lines break at the same places for everybody.

    ``compose`` makes the mail with a reader's own links; it is asked once, and again only for addresses
    that no plain header holds. ``date`` is when the sending of the issue began, aware.
    """

    def __init__(
        self,
        issue: Issue,
        digest: DigestSettings,
        settings: Settings,
        links: Links,
        compose: Callable[[MailLinks], Mail],
        *,
        date: datetime,
    ) -> None:
        self._issue, self._digest, self._settings = issue, digest, settings
        self._links, self._compose = links, compose
        self._date = date.astimezone(settings.zone)
        written = self._composed_message(_SAMPLE_ID, _SAMPLE_TO)
        self._pieces = _cut(written, self._values(_SAMPLE_ID, _SAMPLE_TO))

    def message(self, subscriber: str, to: str) -> bytes:
        """The message for one subscriber. Raises ValueError for an address that cannot stand in a header."""
        if not _PLAIN.fullmatch(to):
            return self._composed_message(subscriber, to)
        values = self._values(subscriber, to)
        return b"".join(
            piece if isinstance(piece, bytes) else values[piece[0]][piece[1] : piece[2]]
            for piece in self._pieces
        )

    def _composed_message(self, subscriber: str, to: str) -> bytes:
        links = MailLinks(
            view=self._settings.absolute(self._issue.url),
            unsubscribe=self._links.unsubscribe(subscriber),
            preferences=self._links.preferences(subscriber),
        )
        return message(self._compose(links), self._envelope(subscriber, to))

    def _envelope(self, subscriber: str, to: str) -> Envelope:
        leave = self._settings.mail.unsubscribe
        subject = quote(f"unsubscribe {self._links.own('u', subscriber)}")
        return envelope(
            self._issue,
            self._digest,
            self._settings,
            to=to,
            date=self._date,
            unsubscribe=self._links.unsubscribe(subscriber),
            # RFC 6068: what means something else in such an address is escaped.
            unsubscribe_mailto=f"mailto:{quote(leave, safe='@!$*+')}?subject={subject}" if leave else "",
        )

    def _values(self, subscriber: str, to: str) -> tuple[bytes, ...]:
        """What goes into the holes: both links' own parts, the id, the line between the parts, the address."""
        message_id = self._envelope(subscriber, to).message_id
        values = (
            self._links.own("u", subscriber),
            self._links.own("preferences", subscriber),
            message_id,
            boundary(message_id),
            f"\r\nTo: {to}\r\n",
        )
        return tuple(value.encode("ascii") for value in values)


def _cut(written: bytes, values: tuple[bytes, ...]) -> tuple[_Piece, ...]:
    """The message in pieces: a hole wherever one of the values stands in it, across line breaks too."""
    across = rb"(?:=\r\n)?"
    patterns = [across.join(re.escape(value[at : at + 1]) for at in range(len(value))) for value in values]
    holes = re.compile(b"|".join(b"(%s)" % pattern for pattern in patterns))
    pieces: list[_Piece] = []
    end = 0
    for found in holes.finditer(written):
        pieces.append(written[end : found.start()])
        at, hole = 0, (found.lastindex or 1) - 1
        for part in found[0].split(_BREAK):
            if at:
                pieces.append(_BREAK)
            pieces.append((hole, at, at + len(part)))
            at += len(part)
        # The address may have any length.
        if hole == len(values) - 1:
            pieces[-1] = (hole, 0, 1000)
        end = found.end()
    pieces.append(written[end:])
    return tuple(pieces)
