"""The ordinary pages and other files of docs/: the addresses they take, and what is wrong with the pages."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.docs_files import MARKDOWN, DocsFiles
from knowledge_center.articles.markdown_links import links, links_to_files
from knowledge_center.articles.model import POSTS, Article
from knowledge_center.articles.rules import reading, text_links
from knowledge_center.articles.rules.text_links import TextLinks
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.problems import Problem, Unusable


def addresses(files: DocsFiles, pictures: Mapping[str, str], docs_dir: str) -> dict[str, str]:
    """Where ordinary pages, their files and the articles' pictures stand in the site, with their display paths."""
    found = {address: f"{docs_dir}/{path}" for path, address in pictures.items()}
    for path in files:
        if not path.startswith((POSTS + "/", "digests/")):
            stem, ending = posixpath.splitext(path)
            address = f"/{stem}".removesuffix("/index").strip("/") if ending in MARKDOWN else path
            found[address] = f"{docs_dir}/{path}"
    return found


def page_problems(
    docs: Path,
    docs_dir: str,
    files: DocsFiles,
    articles: Mapping[str, Article],
    unfinished: Collection[str],
    now: datetime,
) -> Iterator[Problem]:
    """Problems of the ordinary pages: fields that cannot be read, links that lead nowhere."""
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
            text = read_text(docs / path, display_path)
            first_line = 1
            if text.startswith("---"):
                document = parse(text, display_path)
                text, first_line = document.body, document.body_line
        except Unusable as error:
            yield from reading.of_fields(error.problems)
            continue
        found = tuple(links(text, first_line))
        folder = posixpath.dirname(path)
        page = TextLinks(
            links=found, to_files=links_to_files(found, folder), folder=folder, docs_dir=docs_dir, article=None,
            articles=articles, files=files, now=now, unfinished=unfinished,
        )  # fmt: skip
        yield from text_links.rule.problems(display_path, page)
