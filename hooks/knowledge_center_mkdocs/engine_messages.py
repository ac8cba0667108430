"""What the site generator complains of while it renders, in an editor's words.

The checks before a build read the source; a link to a heading can only be judged once pages are rendered,
and then it is MkDocs that says so, without a line. Anything not known here is passed on as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge_center.articles.markdown_links import links
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.problems import Problem, Unusable, quoted
from knowledge_center.settings.reader import FILE
from knowledge_center_mkdocs.settings_messages import settings_problem

_LINK = re.compile(r"Doc file '(?P<file>[^']+)' contains an? (?:[a-z ]*)link(?: to)? '(?P<link>.*?)'")
_NAV = re.compile(r"A reference to '(?P<link>.*)' is included in the 'nav' configuration, which is not found")
_NOT_READ = re.compile(r"Error reading page '(?P<file>[^']+)': (?P<why>.+)", re.DOTALL)
# How the engine ends when it has said before what is wrong.
_COUNT = re.compile(r"Aborted with (\d+|a) .*!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """``problems`` an editor can mend, and ``rest``: what was said beside them."""

    problems: tuple[Problem, ...]
    rest: str


def complaints(messages: Iterable[str], root: Path, docs_dir: str) -> Complaints:
    """Take apart what a failed build warned of. ``root`` holds mkdocs.yml; no file is written."""
    problems: list[Problem] = []
    rest: list[str] = []
    for text in messages:
        found, nav, unread = _LINK.search(text), _NAV.search(text), _NOT_READ.search(text)
        if nav is not None:
            problems.append(leads_nowhere("nav", nav["link"], docs_dir))
        elif found is not None:
            path = f"{docs_dir}/{found['file']}"
            line = _line(root / path, path, found["link"])
            problems.append(_problem(path, line, found["link"], text))
        elif unread is not None:
            problems.append(_not_read(f"{docs_dir}/{unread['file']}", unread["why"]))
        elif (wrong := settings_problem(text, root)) is not None:
            problems.append(wrong)
        elif not _COUNT.fullmatch(text.strip()):
            rest.append(text.rstrip())
    return Complaints(problems=tuple(problems), rest="\n".join(rest).strip("\n"))


def leads_nowhere(setting: str, target: str, docs_dir: str) -> Problem:
    """A link of mkdocs.yml to a page that is not there."""
    message = f"{setting}: {quoted(target)} leads nowhere: there is no such page or file."
    fix = f"Correct the path, which is meant from {docs_dir}/, or write an address with https://"
    return Problem(path=FILE, message=message, fix=fix)


def _not_read(path: str, why: str) -> Problem:
    """A text that breaks the program that makes HTML of it."""
    why = "lists, quotes or tags stand within each other too often" if "recursion" in why else why
    fix = "Take back what you wrote last."
    return Problem(path=path, message=f"The text cannot be shown: {why}.", fix=fix)


def _problem(path: str, line: int, link: str, text: str) -> Problem:
    if "anchor" in text:
        target, _, heading = link.partition("#")
        where = f"in {target}" if target else "on this page"
        message = f"The link {link} leads to a heading that is not there {where}."
        fix = f"Write after # the words of a heading, small and with hyphens, or take #{heading} out."
    else:
        message = f"The link {link} leads nowhere: there is no such page or file."
        fix = "Correct the path; the page of an article is its file, such as other-article.md."
    return Problem(path=path, line=line, message=message, fix=fix)


def _line(file: Path, path: str, target: str) -> int:
    """The line of a link in an editor's file; 0 where it cannot be found."""
    try:
        text = read_text(file, path)
    except Unusable:
        return 0
    body, first = text, 1
    if text.startswith("---"):
        # Fields that cannot be read are text to the site generator, too.
        with suppress(Unusable):
            document = parse(text, path)
            body, first = document.body, document.body_line
    return next((link.line for link in links(body, first) if link.target == target), 0)
