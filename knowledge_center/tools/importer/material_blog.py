"""A blog of Material for MkDocs: the addresses its plugin gives to articles, and its list of authors."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.foreign_front_matter import Value
from knowledge_center.tools.importer.old_addresses import normalize_path
from knowledge_center.tools.importer.source_text import Edit, SourceText

_PLUGINS = ("blog", "material/blog")
# Longer ones, and whole sentences, describe a person; a shorter one is what the person does.
_LONGEST_ROLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialBlog:
    """The settings of the plugin that its addresses follow from; the values here are the plugin's own.

    ``folder`` is the blog's below the site's address, ``unread`` names settings that cannot be read here.
    """

    folder: str = "blog"
    authors_file: str = "{blog}/.authors.yml"
    url_format: str = "{date}/{slug}"
    url_date_format: str = "yyyy/MM/dd"
    url_categories: int = 1
    separator: str = "-"
    category_separator: str = "-"
    directory_urls: bool = True
    unread: tuple[str, ...] = ()

    def path(self, *, day: date, file: str, title: str, slug: str, categories: Sequence[str]) -> str:
        """Where an article stood; ``slug`` is the one in its fields, or empty."""
        slugs = [slugify(name, self.category_separator) for name in categories[: self.url_categories]]
        try:
            path = self.url_format.format(
                categories="/".join(slugs),
                date=format_date(day, self.url_date_format, locale="en"),
                file=file,
                slug=slug or slugify(title, self.separator),
            )
        except (KeyError, IndexError, ValueError):
            path = f"{day:%Y/%m/%d}/{slug or slugify(title, self.separator)}"
        path = posixpath.normpath(path.strip("/"))
        return normalize_path(f"/{self.folder}/{path}{'/' if self.directory_urls else '.html'}")

    @property
    def pattern(self) -> str:
        """What the addresses look like, for a person to read."""
        ending = "/" if self.directory_urls else ".html"
        return normalize_path(f"/{self.folder}/{self.url_format}{ending}")


def slugify(text: str, separator: str) -> str:
    """A title in an address, as Material's blog has it where nothing else is set."""
    plain = re.sub(r"</?[^>]*>", "", unicodedata.normalize("NFC", text)).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", separator)


def blog_from_settings(settings: Mapping[str, Any], folder: str) -> MaterialBlog | None:
    """The blog at ``folder`` (its own, or that of its posts, relative to docs); None if the plugin has another.

    Without the plugin, which may have been taken out by now, it is the blog that it makes by itself.
    """
    directory_urls = settings.get("use_directory_urls", True) is not False
    options = next(_options(settings.get("plugins")), None)
    if options is None:
        return MaterialBlog(folder=folder.removesuffix("/posts"), directory_urls=directory_urls)
    text = {key: value for key, value in options.items() if isinstance(value, str)}
    own = posixpath.normpath(text.get("blog_dir", "blog"))
    posts = posixpath.normpath(text.get("post_dir", "{blog}/posts").replace("{blog}", own))
    if folder not in (own, posts):
        return None
    most = options.get("post_url_max_categories", 1)
    known = MaterialBlog()
    return MaterialBlog(
        folder="" if own == "." else own,
        authors_file=text.get("authors_file", known.authors_file),
        url_format=text.get("post_url_format", known.url_format),
        url_date_format=text.get("post_url_date_format", known.url_date_format),
        url_categories=most if isinstance(most, int) else 1,
        separator=text.get("post_slugify_separator", known.separator),
        category_separator=text.get("categories_slugify_separator", known.category_separator),
        directory_urls=directory_urls,
        unread=tuple(key for key in ("post_slugify", "categories_slugify") if key in options),
    )


def _options(plugins: object) -> Iterator[Mapping[str, Any]]:
    """The options of each blog plugin in the list or the group of plugins."""
    for entry in plugins if isinstance(plugins, list) else [plugins]:
        for name, options in entry.items() if isinstance(entry, Mapping) else ((entry, None),):
            if name in _PLUGINS:
                yield options if isinstance(options, Mapping) else {}


def author_details(data: Value) -> dict[str, dict[str, str]]:
    """Key -> what an author's entry here can hold, from Material's list of authors."""
    inner = data.get("authors") if isinstance(data, dict) else None
    found: dict[str, dict[str, str]] = {}
    for key, fields in inner.items() if isinstance(inner, dict) else ():
        if not isinstance(fields, dict):
            continue
        about = " ".join(text.split()) if isinstance(text := fields.get("description"), str) else ""
        url = fields.get("url")
        kind = "role" if len(about) <= _LONGEST_ROLE and not about.endswith(".") else "description"
        found[key] = {kind: about} if about else {}
        if isinstance(url, str) and re.match(r"https?://", url):
            found[key]["url"] = url
    return found


def with_related_links(text: SourceText, fields: Fields, source: str) -> SourceText:
    """A text, and below it the links that Material's blog shows beside it; ``source`` is its file below docs."""
    found, end = fields.first("links"), len(text.text)
    if found is None:
        return text
    return text.edited(
        [Edit(end, end, f"\n{related_links(found.value, posixpath.dirname(source).strip('/'))}")]
    )


def related_links(value: Value, folder: str) -> str:
    """The field ``links`` as a list in Markdown; empty without one. Paths in it begin at docs, here at ``folder``."""
    lines = [f"- [{title}]({_from(target, folder)})" for title, target in _links(value, "")]
    return "\n".join(["", "**Related links**", "", *lines, ""]) if lines else ""


def _links(value: Value, title: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.strip():
            yield title or _title_from(value.strip()), value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _links(item, "")
    else:
        for name, inner in value.items():
            yield from _links(inner, name)


def _title_from(path: str) -> str:
    """A page's name as MkDocs makes it of its file's; an address on another site is its own."""
    if "://" in path:
        return path
    stem = posixpath.splitext(path.rstrip("/"))[0].removesuffix("/index")
    words = posixpath.basename(stem).replace("-", " ").replace("_", " ")
    return words.capitalize() if words == words.lower() else words


def _from(target: str, folder: str) -> str:
    outside = re.match(r"[a-z][a-z0-9+.-]*:|/", target, re.IGNORECASE)
    return target if outside else posixpath.relpath(target, folder or ".")
