"""What a preview says on its pages: how much there is to mend, what of it is on this page, and where the rest is.

It is set into a page at the moment it is served, so that no page is made anew for it, and no built site has any of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge_center.articles.model import Article, expired
from knowledge_center.content.content_reader import Content
from knowledge_center.problems import Problem
from knowledge_center.settings.model import Settings
from knowledge_center.text.plurals import counted
from knowledge_center_mkdocs.current_build import CurrentBuild

# Below the host, beside the site: no file of a site begins with a dot.
PROBLEMS_PATH = "/.preview/problems/"
_TEMPLATES = Path(__file__).parent / "preview_templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNotes:
    """What there is to say of the pages that are shown.

    ``pages`` are their site-relative URLs by the file that an editor mends. ``waiting`` says of articles that readers
    do not see yet, by URL, what they wait for. ``earlier`` are the files whose page is that of before their latest
    mistake, ``in_part`` those of which no more is shown than could be read. ``styles`` are the site's own.
    """

    pages: Mapping[str, str]
    waiting: Mapping[str, str]
    earlier: frozenset[str]
    in_part: frozenset[str]
    styles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewState:
    """What a preview knows when it answers: the ``problems`` of the last save, and what the pages are.

    ``refused``: for these, settings and lists stand as they were. ``unshown``: for these, the last save is not shown,
    and the pages are those of before. ``mount`` is the path of the site's address, with slashes around it. Without
    ``notes`` there are no pages.
    """

    problems: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    unshown: tuple[Problem, ...] = ()
    notes: PageNotes | None = None
    mount: str = "/"

    def page_of(self, path: str) -> str | None:
        """The site-relative URL of the page on which a file is seen; the words for a digest's next issue on its own."""
        if self.notes is None:
            return None
        parts = path.split("/")
        above = "/".join((*parts[:-1], "index.md"))
        return self.notes.pages.get(path, self.notes.pages.get(above) if "digests" in parts[:-2] else None)


def page_notes(build: CurrentBuild, settings: Settings, content: Content, now: datetime) -> PageNotes:
    """What there is to say of the pages of a build."""
    pages = {f"{settings.docs_dir}/{page.file.src_uri}": page.url for page in build.rendered}
    waiting = {
        article.url: _waits_for(article, settings)
        for article in content.articles.all
        if article.draft or (article.published > now and not expired(article, now))
    }
    return PageNotes(
        pages=pages,
        waiting=waiting,
        earlier=content.articles.earlier,
        in_part=frozenset(article.source for article in content.articles.stand_ins),
        styles=build.site.styles,
    )


def _waits_for(article: Article, settings: Settings) -> str:
    if article.draft:
        return "Draft"
    moment = article.published.astimezone(settings.zone)
    return f"Scheduled: {settings.words.date(moment.date())}, {moment:%H:%M}"


def set_into(html: bytes, state: PreviewState, url: str) -> bytes:
    """A page at the site-relative ``url`` with the bar of the preview at its top, and its own problems below that."""
    body = html.find(b"<body")
    begin = html.find(b">", body) + 1 if body >= 0 else 0
    return b"%b%b%b" % (html[:begin], _bar(state, url).encode(), html[begin:])


def _bar(state: PreviewState, url: str) -> str:
    notes = state.notes
    own = [problem for problem in state.problems if state.page_of(problem.path) == url]
    sources = {problem.path for problem in own}
    return _rendered(
        "bar.html",
        state=state,
        count=count(state.problems),
        own=own,
        own_count=count(own),
        stands=not any(not problem.advice for problem in own),
        is_earlier=bool(notes and sources & notes.earlier),
        is_in_part=bool(notes and sources & notes.in_part),
        # Nothing in a script element may end it.
        waiting=json.dumps(
            {state.mount + page: text for page, text in notes.waiting.items()} if notes else {},
        ).replace("<", "\\u003c"),
        problems_path=PROBLEMS_PATH,
    )


def problems_page(state: PreviewState) -> str:
    """The page with all there is to mend, by file; of a site that cannot be shown it is the only one."""
    groups: dict[str, list[Problem]] = {}
    for problem in sorted(state.problems, key=lambda problem: problem.advice):
        groups.setdefault(problem.path, []).append(problem)
    pages = {path: page for path in groups if (page := state.page_of(path)) is not None}
    return _rendered(
        "problems.html",
        state=state,
        groups=groups,
        links={path: state.mount + page for path, page in pages.items()},
        count=count(state.problems),
    )


def being_made() -> str:
    """The page before there is any."""
    return _rendered("being_made.html")


def count(problems: Sequence[Problem]) -> str:
    """How many there are, in words."""
    advice = sum(problem.advice for problem in problems)
    found = [counted(len(problems) - advice, "problem")] if len(problems) > advice else []
    found += [counted(advice, "piece of advice", "pieces of advice")] if advice else []
    return " and ".join(found) or "No problems"


def _rendered(name: str, **shown: Any) -> str:
    return _templates().get_template(name).render(**shown)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
