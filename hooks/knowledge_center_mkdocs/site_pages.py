"""The pages of the site: each made by its template, or taken over from the last site where it would be the same."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment
from mkdocs.commands.build import _build_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.fingerprints import walk
from knowledge_center.build_cache.last_site import LastSite, SiteFile
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.pages.menu import MenuItem
from knowledge_center.pages.page_context import PageFacts, page_shown
from knowledge_center.pages.planned import PlannedPage
from knowledge_center.pages.shown_values import ShownValues
from knowledge_center.pages.site import Site
from knowledge_center.progress import Progress
from knowledge_center.search.searched_page import SearchedPage, searched_page
from knowledge_center.search.searched_part import searched_part
from knowledge_center.site_addresses.file_links import FileLinks, LinkReader
from knowledge_center_mkdocs.kept_pages import SEARCHED, FactsRead, PageNotes
from knowledge_center_mkdocs.page_contexts import in_sitemap
from knowledge_center_mkdocs.page_texts import PageTexts
from knowledge_center_mkdocs.pages import OwnPage
from knowledge_center_mkdocs.workers import recorded, share_out

# What a template may ask of all pages or of the clock. Ours do not, except the sitemap's.
_WIDE = re.compile(
    r"\b(?:pages|build_date_utc|update_date)\b|\bkc\b(?!\.\w)|(?<!\bpage)\.(?:content|toc|markdown)\b|\.body\b"
    r"|[\"'](?:content|toc|markdown|body)[\"']"
)
# Where one asks for a text, it may show more of it than the whole.
_OF_A_TEXT = re.compile(r"(?<!\bblock )\b(?:content|toc|markdown|body)\b|\bpage\b(?!\.)")
_CODE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_APART = ("settings", "topics", "latest")
_CHANGING = re.compile(r"\b(?:latest|newest|topics)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incremental:
    """What a build has of the one before. ``settings`` is a hash of mkdocs.yml with all it takes from elsewhere.

    ``progress`` is told what the build is at. ``spare`` is where to leave a copy of the site for the next one to
    begin with, None where that is not needed.
    """

    cache: BuildCache
    last: LastSite
    settings: bytes
    progress: Progress = field(default_factory=Progress)
    spare: Path | None = None


class BuildState(Protocol):
    """What the events of a build find out for its pages: ``kc`` is what the template of the latest one was given."""

    site: Site
    menu: tuple[MenuItem, ...]
    assets: dict[str, str]
    kc: PageFacts | None

    @property
    def old_names(self) -> frozenset[str]: ...


# A page as it was written, what to note of it, where it leads, and what the search has of it. Two are None where it was
# warned of, the last where it is known, or somebody else reads it.
_Made = tuple[SiteFile | None, PageNotes, FileLinks | None, SearchedPage | None]


class SitePages:
    """All pages of a build, in the order of ``docs``; with ``for_search``, those that are made are read for it."""

    def __init__(
        self,
        config: MkDocsConfig,
        docs: Sequence[File],
        nav: Navigation,
        texts: PageTexts,
        incremental: Incremental,
        build: BuildState,
        *,
        for_search: bool,
    ) -> None:
        self._config, self._docs, self._nav, self._texts = config, docs, nav, texts
        self._build = build
        self._incremental, self._last = incremental, incremental.last
        self.shown = ShownValues()
        self._notes: dict[str, PageNotes] = {}
        self._stale: list[tuple[Page, bytes]] = []
        # Each process reads what its pages lead to while it has them, and what is searched of them.
        self._reader, self._for_search = LinkReader(), for_search
        plugin = config.plugins.get("material/search") or config.plugins.get("search")
        self._index = getattr(plugin, "search_index", None)

    @cached_property
    def shared(self) -> bytes:
        """A hash of what reaches every page and file: settings, templates, what ``kc`` has for all.

        To be asked for once the menu is made.
        """
        build, shared = self._build, self._build.site.shared
        return content_hash(
            self._incremental.settings,
            _templates(self._config, self._incremental.cache),
            # Of all that every page is given, what is not looked at by itself.
            repr([getattr(shared, one.name) for one in fields(shared) if one.name not in _APART]),
            repr((build.menu, sorted(build.old_names), sorted(build.assets.items()))),
            repr(_outline(self._nav.items)),
            self._everything if _WIDE.search(self._own_code[0]) else b"",
        )

    @cached_property
    def all_listed(self) -> bytes:
        """What a page without a source is made of: the sitemap, the one for an address that leads nowhere."""
        site = self._build.site
        listed = [(doc.dest_uri, doc.page and in_sitemap(site, doc.page)) for doc in self._docs]
        own = self._everything if _WIDE.search(self._own_code[1]) else b""
        return content_hash(self.shared, get_build_date(), repr(listed), own)

    @cached_property
    def asked_by_own_templates(self) -> bytes:
        """What changes with every article, if a template of the site's own may ask for it."""
        return content_hash(*self._changing.values()) if _CHANGING.search(self._own_code[0]) else b""

    @property
    def templates_look_at_texts(self) -> bool:
        """Whether templates of the site's own may show anything of a text, or of all pages, or the time."""
        return any(_WIDE.search(code) or _OF_A_TEXT.search(code) for code in self._own_code)

    @cached_property
    def _own_code(self) -> tuple[str, str]:
        """What templates of the site's own ask for: those of pages, and those of the sitemap and its like."""
        own = Path(self._config.theme.custom_dir or os.devnull)
        alone = {name for name in self._config.theme.static_templates if not name.endswith(".html")}
        code = ["", ""]
        for folder, _, names in walk(own):
            for file in (Path(folder, name) for name in names):
                at = file.relative_to(own).as_posix() in alone
                code[at] += "".join(_CODE.findall(file.read_text(encoding="utf-8", errors="replace")))
        return code[0], code[1]

    @cached_property
    def _changing(self) -> dict[str, bytes]:
        """What ``kc`` has that changes with every article."""
        shared = self._build.site.shared
        return {
            "latest": content_hash(self.shown.text(shared.latest)),
            "topics": content_hash(repr(shared.topics)),
        }

    def begin(self, env: Environment) -> None:
        """Take over what has not changed, and make one page of each template: what it compiles, every process has."""
        self._env = env
        stale: list[tuple[Page, bytes]] = []
        for file in self._docs:
            page = file.page
            assert page is not None
            key = self._key(page)
            kept = self._last.file(file.dest_uri, key)
            notes = kept.notes if kept else None
            if kept and isinstance(notes, PageNotes) and self.would_read_the_same(notes.facts_read):
                self._last.take_over(file.dest_uri, kept)
                self._notes[file.dest_uri] = notes
            else:
                self._last.will_write(file.dest_uri)
                stale.append((page, key))
        firsts = {_template_of(page): at for at, (page, _) in reversed(list(enumerate(stale)))}.values()
        with self._incremental.progress.phase("Templates", len(firsts)):
            for at in firsts:
                page, key = stale[at]
                self._keep(page, key, self._make(page))
                self._incremental.progress.step()
        self._stale = [one for at, one in enumerate(stale) if at not in firsts]

    def complete(self) -> None:
        """Make the others."""
        pages = [page for page, _ in self._stale]
        with self._incremental.progress.phase("Pages", len(pages)):
            made = share_out(self._make, pages, self._incremental.progress.step)
            for (page, key), one in zip(self._stale, made, strict=True):
                self._keep(page, key, one)
        if self._index is not None:
            found = (self._notes[file.dest_uri].found for file in self._docs)
            self._index.entries = [entry for entries in found for entry in entries]

    def _keep(self, page: Page, key: bytes, made: _Made) -> None:
        """Let the next build have a page."""
        written, notes, links, searched = made
        path = page.file.dest_uri
        self._notes[path] = notes
        if searched is not None:
            self._incremental.cache.put(SEARCHED, path, notes.searched, searched)
        if written:
            self._last.keep(path, key, written)
            self._incremental.cache.put("links", path, written.content, links)

    def facts_read(self, kc: PageFacts | None) -> FactsRead:
        """What a template looked at, that was given these facts; all that changes, if nobody knows."""
        return tuple((name, self._changing[name]) for name in sorted(kc.asked if kc else self._changing))

    def would_read_the_same(self, before: Any) -> bool:
        """Whether what a template once looked at is the same today."""
        return all(self._changing[name] == known for name, known in before)

    def make_again(self, planned: PlannedPage, path: Path) -> None:
        """Make the page at the address of ``planned`` of that, as the file ``path``."""
        before = next(file.page for file in self._docs if file.page and file.page.url == planned.url)
        assert isinstance(before, OwnPage)
        file = before.file
        file.abs_dest_path = str(path)
        page = OwnPage(planned, file, before.defaults, planned.text, before.fields, before.title)
        page.parent, page.previous_page, page.next_page = (
            before.parent,
            before.previous_page,
            before.next_page,
        )
        self._texts.complete([page], Progress())
        _build_page(page, self._config, self._docs, self._nav, self._env, excluded=_is_excluded(page))

    @property
    def searched(self) -> dict[str, bytes]:
        """The pages that our search reads, by their path, with a hash of what it reads there."""
        return {path: notes.searched for path, notes in sorted(self._notes.items()) if notes.searched}

    def _make(self, page: Page) -> _Made:
        """Write one page. Nothing is kept of one that is warned of: the next build warns of it again."""
        before = 0 if self._index is None else len(self._index.entries)
        with recorded() as records:
            _build_page(page, self._config, self._docs, self._nav, self._env, excluded=_is_excluded(page))
        html = b""
        # Another plugin may have left nothing to write.
        with suppress(FileNotFoundError), open(page.file.abs_dest_path, "rb") as file:
            html = file.read()
        path, part = page.file.dest_uri, searched_part(html)
        key = content_hash(part) if part else b""
        notes = PageNotes(
            facts_read=self.facts_read(self._build.kc),
            searched=key,
            found=() if self._index is None else tuple(self._index.entries[before:]),
        )
        searched = None
        if key and self._for_search and self._incremental.cache.get(SEARCHED, path, key) is None:
            searched = searched_page(part, path.removesuffix("index.html"))
        if records or not html:
            return None, notes, None, searched
        return self._last.written(path, notes, html), notes, self._reader.read(path, html), searched

    def _key(self, page: Page) -> bytes:
        file = page.file
        own: tuple[object, ...]
        if isinstance(page, OwnPage):
            shown, own = page.planned.shown(), (page.fields, page.planned.template)
        else:
            shown, own = page_shown(self._build.site, page.url), (page.title, page.meta)
        place = page.url, file.src_uri, page.edit_url, page.parent and page.parent.title, _is_excluded(page)
        return content_hash(
            self.shared, self._texts.hashes[file.src_uri], self.shown.text(shown), repr((own, place))
        )

    @cached_property
    def _everything(self) -> bytes:
        """A hash of all texts and all facts, and the time."""
        now = self._build.site.now.isoformat()
        return content_hash(now, *self._changing.values(), repr(sorted(self._texts.hashes.items())))


def _template_of(page: Page) -> str:
    """The template that makes a page."""
    return page.planned.template if isinstance(page, OwnPage) else str(page.meta.get("template", "main.html"))


def _is_excluded(page: Page) -> bool:
    """Whether only a preview has the page, with a mark."""
    return page.file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)


def _outline(items: Sequence[Any]) -> list[object]:
    """The navigation as values."""
    return [(*_in_menu(item), _outline(item.children or ())) for item in items]


def _in_menu(item: Any) -> tuple[object, ...]:
    """What a menu shows of a page, a section or a link: Material's has icons and marks from the fields of pages."""
    if isinstance(item, OwnPage):
        return item.title, item.url, item.fields, item.context["kc"].description
    return item.title, getattr(item, "url", ""), getattr(item, "meta", None)


def _templates(config: MkDocsConfig, cache: BuildCache) -> bytes:
    """A hash of the site's own templates. Ours and the theme's come with the program."""
    own = config.theme.custom_dir
    return cache.fingerprints.of_tree(Path(own)) if own and os.path.isdir(own) else b""
