"""What the site generator complains of while it renders, in an editor's words.

The checks before a build read the source; a link to a heading can only be judged once pages are rendered,
and then it is MkDocs that says so, without a line. Anything not known here is passed on as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_center.articles.markdown_links import links
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.problems import Problem, Unusable

_RECORD = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL) *-  (.*)", re.DOTALL)
_LINK = re.compile(r"Doc file '(?P<file>[^']+)' contains an? (?:[a-z ]*)link(?: to)? '(?P<link>.*?)'")
_SAID_BY_US = re.compile(r"Aborted with \d+ warnings? in strict mode!")
CRASH = "Traceback (most recent call last):"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """``problems`` an editor can mend, and ``rest``: what was said beside them."""

    problems: tuple[Problem, ...]
    rest: str


def complaints(output: str, root: Path, docs_dir: str) -> Complaints:
    """Take apart what a failed build printed. ``root`` holds mkdocs.yml; no file is written."""
    problems: list[Problem] = []
    rest: list[str] = []
    for level, text in _records(output):
        found = _LINK.search(text)
        if level in ("DEBUG", "INFO") or _SAID_BY_US.fullmatch(text.strip()):
            continue
        if found is None:
            rest.append(text.rstrip())
            continue
        shown = f"{docs_dir}/{found['file']}"
        line = _line(root / shown, shown, found["link"])
        problems.append(_problem(shown, line, found["link"], text))
    return Complaints(problems=tuple(problems), rest="\n".join(rest).strip("\n"))


def _problem(shown: str, line: int, link: str, text: str) -> Problem:
    if "anchor" in text:
        target, _, heading = link.partition("#")
        where = f"in {target}" if target else "on this page"
        message = f"The link {link} leads to a heading that is not there {where}."
        fix = f"Write after # the words of a heading, small and with hyphens, or take #{heading} out."
    else:
        message = f"The link {link} leads nowhere: there is no such page or file."
        fix = "Correct the path; the page of an article is its file, such as other-article.md."
    return Problem(path=shown, line=line, message=message, fix=fix)


def _records(output: str) -> Iterator[tuple[str, str]]:
    """The log's records with their level; lines without one belong to what stands above them."""
    level, text = "", ""
    for line in output.splitlines():
        start = _RECORD.fullmatch(line)
        last_words = _SAID_BY_US.fullmatch(line.strip())
        if start is None and last_words is None:
            text += f"\n{line}" if text else line
            continue
        if text:
            yield level, text
        level, text = (start[1], start[2]) if start else ("", line)
    if text:
        yield level, text


def _line(path: Path, shown: str, target: str) -> int:
    """The line of a link in an editor's file; 0 where it cannot be found."""
    try:
        text = read_text(path, shown)
        document = parse(text, shown) if text.startswith("---") else None
    except Unusable:
        return 0
    body, first = (document.body, document.body_line) if document else (text, 1)
    return next((link.line for link in links(body, first) if link.target == target), 0)
