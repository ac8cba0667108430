"""The report as a file to read and search: a section for each kind of note, nothing shortened."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.tools.importer.import_notes import NoteKind
from knowledge_center.tools.importer.import_report import Report

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
    fields = sorted(report.unused_fields, key=lambda one: (one.name, one.source))
    if fields:
        parts.append("## Fields that articles do not have here")
    for name in dict.fromkeys(one.name for one in fields):
        held = [
            f"- `{_place(one.source, one.line)}`: {_shown(one.value)}" for one in fields if one.name == name
        ]
        parts += [f"### {name}", "\n".join(held)]
    for title, words in report.lists():
        if not title.startswith("Fields "):
            parts += [f"## {title}", "\n".join(f"- {_shown(word)}" for word in words)]
    return "\n\n".join(parts) + "\n"


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
