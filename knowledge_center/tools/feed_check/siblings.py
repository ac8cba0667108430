"""Rules for feeds that tell the same: the formats of one folder, the build date against the changes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from knowledge_center.feed_formats import FEED_FILES
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_model import Entry, Feed

rule = RuleSet[[AllFeeds, Site]]("feeds.siblings")


def _pairs(all_feeds: AllFeeds) -> Iterator[tuple[Feed, Feed]]:
    """The RSS of a folder, or what there is first, with each of the other formats."""
    folders = sorted({posixpath.dirname(path) for path in all_feeds.by_path})
    for folder in folders:
        there = [all_feeds.by_path.get(posixpath.join(folder, name)) for name in FEED_FILES]
        found = [feed for feed in there if feed is not None]
        yield from ((found[0], other) for other in found[1:])


def _entries(all_feeds: AllFeeds) -> Iterator[tuple[Feed, Entry, Feed, Entry]]:
    """Each entry of one format with the same entry of another."""
    for first, second in _pairs(all_feeds):
        known = {entry.id: entry for entry in first.entries if entry.id}
        for entry in second.entries:
            if entry.id in known:
                yield first, known[entry.id], second, entry


@rule
def formats_hold_the_same_entries(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """Who changes from RSS to Atom reads the same articles in the same order, under the same ids.

    Source: our rule: one model, three formats.
    """
    for first, second in _pairs(all_feeds):
        left, right = [entry.id for entry in first.entries], [entry.id for entry in second.entries]
        if left != right:
            only = sorted(set(left) ^ set(right))
            what = f"{quoted(only[0])} is in one of them only" if only else "the order differs"
            message = f"{site.display_path(first.path)} and this feed do not hold the same entries: {what}."
            yield Finding(path=second.path, line=second.line, message=message)


@rule
def formats_say_the_same(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """An entry has one title, one page and one date, whatever the format.

    Source: our rule: one model, three formats.
    """
    for first, entry, second, other in _entries(all_feeds):
        pairs = (
            ("title", entry.title and entry.title.plain, other.title and other.title.plain, other.title),
            ("page", entry.link and entry.link.text, other.link and other.link.text, other.link),
        )
        for name, value, again, place in pairs:
            if value is not None and again is not None and place and value != again:
                message = f"The {name} {quoted(again)} of {quoted(entry.id)} is {quoted(value)} in "
                yield Finding(
                    path=second.path, line=place.line, message=f"{message}{site.display_path(first.path)}."
                )
        dates = (("published", entry.published, other.published), ("updated", entry.updated, other.updated))
        for name, when, then in dates:
            if when and then and when.moment and then.moment and when.moment != then.moment:
                message = f"{quoted(entry.id)} was {name} {quoted(then.text)}, but {quoted(when.text)} in "
                yield Finding(
                    path=second.path, line=then.line, message=f"{message}{site.display_path(first.path)}."
                )


@rule
def formats_have_one_name(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """The formats of a feed have one title and one page.

    Source: our rule: one model, three formats.
    """
    for first, second in _pairs(all_feeds):
        for name in ("title", "home"):
            value, again = getattr(first, name), getattr(second, name)
            if value and again and value.plain != again.plain:
                message = f"The feed's {name} is {quoted(again.plain)}, but {quoted(value.plain)} in "
                yield Finding(
                    path=second.path, line=again.line, message=f"{message}{site.display_path(first.path)}."
                )


@rule
def build_date_is_the_newest_change(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """lastBuildDate is the newest change of any item; the hour of the build would change every file each time.

    When an item changed is known from its own date and from the Atom and JSON feeds of the site.

    Source: RSS 2.0, lastBuildDate; our rule: newest change, never “now”.
    """
    changes = all_feeds.changes()
    for feed in all_feeds.originals:
        if feed.kind != "rss" or not feed.entries:
            continue
        newest = max((changes[entry.id] for entry in feed.entries if entry.id in changes), default=None)
        if feed.updated is None:
            message = "The channel has no <lastBuildDate>; the date of its newest change is expected."
            yield Finding(path=feed.path, line=feed.line, message=message)
        elif newest and feed.updated.moment and feed.updated.moment > newest:
            message = f"<lastBuildDate> says {quoted(feed.updated.text)}, "
            message += f"but the newest change is of {newest.isoformat()}."
            yield Finding(
                path=feed.path, line=feed.updated.line, message=message, fix="The date of the newest change."
            )


@rule
def ids_mean_one_article(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """One id leads to one page in every feed of the site.

    Source: RFC 4287, 4.2.6; our rule: an id is stable for ever.
    """
    pages: dict[str, tuple[str, Feed]] = {}
    # A page of the past never changes, so it may name a former address.
    for feed in (feed for feed in all_feeds.originals if not feed.archived):
        for entry in feed.entries:
            if not entry.id or not entry.link:
                continue
            value, other = pages.setdefault(entry.id, (entry.link.text, feed))
            if value != entry.link.text:
                message = f"The id {quoted(entry.id)} leads to {quoted(entry.link.text)}, but to {quoted(value)} in "
                yield Finding(
                    path=feed.path, line=entry.link.line, message=f"{message}{site.display_path(other.path)}."
                )
