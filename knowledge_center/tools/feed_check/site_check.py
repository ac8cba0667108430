"""The check of a built site: every rule over everything it is for, and what comes of it as problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from knowledge_center.feed_formats import EMAIL_FILE, RSS
from knowledge_center.problems import Problem, in_order
from knowledge_center.rules import Rule, RuleSet
from knowledge_center.settings.model import Settings
from knowledge_center.tools.feed_check import (
    alternate_links,
    archive_pages,
    atom_feed,
    atom_parts,
    dead_addresses,
    enclosures,
    encoding,
    entries,
    feed_links,
    generator,
    html_addresses,
    html_rules,
    html_shape,
    json_feed_shape,
    mail_feed,
    namespaces,
    opml_file,
    plain_texts,
    rss_channel,
    rss_image,
    rss_item,
    siblings,
)
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_discovery import Document, discover
from knowledge_center.tools.feed_check.feed_model import Entry, Feed, TextValue
from knowledge_center.tools.feed_check.html_tokens import read_html
from knowledge_center.tools.feed_check.mail_services import service_report
from knowledge_center.tools.feed_check.xml_feed_parser import read_feed

_FEED = (feed_links.rule, entries.rule, plain_texts.rule, enclosures.rule)
_HTML = (html_rules.rule, html_shape.rule, html_addresses.rule)
_ALL_FEEDS = (siblings.rule, archive_pages.rule, opml_file.rule)
RULE_SETS: tuple[RuleSet[Any], ...] = (
    encoding.rule, namespaces.rule, rss_channel.rule, rss_image.rule, rss_item.rule, atom_feed.rule,
    atom_parts.rule, json_feed_shape.rule, *_FEED, mail_feed.rule, *_HTML, generator.rule, *_ALL_FEEDS,
    alternate_links.rule, dead_addresses.rule,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What the check found, how the site does with each mail service, and how many feeds it has."""

    problems: tuple[Problem, ...]
    services: tuple[str, ...]
    feeds: int


def rules() -> tuple[Rule[Any], ...]:
    """Every rule there is."""
    return tuple(rule for rules in RULE_SETS for rule in rules.rules)


def check_site(folder: Path, settings: Settings, now: datetime) -> CheckResult:
    """The problems of the feeds in ``folder``, a finished site that was built from ``settings``, as of ``now``."""
    site = Site(folder=folder, settings=settings, now=now)
    all_feeds = read_all_feeds(site)
    found = tuple(find_problems(all_feeds, site))
    faulty = [problem.path for problem in found if not problem.advice]
    return CheckResult(
        problems=in_order(replace(problem, path=site.display_path(problem.path)) for problem in found),
        services=service_report(all_feeds, site, faulty),
        feeds=len(all_feeds.by_path),
    )


def read_all_feeds(site: Site) -> AllFeeds:
    """All feeds of the site, and which of them are copies of another."""
    documents = discover(site)
    feeds = {document.path: feed for document in documents if (feed := read_feed(document))}
    data = {document.path: document.data for document in documents}
    copies = {}
    for path, feed in feeds.items():
        original = site.file_of(next((link.href for link in feed.linked("self")), ""))
        if original != path and data.get(original) == data[path]:
            copies[path] = original
    return AllFeeds(documents=documents, by_path=feeds, copies=copies)


def find_problems(all_feeds: AllFeeds, site: Site) -> Iterator[Problem]:
    """Everything that any rule finds, each with its path in the site."""
    yield from generator.rule.problems("", all_feeds, site)
    contents = _Contents(site)
    for document in all_feeds.documents:
        if document.path in all_feeds.copies:
            continue
        yield from encoding.rule.problems(document.path, document, site)
        if document.root is not None:
            yield from _shape(document, site)
        feed = all_feeds.by_path.get(document.path)
        if feed is not None:
            for rules in _FEED:
                yield from rules.problems(feed.path, feed, site)
            if feed.path == EMAIL_FILE:
                yield from mail_feed.rule.problems(feed.path, feed, site)
            yield from contents.problems(feed)
    yield from dead_addresses.rule.problems("", all_feeds, site)
    if RSS.file not in all_feeds.by_path:
        # Another engine's site: what it lacks altogether has its problem already.
        return
    for across in _ALL_FEEDS:
        yield from across.problems("", all_feeds, site)
    for page in alternate_links.pages(all_feeds, site):
        yield from alternate_links.rule.problems(page.path, page, site)


def _shape(document: Document, site: Site) -> Iterator[Problem]:
    """The rules of the document's own format."""
    path = document.path
    if document.is_xml:
        yield from namespaces.rule.problems(path, document, site)
    if document.kind == "rss":
        for rules in (rss_channel.rule, rss_image.rule):
            yield from rules.problems(path, document, site)
        for item in document.root.iterfind("channel/item"):
            yield from rss_item.rule.problems(path, item, site)
    if document.kind == "atom":
        yield from atom_feed.rule.problems(path, document, site)
    if document.kind in ("rss", "atom"):
        # Links in RSS are Atom's.
        yield from atom_parts.rule.problems(path, document, site)
    if document.kind == "json":
        yield from json_feed_shape.rule.problems(path, document, site)


class _Contents:
    """The HTML of all feeds; the same text stands in many of them and is checked once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.known: dict[str, tuple[Problem, ...]] = {}

    def problems(self, feed: Feed) -> Iterator[Problem]:
        for entry in feed.entries:
            for text in _html_of(entry):
                for problem in self._of(text.text):
                    # In XML the content has the lines of the file, in JSON it is one line.
                    line = text.line + (problem.line - 1 if feed.document.is_xml else 0)
                    message = _place(problem.message, entry)
                    yield replace(problem, path=feed.path, line=line, message=message)

    def _of(self, html: str) -> tuple[Problem, ...]:
        if html not in self.known:
            content = read_html(html)
            self.known[html] = tuple(
                problem for rules in _HTML for problem in rules.problems("", content, self.site)
            )
        return self.known[html]


def _html_of(entry: Entry) -> Iterator[TextValue]:
    for text in (entry.summary, entry.content):
        if text is not None and text.html:
            yield text


def _place(message: str, entry: Entry) -> str:
    title = entry.title.text if entry.title else ""
    return message.replace("In the content", f"In “{title}”", 1) if title else message
