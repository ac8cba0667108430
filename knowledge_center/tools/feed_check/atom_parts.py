"""Rules for the pieces an Atom document is made of: texts, people, links."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import (
    address_fault,
    id_fault,
    language_fault,
    mail_address_fault,
    type_fault,
)
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.vocabulary import (
    ATOM,
    ATOM_PERSON,
    ATOM_TEXTS,
    RELATIONS,
    XHTML,
    Element,
    elements,
    name_of,
    text_of,
)
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Document, Site]]("feeds.atom_parts")

_A = f"{{{ATOM}}}"
_KINDS = ("text", "html", "xhtml")


def _texts(document: Document) -> Iterator[Element]:
    for name in sorted(ATOM_TEXTS):
        yield from document.root.iter(_A + name)


@rule
def texts_have_a_known_type(document: Document, site: Site) -> Iterator[Finding]:
    """A title or summary is text, html or xhtml; anything else, such as CDATA, is invalid.

    Source: RFC 4287, 3.1.1; W3C feed validator, InvalidTextType; our rule: feedgen's CDATA.
    """
    for element in _texts(document):
        kind = element.get("type", "text")
        if kind not in _KINDS:
            message = (
                f"<{name_of(element)}> has the type {quoted(kind)}, but text, html or xhtml is expected."
            )
            yield Finding(line=element.sourceline, message=message, fix='type="html"')


@rule
def content_has_a_known_type(document: Document, site: Site) -> Iterator[Finding]:
    """Content is text, html, xhtml or a MIME type; anything else, such as CDATA, is invalid.

    Source: RFC 4287, 4.1.3.1; W3C feed validator, InvalidMIMEType; our rule: feedgen's CDATA.
    """
    for element in document.root.iter(f"{_A}content"):
        kind = element.get("type", "text")
        wrong = bool(type_fault(kind)) or kind.startswith(("multipart/", "message/"))
        if kind not in _KINDS and wrong:
            message = f"<content> has the type {quoted(kind)}, but text, html or xhtml is expected."
            yield Finding(line=element.sourceline, message=message, fix='type="html"')


@rule
def content_elsewhere_is_empty(document: Document, site: Site) -> Iterator[Finding]:
    """Content with a src is elsewhere: it has a type, a whole address, and nothing inside.

    Source: RFC 4287, 4.1.3.2; W3C feed validator, MissingTypeAttr and InvalidURIAttribute.
    """
    for element in document.root.iter(f"{_A}content"):
        source = element.get("src")
        if source is None:
            continue
        if fault := address_fault(source):
            yield Finding(line=element.sourceline, message=f"<content src={quoted(source)}>: {fault}.")
        if text_of(element) or len(element) or "type" not in element.attrib:
            message = "<content> with a src is expected to be empty and to have a type."
            yield Finding(
                line=element.sourceline, message=message, fix="Put the text in, or only the address."
            )


@rule
def markup_is_what_the_type_says(document: Document, site: Site) -> Iterator[Finding]:
    """Text and HTML are escaped; XHTML is one div; anything else is lost or shows as tags.

    Source: RFC 4287, 3.1.1 and 4.1.3.3; W3C feed validator, UndefinedElement and MissingXhtmlDiv.
    """
    for element in [*_texts(document), *document.root.iter(f"{_A}content")]:
        kind, inner = element.get("type", "text"), elements(element)
        if kind in ("text", "html") and inner:
            message = (
                f"<{name_of(element)}> of the type {kind} holds elements, but escaped markup is expected."
            )
            yield Finding(line=element.sourceline, message=message, fix="&lt;p&gt;…")
        elif kind == "xhtml" and ([child.tag for child in inner] != [f"{{{XHTML}}}div"] or text_of(element)):
            message = (
                f"<{name_of(element)}> of the type xhtml is expected to hold one XHTML div and nothing else."
            )
            yield Finding(line=element.sourceline, message=message, fix=f'<div xmlns="{XHTML}">…</div>')


@rule
def texts_are_not_empty(document: Document, site: Site) -> Iterator[Finding]:
    """An element that says nothing is left out, not left empty.

    Source: W3C feed validator, NotBlank.
    """
    single = ("generator", "icon", "logo")
    for element in [*_texts(document), *document.root.iter(f"{_A}content", *(_A + name for name in single))]:
        if not text_of(element) and not len(element) and element.get("src") is None:
            yield Finding(
                line=element.sourceline, message=f"<{name_of(element)}> is empty.", fix="Leave it out."
            )


@rule
def people_have_a_name(document: Document, site: Site) -> Iterator[Finding]:
    """An author is a name, and where there are an address of a page and of a mailbox, right ones.

    Source: RFC 4287, 3.2.
    """
    for person in document.root.iter(f"{_A}author", f"{_A}contributor"):
        names = [text_of(name) for name in person.findall(f"{_A}name")]
        if len(names) != 1 or not names[0]:
            message = f"<{name_of(person)}> is expected to have exactly one <name> that is not empty."
            yield Finding(line=person.sourceline, message=message, fix="<name>Careers Desk</name>")
        for child in elements(person):
            value = text_of(child)
            known = name_of(child) in ATOM_PERSON
            fault = "" if known else "a name, uri or email is expected"
            fault = id_fault(value) if name_of(child) == "uri" else fault
            fault = mail_address_fault(value) if name_of(child) == "email" else fault
            if fault:
                message = f"<{name_of(child)}> says {quoted(value)}: {fault}."
                yield Finding(line=child.sourceline, message=message)


@rule
def links_are_whole(document: Document, site: Site) -> Iterator[Finding]:
    """A link is an address in an attribute, whole, because nobody knows what a relative one is relative to.

    Source: RFC 4287, 4.2.7.1; W3C feed validator, MissingHref, InvalidIRI and AtomLinkNotEmpty.
    """
    for link in document.root.iter(f"{_A}link"):
        href = link.get("href")
        fault = "it has no href" if href is None else address_fault(href)
        if not fault and (text_of(link) or len(link)):
            fault = "all it says stands in attributes; it is expected to be empty"
        if fault:
            message = f"<link rel={quoted(link.get('rel', 'alternate'))} href={quoted(href or '')}>: {fault}."
            yield Finding(line=link.sourceline, message=message)


@rule
def links_say_what_they_are(document: Document, site: Site) -> Iterator[Finding]:
    """rel, type, hreflang, title and length of a link are what they are meant to be, or not there.

    Source: RFC 4287, 4.2.7; IANA link relations; W3C feed validator, UnregisteredAtomLinkRel.
    """
    for link in document.root.iter(f"{_A}link"):
        for name, fault in _attribute_faults(link):
            message = f"{name}={quoted(link.get(name))} of a <link>: {fault}."
            yield Finding(line=link.sourceline, message=message)


def _attribute_faults(link: Element) -> Iterator[tuple[str, str]]:
    attributes = link.attrib
    if "rel" in attributes and attributes["rel"] not in RELATIONS and address_fault(attributes["rel"]):
        yield "rel", "a registered relation or a whole address is expected"
    if "type" in attributes and type_fault(attributes["type"]):
        yield "type", type_fault(attributes["type"])
    if "hreflang" in attributes and language_fault(attributes["hreflang"]):
        yield "hreflang", language_fault(attributes["hreflang"])
    if "title" in attributes and not attributes["title"].strip():
        yield "title", "it is empty"
    if "length" in attributes and count(attributes["length"]) is None:
        yield "length", "a number of bytes is expected"


@rule
def icons_are_whole(document: Document, site: Site) -> Iterator[Finding]:
    """Icon and logo are pictures of this site, by their whole addresses.

    Source: RFC 4287, 4.2.5 and 4.2.8.
    """
    for element in document.root.iter(f"{_A}icon", f"{_A}logo"):
        address = text_of(element)
        if not address:
            continue
        fault = address_fault(address)
        if not fault and not site.owns(address):
            fault = "that is not a file of this site"
        if fault:
            yield Finding(
                line=element.sourceline, message=f"<{name_of(element)}> says {quoted(address)}: {fault}."
            )
