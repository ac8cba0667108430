"""Good messages of every kind, and one of them with a single thing changed."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.compose import compose
from knowledge_center.mail.message import envelope, message
from knowledge_center.mail.model import Mail
from knowledge_center.settings.model import Settings
from knowledge_center.words.catalogues import read_words
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.samples import LINKS, PICTURE
from tests.samples import settings

INTRO = (
    "# Good morning\n\nRead [the first of our guides](https://knowledge.example.com/articles/first/) today.\n\n"
    "> Said by *somebody*.\n\n- one\n- two\n\n### A step down\n\nWrite to [the desk](mailto:desk@example.com).\n"
)


def usual() -> Issue:
    """An issue as most are: an introduction, pictures, an article without one."""
    first = entry("why-you-wait", title="Why you wait for the call", image=PICTURE)
    others = (
        entry("pay", title="How to talk about pay", image=PICTURE),
        entry("time", title="Time off, and when to ask for it"),
    )
    return issue(first, *others, intro=INTRO)


def mail_of(found: Issue, language: str = "en") -> Mail:
    """The mail of an issue, for a site in that language."""
    return compose(found, WEEKLY, _site(language), LINKS)


def message_of(mail: Mail, language: str = "en") -> bytes:
    """The mail on its way to one reader."""
    return message(
        mail,
        envelope(
            issue(),
            WEEKLY,
            _site(language),
            to="reader@example.org",
            date=datetime(2026, 11, 16, 14, 5, tzinfo=UTC),
            unsubscribe=LINKS.unsubscribe,
            unsubscribe_mailto="mailto:leave@example.com?subject=leave",
        ),
    )


def _site(language: str) -> Settings:
    return dataclasses.replace(settings(), words=read_words(language))


GOOD = mail_of(usual())


def good() -> bytes:
    """A message with nothing wrong."""
    return message_of(GOOD)


def in_html(old: str, new: str) -> bytes:
    """The good message with the first ``old`` in its HTML replaced."""
    return message_of(dataclasses.replace(GOOD, html=_changed(GOOD.html, old, new)))


def in_text(old: str, new: str) -> bytes:
    """The good message with the first ``old`` in its text replaced."""
    return message_of(dataclasses.replace(GOOD, text=_changed(GOOD.text, old, new)))


def in_both(old: str, new: str) -> bytes:
    """The good message with the first ``old`` replaced in both parts."""
    html, text = _changed(GOOD.html, old, new), _changed(GOOD.text, old, new)
    return message_of(dataclasses.replace(GOOD, html=html, text=text))


def with_subject(subject: str) -> bytes:
    """The good message with another subject."""
    return message_of(dataclasses.replace(GOOD, subject=subject))


def in_bytes(old: bytes, new: bytes) -> bytes:
    """The good message with the first ``old`` in its bytes replaced."""
    data = good()
    assert old in data, old
    return data.replace(old, new, 1)


def header(name: str, *lines: str) -> bytes:
    """The good message with other lines for one of its headers; none takes it out."""
    head, _, body = good().partition(b"\r\n\r\n")
    kept = [line for line in head.decode().split("\r\n") if not line.startswith(f"{name}:")]
    assert len(kept) < len(head.decode().split("\r\n")), name
    return "\r\n".join([*lines, *kept]).encode() + b"\r\n\r\n" + body


def _changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)
