"""The check of a built site: every rule over everything it is for, and what comes of it as problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge_center.problems import Problem, in_order
from knowledge_center.settings.model import Settings
from knowledge_center.tools.feed_check import alternate_links as pages
from knowledge_center.tools.feed_check import archive_pages as archives
from knowledge_center.tools.feed_check import (
    atom_feed,
    atom_parts,
    encoding,
    entries,
    html_addresses,
    html_rules,
    html_shape,
    mail_feed,
    namespaces,
    rss_channel,
    rss_image,
    rss_item,
    siblings,
)
from knowledge_center.tools.feed_check import enclosures as pictures
from knowledge_center.tools.feed_check import feed_links as links
from knowledge_center.tools.feed_check import generator as mark
from knowledge_center.tools.feed_check import json_feed_shape as json_feed
from knowledge_center.tools.feed_check import mail_services as services
from knowledge_center.tools.feed_check import opml_file as opml
from knowledge_center.tools.feed_check import plain_texts as texts
from knowledge_center.tools.feed_check.all_feeds import EMAIL, MAIN, Whole
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_discovery import Document, discover
from knowledge_center.tools.feed_check.feed_model import Entry, Feed, Said
from knowledge_center.tools.feed_check.feed_rule import Judged, Rule, Rulebook
from knowledge_center.tools.feed_check.html_tokens import read_html
from knowledge_center.tools.feed_check.xml_feed_parser import read_feed

_FEED = (links.rule, entries.rule, texts.rule, pictures.rule)
_HTML = (html_rules.rule, html_shape.rule, html_addresses.rule)
_WHOLE = (siblings.rule, archives.rule, opml.rule)
_BOOKS: tuple[Rulebook[Any], ...] = (
    encoding.rule, namespaces.rule, rss_channel.rule, rss_image.rule, rss_item.rule, atom_feed.rule,
    atom_parts.rule, json_feed.rule, *_FEED, mail_feed.rule, *_HTML, mark.rule, *_WHOLE, pages.rule,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check found, and how the site does with each mail service."""

    problems: tuple[Problem, ...]
    services: tuple[str, ...]
    feeds: int


def rules() -> tuple[Rule[Any], ...]:
    """Every rule there is."""
    return tuple(rule for book in _BOOKS for rule in book.rules)


def check_site(folder: Path, settings: Settings, now: datetime) -> tuple[Problem, ...]:
    """Every problem of the feeds in ``folder``, a finished site that was built from ``settings``."""
    return verdict(folder, settings, now).problems


def verdict(folder: Path, settings: Settings, now: datetime) -> Verdict:
    """The problems of the feeds in ``folder`` and the table of services, as of ``now``."""
    site = Site(folder=folder, settings=settings, now=now)
    whole = gather(site)
    found = tuple(judge(whole, site))
    faulty = [judged.path for judged in found if not judged.found.advice]
    return Verdict(
        problems=in_order(as_problem(judged, site) for judged in found),
        services=services.service_report(whole, site, faulty),
        feeds=len(whole.feeds),
    )


def gather(site: Site) -> Whole:
    """All feeds of the site, and which of them are copies of another."""
    documents = discover(site)
    feeds = {document.path: feed for document in documents if (feed := read_feed(document))}
    data = {document.path: document.data for document in documents}
    copies = {}
    for path, feed in feeds.items():
        original = site.file_of(next((link.href for link in feed.linked("self")), ""))
        if original != path and data.get(original) == data[path]:
            copies[path] = original
    return Whole(documents=documents, feeds=feeds, copies=copies)


def judge(whole: Whole, site: Site) -> Iterator[Judged]:
    """Everything that any rule finds."""
    yield from mark.rule.judge(whole, site, "")
    contents = _Contents(site)
    for document in whole.documents:
        if document.path in whole.copies:
            continue
        yield from encoding.rule.judge(document, site, document.path)
        if document.root is not None:
            yield from _shape(document, site)
        feed = whole.feeds.get(document.path)
        if feed is not None:
            for book in _FEED:
                yield from book.judge(feed, site, feed.path)
            if feed.path == EMAIL:
                yield from mail_feed.rule.judge(feed, site, feed.path)
            yield from contents.judge(feed)
    if MAIN not in whole.feeds:
        # Another engine's site: what it lacks as a whole is said already.
        return
    for whole_book in _WHOLE:
        yield from whole_book.judge(whole, site, "")
    for page in pages.pages(whole, site):
        yield from pages.rule.judge(page, site, page.path)


def _shape(document: Document, site: Site) -> Iterator[Judged]:
    """The rules of the document's own format."""
    path = document.path
    if document.is_xml:
        yield from namespaces.rule.judge(document, site, path)
    if document.kind == "rss":
        for book in (rss_channel.rule, rss_image.rule):
            yield from book.judge(document, site, path)
        for item in document.root.iterfind("channel/item"):
            yield from rss_item.rule.judge(item, site, path)
    if document.kind == "atom":
        yield from atom_feed.rule.judge(document, site, path)
    if document.kind in ("rss", "atom"):
        # Links in RSS are Atom's.
        yield from atom_parts.rule.judge(document, site, path)
    if document.kind == "json":
        yield from json_feed.rule.judge(document, site, path)


class _Contents:
    """The HTML of all feeds; the same text stands in many of them and is judged once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known: dict[str, tuple[Judged, ...]] = {}

    def judge(self, feed: Feed) -> Iterator[Judged]:
        for entry in feed.entries:
            for said in _html_of(entry):
                for judged in self._of(said.text):
                    # In XML the content has the lines of the file, in JSON it is one line.
                    line = said.line + (judged.found.line - 1 if feed.document.is_xml else 0)
                    found = replace(judged.found, line=line, message=_place(judged.found.message, entry))
                    yield replace(judged, path=feed.path, found=found)

    def _of(self, html: str) -> tuple[Judged, ...]:
        if html not in self.known:
            content = read_html(html)
            self.known[html] = tuple(
                judged for book in _HTML for judged in book.judge(content, self.site, "")
            )
        return self.known[html]


def _html_of(entry: Entry) -> Iterator[Said]:
    for said in (entry.summary, entry.content):
        if said is not None and said.html:
            yield said


def _place(message: str, entry: Entry) -> str:
    title = entry.title.text if entry.title else ""
    return message.replace("In the content", f"In “{title}”", 1) if title else message


def as_problem(judged: Judged, site: Site) -> Problem:
    """What a rule found, as the maintainer reads it: the file from where they stand, the source behind it."""
    found = judged.found
    return Problem(
        path=site.shown(judged.path),
        line=found.line,
        message=f"{found.message} [{judged.source}]",
        fix=found.fix,
        advice=found.advice,
    )
