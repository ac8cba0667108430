"""Addresses, identifiers, languages and media types: what is wrong with one, as the end of a sentence.

Each function returns an empty string for what is right.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale

# RFC 3986 2: everything else has to be percent-encoded.
_URI = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
# RFC 4151 2.1
_TAG = re.compile(
    r"tag:(?:[\w.+-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?:"
    r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*(?:#.*)?",
    re.ASCII,
)
# RFC 8141 2, RFC 9562 4
_URN = re.compile(
    r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]:(?:[\w\-.~!$&'()*+,;=:@/?#]|%[0-9A-Fa-f]{2})+", re.I | re.A
)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
# RFC 5646 2.1, without the forms that were kept for old times' sake
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
)
_TOKEN = r"[^\s()<>,;:\\\"/\[\]?=]+"
_MIME = re.compile(rf"{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}=(?:\"[^\"]*\"|{_TOKEN}))*")
_MAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


def address_fault(address: str) -> str:
    """What keeps ``address`` from being a whole http or https address in plain ASCII (RFC 3986)."""
    if not address.strip():
        return "it is empty; a whole address that begins with https:// is expected"
    if not _URI.fullmatch(address):
        return "it holds characters that have to be percent-encoded (RFC 3986 2.1)"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "it cannot be read as an address"
    if parts.scheme not in ("http", "https"):
        return "a whole address that begins with https:// is expected"
    if not host or port == 0:
        return "it names no host"
    return ""


def id_fault(identifier: str) -> str:
    """What keeps ``identifier`` from being an absolute IRI in its one canonical spelling.

    RFC 4287 4.2.6 asks for an IRI and advises normalization, because ids are compared letter by letter.
    """
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", identifier):
        return "an absolute IRI, such as a tag: address, is expected"
    if re.search(r"[\s<>\"{}|\\^`\x00-\x20\x7f]", identifier):
        return "it holds characters that no IRI may hold"
    scheme = identifier.partition(":")[0]
    if scheme != scheme.lower():
        return "its scheme is expected in small letters, so that it has one spelling only"
    if scheme == "tag" and not _TAG.fullmatch(identifier):
        return "a tag address is expected to look like “tag:example.com,2026:article/name” (RFC 4151)"
    if scheme == "urn" and not _URN.fullmatch(identifier):
        return "that is no valid URN (RFC 8141)"
    if identifier.lower().startswith("urn:uuid:") and not _UUID.fullmatch(identifier):
        return "that is no valid UUID (RFC 9562)"
    return _http_id_fault(identifier) if scheme in ("http", "https") else ""


def _http_id_fault(identifier: str) -> str:
    try:
        parts = urlsplit(identifier)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "it cannot be read as an address"
    if not host:
        return "it names no host"
    default = {"http": 80, "https": 443}[parts.scheme]
    dots = any(part in (".", "..") for part in parts.path.split("/"))
    if parts.netloc != parts.netloc.lower() or port == default or not parts.path or dots:
        return "it is not in canonical form: small letters in the host, no default port, a path without dots"
    return ""


@lru_cache
def language_fault(tag: str) -> str:
    """What keeps ``tag`` from being a language tag (BCP 47, RFC 5646)."""
    if not _LANGUAGE.fullmatch(tag):
        return "a language tag such as “en” or “en-US” is expected (BCP 47)"
    if tag.partition("-")[0].lower() not in Locale("en").languages:
        return "no language has that code (ISO 639)"
    return ""


def type_fault(media_type: str) -> str:
    """What keeps ``media_type`` from being a MIME type (RFC 6838 4.2)."""
    return "" if _MIME.fullmatch(media_type) else "a MIME type such as “image/png” is expected"


def mail_fault(text: str) -> str:
    """What keeps ``text`` from being an author as RSS has it: an e-mail address, a name in brackets.

    RSS 2.0 (author), and the RSS Best Practices Profile, which asks for ``a@example.com (Name)``.
    """
    address, _, name = text.partition(" ")
    if not _MAIL.fullmatch(address):
        return "an e-mail address is expected here; a name alone belongs into dc:creator"
    if not re.fullmatch(r"\([^()]+\)", name):
        return "“address@example.com (Name)” is expected"
    return ""


def mail_address_fault(text: str) -> str:
    """What keeps ``text`` from being an e-mail address (RFC 4287 3.2.3)."""
    return "" if _MAIL.fullmatch(text) else "an e-mail address is expected"
