"""Feeds, a list and pages written by hand: good, and with all that good ones may hold.

So every rule has something to look at, whatever our own writers make: a history of three pages, a hub, a
picture of the channel, XHTML, attachments, the feed for mail services.
"""

from __future__ import annotations

import json
from datetime import datetime

from tests.tools.feed_check.samples import LARGE, MONDAY, SETTINGS, TAG, URL, articles

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
RSS_ROOT = (
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:fh="http://purl.org/syndication/history/1.0">'
)


def rss_date(moment: datetime) -> str:
    """A date as RSS writes it."""
    return moment.strftime("%a, %d %b %Y %H:%M:%S +0000")


def email() -> str:
    """The feed for mail services: small pictures, no enclosure."""
    items = ""
    for one in articles():
        folder = f"{URL}{one.url}"
        items += f"""<item>
<title>{one.title.replace("&", "&amp;")}</title>
<link>{folder}</link>
<description>{one.summary}</description>
<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>
<guid isPermaLink="false">{one.id}</guid>
<pubDate>{rss_date(one.published)}</pubDate>
<dc:creator>Careers Desk</dc:creator>
<media:content url="{folder}small.jpg" medium="image" type="image/jpeg" width="600" height="400"/>
</item>
"""
    return f"""{HEAD}{RSS_ROOT}
<channel>
<title>By mail</title>
<link>{URL}</link>
<description>Every article.</description>
<atom:link href="{URL}email.xml" rel="self" type="application/rss+xml"/>
<generator>Knowledge Center</generator>
<language>en</language>
<lastBuildDate>{rss_date(MONDAY)}</lastBuildDate>
{items}</channel>
</rss>
"""


NEWS = (("three", "2026-11-12"), ("two", "2026-11-11"), ("one", "2026-11-10"))


def news() -> dict[str, bytes | str]:
    """A feed by hand in three formats, with a history of three pages in RSS."""
    own = [("news/feed.xml", "rss+xml", "News (RSS)"), ("news/atom.xml", "atom+xml", "News (Atom)")]
    files: dict[str, bytes | str] = {f"news/{name}/index.html": page() for name, _ in NEWS}
    files["news/index.html"] = page(*own, ("news/feed.json", "feed+json", "News"))
    files["news/feed.xml"] = news_rss("feed", "prev-archive:2 hub", NEWS)
    files["news/2.xml"] = news_rss("2", "prev-archive:1 current:feed archive", NEWS[1:])
    files["news/1.xml"] = news_rss("1", "next-archive:2 current:feed archive", NEWS[2:])
    files["news/atom.xml"] = news_atom()
    files["news/feed.json"] = news_json()
    return files


def news_rss(name: str, marks: str, entries: tuple[tuple[str, str], ...]) -> str:
    """One page of the feed by hand; ``marks`` are its links to other pages, hub and archive."""
    extra = ""
    for mark in marks.split():
        relation, _, target = mark.partition(":")
        if relation == "archive":
            extra += "<fh:archive/>\n"
        elif relation == "hub":
            extra += '<atom:link href="https://hub.example.org/" rel="hub"/>\n'
        else:
            extra += (
                f'<atom:link href="{URL}news/{target}.xml" rel="{relation}" type="application/rss+xml"/>\n'
            )
    items = "".join(
        f"""<item>
<title>News {key}</title>
<link>{URL}news/{key}/</link>
<description>What {key} says.</description>
<guid isPermaLink="false">{TAG}news/{key}</guid>
<pubDate>{rss_date(datetime.fromisoformat(f"{day}T09:00:00+00:00"))}</pubDate>
<dc:creator>Desk</dc:creator>
<category>News</category>
<comments>{URL}news/{key}/#comments</comments>
<source url="{URL}news/feed.xml">News</source>
<media:group>
<media:content url="{URL}articles/first-week/picture.png" medium="image" type="image/png" width="1200" height="800"/>
<media:content url="{URL}articles/first-week/small.jpg" medium="image" type="image/jpeg" width="600" height="400"/>
<media:description type="plain">A desk</media:description>
</media:group>
</item>
"""
        for key, day in entries
    )
    newest = datetime.fromisoformat(f"{entries[0][1]}T09:00:00+00:00")
    return f"""{HEAD}<?xml-stylesheet type="text/css" href="/assets/feed.css"?>
{RSS_ROOT}
<channel>
<title>News</title>
<link>{URL}news/</link>
<description>What is new.</description>
<atom:link href="{URL}news/{name}.xml" rel="self" type="application/rss+xml"/>
{extra}<language>en</language>
<managingEditor>desk@example.com (Desk)</managingEditor>
<lastBuildDate>{rss_date(newest)}</lastBuildDate>
<generator>Knowledge Center</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<ttl>60</ttl>
<image>
<url>{URL}assets/icon.png</url>
<title>News</title>
<link>{URL}news/</link>
<width>88</width>
<height>31</height>
</image>
<skipHours><hour>3</hour></skipHours>
<skipDays><day>Sunday</day></skipDays>
{items}</channel>
</rss>
"""


def news_atom() -> str:
    """The feed by hand in Atom: XHTML, an icon, a person with everything."""
    entries = "".join(
        f"""<entry>
<id>{TAG}news/{key}</id>
<title type="html">News {key}</title>
<updated>{day}T09:00:00Z</updated>
<published>{day}T09:00:00Z</published>
<link rel="alternate" type="text/html" hreflang="en" title="Page" href="{URL}news/{key}/"/>
<category term="News"/>
<summary>What {key} says.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>What {key} says.</p></div></content>
</entry>
"""
        for key, day in NEWS
    )
    return f"""{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>{TAG}feed/news</id>
<title>News</title>
<subtitle>What is new.</subtitle>
<updated>2026-11-12T09:00:00Z</updated>
<author><name>Desk</name><uri>https://www.example.com/</uri><email>desk@example.com</email></author>
<link rel="self" type="application/atom+xml" href="{URL}news/atom.xml"/>
<link rel="alternate" type="text/html" href="{URL}news/"/>
<generator uri="https://www.example.com/" version="1">Knowledge Center</generator>
<icon>{URL}assets/icon.png</icon>
{entries}</feed>
"""


def news_json() -> str:
    """The feed by hand in JSON: a hub, an extension, attachments."""
    picture_url = f"{URL}articles/first-week/picture.png"
    attachment = {"url": picture_url, "mime_type": "image/png", "size_in_bytes": len(LARGE)}
    items = [
        {
            "id": f"{TAG}news/{key}", "url": f"{URL}news/{key}/", "title": f"News {key}",
            "summary": f"What {key} says.",
            "content_html": f"<p>What {key} says.</p>", "image": picture_url, "date_published": f"{day}T09:00:00Z",
            "date_modified": f"{day}T09:00:00Z", "authors": [{"name": "Desk"}], "tags": ["News"], "language": "en-US",
            "attachments": [attachment], "_example": {"about": "https://www.example.com/"},
        }
        for key, day in NEWS
    ]  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "News", "home_page_url": f"{URL}news/",
        "feed_url": f"{URL}news/feed.json", "description": "What is new.", "language": "en", "expired": False,
        "icon": f"{URL}assets/icon.png", "authors": [{"name": "Desk", "url": "mailto:desk@example.com"}],
        "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}], "items": items,
    }  # fmt: skip
    return json.dumps(feed, indent=1) + "\n"


def opml() -> str:
    """The list of all feeds."""
    name = SETTINGS.site_name
    feeds = (
        ("feed.xml", name, ""),
        ("articles/category/interviews/feed.xml", f"Interviews – {name}", "articles/category/interviews/"),
        ("articles/author/careers-desk/feed.xml", f"Careers Desk – {name}", "articles/author/careers-desk/"),
        ("digests/weekly.xml", f"The weekly digest – {name}", "digests/weekly/"),
        ("news/feed.xml", "News", "news/"),
    )
    outlines = "".join(
        f'<outline type="rss" text="{title}" title="{title}" xmlUrl="{URL}{path}" htmlUrl="{URL}{home}"/>\n'
        for path, title, home in feeds
    )
    return f'{HEAD}<opml version="2.0">\n<head>\n<title>{name}</title>\n</head>\n<body>\n{outlines}</body>\n</opml>\n'


def page(*feeds: tuple[str, str, str]) -> str:
    """A page that links to feeds: path, type and title of each."""
    main = (
        ("feed.xml", "rss+xml", "All (RSS)"),
        ("atom.xml", "atom+xml", "All (Atom)"),
        ("feed.json", "feed+json", "All"),
    )
    links = "\n".join(
        f'<link rel="alternate" type="application/{kind}" title="{title}" href="{URL}{path}">'
        for path, kind, title in (*feeds, *main)
    )
    head = f"<head>\n<title>Page</title>\n{links}\n</head>"
    # Where the articles' own links lead to.
    places = "".join(f'<p id="{place}"></p>' for place in ("notes", "fn:1", "comments"))
    return f'<!doctype html>\n<html lang="en">\n{head}\n<body>{places}</body>\n</html>\n'
