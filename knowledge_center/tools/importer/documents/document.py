"""A document as it was read: its text as HTML, its pictures, and what did not come along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class DocumentError(Exception):
    """A document that cannot be read. The message is for the person who has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a document as HTML, with its pictures by the address that the HTML has for them.

    In the HTML ``p.title``, ``p.subtitle`` and ``p.caption`` are what they are called, and ``footnote-ref`` and
    ``footnote-text``, each with a ``name``, a footnote. ``notes`` are sentences for its editor.
    """

    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
