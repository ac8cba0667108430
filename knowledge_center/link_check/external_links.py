"""The links to other sites in everything that readers can read, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.docs_files import list_files
from knowledge_center.articles.markdown_links import Link, links_of
from knowledge_center.articles.model import POSTS
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.problems import Unusable
from knowledge_center.settings.model import Settings
from knowledge_center.site_addresses.static_host import is_below
from knowledge_center.text.web_addresses import whole_address


class ExternalLink(NamedTuple):
    """One link: the file as its editor knows it, the link as written, and the ``address`` to ask for."""

    path: str
    link: Link
    address: str


def external_links(root: Path, settings: Settings, now: datetime) -> tuple[ExternalLink, ...]:
    """Those of public articles and of pages, by file and line.

    Files that cannot be read are passed over: the check without a network tells of them.
    """
    docs = root / settings.docs_dir
    # An expired article keeps its page.
    articles = [a for a in read_articles(root, settings, now).all if not a.draft and a.published <= now]
    paths = [article.source for article in articles]
    paths += [
        f"{settings.docs_dir}/{path}"
        for path in list_files(docs, settings.docs_dir, [])
        if path.endswith(".md") and not path.startswith(f"{POSTS}/")
    ]
    found = []
    for path in sorted(paths):
        file = docs / Path(path).relative_to(settings.docs_dir)
        try:
            text, first_line = read_text(file, path), 1
            if text.startswith("---"):
                document = parse(text, path)
                text, first_line = document.body, document.body_line
        except Unusable:
            continue
        for link in _links(text, first_line):
            if address := _address(link.target, settings):
                found.append(ExternalLink(path, link, address))
    return tuple(found)


def _links(body: str, first_line: int) -> Iterator[Link]:
    """Every link of a text once a line: those in Markdown, ``<https://…>`` and ``<a href="…">``."""
    text = parse_text(body, first_line)
    found = list(links_of(text))
    for inline in text.of("autolink", "tag"):
        if inline.kind == "autolink":
            found.append(Link(target=inline.target or inline.text, text="", line=inline.line, image=False))
        elif inline.label == "a" and (href := inline.attributes.get("href")):
            found.append(Link(target=href.strip(), text="", line=inline.line, image=False))
    once: dict[tuple[int, str], Link] = {}
    for link in sorted(found, key=lambda link: link.line):
        once.setdefault((link.line, link.target), link)
    yield from once.values()


def _address(target: str, settings: Settings) -> str:
    """What to ask for, without the place on the page; nothing for what is no page of another site."""
    if target.startswith("/") and settings.answered_elsewhere:
        target = urljoin(settings.site_url, target)
    if not target.lower().startswith(("http:", "https:", "//")):
        return ""
    address = urldefrag(whole_address(target, "https://", ("http", "https"))).url
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return ""
    is_own = host == urlsplit(settings.site_url).hostname
    path = urlsplit(address.removeprefix(settings.site_url)).path
    return address if host and (not is_own or is_below(path, settings.answered_elsewhere)) else ""
