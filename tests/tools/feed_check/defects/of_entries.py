"""Defects of entries and of the feed around them, in any format."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, item, member, swap
from tests.tools.feed_check.samples import TAG, URL

_FIRST, _SECOND = f"{TAG}article/second-interview", f"{TAG}article/first-week"

LINKS = (
    Defect(
        what="a missing self link", rule="links.names_its_own_address", path="feed.xml",
        change=swap("<atom:link[^>]*>", ""), says="0 times", at="<channel>",
    ),
    Defect(
        what="a missing feed_url", rule="links.names_its_own_address", path="feed.json",
        change=member(lambda root: root.pop("feed_url")), says="0 times a feed_url",
    ),
    Defect(
        what="two self links", rule="links.names_its_own_address", path="atom.xml",
        change=swap('(<link [^>]*rel="self"[^>]*>)', r"\1\1"), says="2 times", at="<feed",
    ),
    Defect(
        what="a self link that is not the public URL", rule="links.own_address_is_the_public_one", path="feed.xml",
        change=swap('(<atom:link href=")[^"]*', r"\1http://localhost:8000/feed.xml"), says="localhost",
        at="localhost",
    ),
    Defect(
        what="a copy that differs", rule="links.own_address_is_the_public_one", path="feed.rss",
        change=swap("Second", "Third"), says="differs from this file", at="<atom:link",
    ),
    Defect(
        what="a self link of the wrong type", rule="links.own_link_has_the_right_type", path="feed.xml",
        change=swap("application/rss\\+xml", "text/xml"), says="“text/xml”", at="text/xml",
    ),
    Defect(
        what="a self link of the wrong type in Atom", rule="links.own_link_has_the_right_type", path="atom.xml",
        change=swap("application/atom\\+xml", "application/rss+xml"), says="application/atom+xml",
        at="application/rss+xml",
    ),
    Defect(
        what="a hub that is this site", rule="links.hub_is_elsewhere", path="news/feed.xml",
        change=swap("https://hub.example.org/", URL), says="inside this site", at='rel="hub"',
    ),
    Defect(
        what="a hub without an address", rule="links.hub_is_elsewhere", path="news/feed.json",
        change=member(lambda root: root["hubs"][0].update(url="hub")), says="“hub”",
    ),
    Defect(
        what="a feed that belongs to itself", rule="links.belongs_to_a_page", path="feed.xml",
        change=swap("<link>[^<]*", f"<link>{URL}feed.xml"), says="no such page", at="feed.xml</link>",
    ),
    Defect(
        what="a feed that belongs elsewhere", rule="links.belongs_to_a_page", path="feed.json",
        change=member(lambda root: root.update(home_page_url="https://www.example.org/")), says="www.example.org",
    ),
    Defect(
        what="an Atom feed that belongs nowhere", rule="addresses.answer", path="news/atom.xml",
        change=swap('(<link rel="alternate" type="text/html" href=")[^"]*', rf"\1{URL}none/"), says="none/",
        at="none/",
    ),
    Defect(
        what="no language", rule="links.says_its_language", path="feed.xml",
        change=swap("<language>.*?</language>", ""), says="<language>", at="<channel>",
    ),
    Defect(
        what="a language by its name", rule="links.says_its_language", path="atom.xml",
        change=swap('xml:lang="en"', 'xml:lang="english"'), says="“english”", at="<feed",
    ),
    Defect(
        what="another language than the site's", rule="links.says_its_language", path="feed.json",
        change=member(lambda root: root.update(language="de")), says="“de”",
    ),
)  # fmt: skip

ENTRIES = (
    Defect(
        what="a missing guid", rule="entries.have_an_id", path="feed.xml",
        change=swap("<guid.*?</guid>", ""), says="no <guid>", at="<item>",
    ),
    Defect(
        what="an empty guid", rule="entries.have_an_id", path="feed.xml",
        change=swap("(<guid[^>]*>)[^<]*", r"\1"), says="no <guid>", at="<item>",
    ),
    Defect(
        what="a missing id", rule="entries.have_an_id", path="feed.json",
        change=item(lambda entry: entry.pop("id")), says="no id",
    ),
    Defect(
        what="a duplicate guid", rule="entries.have_an_id_of_their_own", path="feed.xml",
        change=swap(_SECOND, _FIRST), says=_FIRST,
    ),
    Defect(
        what="a duplicate id in Atom", rule="entries.have_an_id_of_their_own", path="atom.xml",
        change=swap(_SECOND, _FIRST), says=_FIRST,
    ),
    Defect(
        what="a duplicate id in JSON", rule="entries.have_an_id_of_their_own", path="feed.json",
        change=swap(_SECOND, _FIRST), says=_FIRST,
    ),
    Defect(
        what="a relative link", rule="entries.link_to_their_page", path="feed.xml",
        change=swap("(<item>.*?<link>)[^<]*", r"\1/articles/second-interview/"), says="“/articles/second-interview/”",
        at="<link>/",
    ),
    Defect(
        what="a link to another site", rule="entries.link_to_their_page", path="feed.json",
        change=item(lambda entry: entry.update(url="https://www.example.org/")), says="www.example.org",
    ),
    Defect(
        what="a link to no page", rule="addresses.answer", path="articles/second-interview/index.html",
        change=lambda data: None, says="no such file", blamed="atom.xml",
    ),
    Defect(
        what="no link", rule="entries.link_to_their_page", path="feed.json",
        change=item(lambda entry: entry.pop("url")), says="no url",
    ),
    Defect(
        what="an item without date", rule="entries.have_a_date", path="email.xml",
        change=swap("<pubDate>.*?</pubDate>", ""), says="no <pubDate>", at="<item>",
    ),
    Defect(
        what="an entry without published", rule="entries.have_a_date", path="atom.xml",
        change=swap("<published>.*?</published>", ""), says="no <published>", at="<entry>",
    ),
    *(
        Defect(
            what=f"a bad RFC 822 date: {text}", rule="entries.dates_can_be_read", path="feed.xml",
            change=swap("<pubDate>[^<]*", f"<pubDate>{text}"), says=f"“{text}”", at="<pubDate>",
        )
        for text in (
            "2026-11-16T09:00:00-05:00", "Mon, 16 Nov 26 09:00:00 -0500", "Mon, 16 Nov 2026 09:00:00",
            "Tue, 16 Nov 2026 09:00:00 -0500", "Mon, 16 Nov 2026 9:00 -0500", "Mon, 31 Nov 2026 09:00:00 -0500",
            "Mon, 16 Nov 2026 09:00:00 A", "",
        )
    ),
    Defect(
        what="a bad date of the build", rule="entries.dates_can_be_read", path="feed.xml",
        change=swap("<lastBuildDate>[^<]*", "<lastBuildDate>today"), says="“today”", at="<lastBuildDate>",
    ),
    *(
        Defect(
            what=f"a bad RFC 3339 date: {text}", rule="entries.dates_can_be_read", path="atom.xml",
            change=swap("(<entry>.*?<updated>)[^<]*", rf"\g<1>{text}"), says=f"“{text}”", at=f"<updated>{text}",
        )
        for text in (
            "2026-11-16T09:00:00", "2026-11-16 09:00:00-05:00", "2026-11-16", "2026-11-16T09:00Z",
            "2026-13-16T09:00:00Z", "2026-11-16t09:00:00z", "2026-11-16T09:00:00-0500",
        )
    ),
    Defect(
        what="a bad RFC 3339 date in JSON", rule="entries.dates_can_be_read", path="feed.json",
        change=item(lambda entry: entry.update(date_published="2026-11-16")), says="“2026-11-16”",
    ),
    Defect(
        what="a future pubDate", rule="entries.dates_are_past", path="feed.xml",
        change=swap("<pubDate>[^<]*", "<pubDate>Fri, 20 Nov 2026 12:00:01 +0000"), says="in the future",
        at="<pubDate>Fri",
    ),
    Defect(
        what="a future date in Atom", rule="entries.dates_are_past", path="atom.xml",
        change=swap("<updated>[^<]*", "<updated>2027-01-01T00:00:00Z"), says="in the future", at="2027",
    ),
    Defect(
        what="a future date in JSON", rule="entries.dates_are_past", path="feed.json",
        change=item(lambda entry: entry.update(date_modified="2027-01-01T00:00:00Z")), says="in the future",
    ),
    Defect(
        what="a future build date", rule="entries.dates_are_past", path="digests/weekly.xml",
        change=swap("<lastBuildDate>[^<]*", "<lastBuildDate>Mon, 23 Nov 2026 08:00:00 +0000"), says="lastBuildDate",
        at="<lastBuildDate>",
    ),
    Defect(
        what="the beginning of time", rule="entries.dates_are_plausible", path="digests/weekly.xml",
        change=swap("<pubDate>[^<]*", "<pubDate>Thu, 01 Jan 1970 00:00:00 +0000"), says="before 1990", at="<pubDate>",
    ),
    Defect(
        what="a change before publication", rule="entries.change_after_they_appear", path="atom.xml",
        change=swap("(<entry>.*?<updated>)[^<]*", r"\g<1>2026-11-15T09:00:00Z"), says="before it was published",
        at="2026-11-15T09:00:00Z",
    ),
    Defect(
        what="entries out of order", rule="entries.stand_newest_first", path="email.xml",
        change=swap("(<item>.*?</item>\n)(<item>.*?</item>\n)", r"\2\1"), says="Second interview",
    ),
    Defect(
        what="entries out of order in JSON", rule="entries.stand_newest_first", path="feed.json",
        change=member(lambda root: root["items"].reverse()), says="newer than the one before it",
    ),
    Defect(
        what="an item without author", rule="entries.have_an_author", path="feed.xml",
        change=swap("<dc:creator>.*?</dc:creator>", ""), says="names no author", at="<item>",
    ),
    Defect(
        what="an item without text", rule="entries.say_something", path="email.xml",
        change=swap("<description>What.*?</content:encoded>", ""), says="neither a summary nor a content",
        at="<item>",
    ),
    Defect(
        what="a feed that is dated by its build", rule="entries.feed_is_as_new_as_its_entries", path="atom.xml",
        change=swap("<updated>[^<]*", "<updated>2026-11-20T11:00:00Z"), says="2026-11-20T11:00:00Z", at="2026-11-20",
    ),
)  # fmt: skip

DEFECTS = (*LINKS, *ENTRIES)
