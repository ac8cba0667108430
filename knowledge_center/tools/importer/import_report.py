"""What the person who imports gets to read."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind
from knowledge_center.tools.importer.proof import Proof

FIELDS = "Fields that articles do not have here"
AROUND = "Left out, for it stood around an article and is none of it"
# Of one note, on a terminal.
_LONGEST = 240
# Of one list, there.
_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one source file: ``target`` is the article written, empty where none was."""

    source: str
    target: str = ""
    notes: tuple[ImportNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredField:
    """A field that articles do not have here, or a piece of a page around its article, with its whole value."""

    name: str
    source: str
    line: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything there is to say about one run."""

    outcomes: Sequence[Outcome]
    pictures: int = 0
    authors: Mapping[str, str] = field(default_factory=dict)
    guessed: Iterable[str] = ()
    people: Iterable[str] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    unused_tags: Mapping[str, int] = field(default_factory=dict)
    unused_fields: Sequence[IgnoredField] = ()
    furniture: Sequence[IgnoredField] = ()
    other_files: Mapping[str, int] = field(default_factory=dict)
    proof: Proof | None = None
    author_list: str = ".authors.yml"
    category_list: str = ".categories.yml"

    @property
    def failed(self) -> int:
        """How many files could not be read."""
        return self._count(NoteKind.REFUSED)

    @property
    def empty(self) -> bool:
        """Whether not one article came of it, nor was there already."""
        return not any(outcome.target for outcome in self.outcomes) and not self.already

    @property
    def already(self) -> int:
        """How many files are articles here already."""
        return self._count(NoteKind.ALREADY)

    def _count(self, kind: NoteKind) -> int:
        return sum(any(note.kind is kind for note in outcome.notes) for outcome in self.outcomes)

    def summary(self) -> str:
        """One line that ends the report."""
        imported = sum(bool(outcome.target) for outcome in self.outcomes)
        left = sum(note.kind is NoteKind.LEFT_OUT for outcome in self.outcomes for note in outcome.notes)
        parts = [
            f"{counted(imported, 'article')} imported",
            f"{self.failed} could not be read",
            f"{counted(left, 'thing')} left out",
        ]
        unread = self._count(NoteKind.UNREAD)
        if unread:
            parts.append(f"{unread} not brought over")
        already, skipped = self.already, self._count(NoteKind.SKIPPED)
        if already:
            parts.append(f"{already} already there")
        if skipped:
            parts.append(f"{skipped} skipped")
        return ", ".join(parts)

    def __str__(self) -> str:
        blocks = [_block(outcome) for outcome in self.outcomes if outcome.notes]
        blocks.extend(_listed(title, words) for title, words in self.lists())
        if self.proof is not None and self.proof.before:
            blocks.append(f"Rendered and compared with their sources: {self.proof.summary()}.")
        return "\n\n".join([*blocks, *self.next_steps(), self.summary()])

    def next_steps(self) -> list[str]:
        """What somebody who has digests does next, with the reason."""
        if not any(outcome.target for outcome in self.outcomes):
            return []
        return [
            "Articles from before a digest are news to nobody. So that the first issue does not have them all:\n"
            "  knowledge-center close --baseline"
        ]

    def lists(self) -> list[tuple[str, list[str]]]:
        """What concerns all articles: a title each, and the words below it."""
        found: list[tuple[str, list[str]]] = []
        lacking = self.proof.largest_first() if self.proof is not None else []
        if lacking:
            title = "Articles that lack words their notes do not tell of, or parts, the most first"
            found.append((title, [str(one) for one in lacking]))
        guessed = set(self.guessed)
        certain = [f"{name} ({key})" for key, name in sorted(self.authors.items()) if key not in guessed]
        if certain:
            found.append((f"{counted(len(certain), 'author')} added to {self.author_list}", certain))
        if guessed:
            unsure = [f"{name} ({key})" for key, name in sorted(self.authors.items()) if key in guessed]
            title = f"{counted(len(unsure), 'author')} added whose name is guessed from the key; see {self.author_list}"
            found.append((title, unsure))
        if people := [f"{self.authors[key]} ({key})" for key in sorted(self.people)]:
            title = f"{counted(len(people), 'author')} taken for one person each by the name, kind: person"
            found.append((f"{title}; see {self.author_list}", people))
        if self.categories:
            names = [f"{name} ({slug})" for slug, name in sorted(self.categories.items())]
            title = f"{counted(len(names), 'category', 'categories')} added to {self.category_list}"
            found.append((f"{title}; a description makes them useful", names))
        if self.unused_tags:
            found.append(("Tags that lead to no category (see --tags)", _counts(self.unused_tags)))
        if self.unused_fields:
            found.append(
                (
                    FIELDS,
                    _counts(Counter(one.name for one in self.unused_fields)),
                )
            )
        if self.furniture:
            found.append((AROUND, _counts(Counter(one.name for one in self.furniture))))
        if self.other_files:
            found.append(("Files that are no articles, by ending", _counts(self.other_files)))
        return found


def _counts(counts: Mapping[str, int]) -> list[str]:
    ordered = sorted(Counter(counts).items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{name} ({number})" for name, number in ordered]


def _listed(title: str, words: Sequence[str]) -> str:
    more = len(words) - _MOST
    words = [_cut(word) for word in words[:_MOST]]
    if more > 0:
        words.append(f"and {more:,} more, which stand in import-report.md")
    text = textwrap.fill(", ".join(words), 110, break_long_words=False, break_on_hyphens=False)
    return f"{title}:\n{textwrap.indent(text, '  ')}"


def _cut(message: str) -> str:
    """A message short enough for a terminal; the file with the report has all of it."""
    return message if len(message) <= _LONGEST else message[: _LONGEST - 1].rstrip() + "…"


def _block(outcome: Outcome) -> str:
    head = f"{outcome.source} -> {outcome.target}" if outcome.target else outcome.source
    lines = [head]
    for note in sorted(outcome.notes, key=lambda note: note.line):
        where = f"{outcome.source}:{note.line}" if note.line else outcome.source
        label = "" if note.kind in (NoteKind.LEFT_OUT, NoteKind.CHANGED) else f"{note.kind}: "
        lines.append(f"  {where}: {label}{_cut(note.message)}")
    return "\n".join(lines)
