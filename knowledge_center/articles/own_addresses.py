"""Which addresses the site will have, as far as that can be told before it is made, and which places on its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from markdown.extensions.toc import slugify, unique

from knowledge_center.articles.rules.claims import OUR_FOLDERS, OUR_PAGES, OUR_SUBFOLDERS, PAGES_BY_DEFAULT
from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.site_addresses.static_host import is_below
from knowledge_center.text.markdown_dialect import MarkdownDialect

State = Literal["there", "missing", "unknown"]
_PICTURES = (".avif", ".webp", ".jpg", ".jpeg", ".png")
# What no theme brings: it lies in docs or beside the templates, or is an alias.
OF_THE_SITE = (
    ".asp",
    ".aspx",
    ".cfm",
    ".cgi",
    ".doc",
    ".docx",
    ".htm",
    ".jsp",
    ".pdf",
    ".php",
    ".pptx",
    ".xlsx",
)
# What browsers know without an id, and what scripts on a page read by themselves.
_EVERYWHERE = ("", "top")
_FOR_SCRIPTS = ("/", "!", ":~:")
# How Material's own places begin.
_MATERIAL = "__"
# What the templates of the two looks give an id to.
_TEMPLATE_IDS = frozenset(
    [
        "about-author", "about-house", "colophon-follow", "colophon-topics", "content", "feeds", "front-topics",
        "latest", "mail", "months", "next", "parts", "q", "signup-consent", "signup-email", "signup-error",
        "signup-title", "signup-trap", "worth-rereading", "years",
    ]
)  # fmt: skip
_ID = re.compile(r"""(?<![\w-])(?:id|name)\s*=\s*["']?([^"'\s<>]+)""")
_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*?#([\w:.-]+)[^{}\n]*\}")
_MARKS = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])|<[^<>]*>|\{[^{}]*\}\s*$|[*`]|(?<!\w)_|_(?!\w)"
)


class Place(NamedTuple):
    """Where an address of the site's own leads: ``source`` is the text of that page, by its path below docs."""

    state: State
    source: str
    fragment: str


class OwnAddresses:
    """The addresses of the site.

    ``sources`` are all that are known, without slashes around them, each with the path below docs of what is
    published there, or nothing. With ``others`` a plugin or a hook may make pages of its own; what begins with one of
    the paths ``elsewhere`` is answered by something else.
    """

    def __init__(
        self, site_url: str, sources: Mapping[str, str], *, others: bool, elsewhere: Iterable[str] = ()
    ) -> None:
        parts = urlsplit(site_url)
        self._host, self._below = (parts.hostname or "").lower(), parts.path or "/"
        self._sources = {address.casefold(): source for address, source in sources.items()}
        self._others, self._elsewhere = others, tuple(elsewhere)

    def is_own(self, target: str) -> bool:
        """Whether a target is a whole address of the site, or one from its root."""
        if target[:1] == "/" and target[:2] != "//":
            return True
        return self._host in target.lower() and "//" in target

    def find(self, target: str, page: str) -> Place | None:
        """Where a target leads from the page at that address; None where that is elsewhere, or no address."""
        try:
            parts = urlsplit(urljoin(f"https://{self._host}{self._below}{page}", target.strip()))
            if parts.scheme not in ("http", "https") or (parts.hostname or "").lower() != self._host:
                return None
        except ValueError:
            return None
        path, fragment = unquote(parts.path or "/"), unquote(parts.fragment)
        if not path.startswith(self._below):
            return Place("unknown", "", fragment)
        address = path[len(self._below) :].removesuffix("index.html").strip("/")
        source = self._sources.get(address.casefold())
        if source is not None:
            return Place("there", source, fragment)
        state: State = "unknown" if is_below(address, self._elsewhere) else self._state(address)
        return Place(state, "", fragment)

    def _is_below_a_page(self, address: str) -> bool:
        folder, _, name = address.rpartition("/")
        return bool(name) and (folder.casefold() in self._sources or is_made(folder))

    def _state(self, address: str) -> State:
        if is_made(address):
            return "there"
        if not self._others and address.lower().endswith(OF_THE_SITE):
            return "missing"
        first, _, rest = address.partition("/")
        if first == "articles":
            if rest.partition("/")[0] == "posts":
                return "missing"
            ours = any(f"{address}/".startswith(f"{folder}/") for folder in OUR_FOLDERS)
            ours = ours or any(address.startswith(f"{folder}/") for folder in OUR_SUBFOLDERS)
            # A picture there may be one of the sizes that are made of another, or a card for shared links.
            return (
                "unknown"
                if ours or (self._is_below_a_page(address) and address.endswith(_PICTURES))
                else "missing"
            )
        # What is no page may come from a theme or from the folder of templates.
        is_file = "." in address.rpartition("/")[2] and not address.endswith(".md")
        return "unknown" if self._others or is_file or first in OUR_FOLDERS else "missing"


def is_made(address: str) -> bool:
    """Whether every site has a page or a file of its own at that address."""
    return address in (*OUR_PAGES, *PAGES_BY_DEFAULT, "digests", "tags")


class PageIds:
    """The places on pages that a link may lead to.

    ``body`` gives the text of a page by its path below docs, None where it has none that can be read; ``templates``
    are folders of the site's own templates, which may hold more places.
    """

    def __init__(
        self, body: Callable[[str], str | None], dialect: MarkdownDialect, templates: Iterable[Path] = ()
    ) -> None:
        self._body, self._dialect, self._templates = body, dialect, tuple(templates)
        self._near: dict[str, frozenset[str]] = {}
        self._all: dict[str, frozenset[str] | None] = {}
        self._own: frozenset[str] | None = None

    def without(self, source: str, fragment: str) -> frozenset[str] | None:
        """The places of a page that has none of that name; None where it has, or nobody can tell."""
        if fragment in _EVERYWHERE or fragment.startswith((*_FOR_SCRIPTS, _MATERIAL)):
            return None
        fragment = fragment.partition(":~:")[0]
        if source not in self._near:
            body = self._body(source)
            self._near[source] = ids_by_source(body) if body is not None else frozenset()
        if fragment in self._near[source]:
            return None
        found = self._rendered(source)
        if (
            found is None
            or fragment in found
            or fragment in _TEMPLATE_IDS
            or fragment in self._of_templates()
        ):
            return None
        return found

    def _rendered(self, source: str) -> frozenset[str] | None:
        """The places that the text really makes; only who is about to complain asks for them."""
        if source not in self._all:
            body = self._body(source)
            try:
                html = self._dialect.html(body) if body is not None else None
            except Exception:
                # An extension may raise anything; the build, which needs the page, says what.
                html = None
            self._all[source] = None if html is None else frozenset(_ID.findall(html))
        return self._all[source]

    def _of_templates(self) -> frozenset[str]:
        if self._own is None:
            files = (file for folder in self._templates for file in sorted(folder.rglob("*.html")))
            texts = (file.read_text(encoding="utf-8", errors="replace") for file in files)
            self._own = frozenset(found for text in texts for found in _ID.findall(text))
        return self._own


def ids_by_source(body: str) -> frozenset[str]:
    """The places of a page as far as its text shows them: nearly all, and without rendering it."""
    found: set[str] = set()
    if "#" in body or "\n==" in body or "\n--" in body:
        for heading in parse_text(body).headings:
            line = heading.lines[0][1]
            words = _MARKS.sub(r"\1", line.strip("# ") if heading.mark.startswith("#") else line)
            unique(slugify(words, "-"), found)
        found.update(_ATTRIBUTES.findall(body))
    if "<" in body:
        found.update(_ID.findall(body))
    return frozenset(found)
