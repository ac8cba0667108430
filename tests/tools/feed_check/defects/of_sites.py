"""Defects that no file has alone: formats that differ, broken histories, lists and pages."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, gone, item, member, swap, swap_all
from tests.tools.feed_check.samples import TAG, URL

MARK = (
    Defect(
        what="a site without feeds", rule="generator.hooks_have_run", path="feed.xml", change=gone,
        says="hooks have not run",
    ),
    Defect(
        what="a feed of another plugin", rule="generator.feeds_are_ours", path="feed.xml",
        change=swap("<generator>[^<]*", "<generator>MkDocs RSS plugin - v1.19.0"), says="MkDocs RSS plugin",
        at="<channel>",
    ),
    Defect(
        what="an Atom feed without generator", rule="generator.feeds_are_ours", path="news/atom.xml",
        change=swap("<generator.*?</generator>", ""), says="generator", at="<feed",
    ),
)  # fmt: skip

SIBLINGS = (
    Defect(
        what="an entry in one format only", rule="siblings.formats_hold_the_same_entries", path="feed.json",
        change=member(lambda root: root["items"].pop()), says="before-day-one", blamed="feed.json",
    ),
    Defect(
        what="another order in one format", rule="siblings.formats_hold_the_same_entries", path="atom.xml",
        change=swap("(<entry>.*?</entry>\\s*)(<entry>.*?</entry>\\s*)", r"\2\1"), says="the order differs",
    ),
    Defect(
        what="another title in one format", rule="siblings.formats_say_the_same", path="atom.xml",
        change=swap("<title>Second", "<title>Third"), says="“Third interview", at="<title>Third",
    ),
    Defect(
        what="another date in one format", rule="siblings.formats_say_the_same", path="feed.json",
        change=item(lambda entry: entry.update(date_published="2026-11-16T08:00:00-05:00")), says="08:00:00-05:00",
    ),
    Defect(
        what="another page in one format", rule="siblings.formats_say_the_same", path="atom.xml",
        change=swap(f'<link href="{URL}articles/second-interview/"', f'<link href="{URL}articles/first-week/"'),
        says="The page", at="articles/first-week/",
    ),
    Defect(
        what="another name in one format", rule="siblings.formats_have_one_name", path="feed.json",
        change=member(lambda root: root.update(title="Knowledge")), says="“Knowledge”",
    ),
    Defect(
        what="another home in one format", rule="siblings.formats_have_one_name", path="atom.xml",
        change=swap(f'<link href="{URL}" rel="alternate"', f'<link href="{URL}subscribe/" rel="alternate"'),
        says="subscribe/", at="subscribe/",
    ),
    Defect(
        what="the hour of the build", rule="siblings.build_date_is_the_newest_change", path="feed.xml",
        change=swap("<lastBuildDate>[^<]*", "<lastBuildDate>Fri, 20 Nov 2026 11:00:00 +0000"),
        says="the newest change is of",
        at="<lastBuildDate>",
    ),
    Defect(
        what="no date of the build", rule="siblings.build_date_is_the_newest_change", path="digests/weekly.xml",
        change=swap("<lastBuildDate>[^<]*</lastBuildDate>", ""), says="no <lastBuildDate>", at="<channel>",
    ),
    Defect(
        what="one id for two articles", rule="siblings.ids_mean_one_article", path="news/feed.json",
        change=swap(f"{TAG}news/three", f"{TAG}article/first-week"),
        says="article/first-week", blamed="news/feed.json",
    ),
)  # fmt: skip

ARCHIVES = (
    Defect(
        what="a page of the history that is gone", rule="archives.links_lead_to_feeds", path="news/1.xml",
        change=gone,
        says="news/1.xml", blamed="news/2.xml",
    ),
    Defect(
        what="a page of the history that is a page of the site", rule="archives.links_lead_to_feeds", path="news/2.xml",
        change=swap("news/1.xml", "news/"), says="no feed of this site", at='rel="prev-archive"',
    ),
    Defect(
        what="two pages before one", rule="archives.links_stand_once", path="news/2.xml",
        change=swap('(<atom:link[^>]*rel="prev-archive"[^>]*>)', r"\1\1"), says="second prev-archive",
        at='rel="prev-archive"',
    ),
    Defect(
        what="a page of the past that does not say so", rule="archives.pages_of_the_past_say_so", path="news/2.xml",
        change=swap("<fh:archive/>\n", ""), says="no fh:archive", at="<channel>",
    ),
    Defect(
        what="a page of the past without present", rule="archives.pages_of_the_past_name_the_present",
        path="news/1.xml",
        change=swap('<atom:link[^>]*rel="current"[^>]*>', ""), says="rel=“current”", at="<channel>",
    ),
    Defect(
        what="a present that is past", rule="archives.pages_of_the_past_name_the_present", path="news/1.xml",
        change=swap('feed(.xml" rel="current")', r"2\1"), says="itself a page of the past", at='rel="current"',
    ),
    Defect(
        what="a chain that does not hold", rule="archives.chain_holds_both_ways", path="news/2.xml",
        change=swap("news/1.xml", "news/feed.xml"), says="does not lead back", blamed="news/1.xml",
    ),
    Defect(
        what="a page nobody leads to", rule="archives.chain_reaches_every_page", path="news/feed.xml",
        change=swap('<atom:link[^>]*rel="prev-archive"[^>]*>', ""), says="No chain", blamed="news/2.xml",
    ),
    Defect(
        what="a history in a circle", rule="archives.chain_reaches_every_page", path="news/1.xml",
        change=swap("(<fh:archive/>)", rf'<atom:link href="{URL}news/2.xml" rel="prev-archive"/>\1'),
        says="in a circle", at="prev-archive",
    ),
    Defect(
        what="a complete feed with a history", rule="archives.complete_feeds_have_no_past", path="news/feed.xml",
        change=swap("(<language>)", r"<fh:complete/>\1"), says="complete", at='rel="prev-archive"',
    ),
)  # fmt: skip

LISTS = (
    Defect(what="no list of feeds", rule="opml.is_there", path="feeds.opml", change=gone, says="not in the site"),
    Defect(
        what="a list that is no OPML", rule="opml.is_there", path="feeds.opml", change=lambda data: b"<html/>",
        says="no OPML",
    ),
    Defect(
        what="OPML 1.1", rule="opml.is_opml_2", path="feeds.opml", change=swap('version="2.0"', 'version="1.1"'),
        says="“1.1”", at="<opml",
    ),
    Defect(
        what="a list without head", rule="opml.is_opml_2", path="feeds.opml", change=swap("<head>.*?</head>", ""),
        says="One <head> and one <body>", at="<opml",
    ),
    Defect(
        what="a list without title", rule="opml.is_opml_2", path="feeds.opml", change=swap("<title>.*?</title>", ""),
        says="A <title> in the head", at="<opml",
    ),
    Defect(
        what="an outline without text", rule="opml.outlines_name_feeds", path="feeds.opml",
        change=swap(' text="[^"]*"', ""),
        says="no text", at="<outline",
    ),
    Defect(
        what="an outline of another type", rule="opml.outlines_name_feeds", path="feeds.opml",
        change=swap('type="rss"', 'type="atom"'), says="“atom”", at='type="atom"',
    ),
    Defect(
        what="an outline without address", rule="opml.outlines_name_feeds", path="feeds.opml",
        change=swap(' xmlUrl="[^"]*"', ""), says="xmlUrl", at="<outline",
    ),
    Defect(
        what="an outline to a page", rule="opml.outlines_lead_to_feeds", path="feeds.opml",
        change=swap('news/feed.xml"', 'news/"'), says="news/", at='news/"',
    ),
    Defect(
        what="an outline to nowhere", rule="addresses.answer", path="feeds.opml",
        change=swap("news/feed.xml", "news/none.xml"), says="none.xml", at="none.xml",
    ),
    Defect(
        what="an outline twice", rule="opml.outlines_stand_once", path="feeds.opml",
        change=swap("(<outline[^>]*>\n)", r"\1\1"), says="listed twice",
    ),
    Defect(
        what="an outline under another name", rule="opml.outlines_say_what_the_feed_says", path="feeds.opml",
        change=swap('text="News"', 'text="Old"'), says="“Old”", at='text="Old"',
    ),
    Defect(
        what="an outline with another page", rule="opml.outlines_say_what_the_feed_says", path="feeds.opml",
        change=swap(f'htmlUrl="{URL}news/"', f'htmlUrl="{URL}"'), says="htmlUrl", at="news/feed.xml",
    ),
    Defect(
        what="a feed that is not listed", rule="opml.every_feed_is_listed", path="feeds.opml",
        change=swap('<outline[^>]*news/feed.xml[^>]*>', ""), says="news/feed.xml",
    ),
)  # fmt: skip

_PAGE = "articles/category/interviews/index.html"

PAGES = (
    Defect(
        what="a page without feeds", rule="pages.lead_to_a_feed", path="404.html",
        change=swap_all('<link rel="alternate"[^>]*>', ""), says="links to no feed",
    ),
    Defect(
        what="a page that links to no feed of ours", rule="pages.links_arrive", path="404.html",
        change=swap("/atom[.]xml", "/atom"), says="/atom”", at='/atom"',
    ),
    Defect(
        what="a link of the wrong MIME type", rule="pages.links_tell_the_type", path="404.html",
        change=swap("application/rss\\+xml", "application/xml"), says="“application/xml”", at="application/xml",
    ),
    Defect(
        what="a link of a type of nobody", rule="pages.links_tell_the_type", path="404.html",
        change=swap("application/atom[+]xml", "application/atom"), says="“application/atom”", at='application/atom"',
    ),
    Defect(
        what="a link without title", rule="pages.links_have_a_title", path="404.html",
        change=swap(' title="[^"]*"', ""), says="no title", at="feed.xml",
    ),
    Defect(
        what="two links with one title", rule="pages.links_have_a_title", path="404.html",
        change=swap('title="All \\(Atom\\)"', 'title="All (RSS)"'), says="another link has too", at="feed.xml",
    ),
    Defect(
        what="a category page without its own feed", rule="pages.link_to_their_own_feed", path=_PAGE,
        change=swap('<link rel="alternate"[^>]*interviews/atom.xml[^>]*>', ""), says="interviews/atom.xml",
    ),
)  # fmt: skip

DEFECTS = (*MARK, *SIBLINGS, *ARCHIVES, *LISTS, *PAGES)
