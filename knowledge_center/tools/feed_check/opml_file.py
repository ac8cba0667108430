"""Rules for the list of all feeds, which readers import."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.feed_formats import EMAIL_FILE, OPML_FILE
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.all_feeds import AllFeeds
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.feed_model import Feed
from knowledge_center.tools.feed_check.vocabulary import Element, text_of

rule = RuleSet[[AllFeeds, Site]]("feeds.opml")


def _lists(all_feeds: AllFeeds) -> list[Document]:
    return [
        document for document in all_feeds.documents if document.kind == "opml" and document.root is not None
    ]


def _outlines(all_feeds: AllFeeds) -> Iterator[tuple[Document, Element]]:
    for document in _lists(all_feeds):
        yield from ((document, outline) for outline in document.root.iter("outline"))


def _listed(all_feeds: AllFeeds, site: Site) -> Iterator[tuple[Document, Element, Feed]]:
    """Each outline that leads to a feed of this site, with the feed."""
    for document, outline in _outlines(all_feeds):
        feed = all_feeds.by_path.get(site.file_of(outline.get("xmlUrl", "")))
        if feed is not None:
            yield document, outline, feed


@rule
def is_there(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """The list of all feeds is a promise: people import it into a new reader.

    Source: our rule: /feeds.opml.
    """
    if OPML_FILE not in [document.path for document in all_feeds.documents]:
        yield Finding(path=OPML_FILE, message="The list of all feeds is not in the site, or it is no OPML.")


@rule
def is_opml_2(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """One head with a title, one body with at least one outline, version 2.0.

    Source: OPML 2.0: what is a valid OPML document.
    """
    for document in _lists(all_feeds):
        root = document.root
        if root.tag != "opml" or root.get("version") != "2.0":
            message = f"<opml> of version {quoted(root.get('version', ''))} was found, but 2.0 is expected."
            yield Finding(
                path=document.path, line=root.sourceline, message=message, fix='<opml version="2.0">'
            )
        if [child.tag for child in root if isinstance(child.tag, str)] != ["head", "body"]:
            message = "One <head> and one <body> are expected, in that order."
            yield Finding(path=document.path, line=root.sourceline, message=message)
        elif not text_of(root.find("head/title")) or root.find("body/outline") is None:
            message = "A <title> in the head and at least one <outline> in the body are expected."
            yield Finding(path=document.path, line=root.sourceline, message=message)


@rule
def outlines_name_feeds(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """An outline of a feed has text, a type and the feed's whole address.

    Source: OPML 2.0, subscription lists; W3C feed validator, MissingXmlURL and MissingTitleAttr.
    """
    for document, outline in _outlines(all_feeds):
        if not (outline.get("text") or "").strip():
            yield Finding(path=document.path, line=outline.sourceline, message="An <outline> has no text.")
        if outline.get("xmlUrl") is None and len(outline):
            continue
        faults = [
            ("type", "“rss” is expected, whatever the format" if outline.get("type") != "rss" else ""),
            ("title", "it is missing" if not outline.get("title") else ""),
            ("xmlUrl", address_fault(outline.get("xmlUrl", ""))),
        ]
        for name, fault in faults:
            if fault:
                message = f"{name}={quoted(outline.get(name, ''))} of an <outline>: {fault}."
                yield Finding(path=document.path, line=outline.sourceline, message=message)


@rule
def outlines_lead_to_feeds(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """An address in the list that is no feed of this site is a dead subscription.

    Source: OPML 2.0, subscription lists: xmlUrl.
    """
    for document, outline in _outlines(all_feeds):
        address = outline.get("xmlUrl")
        # What leads nowhere at all is told with all other dead addresses.
        here = address and not address_fault(address) and (site.file_of(address) or not site.owns(address))
        if here and site.file_of(address or "") not in all_feeds.by_path:
            message = f"xmlUrl leads to {quoted(address)}, which is no feed of this site."
            yield Finding(path=document.path, line=outline.sourceline, message=message)


@rule
def outlines_stand_once(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """A reader that imports the list follows each feed once.

    Source: OPML 2.0, subscription lists.
    """
    seen: set[tuple[str, str]] = set()
    for document, outline in _outlines(all_feeds):
        key = (document.path, outline.get("xmlUrl", ""))
        if key[1] and key in seen:
            message = f"{quoted(key[1])} is listed twice."
            yield Finding(
                path=document.path, line=outline.sourceline, message=message, fix="Leave one of them."
            )
        seen.add(key)


@rule
def outlines_say_what_the_feed_says(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """text is the feed's own title and htmlUrl the page the feed belongs to.

    Source: OPML 2.0, subscription lists: text, htmlUrl.
    """
    for document, outline, feed in _listed(all_feeds, site):
        pairs = (("text", feed.title), ("htmlUrl", feed.home))
        for name, expected in pairs:
            value = outline.get(name)
            if expected and value is not None and value.strip() != expected.text:
                message = f"{name} says {quoted(value)}, but the feed {site.display_path(feed.path)} says "
                message += f"{quoted(expected.text)}."
                fix = f'{name}="{expected.text}"'
                yield Finding(path=document.path, line=outline.sourceline, message=message, fix=fix)


@rule
def every_feed_is_listed(all_feeds: AllFeeds, site: Site) -> Iterator[Finding]:
    """The list holds every feed: each RSS feed but copies, pages of the past, and the one for mail services.

    Source: our rule: /feeds.opml, all feeds.
    """
    listed = {feed.path for document, _, feed in _listed(all_feeds, site) if document.path == OPML_FILE}
    if OPML_FILE not in [document.path for document in _lists(all_feeds)]:
        return
    for feed in all_feeds.originals:
        if feed.kind == "rss" and not feed.archived and feed.path != EMAIL_FILE and feed.path not in listed:
            message = f"The feed {site.display_path(feed.path)} is not in the list."
            yield Finding(
                path=OPML_FILE,
                message=message,
                fix=f'<outline type="rss" xmlUrl="{site.address(feed.path)}" …/>',
            )
