"""Old addresses of the site's own pages: ``aliases`` in the fields at the top of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from knowledge_center.articles.docs_files import MARKDOWN, DocsFiles, page_address
from knowledge_center.articles.model import POSTS
from knowledge_center.articles.redirects import redirect_file
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.articles.rules.fields import read_fields
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.problems import Problem, Unusable

# Fields stand at the top of a file.
_MOST_BYTES = 8192


class MovedPage(NamedTuple):
    """A page of the site's own that old paths lead to: ``aliases`` as written, each with its line; ``url`` is
    site-relative."""

    display_path: str
    url: str
    title: str
    aliases: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def claim(self) -> Claim:
        """What it lays claim to, for the rules across files; its name is no article's."""
        name = f"/{self.url}"
        return Claim(
            display_path=self.display_path,
            name=name,
            aliases=self.aliases,
            guid="",
            lines=self.lines,
            draft=False,
        )


def read_moved_pages(
    docs: Path, docs_dir: str, files: DocsFiles, problems: list[Problem]
) -> Iterator[MovedPage]:
    """The pages with aliases. What is wrong with those goes to ``problems``; a page that cannot be read is told of."""
    for path in files:
        if not path.endswith(MARKDOWN) or path.startswith((POSTS + "/", "digests/")):
            continue
        try:
            with (docs / path).open("rb") as file:
                head = file.read(_MOST_BYTES)
        except OSError:
            continue
        if b"\naliases:" not in head:
            continue
        display_path = f"{docs_dir}/{path}"
        try:
            found = parse(read_text(docs / path, display_path), display_path).fields
        except Unusable:
            continue
        read = read_fields(found, authors={}, categories={}, zone=ZoneInfo("UTC"))
        kept, wrong = [], {one.line for one in read.findings.get("aliases", ())}
        for alias, line in zip(read.aliases, read.alias_lines, strict=True):
            if alias.startswith("/"):
                kept.append((alias, line))
            else:
                wrong.add(line)
        problems += (
            Problem(
                path=display_path,
                line=line,
                message="An alias of a page is an old path; one that begins at the top of the site is expected.",
                fix="aliases: [/old-page/]",
                advice=True,
            )
            for line in sorted(wrong)
        )
        if kept:
            address = page_address(path)
            yield MovedPage(
                display_path=display_path,
                url=f"{address}/" if address else "",
                title=read.title or address.rpartition("/")[2],
                aliases=tuple(alias for alias, _ in kept),
                lines=tuple(line for _, line in kept),
            )


def page_redirects(pages: Iterable[MovedPage]) -> dict[str, MovedPage]:
    """The files of the redirect pages that lead to pages of the site's own, by their path in the site."""
    return {redirect_file(alias): page for page in pages for alias in page.aliases}
