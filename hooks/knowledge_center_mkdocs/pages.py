"""Our pages and files as MkDocs has them: everything planned in the domain becomes a File, a page a Page."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_build_date
from mkdocs.utils.meta import get_data

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.articles.model import POSTS
from knowledge_center.pages.page_context import PageFacts
from knowledge_center.pages.planned import RESERVED_TEMPLATES, PlannedPage
from knowledge_center.pictures.measuring import TYPES, published
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.engine_settings import Look
from knowledge_center_mkdocs import navigation
from knowledge_center_mkdocs.markdown_conversion import one_converter

# What a site without a menu of its own finds in the one that is made for it, in Material's look.
IN_MENU = ("index.md", "articles/index.md", "topics.md", "digests/index.md", "subscribe.md")
_NO_HEADINGS = TableOfContents([])
_HEADING_ALONE = re.compile(r"\s*#[ \t]+[^\n]*\s*")


class PageDefaults:
    """What all pages of ours have in common in a build; MkDocs finds it out for each of its own."""

    def __init__(self, config: MkDocsConfig, look: Look) -> None:
        self.look = look
        self.site_name = config.site_name
        self.date = get_build_date()
        # Where the site lies, with its host and without.
        self.root = f"{config.site_url.rstrip('/')}/" if config.site_url else None
        self.path = urlsplit(self.root).path if self.root else None
        self.edits = config.repo_url, config.edit_uri, config.edit_uri_template


class OwnPage(Page):
    """A page of ours: its text and its fields come from the plan, never from a file.

    ``load`` brings the HTML and the headings that an earlier build has made, when they are asked for.
    """

    load: Callable[[], tuple[str, TableOfContents]] | None = None
    _meta: MutableMapping[str, Any]
    _content: str | None
    _toc: TableOfContents

    def __init__(
        self,
        planned: PlannedPage,
        file: File,
        defaults: PageDefaults,
        text: str,
        fields: dict[str, Any],
        title: str | None,
    ) -> None:
        self.planned, self.source_text, self.fields, self.defaults = planned, text, fields, defaults
        # All that MkDocs gives a page.
        file.page = self
        self.file = file
        if title is not None:
            self.title = title
        self.children = self.previous_page = self.next_page = None
        self.active = False
        self.update_date = defaults.date
        self.canonical_url = None if defaults.root is None else defaults.root + self.url
        self.abs_url = None if defaults.path is None else defaults.path + self.url
        self._set_edit_url(*defaults.edits)
        self.markdown = self._title_from_render = self._content = None
        self._toc, self._meta = _NO_HEADINGS, {}

    def read_source(self, config: MkDocsConfig) -> None:
        """No file is read, and no line of dashes in an article is taken for front matter."""
        self.markdown = self.source_text

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the text. Most listings have none."""
        if self.markdown and self.markdown.strip():
            with one_converter():
                super().render(config, files)
        else:
            self.content, self.toc = "", _NO_HEADINGS
            self.present_anchor_ids, self.links_to_anchors = set(), {}

    @cached_property
    def place(self) -> str:
        """The folder that the page is the index of, site-relative; empty for that of the site."""
        return self.url.rstrip("/")

    @cached_property
    def folder(self) -> str:
        """The folder around it."""
        return self.place.rpartition("/")[0]

    @cached_property
    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return self.planned.context(self.fields)

    @property
    def meta(self) -> MutableMapping[str, Any]:
        """The fields, with a title and a description as Material's templates and other plugins print them."""
        if not self._meta:
            kc = self.context["kc"]
            own = {
                "title": escape(kc.title or self.defaults.site_name),
                "description": escape(kc.description),
            }
            self._meta = {**self.fields, **own, "template": self.planned.template}
            if self.defaults.look == "material":
                self._for_material(kc)
        return self._meta

    @meta.setter
    def meta(self, value: MutableMapping[str, Any]) -> None:
        self._meta = value

    @property
    def content(self) -> str | None:
        """The text as HTML."""
        if self._content is None and self.load:
            self._content, self._toc = self.load()
        return self._content

    @content.setter
    def content(self, value: str | None) -> None:
        self._content = value

    @property
    def toc(self) -> TableOfContents:
        """The headings of the text."""
        if self._content is None and self.load:
            self._content, self._toc = self.load()
        return self._toc

    @toc.setter
    def toc(self, value: TableOfContents) -> None:
        self._toc = value

    def read_content(self) -> str | None:
        """The text as HTML, for whoever needs it once: what has to be loaded is not held."""
        return self.load()[0] if self._content is None and self.load else self._content

    def _for_material(self, kc: PageFacts) -> None:
        """What Material's templates and its search read of the fields."""
        if not kc.title:
            # The front page: the site's name is enough.
            del self._meta["title"]
        if self.planned.template != "article.html":
            self._meta["hide"] = [*self._meta.get("hide", []), "toc"]
        if kc.noindex or self.planned.template != "article.html":
            self._meta["search"] = {"exclude": True}

    def put_below_one_heading(self) -> None:
        """Have the table of contents that Material's template expects: all of it below a heading of level 1."""
        # Its link “Skip to content” goes to the first entry.
        top = AnchorLink(escape(self.context["kc"].title or self.defaults.site_name), "__content", 1)
        top.children = list(self.toc)
        self.toc = TableOfContents([top])


def add_pages(
    config: MkDocsConfig,
    files: Files,
    planned: Iterable[PlannedPage],
    docs_dir: str,
    titles: Mapping[str, str],
    look: Look,
) -> list[Problem]:
    """Add a page for everything planned; what is told of a page of the site's own that stands there is returned.

    Such a page wins, unless it has no text or names our template: then it says what ours is called, or
    what its text is. ``titles`` are those that the navigation gives, by source.
    """
    theirs = {file.dest_uri: file for file in files}
    defaults = PageDefaults(config, look)
    may_be_edited = any(defaults.edits)
    own_menu = navigation.from_files(config)
    found: list[Problem] = []
    for page in planned:
        text: str = page.text
        fields: dict[str, Any] = {}
        file = theirs.get(f"{page.url}index.html")
        if file is not None:
            text, fields = get_data(file.content_string) if file.is_documentation_page() else ("", {})
            template = fields.get("template")
            if page.source == "articles/index.md" and _HEADING_ALONE.fullmatch(text):
                # Material's blog wants its index.md to be just that.
                text = ""
            if not file.is_documentation_page() or (template != page.template and (template or text.strip())):
                # Where a site has been there before us, its front page is no surprise.
                if look == "publication" or page.url:
                    found.append(_replaced(file, page, docs_dir))
                continue
            text = text if text.strip() else page.text
            files.remove(file)
        made = generated(config, page.source, f"{page.url}index.html", content=text)
        # As MkDocs would find it.
        made.url = quote(page.url) or "./"
        # What somebody wrote has a place to suggest a change at; a closed issue is not changed any more.
        if (
            may_be_edited
            and not page.source.startswith("digests/")
            and os.path.isfile(os.path.join(config.docs_dir, page.source))
        ):
            made.edit_uri = page.source
        # MkDocs makes no navigation of our pages by itself, but one that is made by a plugin may have them.
        listed = look == "material" and config.nav is None and page.source in IN_MENU
        if listed or (page.in_navigation and own_menu):
            made.inclusion = InclusionLevel.INCLUDED
        OwnPage(page, made, defaults, text, fields, titles.get(page.source))
        put(files, made)
    return found


def place(nav: Navigation, files: Files) -> None:
    """Put our pages that a menu does not name below their listing that it does."""
    ours = [file.page for file in files.documentation_pages() if isinstance(file.page, OwnPage)]
    for listing in ours:
        if listing.file.src_uri in ("articles/index.md", "digests/index.md") and listing in nav.pages:
            for page in ours:
                if page.url.startswith(listing.url) and page not in nav.pages:
                    page.parent = listing  # type: ignore[assignment]


def has_search(config: MkDocsConfig) -> bool:
    """Whether Material's search is on."""
    plugin = config.plugins.get("material/search") or config.plugins.get("search")
    return plugin is not None and bool(plugin.config.get("enabled", True))


def is_ours(files: Files, source: str) -> bool:
    """Whether the page that stands for a source file is one of ours."""
    file = files.get_file_from_path(source)
    return file is not None and isinstance(file.page, OwnPage)


def _replaced(file: File, page: PlannedPage, docs_dir: str) -> Problem:
    message = f"This page stands at /{page.url}, where the site has one of its own; yours is published, ours is not."
    fix = f"template: {page.template}\nWith this line between its --- lines, ours is shown with your words in it."
    if page.template in RESERVED_TEMPLATES or not file.is_documentation_page():
        fix = "Rename the file to have both."
    return Problem(path=f"{docs_dir}/{file.src_uri}", message=message, fix=fix, advice=True)


class PictureFile(File):
    """A picture as it is published: without what its camera noted."""

    def copy_file(self, dirty: bool = False) -> None:
        assert self.abs_src_path is not None
        Path(self.abs_dest_path).parent.mkdir(parents=True, exist_ok=True)
        Path(self.abs_dest_path).write_bytes(published(Path(self.abs_src_path)))


def add_pictures(config: MkDocsConfig, files: Files, images: Mapping[str, str]) -> None:
    """Publish the pictures that pages and mails show, and nothing else that lies among the articles or beside them.

    ``images`` maps site-relative paths to files relative to docs. To be called before the pages are added.
    """
    for file in list(files):
        ours = file.src_uri.startswith((POSTS + "/", "digests/")) and file.src_uri != "digests/index.md"
        if ours or file.src_uri in (*AUTHOR_LISTS, *TOPIC_LISTS):
            files.remove(file)
    placed: set[str] = set()
    for path, source in images.items():
        # A second copy of one file needs a name of its own; links in Markdown lead to the first.
        name = path if source in placed else source
        placed.add(source)
        put(files, generated(config, name, path, abs_src_path=os.path.join(config.docs_dir, source)))
    for file in files.media_files():
        if file.dest_uri.lower().endswith(tuple(TYPES)) and file.abs_src_path:
            # MkDocs has made it, or somebody else; it only differs in how it is copied.
            file.__class__ = PictureFile


def add_files(config: MkDocsConfig, files: Files, paths: Iterable[str], docs_dir: str) -> list[Problem]:
    """Announce the files that are made later; what is told of a file of the site's own in their place is returned."""
    theirs = {file.dest_uri: file for file in files}
    found = []
    for path in paths:
        if path in theirs:
            message = (
                f"This file stands at /{path}, where the site makes one; yours is published, ours is not."
            )
            shown = f"{docs_dir}/{theirs[path].src_uri}"
            found.append(Problem(path=shown, message=message, fix="Delete it to have ours.", advice=True))
        else:
            put(files, generated(config, _source(path), path, content=b""))
    return found


def fill(config: MkDocsConfig, files: Files, path: str, data: bytes) -> File:
    """Give an announced file its bytes; any other is added."""
    file = files.src_uris.get(_source(path))
    if file is None:
        file = generated(config, _source(path), path, content=data)
        put(files, file)
    elif file.generated_by is not None:
        file.content_bytes = data
    return file


def _source(path: str) -> str:
    """What a file that is made is called: one that ends as Markdown does would be made a page of."""
    return f"{path}.txt" if path.endswith(".md") else path


def refuse_reserved(page: Page, docs_dir: str) -> None:
    """Raise Unusable for a page of the site's own whose template shows what only a page of ours has."""
    template = page.meta.get("template")
    if template not in RESERVED_TEMPLATES:
        return
    lines = page.file.content_string.splitlines()
    line = next((at for at, text in enumerate(lines, 1) if text.startswith("template:")), 0)
    message = f"The template {template} shows what only a page that the site makes by itself has."
    fix = f"Delete the line template: {template}"
    raise Unusable([Problem(path=f"{docs_dir}/{page.file.src_uri}", line=line, message=message, fix=fix)])


class _MadeFile(File):
    """A file that no editor has written. Its path is ours, so it need not be brought into a form."""

    @property
    def src_path(self) -> str:
        return os.path.normpath(self.src_uri)

    @src_path.setter
    def src_path(self, value: str) -> None:
        self.src_uri = value


def generated(
    config: MkDocsConfig,
    src_uri: str,
    dest_uri: str,
    *,
    content: str | bytes | None = None,
    abs_src_path: str | None = None,
) -> File:
    """A file that no editor has written: its bytes are ``content``, or those of another file."""
    if abs_src_path is not None:
        file = _MadeFile.generated(
            config, src_uri, abs_src_path=abs_src_path, inclusion=InclusionLevel.NOT_IN_NAV
        )
    else:
        file = _MadeFile.generated(
            config, src_uri, content=content or b"", inclusion=InclusionLevel.NOT_IN_NAV
        )
    file.dest_uri = dest_uri
    return file


def put(files: Files, file: File) -> None:
    """Add a file; one of the same source, whose page it stands in for, gives way."""
    before = files.src_uris.get(file.src_uri)
    if before is not None:
        files.remove(before)
    files.append(file)
