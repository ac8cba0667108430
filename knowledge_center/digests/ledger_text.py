"""Ledger files as text: YAML that is the same for the same issue, clean to read in a diff."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import yaml

from knowledge_center.digests.issue import Entry, Issue
from knowledge_center.digests.ledger import Ledger
from knowledge_center.pictures.model import CENTER, focus_text

_STATE_COMMENT = "# Written by knowledge-center close; it decides what is new to subscribers.\n"

# Characters that nobody sees or that YAML reads as an end of line: spelled out. A fixed list, because
# str.isprintable changes with the Python version. Joiners are spelling and emoji, so they stay.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_resolver = yaml.SafeLoader("")


def issue_text(issue: Issue) -> str:
    """The Markdown file of an issue, ending with a line end."""
    lines = [
        "---",
        f"digest: {_scalar(issue.digest)}",
        f"issue: {_scalar(issue.key)}",
        f"boundary: {_wall(issue.boundary)}",
        f"closed_at: {_moment(issue.closed_at)}",
    ]
    if issue.draft:
        lines.append(f"draft: {_scalar(issue.draft)}")
    if issue.subject:
        lines.append(f"subject: {_scalar(issue.subject)}")
    if issue.preheader:
        lines.append(f"preheader: {_scalar(issue.preheader)}")
    lines.append("articles:")
    for entry in issue.entries:
        lines += _entry_lines(entry)
    if issue.evergreen:
        # The same lines one step further out, without the dash of a list.
        lines += ["evergreen:", *(f"  {line[4:]}" for line in _entry_lines(issue.evergreen))]
    lines += ["---", ""]
    if issue.intro:
        lines += [issue.intro, ""]
    return "\n".join(lines)


def state_text(ledger: Ledger, *more: str) -> str:
    """The text of ``.ledger.yml``: the last boundary dealt with, then each list in order, so that git can merge it.

    ``more`` are issues that were closed since the ledger was read. A baseline of nothing stands there too.
    """
    text = _STATE_COMMENT
    if ledger.processed is not None:
        text += f"processed: {_wall(ledger.processed)}\n"
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("issues", [*(issue.key for issue in ledger.issues), *more]),
        ("baseline", ledger.baseline or ()),
        ("accepted", ledger.accepted),
        ("held", [f"{_moment(since)} {identity}" for identity, since in ledger.held.items()]),
    )
    for name, words in lists:
        found = sorted(set(words))
        if name == "baseline" and ledger.baseline is not None and not found:
            text += "baseline: []\n"
        elif found:
            text += "\n".join([f"{name}:", *(f"  - {_scalar(word)}" for word in found), ""])
    return text


def in_a_comment(text: str) -> str:
    """Text that stands behind a # and neither ends its line nor hides anything."""
    return " ".join(_HIDDEN.sub(" ", text).split())


def _entry_lines(entry: Entry) -> list[str]:
    lines = [
        f"  - id: {_scalar(entry.id)}",
        f"    url: {_scalar(entry.url)}",
        f"    title: {_scalar(entry.title)}",
        f"    summary: {_scalar(entry.summary)}",
        *(["    authors:"] if entry.authors else ["    authors: []"]),
        *(f"      - {_scalar(name)}" for name in entry.authors),
        f"    published: {_moment(entry.published)}",
    ]
    if entry.language:
        lines.append(f"    language: {_scalar(entry.language)}")
    if entry.series:
        lines += [
            "    series:",
            f"      name: {_scalar(entry.series.name)}",
            f"      part: {entry.series.part}",
        ]
    if entry.image is None:
        return [*lines, "    image: null"]
    return [
        *lines,
        "    image:",
        f"      path: {_scalar(entry.image.path)}",
        f"      alt: {_scalar(entry.image.alt)}",
        f"      width: {entry.image.width}",
        f"      height: {entry.image.height}",
        *([f"      focus: {focus_text(entry.image.focus)}"] if entry.image.focus != CENTER else []),
    ]


def _wall(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _scalar(text: str) -> str:
    """Text on one line, in quotes only where YAML would read it as something else."""
    if _is_plain(text):
        return text
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    return '"' + _HIDDEN.sub(_spelled_out, escaped) + '"'


def _is_plain(text: str) -> bool:
    if not re.match(r"[^\W_]", text) or text != text.strip() or _HIDDEN.search(text):
        return False
    if re.search(r":(\s|$)|\s#", text):
        return False
    # Not a number, a date, a yes or a null to any YAML 1.1 reader.
    kind = _resolver.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return str(kind) == "tag:yaml.org,2002:str"


def _spelled_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"
