"""The ordinary pages and other files of docs/: the addresses they take, and what is wrong with the pages."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.docs_files import MARKDOWN, DocsFiles, page_address
from knowledge_center.articles.markdown_links import links_of, links_to_files, raw_links_of
from knowledge_center.articles.model import POSTS, Article
from knowledge_center.articles.own_addresses import OwnAddresses, PageIds
from knowledge_center.articles.rules import raw_html, reading, text_links, whole_text
from knowledge_center.articles.rules.article_text import ArticleText, TextSettings
from knowledge_center.articles.rules.fields import Fields
from knowledge_center.articles.rules.links_of_text import TextLinks
from knowledge_center.front_matter.parser import Document, parse, read_text
from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.problems import Problem, Unusable


def addresses(files: DocsFiles, pictures: Mapping[str, str], docs_dir: str) -> dict[str, str]:
    """Where ordinary pages, their files and the articles' pictures stand in the site, with their display paths."""
    found = {address: f"{docs_dir}/{path}" for path, address in pictures.items()}
    for path in files:
        if not path.startswith((POSTS + "/", "digests/")):
            address = page_address(path) if posixpath.splitext(path)[1] in MARKDOWN else path
            found[address] = f"{docs_dir}/{path}"
    return found


def page_problems(
    docs: Path,
    docs_dir: str,
    files: DocsFiles,
    articles: Mapping[str, Article],
    unfinished: Collection[str],
    now: datetime,
    own: OwnAddresses | None = None,
    ids: PageIds | None = None,
    settings: TextSettings | None = None,
) -> Iterator[Problem]:
    """Problems of the ordinary pages: fields that cannot be read, links that lead nowhere. Of their HTML, which is
    their owner's, there is advice alone."""
    for path in files:
        if not path.endswith(".md") or path.startswith((POSTS + "/", "digests/")):
            continue
        display_path = f"{docs_dir}/{path}"
        if path.startswith("articles/") and path != "articles/index.md":
            message = f"Articles belong into {docs_dir}/{POSTS}/, one folder a year; this one is not read."
            fix = f"Move the file to {docs_dir}/{POSTS}/{now.year}/{posixpath.basename(path)}"
            yield from reading.of_folders([Problem(path=display_path, message=message, fix=fix)])
            continue
        try:
            body, first_line = _body(docs, path, display_path)
        except Unusable as error:
            yield from reading.of_fields(error.problems)
            continue
        text = parse_text(body, first_line)
        found = tuple(links_of(text))
        folder = posixpath.dirname(path)
        page = TextLinks(
            links=found, to_files=links_to_files(found, folder), folder=folder, docs_dir=docs_dir, article=None,
            articles=articles, files=files, now=now, unfinished=unfinished, path=path,
            page=f"{page_address(path)}/".removeprefix("/"), raw=tuple(raw_links_of(text)), body=body,
            first_line=first_line, own=own, ids=ids,
        )  # fmt: skip
        yield from text_links.rule.problems(display_path, page)
        written = ArticleText(
            document=Document(fields={}, body=body, body_line=first_line), text=text, fields=Fields(),
            settings=settings or TextSettings(),
        )  # fmt: skip
        yield from whole_text.of_pages.problems(display_path, written)
        for problem in raw_html.of_pages.problems(display_path, written):
            yield replace(problem, advice=True)


def page_body(docs: Path, path: str, docs_dir: str) -> str | None:
    """The text of an ordinary page; None where it has none that can be read."""
    try:
        return _body(docs, path, f"{docs_dir}/{path}")[0] if path else None
    except Unusable:
        return None


def _body(docs: Path, path: str, display_path: str) -> tuple[str, int]:
    """The text of a page and the line it begins on. Raises Unusable."""
    text = read_text(docs / path, display_path)
    if not text.startswith("---"):
        return text, 1
    document = parse(text, display_path)
    return document.body, document.body_line
