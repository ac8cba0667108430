"""What an import did to a file, or did not, one plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note means for the file it is about."""

    LEFT_OUT = "left out"
    CHANGED = "changed"
    REFUSED = "could not be read"
    UNREAD = "not brought over"
    SKIPPED = "skipped"
    ALREADY = "already there"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNote:
    """One sentence for the report. ``line`` counts from 1 in the source file, 0 where none is known."""

    message: str
    line: int = 0
    kind: NoteKind = NoteKind.LEFT_OUT


class Refused(Exception):
    """A file that cannot become an article. Carries the note that says why."""

    def __init__(self, message: str, line: int = 0, kind: NoteKind = NoteKind.REFUSED) -> None:
        self.note = ImportNote(message=message, line=line, kind=kind)
        super().__init__(message)


def left_out(message: str, line: int = 0) -> ImportNote:
    """A note about something of the source that the article does not hold."""
    return ImportNote(message=message, line=line, kind=NoteKind.LEFT_OUT)


def changed(message: str, line: int = 0) -> ImportNote:
    """A note about something that is there, but not as it was, or that wants an editor's eye."""
    return ImportNote(message=message, line=line, kind=NoteKind.CHANGED)


def one_line(text: str) -> str:
    """``text`` on one line and whole: what stands inside a sentence of the report can be searched for."""
    return " ".join(text.split())
