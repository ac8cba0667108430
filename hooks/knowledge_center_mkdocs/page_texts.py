"""The text of each page as HTML: made from its Markdown, or as an earlier build made it from the same.

What a text was made of: itself, the page's address, the Markdown settings; and where its links led and which of
our pictures it shows, which is looked at again each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.progress import Progress
from knowledge_center_mkdocs.kept_pages import (
    PageText,
    Toc,
    own_text_key,
    plain_anchors,
    plain_toc,
    text_hash,
)
from knowledge_center_mkdocs.pages import OwnPage
from knowledge_center_mkdocs.workers import recorded, share_out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    text: PageText
    whole: tuple[str, Toc, str]
    warned: bool


class PictureFiles(dict[str, str]):
    """The files of our pictures by their address, and which of them have been asked for."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(files)
        self.asked: dict[str, str | None] = {}

    def get(self, path: str, default: Any = None) -> Any:
        self.asked[path] = found = super().get(path, default)
        return found


class _LinkedFiles(Files):
    """All files, and which of them have been asked for."""

    def __init__(self, files: Files) -> None:
        vars(self).update(vars(files))
        self.asked: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        # Nearly all are written as their file is called; MkDocs brings each into that form first.
        found = self.src_uris.get(path) or super().get_file_from_path(path)
        self.asked[path] = found.url if found else None
        return found


class PageTexts:
    """The texts of all pages of a build; ``hashes`` stand for them by the page's source, ``by_url`` by its address.

    ``spares`` the others where one cannot be made: its page goes without.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        files: Files,
        cache: BuildCache,
        pictures: PictureFiles,
        *,
        spares: bool = False,
    ) -> None:
        self._config, self._spares = config, spares
        self._files = files
        self.cache = cache
        self._pictures = pictures
        self.settings = content_hash(
            canonical([config.markdown_extensions, config.mdx_configs, config.validation]),
            # Pictures that Material's extension for emoji sets into a text.
            cache.fingerprints.of_tree(Path(config.theme.custom_dir or os.devnull) / ".icons"),
            *(cache.fingerprints.of_tree(Path(folder)) for folder in _icon_folders(config.mdx_configs)),
        )
        self.hashes: dict[str, bytes] = {}
        self.by_url: dict[str, bytes] = {}
        # The paths of pictures that texts show.
        self.pictures: set[str] = set()

    def complete(self, pages: Sequence[Page], progress: Progress) -> list[Page]:
        """Give every page its text. Returns the pages whose text had to be made."""
        missing = []
        for page in pages:
            if isinstance(page, OwnPage) and not page.source_text.strip():
                # Most lists: no plugin that has been tried adds words where there are none.
                page.read_source(self._config)
                page.render(self._config, self._files)
                none = text_hash("", (), page.source_text, None)
                self.hashes[page.file.src_uri] = self.by_url[page.url] = none
                continue
            key = self._key(page)
            kept: PageText | None = self.cache.get("page text", page.file.src_uri, key)
            if kept is None or not self._still_true(kept):
                missing.append(page)
            else:
                self._restore(page, kept)
        with progress.phase("Texts", len(missing)):
            for page, made in zip(missing, share_out(self._make, missing, progress.step), strict=True):
                name = page.file.src_uri
                if not made.warned:
                    self.cache.put("page text", name, self._key(page), made.text)
                    self.cache.put("text", name, made.text.content_hash, made.whole)
                self._restore(page, made.text, made)
        return missing

    def _key(self, page: Page) -> bytes:
        place = page.file.src_uri, page.url
        if isinstance(page, OwnPage):
            return own_text_key(self.settings, *place, self.cache.text_hash(page.source_text))
        text = self.cache.fingerprints.of(page.file.abs_src_path or "")
        return content_hash(self.settings, *place, text, repr(page.title))

    def known(self, source: str, url: str, markdown: str, urls: Mapping[str, str]) -> PageText | None:
        """What an earlier build made of a page of ours that this one has not, if all of its links lead where they did:
        to files of this build, and to others at ``urls``, by their sources. It is kept for the next build.
        """
        key = own_text_key(self.settings, source, url, self.cache.text_hash(markdown))
        kept: PageText | None = self.cache.get("page text", source, key)
        if kept is None or not all(to for _, to in kept.links) or not self._still_true(kept, urls):
            return None
        self.cache.use("text", source)
        return kept

    def _still_true(self, text: PageText, urls: Mapping[str, str] = MappingProxyType({})) -> bool:
        get = self._files.src_uris.get
        for path, url in text.links:
            file = get(path)
            if (urls.get(path) or (file.url if file else None)) != url:
                return False
        fingerprint = self.cache.fingerprints.of
        return not text.pictures or all(
            self._pictures.get(path) == file and (not file or fingerprint(file) == known)
            for path, file, known in text.pictures
        )

    def _make(self, page: Page) -> _Made:
        files = _LinkedFiles(self._files)
        self._pictures.asked = {}
        with recorded() as records:
            try:
                _populate_page(page, self._config, files)
            except BuildError:
                raise
            except Exception:
                if not self._spares:
                    raise
                # MkDocs has said why.
                page.content, page.toc = "", TableOfContents([])
                page.present_anchor_ids, page.links_to_anchors = set(), {}
        content, toc, markdown = page.content or "", plain_toc(page.toc), page.markdown or ""
        # A page of ours has its Markdown from the article.
        whole = content, toc, "" if isinstance(page, OwnPage) else markdown
        fingerprint = self.cache.fingerprints.of
        text = PageText(
            content_hash=text_hash(content, toc, markdown, None if isinstance(page, OwnPage) else page.meta),
            links=tuple(sorted(files.asked.items())),
            pictures=tuple(
                (path, file, fingerprint(file) if file else b"")
                for path, file in sorted(self._pictures.asked.items())
            ),
            meta=None if isinstance(page, OwnPage) else deepcopy(dict(page.meta)),
            title=page._title_from_render,
            ids=frozenset(page.present_anchor_ids or ()),
            anchors=plain_anchors(page.links_to_anchors or {}),
        )
        return _Made(text=text, whole=whole, warned=bool(records))

    def _restore(self, page: Page, text: PageText, made: _Made | None = None) -> None:
        self.hashes[page.file.src_uri] = self.by_url[page.url] = text.content_hash
        if text.pictures:
            self.pictures.update(path for path, file, _ in text.pictures if file)
        if made is not None and page.content is not None:
            # It was made in this process.
            return
        if text.meta is not None:
            page.meta = deepcopy(text.meta)
        page._title_from_render = text.title
        page.present_anchor_ids = set(text.ids)
        anchors: dict[File, dict[str, str]] = {}
        for source, anchor, link in text.anchors:
            file = self._files.src_uris.get(source)
            if file is not None:
                anchors.setdefault(file, {})[anchor] = link
        page.links_to_anchors = anchors

        warned = made.whole if made and made.warned else None

        def whole() -> tuple[str, TableOfContents, str]:
            kept = warned or self.cache.get("text", page.file.src_uri, text.content_hash)
            # Gone from a file that was damaged.
            content, toc, markdown = kept or self._make(page).whole
            return content, TableOfContents(_items(toc)), markdown

        self.cache.use("text", page.file.src_uri)
        if isinstance(page, OwnPage):
            page.markdown = page.source_text
            page.load = lambda: whole()[:2]
        else:
            page.content, page.toc, page.markdown = whole()


def _icon_folders(settings: Mapping[str, Any]) -> Iterator[str]:
    """The folders from which extensions take pictures that they set into a text."""
    for options in settings.values():
        more = options.get("options") if isinstance(options, Mapping) else None
        folders = more.get("custom_icons") if isinstance(more, Mapping) else None
        yield from folders if isinstance(folders, list) else ()


def canonical(value: object) -> str:
    """Settings as text: the same for the same settings, also where a function is among them."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{canonical(k)}:{canonical(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    if callable(value):
        return (
            f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"
        )
    return repr(value)


def _items(toc: Toc) -> list[AnchorLink]:
    made = []
    for title, id, level, children in toc:
        item = AnchorLink(title, id, level)
        item.children = _items(children)
        made.append(item)
    return made
