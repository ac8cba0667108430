"""RSS and Atom, read as feed readers and strict parsers read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

import feedgen.entry
import feedgen.feed
import feedparser
import lxml.html
import pytest
from feedgen.feed import FeedGenerator
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from knowledge_center.feeds.model import Feed
from knowledge_center.feeds.xml_feeds import atom, rss
from knowledge_center.text.directions import with_closed_directions
from knowledge_center.text.xml import legal
from tests.feeds.samples import PICTURE, articles, feed
from tests.samples import article

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
HOSTILE = [
    "<script>alert(1)</script>",
    """She said "no" & 'yes'""",
    "]]> &amp; &lt;b&gt;",
    "**bold** [l](u) `code`",
    "كيف 👩🏽‍💼 שלום",
    "x" * 300,
]


def test_the_channels_link_is_the_site_and_not_the_feed() -> None:
    """A reader who clicks the feed's name comes to the site."""
    channel = etree.fromstring(rss(feed())).find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://knowledge.example.com/"
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert dict(own.attrib) == {
        "href": "https://knowledge.example.com/feed.xml", "rel": "self", "type": "application/rss+xml"
    }  # fmt: skip


def test_atom_has_one_alternate_and_itself() -> None:
    """Feed and entries lead to one page each; the feed also to its own address."""
    root = etree.fromstring(atom(feed()))
    assert [(e.get("rel"), e.get("href")) for e in root.findall(f"{ATOM}link")] == [
        ("self", "https://knowledge.example.com/atom.xml"),
        ("alternate", "https://knowledge.example.com/"),
    ]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    for entry in root.findall(f"{ATOM}entry"):
        assert [e.get("rel") for e in entry.findall(f"{ATOM}link")] == ["alternate"]


def shown(element: Any) -> str:
    """The words of an Atom text as a reader shows them (RFC 4287, 3.1.1): as they stand, or read as HTML."""
    assert element.get("type") in (None, "html")
    return str(lxml.html.fromstring(f"<p>{element.text}</p>").text if element.get("type") else element.text)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_arrives_as_it_was_typed(title: str) -> None:
    """Whatever stands in a title is text to a strict parser, the very same text, and so is a summary in Atom."""
    one = feed(article(title=title, summary=title))
    assert etree.fromstring(rss(one)).findtext(".//item/title") == title
    entry = etree.fromstring(atom(one)).find(f"{ATOM}entry")
    assert entry is not None
    assert [shown(entry.find(ATOM + name)) for name in ("title", "summary")] == [title, title]


@pytest.mark.parametrize("title", HOSTILE)
def test_the_name_of_a_site_is_text_too(title: str) -> None:
    """A feed's own title and description stand in every format as they were typed."""
    one = replace(feed(), title=title, description=title)
    channel = etree.fromstring(rss(one)).find("channel")
    assert channel is not None
    assert [channel.findtext(name) for name in ("title", "description")] == [title, title]
    root = etree.fromstring(atom(one))
    assert [shown(root.find(ATOM + name)) for name in ("title", "subtitle")] == [title, title]


def test_a_description_in_rss_is_shown_literally() -> None:
    """Readers take a description for HTML, so its text is escaped once more and shows as it was typed."""
    parsed = feedparser.parse(rss(feed(article(summary="a <b> & “c”"))))
    assert etree.HTML(parsed.entries[0].summary).xpath("string()") == "a <b> & “c”"


@example("<?\r")
@given(st.text())
def test_no_character_breaks_a_feed(text: str) -> None:
    """Control characters, which XML cannot hold, are left out; marks of direction are closed; all else arrives.

    The end of a line may arrive as another end of a line: readers of HTML make all of them one.
    """
    one = article(title=f"a{text}", summary=f"a{text}", content=f"<p>{text}</p>")
    for data in (rss(feed(one)), atom(feed(one))):
        assert not feedparser.parse(data).bozo
    entry = etree.fromstring(atom(feed(one))).find(f"{ATOM}entry/{ATOM}title")
    expected = with_closed_directions(legal(f"a{text}"))
    assert shown(entry).replace("\r\n", "\n").replace("\r", "\n") == expected.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


def test_an_item_says_who_wrote_it_what_about_and_when() -> None:
    """Each item has authors, topics, a date with its zone, and a lasting identifier that is no address."""
    item = etree.fromstring(rss(feed(article("a")))).find(".//item")
    assert item is not None
    assert [e.text for e in item.findall(f"{DC}creator")] == ["Careers Desk"]
    assert item.find("author") is None
    assert [e.text for e in item.findall("category")] == ["Interviews"]
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == datetime(2026, 11, 16, 9, tzinfo=UTC)
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("tag:knowledge.example.com,2026:article/a", "false")


def test_the_description_comes_before_the_whole_text() -> None:
    """Readers that take the first text they find take the summary."""
    item = etree.fromstring(rss(feed())).find(".//item")
    assert item is not None
    tags = [child.tag for child in item]
    assert tags.index("description") < tags.index(CONTENT)


def test_a_picture_is_offered_once_to_readers_and_once_to_mail_services() -> None:
    """One enclosure with its true size, one media:content directly in the item, with width and height."""
    item = etree.fromstring(rss(feed(article(image=PICTURE)))).find(".//item")
    assert item is not None
    url = "https://knowledge.example.com/articles/a/a.png"
    assert [dict(e.attrib) for e in item.findall("enclosure")] == [
        {"url": url, "length": "12345", "type": "image/png"}
    ]
    assert [dict(e.attrib) for e in item.findall(f"{MEDIA}content")] == [
        {"url": url, "medium": "image", "type": "image/png", "width": "1500", "height": "1000"}
    ]
    assert item.find(f"{MEDIA}group") is None
    entry = etree.fromstring(atom(feed(article(image=PICTURE)))).find(f"{ATOM}entry")
    assert entry is not None
    assert [(e.get("rel"), e.get("href")) for e in entry.findall(f"{ATOM}link")] == [
        ("alternate", "https://knowledge.example.com/articles/second-interview/"),
        ("enclosure", url),
    ]


def test_dates_are_those_of_the_articles() -> None:
    """The feed's date is its newest change, and a correction moves the entry's date of change alone."""
    first, second = articles(2)
    corrected = replace(second, updated=datetime(2026, 11, 18, 8, tzinfo=UTC))
    root = etree.fromstring(atom(feed(first, corrected)))
    entry = root.findall(f"{ATOM}entry")[1]
    changed = entry.findtext(f"{ATOM}updated") or ""
    assert datetime.fromisoformat(changed).replace(microsecond=0).isoformat() == "2026-11-18T03:00:00-05:00"
    assert root.findtext(f"{ATOM}updated") == changed
    assert entry.findtext(f"{ATOM}published") == "2026-11-15T09:00:00-05:00"
    assert entry.findtext(f"{ATOM}id") == second.id
    channel = etree.fromstring(rss(feed(first, corrected)))
    assert channel.findtext("channel/lastBuildDate") == "Wed, 18 Nov 2026 03:00:00 -0500"


def test_no_two_entries_of_an_atom_feed_changed_at_one_instant() -> None:
    """Articles of one day are told apart by a fraction of a second, which no other article ever changes."""
    day = datetime(2026, 11, 16, 5, tzinfo=UTC)
    several = [article(f"a-{number}", published=day) for number in range(200)]
    chosen = feed(*several, feeds={"tag_authority": "knowledge.example.com,2026", "entries": 200})

    def changes(data: bytes) -> dict[str, str]:
        entries = etree.fromstring(data).findall(f"{ATOM}entry")
        return {e.findtext(f"{ATOM}id") or "": e.findtext(f"{ATOM}updated") or "" for e in entries}

    all_of_them = changes(atom(chosen))
    assert len(set(all_of_them.values())) == 200
    assert all(datetime.fromisoformat(told).replace(microsecond=0) == day for told in all_of_them.values())
    assert changes(atom(feed(several[7]))).items() <= all_of_them.items()


@pytest.mark.parametrize("write", [rss, atom])
def test_a_feed_is_the_same_bytes_each_time(write: object) -> None:
    """Nothing in a feed depends on when it is written."""
    data = rss if write is rss else atom
    assert data(feed()) == data(feed())


@pytest.mark.parametrize("count", [0, 3])
@pytest.mark.parametrize("write", [rss, atom])
def test_a_feed_is_the_same_bytes_at_another_time(
    write: Callable[[Feed], bytes], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild a year later changes nothing: no date in a feed is that of its writing, empty or not."""
    one = replace(feed(*articles(3)), entries=feed(*articles(3)).entries[:count])
    before = write(one)

    class AnyDatetime(type):
        def __instancecheck__(cls, other: object) -> bool:
            return isinstance(other, datetime)

    class Later(datetime, metaclass=AnyDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            return cls(2031, 1, 2, 3, 4, 5, tzinfo=tz)

    for module in (feedgen.feed, feedgen.entry):
        monkeypatch.setattr(module, "datetime", Later)
    assert FeedGenerator().updated().year == 2031
    assert write(one) == before


def test_entries_stand_newest_first() -> None:
    """Whatever order articles come in, readers and mail services meet the newest first."""
    mixed = articles(6)[3:] + articles(6)[:3]
    newest = [f"https://knowledge.example.com/articles/a-{number}/" for number in range(6)]
    assert [item.findtext("link") for item in etree.fromstring(rss(feed(*mixed))).iter("item")] == newest
    entries = etree.fromstring(atom(feed(*mixed))).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == newest


MARKS = ["<b>", "</b>", "<select>", "&amp;", "&", "]]>", "'", '"', "é", "a", "1"]


@given(st.lists(st.sampled_from(MARKS), min_size=1).map(" ".join))
def test_a_feed_reader_gives_any_title_back_to_the_letter(title: str) -> None:
    """Marks of HTML and XML in a title are letters to a reader, in RSS and in Atom."""
    one = feed(article(title=title))
    parsed = feedparser.parse(rss(one), sanitize_html=False)
    assert not parsed.bozo
    assert parsed.entries[0].title == title
    parsed = feedparser.parse(atom(one))
    assert not parsed.bozo
    told = parsed.entries[0].title_detail
    words = lxml.html.fromstring(f"<p>{told.value}</p>").text if told.type == "text/html" else told.value
    assert words == title


def test_the_whole_text_of_an_entry_is_html_that_comes_back_as_it_was() -> None:
    """Content is escaped HTML in both formats, with everything XML needs escaped, and nothing lost."""
    html = '<p>a &amp; b ]]&gt; <a href="https://x.example/?a=1&amp;b=2">c</a></p>\n<pre>d\n\n  e</pre>'
    one = article(content=html)
    assert etree.fromstring(rss(feed(one))).findtext(f".//item/{CONTENT}") == html
    content = etree.fromstring(atom(feed(one))).find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", html)


def test_an_identifier_with_a_control_character_breaks_no_feed() -> None:
    """What a former site gave as an identifier is cleaned like every other text."""
    for write in (rss, atom):
        assert not feedparser.parse(write(feed(article(id="tag:x\x07y")))).bozo


def test_an_empty_feed_is_valid_and_has_no_date_of_today() -> None:
    """Before the first article a reader can subscribe already."""
    empty: Feed = replace(feed(), entries=())
    parsed = feedparser.parse(rss(empty))
    assert not parsed.bozo
    assert parsed.entries == []
    assert b"lastBuildDate" not in rss(empty)
    parsed = feedparser.parse(atom(empty))
    assert not parsed.bozo
    assert parsed.feed.updated.startswith("2000-01-01")


def test_a_feed_of_summaries_has_no_text() -> None:
    """With full_text off, entries carry the description only."""
    short = feed(feeds={"tag_authority": "knowledge.example.com,2026", "full_text": False})
    assert b"content:encoded>" not in rss(short)
    assert b"<content" not in atom(short)
