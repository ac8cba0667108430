"""Rules for one item of an RSS feed."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault, mail_fault
from knowledge_center.tools.feed_check.rss_alike import (
    repeated_elements,
    synonymous_elements,
    unknown_elements,
)
from knowledge_center.tools.feed_check.vocabulary import (
    ATOM,
    CONTENT,
    DC,
    RSS_ITEM,
    RSS_MANY,
    Element,
    elements,
    name_of,
    namespace_of,
    qualified_name,
    text_of,
)
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Element, Site]]("feeds.rss_item")

_ENCODED = f"{{{CONTENT}}}encoded"
_PAIRS = (
    ("author", f"{{{DC}}}creator"),
    ("category", f"{{{DC}}}subject"),
    ("pubDate", f"{{{DC}}}date"),
    ("pubDate", f"{{{ATOM}}}published"),
    ("guid", f"{{{ATOM}}}id"),
    ("source", f"{{{DC}}}source"),
    ("description", f"{{{ATOM}}}content"),
)


@rule
def holds_only_known_elements(item: Element, site: Site) -> Iterator[Finding]:
    """RSS has a fixed list of names; anything else needs a namespace of its own.

    Source: RSS 2.0, elements of item; W3C feed validator, UndefinedElement.
    """
    yield from unknown_elements(item, RSS_ITEM)


@rule
def repeats_no_element(item: Element, site: Site) -> Iterator[Finding]:
    """What stands twice is read once, and readers differ on which.

    Source: RSS 2.0, elements of item; W3C feed validator, DuplicateElement.
    """
    many = (*RSS_MANY, "enclosure")
    yield from repeated_elements(
        item, lambda child: (not namespace_of(child) or child.tag == _ENCODED) and child.tag not in many
    )


@rule
def holds_text_not_elements(item: Element, site: Site) -> Iterator[Finding]:
    """Markup in RSS is escaped: elements inside a description are no RSS, and their text is lost.

    Source: RSS 2.0, description: entity-encoded HTML; W3C feed validator, UndefinedElement.
    """
    for child in elements(item):
        inner = elements(child)
        if inner and (not namespace_of(child) or child.tag == _ENCODED):
            message = f"<{qualified_name(child)}> holds the element <{qualified_name(inner[0])}>, but text is expected."
            yield Finding(line=inner[0].sourceline, message=message, fix="Escape the markup: &lt;p&gt;")


@rule
def has_one_enclosure_at_most(item: Element, site: Site) -> Iterator[Finding]:
    """Readers take the first enclosure or the last; an item has one.

    Source: RSS Best Practices Profile, enclosure; W3C feed validator, DuplicateEnclosure.
    """
    for extra in item.findall("enclosure")[1:]:
        message = "A second <enclosure> was found, but an item has at most one."
        yield Finding(line=extra.sourceline, message=message, fix="Leave the article's picture.")


@rule
def author_is_an_address(item: Element, site: Site) -> Iterator[Finding]:
    """RSS takes an e-mail address for the author; a name stands in dc:creator.

    Source: RSS 2.0, author; W3C feed validator, InvalidContact.
    """
    for author in item.findall("author"):
        fault = mail_fault(text_of(author))
        if fault:
            message = f"<author> says {quoted(text_of(author))}: {fault}."
            fix = f"<dc:creator>{text_of(author) or 'Careers Desk'}</dc:creator>"
            yield Finding(line=author.sourceline, message=message, fix=fix)


@rule
def description_comes_first(item: Element, site: Site) -> Iterator[Finding]:
    """Readers that take the first text they meet show the whole article where the summary belongs.

    Source: RSS Best Practices Profile, content:encoded; W3C feed validator, NeedDescriptionBeforeContent.
    """
    content = item.find(_ENCODED)
    if content is None:
        return
    before = {sibling.tag for sibling in content.itersiblings(preceding=True)}
    if "description" not in before:
        message = "<content:encoded> stands without a <description> before it."
        yield Finding(
            line=content.sourceline, message=message, fix="<description>: the article's summary, first."
        )


@rule
def guid_says_what_it_is(item: Element, site: Site) -> Iterator[Finding]:
    """A guid counts as an address unless isPermaLink is false, and readers open it.

    Source: RSS 2.0, guid; W3C feed validator, InvalidHttpGUID and InvalidPermalink.
    """
    for guid in item.findall("guid"):
        value, text = guid.get("isPermaLink", "true"), text_of(guid)
        if value not in ("true", "false"):
            message = f"isPermaLink says {quoted(value)}, but “true” or “false” is expected."
            yield Finding(line=guid.sourceline, message=message, fix='isPermaLink="false"')
        elif value == "true" and address_fault(text):
            message = (
                f"The guid {quoted(text)} is no web address, but isPermaLink says or implies that it is."
            )
            yield Finding(line=guid.sourceline, message=message, fix='isPermaLink="false"')


@rule
def guid_is_worldwide(item: Element, site: Site) -> Iterator[Finding]:
    """A short number is nobody's alone: readers that keep guids of all feeds in one table mix them up.

    Source: W3C feed validator, NotSufficientlyUnique.
    """
    for guid in item.findall("guid"):
        if len(text_of(guid)) < 9 and count(text_of(guid)) is not None:
            message = f"The guid {quoted(text_of(guid))} is a short number; other feeds have the same."
            yield Finding(line=guid.sourceline, message=message, fix="tag:example.com,2026:article/name")


@rule
def says_nothing_twice(item: Element, site: Site) -> Iterator[Finding]:
    """Two elements for one thing: if they differ once, nobody knows which holds.

    Source: W3C feed validator, DuplicateItemSemantics.
    """
    yield from synonymous_elements(item, _PAIRS)


@rule
def addresses_are_whole(item: Element, site: Site) -> Iterator[Finding]:
    """The addresses of comments and of a source are whole, like every other.

    Source: RSS 2.0, comments and source; W3C feed validator, InvalidFullLink.
    """
    addresses = [(element, text_of(element)) for element in item.findall("comments")]
    addresses += [(element, element.get("url", "")) for element in item.findall("source")]
    for element, address in addresses:
        fault = address_fault(address)
        if fault:
            message = f"<{name_of(element)}> says {quoted(address)}: {fault}."
            yield Finding(line=element.sourceline, message=message)
