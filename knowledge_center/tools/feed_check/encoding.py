"""Rules for the bytes of a feed: whether they can be read at all, and by every reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_discovery import Document

rule = RuleSet[[Document, Site]]("feeds.encoding")

LARGEST = 4_000_000
_REBUILD = "Build the site again; a feed is never edited by hand."

_DECLARATION = re.compile(
    rb"""<\?xml\s+version=(?:"1\.[01]"|'1\.[01]')\s+encoding=["']([A-Za-z][\w.-]*)["']"""
)
_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
# XML 1.0 [2] Char, as raw bytes and as references; JSON 7; and what the W3C calls bad characters.
_RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u([0-9a-fA-F]{4})")


@rule
def can_be_read(document: Document, site: Site) -> Iterator[Finding]:
    """A feed that is not well formed shows nothing at all: one wrong character hides every article.

    Source: XML 1.0, 2.1; RFC 8259.
    """
    if document.fault is not None:
        yield document.fault


@rule
def is_utf8(document: Document, site: Site) -> Iterator[Finding]:
    """Bytes that are not UTF-8 are read as other letters or not at all.

    Source: XML 1.0, 4.3.3; RFC 8259, 8.1.
    """
    try:
        document.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = document.data.count(b"\n", 0, error.start) + 1
        byte = document.data[error.start]
        yield Finding(line=line, message=f"The byte 0x{byte:02x} is no UTF-8.", fix=_REBUILD)


@rule
def declares_utf8(document: Document, site: Site) -> Iterator[Finding]:
    """An XML feed says in its first line that it is UTF-8: served as text/xml it is else read as ASCII.

    Source: XML 1.0, 4.3.3; RFC 7303, 3; W3C feed validator, MissingEncoding.
    """
    if not document.is_xml:
        return
    match = _DECLARATION.match(document.data.removeprefix(b"\xef\xbb\xbf"))
    if match is None:
        message = "The first line does not declare the encoding; UTF-8 is expected to be declared."
        yield Finding(line=1, message=message, fix='<?xml version="1.0" encoding="UTF-8"?>')
    elif match.group(1).upper() != b"UTF-8":
        name = match.group(1).decode("ascii", "replace")
        message = f"The encoding {name} is declared, but UTF-8 is expected."
        yield Finding(line=1, message=message, fix='<?xml version="1.0" encoding="UTF-8"?>')


@rule
def has_no_byte_order_mark(document: Document, site: Site) -> Iterator[Finding]:
    """A byte order mark before the first character stops JSON parsers and some feed readers.

    Source: RFC 8259, 8.1; Unicode 16.0, 23.8.
    """
    if document.data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        yield Finding(
            line=1,
            message="The file begins with a byte order mark; it is expected to begin with its first character.",
            fix=_REBUILD,
        )


@rule
def has_no_document_type(document: Document, site: Site) -> Iterator[Finding]:
    """A document type brings entities, which readers refuse because they are an attack on the parser.

    Source: W3C feed validator, ContainsSystemEntity and FatalSecurityRisk.
    """
    match = _DOCTYPE.match(document.data) if document.is_xml else None
    if match is not None:
        line = document.data.count(b"\n", 0, match.end()) + 1
        message = "A document type (<!DOCTYPE …>) was found; a feed has none."
        yield Finding(line=line, message=message, fix=_REBUILD)


@rule
def has_no_control_characters(document: Document, site: Site) -> Iterator[Finding]:
    """Control characters break XML, and show as boxes or nothing wherever they do not.

    Source: XML 1.0, 2.2; RFC 8259, 7; W3C feed validator, BadCharacters.
    """
    text = document.data.decode("utf-8", "ignore").removeprefix("\ufeff")
    for match in _RAW.finditer(text):
        yield _control(text, match.start(), ord(match.group()))
    if document.is_xml:
        for match in _REFERENCE.finditer(text):
            code = int(match.group(1), 16) if match.group(1) else int(match.group(2))
            if code > 0x10FFFF or _RAW.match(chr(code)) or 0xD800 <= code <= 0xDFFF:
                yield _control(text, match.start(), code)
    else:
        for match in _ESCAPE.finditer(text):
            if _RAW.match(chr(int(match.group(1), 16))):
                yield _control(text, match.start(), int(match.group(1), 16))


def _control(text: str, at: int, code: int) -> Finding:
    before = " ".join(re.sub(r"<[^>]*>", " ", text[max(0, at - 60) : at]).split()[-4:])
    place = f" after “{before}”" if before else ""
    return Finding(
        line=text.count("\n", 0, at) + 1,
        message=f"The character U+{code:04X} was found{place}; it may not stand in a feed.",
        fix="Delete it in the article: retype the words around it.",
    )


@rule
def is_small_enough(document: Document, site: Site) -> Iterator[Finding]:
    """A feed of 4 MB and more is refused by mail services, and polled every hour by everybody else.

    Source: our rule: Digesto takes feeds under 4 MB.
    """
    if len(document.data) >= LARGEST:
        size = len(document.data) / 1_000_000
        yield Finding(
            message=f"The feed has {size:.1f} MB, but less than 4 MB is expected.",
            fix="feeds: {entries: 20} in mkdocs.yml, or full_text: false",
        )


@rule
def repeats_no_member(document: Document, site: Site) -> Iterator[Finding]:
    """A name that stands twice in one JSON object: parsers differ on which of the two counts.

    Source: RFC 8259, 4.
    """
    for name in document.repeated:
        yield Finding(message=f"The member “{name}” stands twice in one object.", fix=_REBUILD)
