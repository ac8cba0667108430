from __future__ import annotations

import pytest

from knowledge_center.mail.rules.parsed_message import parse_html, parse_message
from tests.mail.rules.samples import GOOD, good


def test_a_message_is_parsed_as_it_was_made() -> None:
    """Both parts come back decoded, headers in their order and with their lines."""
    message = parse_message(good())
    assert [part.kind for part in message.parts] == ["text/plain", "text/html"]
    assert message.text == GOOD.text
    assert message.html.rstrip() == GOOD.html.rstrip()
    assert message.headers[0].name == "From"
    assert [header.line for header in message.headers][:3] == [1, 2, 3]


def test_a_folded_header_is_one_value() -> None:
    """Lines that begin with a blank belong to the header above; encoded words are read."""
    data = b"Subject: =?utf-8?q?one=20?=\r\n\t=?utf-8?q?two?=\r\nTo: a\r\n\r\nTo: no header\r\n"
    message = parse_message(data)
    (subject,) = message.named("subject")
    assert (subject.words, subject.line, len(subject.raw)) == ("one two", 1, 2)
    assert (message.value("TO"), message.line("to")) == ("a", 3)
    assert (message.value("From"), message.line("From"), message.named("From")) == ("", 0, ())


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\x00", b" folded first", b":", b"\xff" * 9, b"a" * 9])
def test_anything_at_all_can_be_parsed(data: bytes) -> None:
    """What is no message has no parts worth reading, and nobody stumbles over it."""
    message = parse_message(data)
    assert message.html == ""
    assert message.tree.tag == "html"


@pytest.mark.parametrize(
    "html", ["", " ", "<!-- only -->", "words", "\x00", "<?xml version='1.0'?><p>", "<frameset>"]
)
def test_a_document_always_has_a_root(html: str) -> None:
    """Rules look into a tree, whatever the HTML was."""
    assert parse_html(html).tag == "html"
