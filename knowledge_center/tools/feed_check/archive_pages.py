"""Rules for the history of a feed (RFC 5005): pages that chain from the newest to the first."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_model import Feed, Link
from knowledge_center.tools.feed_check.vocabulary import ARCHIVE_RELATIONS, HISTORY

rule = RuleSet[[AllFeeds, Site]]("feeds.archives")

_BACK = {"prev-archive": "next-archive", "next-archive": "prev-archive"}


def _links(all_feeds: AllFeeds) -> Iterator[tuple[Feed, Link]]:
    for feed in all_feeds.originals:
        yield from ((feed, link) for link in feed.links if link.rel in ARCHIVE_RELATIONS)


def _target(all_feeds: AllFeeds, link: Link, site: Site) -> Feed | None:
    return all_feeds.by_path.get(site.file_of(link.href))


@rule
def links_lead_to_feeds(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """A page of the history that is not there breaks the chain for every reader that follows it.

    It may be of another format: RFC 5005 asks for feeds, and the ids are the same in all of ours.

    Source: RFC 5005, 3 and 4.
    """
    for feed, link in _links(all_feeds):
        if _target(all_feeds, link, site) is None:
            message = f"The {link.rel} link leads to {quoted(link.href)}, which is no feed of this site."
            yield Finding(path=feed.path, line=link.line, message=message)


@rule
def links_stand_once(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """A page has one page before it and one after it.

    Source: RFC 5005, 4.
    """
    for feed in all_feeds.originals:
        for relation in sorted(ARCHIVE_RELATIONS):
            for extra in feed.linked(relation)[1:]:
                message = f"There is a second {relation} link, to {quoted(extra.href)}."
                yield Finding(path=feed.path, line=extra.line, message=message, fix="Leave one of them.")


@rule
def pages_of_the_past_say_so(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """What prev-archive leads to is marked as an archive, so that readers know it never changes.

    Source: RFC 5005, 4: fh:archive.
    """
    for feed, link in _links(all_feeds):
        target = _target(all_feeds, link, site)
        if target is not None and link.rel in _BACK and not target.archived:
            message = f"{site.display_path(feed.path)} takes this feed for its {link.rel}, but it has no fh:archive."
            yield Finding(path=target.path, line=target.line, message=message, fix="<fh:archive/>")


@rule
def pages_of_the_past_name_the_present(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """Who arrives on a page of the past finds the feed to subscribe to: its current link leads there.

    Source: RFC 5005, 4: current; W3C feed validator, MissingCurrentInArchive.
    """
    for feed in all_feeds.originals:
        if not feed.archived:
            continue
        current = feed.linked("current")
        if not current:
            message = "The archive page has no link with rel=“current” to the feed it belongs to."
            yield Finding(path=feed.path, line=feed.line, message=message)
        for link in current:
            target = _target(all_feeds, link, site)
            if target is not None and target.archived:
                message = (
                    f"The current link leads to {quoted(link.href)}, which is itself a page of the past."
                )
                yield Finding(path=feed.path, line=link.line, message=message)


@rule
def chain_holds_both_ways(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """Where a page names its neighbour, and the neighbour names one on that side, they name each other.

    Source: RFC 5005, 4: prev-archive and next-archive.
    """
    for feed, link in _links(all_feeds):
        target = _target(all_feeds, link, site)
        if target is None or link.rel not in _BACK or not feed.archived:
            continue
        back = target.linked(_BACK[link.rel])
        # A page that was written before its successor may name none, because it never changes.
        missing = link.rel == "next-archive" and not back
        if missing or (back and _target(all_feeds, back[0], site) is not feed):
            message = f"The {link.rel} link leads to {site.display_path(target.path)}, "
            message += f"whose {_BACK[link.rel]} does not lead back."
            yield Finding(path=feed.path, line=link.line, message=message)


@rule
def chain_reaches_every_page(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """From the feed one gets to every page of its past by prev-archive, and never in a circle.

    Source: RFC 5005, 4; W3C feed validator, ArchiveIncomplete.
    """
    reached: set[str] = set()
    for feed in (feed for feed in all_feeds.originals if not feed.archived):
        seen, page = {feed.path}, feed
        while (before := _before(all_feeds, page, site)) is not None:
            if before.path in seen:
                message = f"prev-archive leads in a circle, back to {site.display_path(before.path)}."
                yield Finding(path=page.path, line=page.linked("prev-archive")[0].line, message=message)
                break
            seen.add(before.path)
            page = before
        reached |= seen
    for feed in all_feeds.originals:
        if feed.archived and feed.path not in reached:
            message = "No chain of prev-archive links leads from a feed to this archive page."
            yield Finding(path=feed.path, line=feed.line, message=message)


def _before(all_feeds: AllFeeds, page: Feed, site: Site) -> Feed | None:
    links = page.linked("prev-archive")
    return _target(all_feeds, links[0], site) if links else None


@rule
def complete_feeds_have_no_past(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """A feed that says it is complete (fh:complete) has no other pages.

    Source: RFC 5005, 2; W3C feed validator, FeedRelInCompleteFeed.
    """
    for feed, link in _links(all_feeds):
        root = feed.document.root
        if (
            feed.document.is_xml
            and root.find(f".//{{{HISTORY}}}complete") is not None
            and link.rel != "current"
        ):
            message = f"The feed says that it is complete and has a {link.rel} link."
            yield Finding(path=feed.path, line=link.line, message=message, fix="Remove fh:complete.")
