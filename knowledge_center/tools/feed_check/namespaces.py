"""Rules for what an XML feed declares: namespaces and their prefixes, style sheets, base addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.vocabulary import (
    ATOM,
    KNOWN,
    PREFIXES,
    XHTML,
    XML,
    name_of,
    namespace_of,
    qualified_name,
    words,
)

rule = RuleSet[[Document, Site]]("feeds.namespaces")

_BY_PREFIX = {prefix: uri for uri, prefix in PREFIXES.items()}
_CONTAINERS = {
    "": words("rss channel item image skipHours skipDays opml head body outline"),
    ATOM: words("feed entry author contributor"),
}
_PSEUDO = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@rule
def prefixes_are_the_usual_ones(document: Document, site: Site) -> Iterator[Finding]:
    """Readers that look for “dc:creator” by its letters do not find “ns0:creator”.

    Source: W3C feed validator, NonstdPrefix and AvoidNamespacePrefix; our rule.
    """
    for line, prefix, uri in document.declared:
        usual = PREFIXES.get(uri)
        if usual and prefix not in (usual, None):
            message = f"The prefix “{prefix}:” was found for {uri}, but “{usual}:” is expected."
            yield Finding(line=line, message=message, fix=f'xmlns:{usual}="{uri}"')
        elif usual and prefix is not None and document.kind == "atom" and uri in (ATOM, XHTML):
            message = f"In an Atom feed {uri} is expected to be the default namespace, without “{prefix}:”."
            yield Finding(line=line, message=message, fix=f'xmlns="{uri}"')


@rule
def prefixes_mean_what_they_say(document: Document, site: Site) -> Iterator[Finding]:
    """A well-known prefix for another namespace: the elements look right and are ignored.

    Source: W3C feed validator, ReservedPrefix and MediaRssNamespace.
    """
    for line, prefix, uri in document.declared:
        meant = _BY_PREFIX.get(prefix or "")
        if meant and uri != meant:
            message = f"“{prefix}:” stands for {quoted(uri)}, but {meant} is expected."
            yield Finding(line=line, message=message, fix=f'xmlns:{prefix}="{meant}"')


@rule
def namespaces_are_known(document: Document, site: Site) -> Iterator[Finding]:
    """What stands in a namespace that nobody knows is read by nobody.

    Source: W3C feed validator, UnknownNamespace.
    """
    for line, prefix, uri in document.declared:
        if uri not in PREFIXES and prefix not in _BY_PREFIX:
            message = f"The namespace {quoted(uri)} is not one that feed readers know."
            yield Finding(line=line, message=message, fix="Leave it out, or mend a slip in its spelling.")


@rule
def elements_are_known(document: Document, site: Site) -> Iterator[Finding]:
    """An element that its namespace does not have is a slip, and its value is lost.

    Source: W3C feed validator, UndefinedElement; dublincore.org/documents/dces; rssboard.org/media-rss.
    """
    for element in document.root.iter(etree.Element):
        names = KNOWN.get(namespace_of(element))
        if names is not None and name_of(element) not in names:
            message = f"There is no element <{qualified_name(element)}>."
            yield Finding(line=element.sourceline, message=message, fix="Look for a slip in its name.")


@rule
def style_sheet_is_css(document: Document, site: Site) -> Iterator[Finding]:
    """Browsers switch XSL off from November 2026 and warn before: only CSS may style a feed.

    Source: our rule; chromestatus.com: XSLT removal; xml-stylesheet 1.0.
    """
    for instruction in _style_sheets(document):
        attributes = _pseudo(instruction)
        if attributes.get("type") != "text/css":
            message = f"A style sheet of type {quoted(attributes.get('type', ''))} was found, but text/css is expected."
            yield Finding(line=instruction.sourceline or 1, message=message, fix='type="text/css"')


def _style_sheets(document: Document) -> list[etree._ProcessingInstruction]:
    found: list[etree._ProcessingInstruction] = []
    node = document.root.getprevious()
    while node is not None:
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-stylesheet":
            found.insert(0, node)
        node = node.getprevious()
    return found


def _pseudo(instruction: etree._ProcessingInstruction) -> dict[str, str]:
    return {name: double or single for name, double, single in _PSEUDO.findall(instruction.text or "")}


@rule
def has_no_text_between_elements(document: Document, site: Site) -> Iterator[Finding]:
    """Words between the elements are read by nobody; mostly they fell out of an element.

    Source: W3C feed validator, UnexpectedText.
    """
    for element in document.root.iter(etree.Element):
        if name_of(element) not in _CONTAINERS.get(namespace_of(element), ()):
            continue
        for text in [element.text, *(child.tail for child in element)]:
            if text and text.strip():
                message = f"<{qualified_name(element)}> holds the words {quoted(text.strip())} between its elements."
                yield Finding(line=element.sourceline, message=message, fix="Remove them.")
                break


@rule
def relies_on_no_base(document: Document, site: Site) -> Iterator[Finding]:
    """Mailchimp and others ignore xml:base, so that what hangs on it leads nowhere.

    Source: our rule: Mailchimp ignores xml:base.
    """
    for element in document.root.iter(etree.Element):
        if f"{{{XML}}}base" in element.attrib:
            message = f"<{qualified_name(element)}> sets xml:base; whole addresses are expected instead."
            yield Finding(line=element.sourceline, message=message, fix="Remove xml:base.")
