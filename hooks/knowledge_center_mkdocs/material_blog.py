"""The adapter to Material's blog plugin: what it is handed, and what it makes of it.

The plugin never sees an editor's file. It gets normalised copies of the articles to build, with only the
fields it needs, so that a bad article cannot stop a preview and none of its own words reach an editor.
"""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from material.plugins.blog.structure import Archive, Category, Excerpt, Post, Profile, View
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import POSTS, Article, newest_first
from knowledge_center.settings.model import Settings

PLUGIN = "material/blog"
PER_PAGE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What one page of a listing shows: which listing, its articles, and where it stands in the pages.

    ``kind`` is all, category, archive or author; ``key`` the slug, year or author key, empty for all.
    """

    kind: str
    key: str
    url: str
    articles: tuple[Article, ...]
    count: int
    page: int
    page_urls: tuple[str, ...]


def configure(config: MkDocsConfig, articles: Articles, folder: Path) -> None:
    """Set the plugin up before it reads its own options: our authors, our slugs, our clock.

    ``folder`` is temporary and outlives the build. To be called before the plugin's own on_config.
    """
    options = cast("Any", config.plugins[PLUGIN]).config
    authors = {
        # Material demands a description and a picture of everybody; nothing of ours shows them.
        author.key: {"name": author.name, "description": author.name, "avatar": "assets/favicon.svg"}
        for author in articles.authors.values()
    }
    path = folder / "authors.yml"
    path.write_text(json.dumps({"authors": authors}, ensure_ascii=False), encoding="utf-8")
    options.authors_file = str(path)
    options.categories_slugify = lambda slug, separator: slug
    options.draft = True
    options.pagination_per_page = PER_PAGE


def hand_over(
    config: MkDocsConfig, files: Files, articles: Iterable[Article], images: Mapping[str, str],
    settings: Settings, folder: Path,
) -> None:  # fmt: skip
    """Replace the editors' files by normalised copies of ``articles`` and the pictures to publish.

    ``images`` maps site-relative paths to files relative to docs. Nothing else below articles/posts is
    published: no draft's picture, no stray document.
    """
    for file in list(files):
        if file.src_uri.startswith(POSTS + "/"):
            files.remove(file)
    for article in articles:
        files.append(copy_of(config, article, settings, folder))
    placed: set[str] = set()
    for public_path, source in images.items():
        # A second copy of one file needs a name of its own; links in Markdown lead to the first.
        src_uri = public_path if source in placed else source
        placed.add(source)
        image = File.generated(config, src_uri, abs_src_path=os.path.join(config.docs_dir, source))
        image.dest_uri = public_path
        files.append(image)


def copy_of(config: MkDocsConfig, article: Article, settings: Settings, folder: Path) -> File:
    """The article as the generator gets it: a file at its own place with only the fields it needs."""
    src_uri = posixpath.relpath(article.source, settings.docs_dir)
    # Wall-clock time marked as UTC: Material sorts and files by UTC, readers live in the site's zone.
    wall = article.published.astimezone(settings.zone).replace(tzinfo=None)
    fields = {
        "title": article.name,
        "date": wall.date().isoformat(),
        "authors": [author.key for author in article.authors],
        "categories": [category.slug for category in article.categories],
        "template": "article.html",
    }
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    head = head.replace(f'date: "{wall.date().isoformat()}"', f"date: {wall.date().isoformat()}")
    path = folder / src_uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}---\n\n{article.body}", encoding="utf-8", newline="\n")
    return File.generated(config, src_uri, abs_src_path=str(path))


def keep_apart(
    config: MkDocsConfig, files: Files, article: Article, settings: Settings, folder: Path
) -> None:
    """Add an article that has a page but is in no listing (expired). After the plugin's own on_files."""
    file = copy_of(config, article, settings, folder)
    file.dest_uri = f"{article.url}index.html"
    files.append(file)


def spare_excerpts(config: MkDocsConfig) -> None:
    """Let the plugin list articles without rendering them again for every list: our listings show none.

    Its rendering of excerpts is half of a stock build, and its search for a page among the posts, by
    comparing pages in Python, grows with the square of their number.
    """
    plugin = cast("Any", config.plugins[PLUGIN])
    plugin.blog.posts = _Posts(plugin.blog.posts)
    plugin._render_post = lambda excerpt, view: excerpt


class _Posts(list[Post]):
    """The plugin's posts, found by identity instead of by comparing every page with every other."""

    def __init__(self, posts: Iterable[Post]) -> None:
        super().__init__(posts)
        self._ids = {id(post) for post in self}

    def __contains__(self, page: object) -> bool:
        return id(page) in self._ids


def article_name(page: Page) -> str:
    """The name of the article a page shows, or an empty string for any other page."""
    if isinstance(page, (View, Excerpt)) or not page.file.src_uri.startswith(POSTS + "/"):
        return ""
    return posixpath.splitext(posixpath.basename(page.file.src_uri))[0]


def slice_of(page: Page, shown: Mapping[str, Article]) -> Slice | None:
    """Which part of which listing a page shows, or None for a page that is no listing."""
    if not isinstance(page, View):
        return None
    views: Sequence[View] = page.pages or [page]
    first = views[0]
    kinds = {Category: "category", Archive: "archive", Profile: "author"}
    kind = kinds.get(type(first), "all")
    key = posixpath.splitext(posixpath.basename(first.file.src_uri))[0] if kind != "all" else ""
    articles = newest_first([shown[name] for name in map(article_name, page.posts) if name in shown])
    at = next(n for n, view in enumerate(views) if view is page)
    return Slice(
        kind=kind,
        key=key,
        url=first.url,
        articles=articles[at * PER_PAGE : (at + 1) * PER_PAGE],
        count=len(articles),
        page=at + 1,
        page_urls=tuple(view.url for view in views),
    )
