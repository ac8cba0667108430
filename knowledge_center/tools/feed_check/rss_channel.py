"""Rules for the channel of an RSS feed: what it says about itself."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault, mail_fault
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.rss_alike import (
    repeated_elements,
    synonymous_elements,
    unknown_elements,
)
from knowledge_center.tools.feed_check.vocabulary import (
    DC,
    DCTERMS,
    RSS_ATTRIBUTES,
    RSS_CHANNEL,
    RSS_IMAGE,
    RSS_MANY,
    Element,
    elements,
    name_of,
    namespace_of,
    qualified_name,
    text_of,
    words,
)
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Document, Site]]("feeds.rss_channel")

_REQUIRED = ("title", "link", "description")
_PAIRS = (
    ("language", f"{{{DC}}}language"),
    ("copyright", f"{{{DC}}}rights"),
    ("pubDate", f"{{{DC}}}date"),
    ("lastBuildDate", f"{{{DCTERMS}}}modified"),
    ("managingEditor", f"{{{DC}}}creator"),
    ("webMaster", f"{{{DC}}}publisher"),
    ("category", f"{{{DC}}}subject"),
)
_DAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


def channel_of(document: Document) -> Element:
    """The channel; the root itself where there is none, so that other rules find nothing in it."""
    channel = document.root.find("channel")
    return document.root if channel is None else channel


@rule
def is_version_2(document: Document, site: Site) -> Iterator[Finding]:
    """Older kinds of RSS know neither guid nor namespaces.

    Source: RSS 2.0, rss; W3C feed validator, InvalidRSSVersion.
    """
    root, version = document.root, document.root.get("version", "")
    if root.tag != "rss" or version != "2.0":
        message = f"<{qualified_name(root)}> of version {quoted(version)} was found, but RSS 2.0 is expected."
        yield Finding(line=root.sourceline, message=message, fix='<rss version="2.0">')


@rule
def has_one_channel(document: Document, site: Site) -> Iterator[Finding]:
    """A feed is one channel, and nothing stands beside it.

    Source: RSS 2.0, rss.
    """
    names = [name_of(child) for child in elements(document.root)]
    if names != ["channel"]:
        message = f"<rss> holds {quoted(', '.join(names))}, but one <channel> is expected and nothing else."
        yield Finding(line=document.root.sourceline, message=message)


@rule
def has_title_link_and_description(document: Document, site: Site) -> Iterator[Finding]:
    """These three say whose feed it is; each is there once, with something in it.

    Source: RSS 2.0, required channel elements.
    """
    channel = channel_of(document)
    for name in _REQUIRED:
        found = channel.findall(name)
        if len(found) != 1:
            message = f"The channel has {len(found)} times <{name}>, but exactly one is expected."
            yield Finding(line=channel.sourceline, message=message)
        elif not text_of(found[0]):
            message = f"The channel's <{name}> is empty."
            yield Finding(line=found[0].sourceline, message=message)


@rule
def repeats_no_element(document: Document, site: Site) -> Iterator[Finding]:
    """What stands twice is read once, and readers differ on which.

    Source: RSS 2.0, optional channel elements; W3C feed validator, DuplicateElement.
    """
    free = (*RSS_MANY, *_REQUIRED)
    yield from repeated_elements(
        channel_of(document), lambda child: not namespace_of(child) and child.tag not in free
    )


@rule
def holds_only_known_elements(document: Document, site: Site) -> Iterator[Finding]:
    """RSS has a fixed list of names; anything else needs a namespace of its own.

    Source: RSS 2.0, extending RSS; W3C feed validator, UndefinedElement.
    """
    channel = channel_of(document)
    if channel is document.root:
        return
    yield from unknown_elements(channel, RSS_CHANNEL)
    image = channel.find("image")
    if image is not None:
        yield from unknown_elements(image, RSS_IMAGE)


@rule
def holds_only_known_attributes(document: Document, site: Site) -> Iterator[Finding]:
    """The elements of RSS have few attributes; another one is a slip.

    Source: RSS 2.0; W3C feed validator, UnexpectedAttribute and UseOfExtensionAttr.
    """
    for element in document.root.iter("{}*"):
        for name in element.attrib:
            if name not in RSS_ATTRIBUTES.get(element.tag, ()) and not name.startswith(
                "{http://www.w3.org/XML"
            ):
                message = f"<{element.tag}> has no attribute “{name}” in RSS."
                yield Finding(line=element.sourceline, message=message, fix="Remove the attribute.")


@rule
def stands_before_its_items(document: Document, site: Site) -> Iterator[Finding]:
    """A reader that reads as it loads wants to know the channel before its first item.

    Source: RSS Best Practices Profile, channel; W3C feed validator, MisplacedItem.
    """
    begun = False
    for child in elements(channel_of(document)):
        if child.tag == "item":
            begun = True
        elif begun:
            message = (
                f"<{qualified_name(child)}> of the channel stands behind an item; items are expected last."
            )
            yield Finding(line=child.sourceline, message=message)


@rule
def says_nothing_twice(document: Document, site: Site) -> Iterator[Finding]:
    """Two elements for one thing: if they differ once, nobody knows which holds.

    Source: W3C feed validator, DuplicateSemantics.
    """
    yield from synonymous_elements(channel_of(document), _PAIRS)


@rule
def names_people_by_address(document: Document, site: Site) -> Iterator[Finding]:
    """managingEditor and webMaster are e-mail addresses with a name in brackets.

    Source: RSS 2.0, managingEditor and webMaster; W3C feed validator, InvalidContact.
    """
    channel = channel_of(document)
    for element in [*channel.findall("managingEditor"), *channel.findall("webMaster")]:
        fault = mail_fault(text_of(element))
        if fault:
            message = f"<{element.tag}> says {quoted(text_of(element))}: {fault}."
            yield Finding(
                line=element.sourceline, message=message, fix="knowledge@example.com (Knowledge Center)"
            )


@rule
def uses_nothing_dead(document: Document, site: Site) -> Iterator[Finding]:
    """textInput, rating and cloud are served by nobody any more.

    Source: RSS Best Practices Profile, textInput; W3C feed validator, AvoidTextInput.
    """
    channel = channel_of(document)
    for name in ("textInput", "rating", "cloud"):
        for element in channel.findall(name):
            message = f"<{name}> was found; no reader does anything with it."
            yield Finding(line=element.sourceline, message=message, fix="Remove it.")


@rule
def tells_when_to_come_back(document: Document, site: Site) -> Iterator[Finding]:
    """ttl is a number of minutes, skipHours are hours, skipDays are days in English.

    Source: RSS 2.0, ttl, skipHours and skipDays.
    """
    channel = channel_of(document)
    for element in channel.findall("ttl"):
        if not count(text_of(element)):
            message = f"<ttl> says {quoted(text_of(element))}, but a number of minutes is expected."
            yield Finding(line=element.sourceline, message=message, fix="<ttl>60</ttl>")
    for hour in channel.findall("skipHours/hour"):
        value = count(text_of(hour))
        if value is None or value > 23:
            message = f"<hour> says {quoted(text_of(hour))}, but 0 to 23 is expected."
            yield Finding(line=hour.sourceline, message=message)
    for day in channel.findall("skipDays/day"):
        if text_of(day) not in _DAYS:
            message = f"<day> says {quoted(text_of(day))}, but a day such as Monday is expected."
            yield Finding(line=day.sourceline, message=message)


@rule
def names_its_documentation(document: Document, site: Site) -> Iterator[Finding]:
    """docs is the address of the format's description.

    Source: RSS 2.0, docs; W3C feed validator, InvalidFullLink.
    """
    for element in channel_of(document).findall("docs"):
        fault = address_fault(text_of(element))
        if fault:
            message = f"<docs> says {quoted(text_of(element))}: {fault}."
            yield Finding(
                line=element.sourceline, message=message, fix="https://www.rssboard.org/rss-specification"
            )
