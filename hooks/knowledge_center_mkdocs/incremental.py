"""A build that makes only what has changed since the last one, and shares that out to all cores.

It does what ``mkdocs.commands.build.build`` does, event by event, with the same bytes: texts come from page_texts.py,
and a page is taken over from the last site where nothing that reaches it has changed.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_extra_template, _build_page, _build_theme_template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from knowledge_center.articles.model import Article
from knowledge_center.build_cache.digests import digest
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.publishing.last_site import LastSite, SiteFile
from knowledge_center_mkdocs import events
from knowledge_center_mkdocs.page_texts import PageTexts
from knowledge_center_mkdocs.pages import OwnPage
from knowledge_center_mkdocs.search_index import SearchIndex
from knowledge_center_mkdocs.workers import recorded, share_out

log = logging.getLogger("mkdocs.commands.build")

# What a template may ask of all pages or of the clock. Ours do not, except the sitemap's.
_WIDE = re.compile(r"\b(?:pages|build_date_utc|update_date)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incremental:
    """What a build has of the one before. ``settings`` is a digest of mkdocs.yml with all it takes from elsewhere."""

    cache: BuildCache
    last: LastSite
    settings: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageNotes:
    """What the next build wants to know of a page.

    ``latest`` stands for the newest articles, if its template looked at them; ``searched`` for the part that our
    search reads; ``found`` are the entries for Material's.
    """

    latest: bytes
    searched: bytes
    found: tuple[dict[str, Any], ...] = ()


def build_changes(config: MkDocsConfig, incremental: Incremental) -> None:
    """Build the site into ``config.site_dir``.

    Raises Abort where something was warned of, and whatever a plugin raises.
    """
    with recorded() as records:
        try:
            _build(config, incremental)
        except Exception as error:
            config.plugins.on_build_error(error=error)
            if isinstance(error, BuildError):
                log.error(str(error))
                raise Abort("Aborted with a BuildError!") from error
            raise
        if records:
            counted = f"{len(records)} warnings"
            raise Abort(f"Aborted with {counted} in strict mode!")


def _build(config: MkDocsConfig, incremental: Incremental) -> None:
    cache, last = incremental.cache, incremental.last
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    nav = config.plugins.on_nav(nav, config=config, files=files)
    docs = files.documentation_pages()
    pages = [file.page or Page(None, file, config) for file in docs]
    texts = PageTexts(config, files, cache, events.current().pictures)
    texts.complete(pages)
    env = config.plugins.on_env(env, config=config, files=files)
    _copy(files, cache, last)
    made = SitePages(config, env, docs, nav, texts, incremental)
    for name in config.theme.static_templates:
        key = digest("template", made.for_all_pages)
        # MkDocs packs its sitemap, too.
        names = [name, f"{name}.gz"] if name == "sitemap.xml" else [name]
        kept = {one: file for one in names if (file := last.file(one, key))}
        if len(kept) == len(names):
            for one, file in kept.items():
                last.take_over(one, file)
            continue
        for one in names:
            last.make_room(one)
        _build_theme_template(name, env, files, config, nav)
        for one in names:
            if os.path.isfile(os.path.join(config.site_dir, one)):
                last.keep(one, key, last.written(one))
    for name in config.extra_templates:
        last.make_room(name)
        _build_extra_template(name, files, config, nav)
    made.complete()
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    search = events.current().search = SearchIndex(cache, last, made.searched)
    search.take_over()
    last.prune()
    config.plugins.on_post_build(config=config)
    search.keep()


def _copy(files: Files, cache: BuildCache, last: LastSite) -> None:
    """The files that are no pages: styles, scripts, pictures, feeds."""
    for file in files:
        if file.is_documentation_page() or file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
            continue
        source = file.abs_src_path
        key = digest("file", cache.fingerprints.of(source) if source else digest(file.content_bytes))
        kept = last.file(file.dest_uri, key)
        if kept is not None:
            last.take_over(file.dest_uri, kept)
            continue
        last.make_room(file.dest_uri)
        file.copy_file()
        last.keep(file.dest_uri, key, last.written(file.dest_uri))


class SitePages:
    """All pages of a build, each made by its template or taken over from the last site."""

    def __init__(
        self,
        config: MkDocsConfig,
        env: Environment,
        docs: Sequence[File],
        nav: Navigation,
        texts: PageTexts,
        incremental: Incremental,
    ) -> None:
        self._config, self._env, self._docs, self._nav = config, env, docs, nav
        self._texts, self._last = texts, incremental.last
        self._notes: dict[str, _PageNotes] = {}
        plugin = config.plugins.get("material/search") or config.plugins.get("search")
        self._index = getattr(plugin, "search_index", None)
        site = events.current().site
        self._tokens: dict[int, str] = {}
        shared = site.shared
        self._latest = digest(self._text(shared.latest))
        self._shared = digest(
            incremental.settings,
            _templates(config, incremental.cache),
            repr((shared.topics, shared.digests, shared.form, shared.feeds, shared.styles)),
            repr((shared.lists_feeds, shared.icon, events.current().menu, events.current().assets)),
            repr([(type(item).__name__, item.title, getattr(item, "url", "")) for item in _flat(nav.items)]),
            self._everything() if _asks_widely(config) else b"",
        )
        # What a page without a source is made of: the sitemap, the page for an address that leads nowhere.
        listed = [(doc.dest_uri, doc.page and events.in_sitemap(doc.page)) for doc in docs]
        self.for_all_pages = digest(self._shared, self._latest, get_build_date(), repr(listed))

    def complete(self) -> list[str]:
        """Make what has changed. Returns the addresses of those pages."""
        stale: list[tuple[Page, bytes]] = []
        for file in self._docs:
            page = file.page
            assert page is not None
            key = self._key(page)
            kept = self._last.file(file.dest_uri, key)
            if kept and isinstance(kept.notes, _PageNotes) and kept.notes.latest in (b"", self._latest):
                self._last.take_over(file.dest_uri, kept)
                self._notes[file.dest_uri] = kept.notes
            else:
                self._last.make_room(file.dest_uri)
                stale.append((page, key))
        made = share_out(self._make, [page for page, _ in stale])
        for (page, key), file_made in zip(stale, made, strict=True):
            assert isinstance(file_made.notes, _PageNotes)
            self._notes[page.file.dest_uri] = file_made.notes
            if file_made.size:
                self._last.keep(page.file.dest_uri, key, file_made)
        if self._index is not None:
            self._index.entries = [
                entry
                for file in self._docs
                if (notes := self._notes.get(file.dest_uri))
                for entry in notes.found
            ]
        return [page.url for page, _ in stale]

    @property
    def searched(self) -> dict[str, bytes]:
        """The pages that our search reads, by their path, with a digest of what it reads there."""
        return {path: notes.searched for path, notes in sorted(self._notes.items()) if notes.searched}

    def _make(self, page: Page) -> SiteFile:
        entries = [] if self._index is None else self._index.entries
        before = len(entries)
        with recorded() as records:
            _build_page(page, self._config, self._docs, self._nav, self._env)
        kc = events.current().kc
        html = Path(page.file.abs_dest_path).read_bytes() if os.path.isfile(page.file.abs_dest_path) else b""
        notes = _PageNotes(
            latest=self._latest if kc and kc.asked else b"",
            searched=_searched(html),
            found=tuple(entries[before:]),
        )
        if records or not html:
            # Made anew by the next build, which warns of it again.
            return SiteFile(size=0, changed=0, inode=0, content=b"", notes=notes)
        return self._last.written(page.file.dest_uri, notes)

    def _key(self, page: Page) -> bytes:
        text = self._texts.digests[page.file.src_uri]
        if isinstance(page, OwnPage):
            shown = page.planned.shown
            own = repr(page.fields) + page.planned.template
        else:
            shown, own = events.shown_beside(page), f"{page.title}\n{page.meta!r}"
        return digest(
            self._shared,
            text,
            self._text(shown),
            own,
            repr((page.url, page.file.src_uri, page.edit_url, page.parent and page.parent.title)),
        )

    def _text(self, value: object) -> str:
        """A value as text, equal for equal ones. An article stands there without its own text."""
        if isinstance(value, Article):
            known = self._tokens.get(id(value))
            if known is None:
                known = self._tokens[id(value)] = digest(repr(value), str(value.minutes)).hex()
            return known
        if isinstance(value, tuple):
            return "(" + ",".join(map(self._text, value)) + ")"
        if is_dataclass(value) and not isinstance(value, type) and hasattr(value, "articles"):
            return "(" + ",".join(self._text(getattr(value, field.name)) for field in fields(value)) + ")"
        return repr(value)

    def _everything(self) -> bytes:
        now = events.current().site.now.isoformat()
        return digest(now, self._latest, *(repr(item) for item in sorted(self._texts.digests.items())))


def _searched(html: bytes) -> bytes:
    """A digest of the part of a page that is searched; nothing for a page that is in no search."""
    begin = html.find(b"data-pagefind-body")
    if begin < 0:
        return b""
    # In our templates it is an article, which holds no other. Elsewhere the whole page has to do.
    end = html.find(b"</article>", begin)
    if end < 0 or html.find(b"data-pagefind-body", end) > 0 or html.find(b"<article", begin, end) > 0:
        return digest(html)
    return digest(html[: html.find(b"</title>")], html[html.rfind(b"<", 0, begin) : end])


def _flat(items: Sequence[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _flat(item.children or ())


def _templates(config: MkDocsConfig, cache: BuildCache) -> bytes:
    """A digest of the site's own templates. Ours and the theme's come with the program."""
    own = config.theme.custom_dir
    return cache.fingerprints.of_tree(Path(own)) if own and os.path.isdir(own) else b""


def _asks_widely(config: MkDocsConfig) -> bool:
    """Whether a template of the site's own asks what may change with any page, or with time."""
    own = config.theme.custom_dir
    files = Path(own).rglob("*.html") if own and os.path.isdir(own) else ()
    return any(_WIDE.search(file.read_text(encoding="utf-8", errors="replace")) for file in files)
