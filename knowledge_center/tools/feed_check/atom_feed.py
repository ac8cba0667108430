"""Rules for an Atom feed and its entries: what has to be there, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import id_fault
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.vocabulary import (
    ARCHIVE_RELATIONS,
    ATOM,
    ATOM_ATTRIBUTES,
    ATOM_ENTRY,
    ATOM_FEED,
    ATOM_MANY,
    Element,
    elements,
    name_of,
    namespace_of,
    qualified_name,
    text_of,
)

rule = RuleSet[[Document, Site]]("feeds.atom_feed")

_A = f"{{{ATOM}}}"
_REQUIRED = ("id", "title", "updated")


def parts_of(document: Document) -> list[Element]:
    """The feed itself and each of its entries."""
    return [document.root, *document.root.findall(f"{_A}entry")]


@rule
def is_atom_1(document: Document, site: Site) -> Iterator[Finding]:
    """Atom 0.3 had another namespace and other names; readers have dropped it.

    Source: RFC 4287, 1.2 and 2; W3C feed validator, ObsoleteNamespace.
    """
    root = document.root
    if root.tag != f"{_A}feed":
        message = f"<{qualified_name(root)}> in the namespace {quoted(namespace_of(root))} was found."
        yield Finding(line=root.sourceline, message=message, fix=f'<feed xmlns="{ATOM}">')


@rule
def has_id_title_and_updated(document: Document, site: Site) -> Iterator[Finding]:
    """Feed and entries each have exactly one id, title and updated: without them nothing is told apart.

    Source: RFC 4287, 4.1.1 and 4.1.2.
    """
    for part in parts_of(document):
        for name in _REQUIRED:
            count = len(part.findall(_A + name))
            if count != 1:
                message = f"<{name_of(part)}> has {count} times <{name}>, but exactly one is expected."
                yield Finding(line=part.sourceline, message=message)


@rule
def changes_are_told_apart(document: Document, site: Site) -> Iterator[Finding]:
    """Of two entries with one date of change, a reader that sorts by it cannot say which came last.

    Source: W3C feed validator, DuplicateUpdated.
    """
    first: set[str] = set()
    for entry in document.root.findall(f"{_A}entry"):
        for updated in entry.findall(f"{_A}updated"):
            value = text_of(updated)
            if value in first:
                message = f"Another entry has <updated> {quoted(value)} too."
                fix = "A fraction of a second that is this entry's own."
                yield Finding(line=updated.sourceline, message=message, fix=fix)
            first.add(value)


@rule
def repeats_no_element(document: Document, site: Site) -> Iterator[Finding]:
    """What may stand once stands once.

    Source: RFC 4287, 4.1.1 and 4.1.2; W3C feed validator, DuplicateElement.
    """
    for part in parts_of(document):
        seen: Counter[str] = Counter()
        for child in elements(part):
            name = name_of(child)
            seen[child.tag] += 1
            free = name in ATOM_MANY or name in _REQUIRED or namespace_of(child) != ATOM
            if seen[child.tag] == 2 and not free:
                message = f"<{name}> stands in <{name_of(part)}> more than once."
                yield Finding(line=child.sourceline, message=message, fix="Leave one of them.")


@rule
def holds_only_known_elements(document: Document, site: Site) -> Iterator[Finding]:
    """Atom's names stand where Atom has them, and nothing stands outside a namespace.

    Source: RFC 4287, 4.1 and 6.3; W3C feed validator, UndefinedElement and MissingNamespace.
    """
    for part in parts_of(document):
        names = ATOM_FEED if part is document.root else ATOM_ENTRY
        for child in elements(part):
            if not namespace_of(child) or (namespace_of(child) == ATOM and name_of(child) not in names):
                message = f"Atom has no <{qualified_name(child)}> in <{name_of(part)}>."
                yield Finding(
                    line=child.sourceline, message=message, fix="Remove it or give it its namespace."
                )


@rule
def holds_only_known_attributes(document: Document, site: Site) -> Iterator[Finding]:
    """The elements of Atom have few attributes; another one is a slip.

    Source: RFC 4287, 4.2; W3C feed validator, UnexpectedAttribute.
    """
    for element in document.root.iter(f"{_A}*"):
        for name in element.attrib:
            if not name.startswith("{") and name not in ATOM_ATTRIBUTES.get(name_of(element), ()):
                message = f"<{name_of(element)}> has no attribute “{name}” in Atom."
                yield Finding(line=element.sourceline, message=message, fix="Remove the attribute.")


@rule
def stands_before_its_entries(document: Document, site: Site) -> Iterator[Finding]:
    """A reader that reads as it loads wants to know the feed before its first entry.

    Source: W3C feed validator, MisplacedMetadata.
    """
    begun = False
    for child in elements(document.root):
        if child.tag == f"{_A}entry":
            begun = True
        elif begun and namespace_of(child) == ATOM:
            message = f"<{name_of(child)}> of the feed stands behind an entry; entries are expected last."
            yield Finding(line=child.sourceline, message=message)


@rule
def ids_are_absolute(document: Document, site: Site) -> Iterator[Finding]:
    """An id is compared letter by letter for ever: a whole IRI, without a space, in its one spelling.

    Source: RFC 4287, 4.2.6; RFC 4151; W3C feed validator, InvalidFullLink, InvalidTAG, NonCanonicalURI.
    """
    for part in parts_of(document):
        for element in part.findall(f"{_A}id"):
            fault = id_fault(element.text or "")
            if fault:
                message = f"The id {quoted(element.text or '')}: {fault}."
                yield Finding(
                    line=element.sourceline, message=message, fix="tag:example.com,2026:article/name"
                )


@rule
def somebody_wrote_it(document: Document, site: Site) -> Iterator[Finding]:
    """Each entry has an author, its own or the feed's.

    Source: RFC 4287, 4.1.1 and 4.1.2.
    """
    root = document.root
    if root.find(f"{_A}author") is not None:
        return
    entries = root.findall(f"{_A}entry")
    for part in [entry for entry in entries if entry.find(f"{_A}author") is None] or (
        [] if entries else [root]
    ):
        message = f"<{name_of(part)}> has no <author>, and the feed has none either."
        yield Finding(line=part.sourceline, message=message, fix="<author><name>Careers Desk</name></author>")


@rule
def has_one_alternate_a_type(document: Document, site: Site) -> Iterator[Finding]:
    """Two alternate links of one type: readers open one of them, and nobody knows which.

    A link without a type competes with every other, so it counts as a page.

    Source: RFC 4287, 4.1.1 and 4.1.2; W3C feed validator, DuplicateAtomLink; our rule: feedgen.
    """
    for part in parts_of(document):
        seen = set()
        alternates = [
            link for link in part.findall(f"{_A}link") if link.get("rel", "alternate") == "alternate"
        ]
        for link in alternates:
            key = (link.get("type", "text/html"), link.get("hreflang", ""))
            if key in seen:
                message = (
                    f"<{name_of(part)}> has two alternate links of the type {key[0]}, but one is expected."
                )
                yield Finding(line=link.sourceline, message=message, fix='rel="enclosure" or rel="related"')
            seen.add(key)
        if not alternates:
            message = f"<{name_of(part)}> has no alternate link, so that readers cannot open its page."
            yield Finding(line=part.sourceline, message=message, fix='<link rel="alternate" href="…"/>')


@rule
def entries_link_to_no_archive(document: Document, site: Site) -> Iterator[Finding]:
    """Pages of a history belong to the feed, not to one of its entries.

    Source: RFC 5005, 3 and 4; W3C feed validator, FeedHistoryRelInEntry.
    """
    for entry in document.root.findall(f"{_A}entry"):
        for link in entry.findall(f"{_A}link"):
            if link.get("rel") in ARCHIVE_RELATIONS:
                message = f"An entry links with rel={quoted(link.get('rel'))}; that belongs to the feed."
                yield Finding(line=link.sourceline, message=message, fix="Move the link to the feed.")


@rule
def entries_say_something(document: Document, site: Site) -> Iterator[Finding]:
    """An entry has a content or a summary; the summary is a must where the content is elsewhere or coded.

    Source: RFC 4287, 4.1.2 and 4.1.3.2; W3C feed validator, MissingSummary and MissingTextualContent.
    """
    for entry in document.root.findall(f"{_A}entry"):
        content, summary = entry.find(f"{_A}content"), entry.find(f"{_A}summary")
        if summary is not None:
            continue
        if content is None:
            message = "The entry has neither <content> nor <summary>."
            yield Finding(line=entry.sourceline, message=message, fix="<summary>: the article's description.")
        elif content.get("src") or _is_coded(content.get("type", "text")):
            message = "The content is not in the feed as text, so a <summary> is expected."
            yield Finding(
                line=content.sourceline, message=message, fix="<summary>: the article's description."
            )


def _is_coded(kind: str) -> bool:
    return "/" in kind and not (kind.startswith("text/") or kind.endswith(("+xml", "/xml")))


@rule
def categories_have_a_term(document: Document, site: Site) -> Iterator[Finding]:
    """A category without a term is a category without a name.

    Source: RFC 4287, 4.2.2.1.
    """
    for part in parts_of(document):
        for category in part.findall(f"{_A}category"):
            if not (category.get("term") or "").strip():
                yield Finding(
                    line=category.sourceline,
                    message="<category> has no term.",
                    fix='<category term="Interviews"/>',
                )


@rule
def dates_stand_alone(document: Document, site: Site) -> Iterator[Finding]:
    """A date and an id are taken as they stand, so spaces around them make them wrong.

    Source: RFC 4287, 3.3 and 2; W3C feed validator, UnexpectedWhitespace.
    """
    for part in parts_of(document):
        for name in ("updated", "published", "id"):
            for element in part.findall(_A + name):
                if (element.text or "") != text_of(element):
                    message = f"There are spaces around what <{name}> says."
                    yield Finding(line=element.sourceline, message=message, fix="Remove them.")
