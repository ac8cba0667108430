"""Marks of direction: none outlives the text it stands in."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from knowledge_center.feeds.json_feed import json_feed
from knowledge_center.feeds.xml_feeds import atom, rss
from knowledge_center.text.directions import with_closed_directions
from tests.digests.samples import entry, issue
from tests.feeds.samples import feed
from tests.mail.samples import mail
from tests.samples import article


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("plain", "plain"),
        ("\u202eevil", "\u202eevil\u202c"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("\u2067a\u202bb\u2069c", "\u2067a\u202bb\u2069c"),
        ("a\u202cb\u2069c", "abc"),
        ("\u202aa\u202cb", "\u202aa\u202cb"),
        ("\u2066a\u202c\u2069", "\u2066a\u2069"),
        ("\u200eשלום\u200f", "\u200eשלום\u200f"),
    ],
)
def test_what_is_opened_is_closed(text: str, closed: str) -> None:
    """Each mark has its end, in order; an end without a beginning is nothing; marks without an end stay."""
    assert with_closed_directions(text) == closed
    assert with_closed_directions(closed) == closed


def test_no_title_turns_what_a_reader_shows_behind_it() -> None:
    """In every feed and in a mail, a title that leaves a direction open is closed at its end."""
    title, closed = "Pay \u202eyap", "Pay \u202eyap\u202c"
    made = feed(article(title=title, summary=title))
    for xml in (rss(made), atom(made)):
        texts = [text for text in etree.fromstring(xml).itertext() if "\u202e" in text]
        assert len(texts) >= 2
        assert all(text.endswith("\u202c") for text in texts)
    item = json.loads(json_feed(made))["items"][0]
    assert (item["title"], item["summary"]) == (closed, closed)
    sent = mail(issue(entry("a", title=title)))
    assert closed in sent.html
    assert closed in sent.text
    assert sent.subject.endswith(closed)
