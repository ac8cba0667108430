"""Defects of Atom's own shape."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, swap
from tests.tools.feed_check.samples import TAG, URL

_ENTRY = r"(<entry>)"

FEED = (
    Defect(
        what="Atom 0.3", rule="atom_feed.is_atom_1", path="news/atom.xml",
        change=swap("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"), says="purl.org/atom/ns#", at="<feed",
    ),
    Defect(
        what="an entry without id", rule="atom_feed.has_id_title_and_updated", path="atom.xml",
        change=swap(r"(<entry>\s*)<id>.*?</id>", r"\1"), says="0 times <id>", at="<entry>",
    ),
    Defect(
        what="an entry without updated", rule="atom_feed.has_id_title_and_updated", path="atom.xml",
        change=swap(r"(<entry>.*?)<updated>.*?</updated>", r"\1"), says="0 times <updated>", at="<entry>",
    ),
    Defect(
        what="a feed without title", rule="atom_feed.has_id_title_and_updated", path="atom.xml",
        change=swap("<title>.*?</title>", ""), says="<feed> has 0 times <title>", at="<feed",
    ),
    Defect(
        what="two entries that changed at one instant", rule="atom_feed.changes_are_told_apart", path="atom.xml",
        change=swap(r"(<entry>.*?<updated>)([^<]*)(.*?<entry>.*?<updated>)[^<]*", r"\1\2\3\2"),
        says="Another entry has <updated>",
    ),
    Defect(
        what="two summaries", rule="atom_feed.repeats_no_element", path="atom.xml",
        change=swap("(<summary>.*?</summary>)", r"\1\1"), says="<summary>", at="<summary>",
    ),
    Defect(
        what="an RSS element in Atom", rule="atom_feed.holds_only_known_elements", path="atom.xml",
        change=swap(_ENTRY, r"\1<pubDate>now</pubDate>"), says="<pubDate>", at="<pubDate>",
    ),
    Defect(
        what="an element without namespace", rule="atom_feed.holds_only_known_elements", path="atom.xml",
        change=swap(_ENTRY, r'\1<title xmlns="">Twice</title>'), says="<title>", at="Twice",
    ),
    Defect(
        what="an attribute that Atom does not have", rule="atom_feed.holds_only_known_attributes", path="atom.xml",
        change=swap("<category term", '<category domain="x" term'), says="“domain”", at="domain=",
    ),
    Defect(
        what="the generator behind the entries", rule="atom_feed.stands_before_its_entries", path="news/atom.xml",
        change=swap("(<generator.*?</generator>\n)(.*)(</feed>)", r"\2\1\3"), says="<generator>", at="<generator",
    ),
    Defect(
        what="a short id", rule="atom_feed.ids_are_absolute", path="atom.xml",
        change=swap(r"(<entry>\s*<id>)[^<]*", r"\1second-interview"), says="“second-interview”", at="<id>second",
    ),
    Defect(
        what="an id that is no tag", rule="atom_feed.ids_are_absolute", path="atom.xml",
        change=swap(r"(<entry>\s*<id>)[^<]*", r"\1tag:2026:article"), says="RFC 4151", at="tag:2026:article",
    ),
    Defect(
        what="an id in capitals", rule="atom_feed.ids_are_absolute", path="atom.xml",
        change=swap(r"(<entry>\s*<id>)[^<]*", r"\1https://EXAMPLE.com/a/"), says="canonical", at="EXAMPLE",
    ),
    Defect(
        what="entries nobody wrote", rule="atom_feed.somebody_wrote_it", path="news/atom.xml",
        change=swap("<author>.*?</author>", ""), says="<author>", at="<entry>",
    ),
    Defect(
        what="two alternates", rule="atom_feed.has_one_alternate_a_type", path="atom.xml",
        change=swap(r'<link rel="enclosure" type="image/png" ', "<link "), says="two alternate links",
        at='/picture.png" length',
    ),
    Defect(
        what="two alternates, one with its type", rule="atom_feed.has_one_alternate_a_type", path="news/atom.xml",
        change=swap("(<published>)", rf'<link hreflang="en" href="{URL}news/"/>\1'), says="two alternate links",
        at='type="text/html" hreflang',
    ),
    Defect(
        what="no alternate", rule="atom_feed.has_one_alternate_a_type", path="news/atom.xml",
        change=swap('rel="alternate" type="text/html" hreflang', 'rel="related" type="text/html" hreflang'),
        says="no alternate link", at="<entry>",
    ),
    Defect(
        what="an entry with a page before it", rule="atom_feed.entries_link_to_no_archive", path="atom.xml",
        change=swap(_ENTRY, rf'\1<link rel="prev-archive" href="{URL}news/1.xml"/>'), says="prev-archive",
        at="prev-archive",
    ),
    Defect(
        what="an entry that says nothing", rule="atom_feed.entries_say_something", path="atom.xml",
        change=swap("<content.*?</content>(.*?)<summary>.*?</summary>", r"\1"), says="neither", at="<entry>",
    ),
    Defect(
        what="content elsewhere without summary", rule="atom_feed.entries_say_something", path="atom.xml",
        change=swap("<content.*?</content>(.*?)<summary>.*?</summary>", rf'<content src="{URL}" type="text/html"/>\1'),
        says="<summary>", at="<content src",
    ),
    Defect(
        what="a category without term", rule="atom_feed.categories_have_a_term", path="atom.xml",
        change=swap('term="Interviews"', 'label="Interviews"'), says="no term", at="label=",
    ),
    Defect(
        what="an id with a line break", rule="atom_feed.dates_stand_alone", path="atom.xml",
        change=swap(r"(<entry>\s*<id>)([^<]*)", r"\1\n\2\n"), says="spaces around what <id> says",
    ),
)  # fmt: skip

PARTS = (
    Defect(
        what="a summary of type CDATA", rule="atom_parts.texts_have_a_known_type", path="atom.xml",
        change=swap("<summary>", '<summary type="CDATA">'), says="“CDATA”", at="CDATA",
    ),
    Defect(
        what="content of type CDATA", rule="atom_parts.content_has_a_known_type", path="atom.xml",
        change=swap('<content type="html">', '<content type="CDATA">'), says="“CDATA”", at="CDATA",
    ),
    Defect(
        what="content elsewhere, relative", rule="atom_parts.content_elsewhere_is_empty", path="news/atom.xml",
        change=swap("<content .*?</content>", '<content src="/a/" type="text/html"/>'), says="“/a/”",
        at="<content src",
    ),
    Defect(
        what="content elsewhere and here", rule="atom_parts.content_elsewhere_is_empty", path="news/atom.xml",
        change=swap("<content .*?</content>", rf'<content src="{URL}" type="text/html">x</content>'),
        says="expected to be empty", at="<content src",
    ),
    Defect(
        what="HTML that is not escaped", rule="atom_parts.markup_is_what_the_type_says", path="news/atom.xml",
        change=swap('<content type="xhtml">', '<content type="html">'), says="holds elements",
        at='<content type="html"',
    ),
    Defect(
        what="XHTML without a div", rule="atom_parts.markup_is_what_the_type_says", path="news/atom.xml",
        change=swap("<div(.*?)>(<p>.*?)</div>", r"<p\1>x</p>"), says="one XHTML div", at="<content",
    ),
    Defect(
        what="an empty subtitle", rule="atom_parts.texts_are_not_empty", path="atom.xml",
        change=swap("<subtitle>.*?</subtitle>", "<subtitle/>"), says="<subtitle> is empty", at="<subtitle/>",
    ),
    Defect(
        what="an author without name", rule="atom_parts.people_have_a_name", path="news/atom.xml",
        change=swap("<name>Desk</name>", ""), says="exactly one <name>", at="<author>",
    ),
    Defect(
        what="an author whose mailbox is a name", rule="atom_parts.people_have_a_name", path="news/atom.xml",
        change=swap("<email>[^<]*", "<email>Desk"), says="“Desk”", at="<email>",
    ),
    Defect(
        what="an author whose page is relative", rule="atom_parts.people_have_a_name", path="news/atom.xml",
        change=swap("<uri>[^<]*", "<uri>/desk/"), says="“/desk/”", at="<uri>",
    ),
    Defect(
        what="a link without href", rule="atom_parts.links_are_whole", path="atom.xml",
        change=swap(_ENTRY, r'\1<link rel="related"/>'), says="it has no href", at='rel="related"',
    ),
    Defect(
        what="a relative link", rule="atom_parts.links_are_whole", path="feed.xml",
        change=swap('(<atom:link href=")[^"]*(" rel="self")', r"\1/feed.xml\2"), says="“/feed.xml”", at="<atom:link",
    ),
    Defect(
        what="a link with words in it", rule="atom_parts.links_are_whole", path="atom.xml",
        change=swap(_ENTRY, rf'\1<link rel="related" href="{URL}">here</link>'), says="expected to be empty",
        at='rel="related"',
    ),
    Defect(
        what="an unknown relation", rule="atom_parts.links_say_what_they_are", path="atom.xml",
        change=swap('rel="enclosure"', 'rel="picture"'), says="“picture”", at='rel="picture"',
    ),
    Defect(
        what="a link of no type", rule="atom_parts.links_say_what_they_are", path="atom.xml",
        change=swap('type="image/png"', 'type="png"'), says="“png”", at='type="png"',
    ),
    Defect(
        what="a link in no language", rule="atom_parts.links_say_what_they_are", path="news/atom.xml",
        change=swap('hreflang="en"', 'hreflang="xx"'), says="“xx”", at='hreflang="xx"',
    ),
    Defect(
        what="a link with an empty title", rule="atom_parts.links_say_what_they_are", path="news/atom.xml",
        change=swap('title="Page"', 'title=""'), says="it is empty", at='title=""',
    ),
    Defect(
        what="an icon of another site", rule="atom_parts.icons_are_whole", path="news/atom.xml",
        change=swap(f"{URL}assets/icon.png", "https://www.example.org/icon.png"), says="www.example.org", at="<icon>",
    ),
    Defect(
        what="an icon that is not there", rule="addresses.answer", path="news/atom.xml",
        change=swap("assets/icon.png", "assets/none.png"), says="none.png", at="<icon>",
    ),
)  # fmt: skip

ITEM = (
    Defect(
        what="an Atom element without prefix in RSS", rule="rss_item.holds_only_known_elements", path="feed.xml",
        change=swap("(<pubDate>)", r"<updated>x</updated>\1"), says="<updated>", at="<updated>",
    ),
    Defect(
        what="two descriptions", rule="rss_item.repeats_no_element", path="feed.xml",
        change=swap("(<item>.*?)(<description>.*?</description>)", r"\1\2\2"), says="<description>",
    ),
    Defect(
        what="markup that is not escaped", rule="rss_item.holds_text_not_elements", path="feed.xml",
        change=swap("<content:encoded>.*?</content:encoded>", "<content:encoded><p>x</p></content:encoded>"),
        says="<p>", at="<content:encoded><p>",
    ),
    Defect(
        what="two enclosures", rule="rss_item.has_one_enclosure_at_most", path="feed.xml",
        change=swap("(<enclosure[^>]*>)", r"\1\n\1"), says="second <enclosure>",
    ),
    Defect(
        what="an author without address", rule="rss_item.author_is_an_address", path="feed.xml",
        change=swap("<dc:creator>(.*?)</dc:creator>", r"<author>\1</author>"), says="“Careers Desk”", at="<author>",
    ),
    Defect(
        what="an author without a name in brackets", rule="rss_item.author_is_an_address", path="feed.xml",
        change=swap("<dc:creator>(.*?)</dc:creator>", r"<author>desk@example.com</author>"), says="(Name)",
        at="<author>",
    ),
    Defect(
        what="the description behind the content", rule="rss_item.description_comes_first", path="feed.xml",
        change=swap(
            r"(<item>.*?)(<description>.*?</description>\s*)(<content:encoded>.*?</content:encoded>\s*)", r"\1\3\2"
        ),
        says="without a <description> before it", at="<content:encoded>",
    ),
    Defect(
        what="a guid that counts as an address", rule="rss_item.guid_says_what_it_is", path="feed.xml",
        change=swap(' isPermaLink="false"', ""), says=f"{TAG}article", at="<guid>",
    ),
    Defect(
        what="isPermaLink neither true nor false", rule="rss_item.guid_says_what_it_is", path="feed.xml",
        change=swap('isPermaLink="false"', 'isPermaLink="no"'), says="“no”", at='"no"',
    ),
    Defect(
        what="a guid that is a short number", rule="rss_item.guid_is_worldwide", path="feed.xml",
        change=swap(r'(<guid isPermaLink="false">)[^<]*', r"\g<1>12"), says="“12”", at=">12<",
    ),
    Defect(
        what="an author twice over", rule="rss_item.says_nothing_twice", path="feed.xml",
        change=swap("(<dc:creator>)", r"<author>desk@example.com (Desk)</author>\1"), says="<dc:creator>",
        at="<dc:creator>",
    ),
    Defect(
        what="comments at a relative address", rule="rss_item.addresses_are_whole", path="news/feed.xml",
        change=swap("<comments>[^<]*", "<comments>#comments"), says="“#comments”", at="<comments>",
    ),
    Defect(
        what="a source without address", rule="rss_item.addresses_are_whole", path="news/feed.xml",
        change=swap("<source url=[^>]*>", "<source>"), says="<source>", at="<source>",
    ),
)  # fmt: skip

DEFECTS = (*FEED, *PARTS, *ITEM)
