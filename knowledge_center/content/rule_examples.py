"""What a rule is for and how it is broken: its example, checked like any article, and what the check says of it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from struct import pack
from tempfile import TemporaryDirectory
from typing import Any

from knowledge_center.content.check_rules import RULES
from knowledge_center.content.content_reader import read_content
from knowledge_center.problems import Problem
from knowledge_center.rules import BESIDE, Example, Rule
from knowledge_center.settings.migrations import SCHEMA
from knowledge_center.settings.site_settings import read_settings

# When examples are checked.
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIELDS = {
    "title": "The thank-you note, and when to send it",
    "date": "2026-11-16",
    "description": "What to write after an interview, how long it may be, and why the first day counts.",
    "authors": "[careers-desk]",
    "categories": "[interviews]",
}
TEXT = "Write to them on the same day, in three sentences. See [pay](https://example.org/pay)."
LISTS = {
    "docs/articles/.authors.yml": "careers-desk:\n  name: Careers Desk\n",
    "docs/articles/.categories.yml": "interviews:\n  name: Interviews\npay:\n  name: Pay\n",
}
SETTINGS: dict[str, Any] = {
    "site_name": "Knowledge Center",
    "site_url": "https://knowledge.example.com/",
    "extra": {
        "knowledge_center": {
            "schema": SCHEMA,
            "timezone": "Europe/London",
            "organization": {
                "name": "Example", "url": "https://example.com/", "logo": "assets/logo.png", "address": ["Street 1"],
                "about": "About us.",
            },
            "feeds": {"tag_authority": "knowledge.example.com,2026"},
            "subscribe": {"provider": "own", "consent": "Send me the digest.", "consent_version": "2026-11"},
            "mail": {"sender": "news@example.com", "sender_name": "Example", "reply_to": "desk@example.com"},
        }
    },
}  # fmt: skip


def example_files(example: Example) -> dict[str, bytes]:
    """The files of the project that an example stands for, by their paths."""
    files = {path: text.encode() for path, text in LISTS.items()}
    files[BESIDE + example.name] = _article(example.fields, example.text).encode()
    for path, text in example.files.items():
        picture = re.fullmatch(r"png (\d+)x(\d+)", text)
        if picture:
            files[path] = _png(int(picture[1]), int(picture[2]))
        elif text.partition("\n")[0] == "article":
            files[path] = _article(f"title: Talk about pay\n{text.partition(chr(10))[2]}", None).encode()
        else:
            files[path] = text.encode()
    return files


def found_in(files: Mapping[str, bytes], folder: Path) -> tuple[Problem, ...]:
    """What the check says of these files, put into ``folder``."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return read_content(folder, read_settings(SETTINGS), NOW).problems


def explained(rule: Rule[Any]) -> str:
    """Why a rule is there, what breaks it, what the check says then, and how to switch advice off."""
    parts = [f"{rule.id} ({'advice' if rule.advice else 'problem'})", f"  {rule.purpose}"]
    if rule.example is not None:
        parts += ["", f"For example, {BESIDE}{rule.example.name}:", *_shown(rule.example)]
        with TemporaryDirectory() as folder:
            found = [p for p in found_in(example_files(rule.example), Path(folder)) if p.rule == rule.id]
        for problem in found[:1]:
            fix = problem.fix.replace("\n", "\n      ")
            parts += ["", f"The check says: {problem.message}", f"Fix:  {fix}"]
            parts += ["knowledge-center check --fix does that for you."] if problem.safe else []
    if rule.advice:
        parts += ["", "To switch it off, in mkdocs.yml below extra, knowledge_center:"]
        parts += ["  checks:", f"    off: [{rule.id}]"]
    return "\n".join(parts)


def listed() -> str:
    """All rules, problems first, each with why it is there."""
    lines = []
    for advice, title in ((False, "Problems, which stop a build:"), (True, "Advice, which stops nothing:")):
        lines += [
            title,
            *(f"  {rule.id}\n      {rule.purpose}" for rule in RULES.values() if rule.advice == advice),
            "",
        ]
    return "\n".join([*lines, "More about one: knowledge-center check --explain RULE"])


def guide() -> str:
    """The page of the guide that names all rules."""
    parts = [_INTRODUCTION]
    for advice, title in ((False, "Problems"), (True, "Advice")):
        rows = [f"| `{rule.id}` | {rule.purpose} |" for rule in RULES.values() if rule.advice == advice]
        parts.append("\n".join([f"## {title}", "", _BELOW[advice], "", "| rule | why |", "|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


_INTRODUCTION = """# What the check looks at

`knowledge-center check` names what is wrong with articles and with the project around them: the file, the line, what
was found, and a fix. Each rule has a name, which `--format json` and the notes on a pull request show beside it.

    knowledge-center check --explain articles.fields.date

says why the rule is there, shows an article that breaks it, and the fix. `knowledge-center check --fix` mends what can
be mended without a guess: it shows the difference and asks first. This page is made from the rules themselves by
`python scripts/record_rules.py`."""
_BELOW = {
    False: "These stop a build. In a draft they are advice, until it is none.",
    True: "These stop nothing, and can be switched off one by one:\n\n"
    "```yaml\nextra:\n  knowledge_center:\n    checks:\n      off: [articles.review_dates.have_not_passed]\n```",
}


def _shown(example: Example) -> list[str]:
    """What of an example differs from a good article."""
    lines = [f"    {line}" for line in example.fields.splitlines()]
    if example.text is not None:
        lines += ["    …", *(f"    {line}" for line in (example.text.splitlines() or ["(no text)"]))]
    for path, text in example.files.items():
        what = text if text.startswith("png ") else ", ".join(text.split("\n"))
        lines.append(f"    beside it {path} ({what})")
    return lines or ["    (an article without a mistake in it)"]


def _article(fields: str, text: str | None) -> str:
    lines = {name: f"{name}: {value}" for name, value in FIELDS.items()}
    for line in fields.splitlines():
        name = line.partition(":")[0].strip()
        lines[name] = line if name not in lines or name in FIELDS else f"{lines[name]}\n{line}"
    return "\n".join(["---", *lines.values(), "---", "", TEXT if text is None else text, ""])


def _png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * ((width + 7) // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
