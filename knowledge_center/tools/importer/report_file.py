"""The report as a file to read and search: a section for each kind of note, nothing shortened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.import_notes import NoteKind
from knowledge_center.tools.importer.import_report import AROUND, FIELDS, IgnoredField, Report

_SECTIONS = {
    NoteKind.REFUSED: "Could not be read",
    NoteKind.UNREAD: "Not brought over",
    NoteKind.LEFT_OUT: "Left out",
    NoteKind.CHANGED: "Not as it was, or for an editor to look at",
    NoteKind.ALREADY: "Already there",
    NoteKind.SKIPPED: "No article",
}


def report_file(report: Report) -> str:
    """The whole report in Markdown."""
    parts = ["# Import report", report.summary() + "."]
    if report.proof is not None and report.proof.before:
        parts.append(f"Rendered and compared with their sources: {report.proof.summary()}.")
    parts += report.next_steps()
    for kind, title in _SECTIONS.items():
        lines = list(_notes(report, kind))
        if lines:
            parts += [f"## {title}", "\n".join(lines)]
    parts += [*_by_name(FIELDS, report.unused_fields), *_by_name(AROUND, report.furniture)]
    for title, words in report.lists():
        if title not in (FIELDS, AROUND):
            parts += [f"## {title}", "\n".join(f"- {_shown(word)}" for word in words)]
    return "\n\n".join(parts) + "\n"


def _by_name(title: str, pieces: Iterable[IgnoredField]) -> Iterator[str]:
    """A section with a part for each name; what stands in many files alike is said once."""
    held: dict[str, dict[str, list[str]]] = {}
    for one in sorted(pieces, key=lambda one: (one.name, one.source)):
        held.setdefault(one.name, {}).setdefault(one.value, []).append(_place(one.source, one.line))
    if held:
        yield f"## {title}"
    for name, values in held.items():
        lines = [f"- `{places[0]}`{_more(places)}: {_shown(value)}" for value, places in values.items()]
        yield from (f"### {name}", "\n".join(lines))


def _more(places: Sequence[str]) -> str:
    return f" and {counted(len(places) - 1, 'more place')}" if len(places) > 1 else ""


def _notes(report: Report, kind: NoteKind) -> Iterator[str]:
    for outcome in report.outcomes:
        for note in sorted(outcome.notes, key=lambda note: note.line):
            if note.kind is kind:
                yield f"- `{_place(outcome.source, note.line)}`: {_shown(note.message)}"


def _place(source: str, line: int) -> str:
    return f"{source}:{line}" if line else source


def _shown(text: str) -> str:
    """A text in which Markdown shows a tag instead of hiding it."""
    return text.replace("<", "\\<")
