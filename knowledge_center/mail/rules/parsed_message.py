"""A finished message, parsed: its bytes, its headers with their lines, its parts decoded."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from functools import cached_property
from typing import Any

import lxml.etree
import lxml.html

_BREAK = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header field as it stands: ``raw`` holds its lines without their ends, ``line`` counts from 1."""

    name: str
    raw: tuple[str, ...]
    line: int

    @property
    def value(self) -> str:
        """The value on one line, as RFC 5322 unfolds it; encoded words are left as they are."""
        return "".join([self.raw[0].partition(":")[2], *self.raw[1:]]).strip()

    @property
    def words(self) -> str:
        """The value as it is read; what cannot be decoded is left as it stands."""
        try:
            return str(make_header(decode_header(self.value)))
        except (LookupError, ValueError):
            return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A body part of a ``kind`` such as ``text/html``; bytes of its ``text`` that are no UTF-8 became U+FFFD."""

    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ParsedMessage:
    """A message to be checked. ``address`` is the sender's postal address as settings have it, line by line."""

    data: bytes
    headers: tuple[Header, ...]
    parts: tuple[Part, ...]
    address: tuple[str, ...] = ()

    def named(self, name: str) -> tuple[Header, ...]:
        """The headers of that name, in any case."""
        return tuple(header for header in self.headers if header.name.lower() == name.lower())

    def value(self, name: str) -> str:
        """The value of the first header of that name, or an empty string."""
        return next((header.value for header in self.named(name)), "")

    def line(self, name: str) -> int:
        """The line of the first header of that name, or 0."""
        return next((header.line for header in self.named(name)), 0)

    def part(self, kind: str) -> str:
        """The text of the first part of that kind, or an empty string."""
        return next((part.text for part in self.parts if part.kind == kind), "")

    @cached_property
    def html(self) -> str:
        return self.part("text/html")

    @cached_property
    def text(self) -> str:
        return self.part("text/plain")

    @cached_property
    def tree(self) -> Any:
        """The root of the HTML as it was sent; an empty document where there is none."""
        return parse_html(self.html)


def parse_message(data: bytes, address: Sequence[str] = ()) -> ParsedMessage:
    """The message in ``data``, whatever it is."""
    read = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = tuple(_part(leaf) for leaf in read.walk() if not leaf.is_multipart())
    return ParsedMessage(data=data, headers=_headers(data), parts=parts, address=tuple(address))


def _headers(data: bytes) -> tuple[Header, ...]:
    found: list[Header] = []
    for number, raw in enumerate(_BREAK.split(data), 1):
        if not raw:
            break
        line = raw.decode("utf-8", "replace")
        if line[0] in " \t" and found:
            last = found[-1]
            found[-1] = Header(name=last.name, raw=(*last.raw, line), line=last.line)
        else:
            found.append(Header(name=line.partition(":")[0].strip(), raw=(line,), line=number))
    return tuple(found)


def _part(leaf: Message) -> Part:
    payload = leaf.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return Part(kind=leaf.get_content_type(), text=data.decode("utf-8", "replace").replace("\r\n", "\n"))


def parse_html(html: str) -> Any:
    """The root element of an HTML document, whatever it is."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    data = html.encode("utf-8", "replace") if html.strip() else b"<html></html>"
    try:
        return lxml.html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except lxml.etree.ParserError:  # nothing but comments
        return parse_html("")
