"""The links of one file, and what they may lead to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import unquote

from knowledge_center.articles.docs_files import MARKDOWN, DocsFiles
from knowledge_center.articles.markdown_links import Link, links_to_files
from knowledge_center.articles.model import Article
from knowledge_center.articles.own_addresses import OwnAddresses, PageIds, Place
from knowledge_center.pictures.flaws import Flaw
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.pictures.model import Image

# Pages that the site makes by itself: whether one is there, the build sees once they are made.
MADE = re.compile(
    r"(?:index|search|topics|subscribe|digests/.+|articles/(?:index|(?:category|author|archive)/.+))\.md"
)

# What stood in the fix of an earlier version, and says nothing.
_SAMPLE = re.compile(r"(?:What the picture shows.*|…|\.\.\.)\.?", re.IGNORECASE)


@dataclass(kw_only=True)
class TextLinks:
    """The links of one file and what they may lead to.

    ``to_files`` are those to files of the site, each with that file's path. ``folder`` is the file's own, relative
    to docs, which mkdocs.yml calls ``docs_dir``. ``articles`` are the usable ones, ``unfinished`` the drafts among the
    others, ``flaws`` what is wrong with pictures that cannot be shown, ``measured`` the pictures that can be, and
    ``files`` all files, each by path relative to docs. ``attachments`` are the endings of files that are published with
    an article (``pdf``). ``article`` is None for an ordinary page, which is always public.

    ``path`` is the file itself and ``page`` the address of its page; ``raw`` are links in HTML and bare addresses,
    which lead from there; ``body`` is the text, from ``first_line`` on. ``own`` knows the addresses of the site,
    ``ids`` the places on its pages.
    """

    links: tuple[Link, ...]
    to_files: tuple[tuple[Link, str], ...]
    folder: str
    docs_dir: str
    article: Article | None
    articles: Mapping[str, Article]
    files: DocsFiles
    now: datetime
    unfinished: Collection[str] = ()
    flaws: Mapping[str, Flaw] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    measured: Mapping[str, Image] = field(default_factory=dict)
    path: str = ""
    page: str = ""
    raw: tuple[Link, ...] = ()
    body: str = ""
    first_line: int = 1
    own: OwnAddresses | None = None
    ids: PageIds | None = None

    @cached_property
    def places(self) -> tuple[tuple[Link, Place], ...]:
        """Every link to something of the site's own, with where it leads."""
        return tuple(self._places()) if self.own is not None else ()

    @cached_property
    def raw_to_files(self) -> tuple[tuple[Link, str], ...]:
        """The links in HTML to files that are there and are no text or picture, as ``to_files``."""
        others = (*MARKDOWN, *TYPES)
        found = links_to_files(self.raw, self.folder)
        return tuple(one for one in found if one[1] in self.files and not one[1].lower().endswith(others))

    @property
    def pictures(self) -> Iterator[tuple[Link, Image]]:
        """The pictures that the text shows, as far as they can be read."""
        return (
            (link, self.measured[path])
            for link, path in self.to_files
            if link.image and path in self.measured
        )

    def _places(self) -> Iterator[tuple[Link, Place]]:
        own = self.own
        assert own is not None
        files = {link: path for link, path in self.to_files}
        for link in (*self.links, *self.raw):
            target = link.target
            if target[:1] == "#":
                yield link, Place("there", self.path, unquote(target[1:]))
                continue
            path = files.get(link, "")
            if path and (path in self.files or path in self.articles or MADE.fullmatch(path)):
                if "#" in target:
                    yield link, Place("there", path, unquote(target.partition("#")[2]))
            elif path or own.is_own(target) or (link in self.raw and link.file):
                place = own.find(target, self.page)
                if place is not None:
                    yield link, place

    @property
    def from_draft(self) -> bool:
        return self.article is not None and self.article.draft

    @property
    def read_from(self) -> datetime:
        """When the text is read first: a scheduled article from its own day on."""
        return max(self.now, self.article.published) if self.article is not None else self.now


def is_undescribed(link: Link) -> bool:
    """Whether it is a picture without words for those who cannot see it."""
    # One that was pasted as text is told of, and described once it is a file.
    return (
        link.image
        and not link.target.startswith("data:")
        and (not link.text or _SAMPLE.fullmatch(link.text) is not None)
    )
