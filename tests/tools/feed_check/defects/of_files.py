"""Defects of bytes, namespaces and of the RSS channel."""

from __future__ import annotations

from tests.tools.feed_check.defects import Defect, swap
from tests.tools.feed_check.samples import URL

_TITLE = r"(<title>)Second interview"
_CHANNEL = r"(<language>)"

ENCODING = (
    Defect(
        what="a tag that is not closed", rule="encoding.can_be_read", path="atom.xml", change=swap("</summary>", ""),
        says="The XML cannot be read",
    ),
    Defect(
        what="JSON that ends too early", rule="encoding.can_be_read", path="feed.json",
        change=lambda data: data[:-20], says="The JSON cannot be read",
    ),
    Defect(
        what="a number that JSON does not have", rule="encoding.can_be_read", path="feed.json",
        change=swap(r'"title": "Second[^"]*"', '"title": NaN'), says="NaN",
    ),
    Defect(
        what="a control character", rule="encoding.has_no_control_characters", path="feed.xml",
        change=swap(_TITLE, r"\1Second" + chr(1) + "interview"), says="U+0001", at="Second" + chr(1),
    ),
    Defect(
        what="a control character as a reference", rule="encoding.has_no_control_characters", path="atom.xml",
        change=swap(_TITLE, r"\1Second&#x1F;interview"), says="U+001F", at="&#x1F;",
    ),
    Defect(
        what="a control character as an escape", rule="encoding.has_no_control_characters", path="feed.json",
        change=swap("Second interview", r"Second\\u0008 interview"), says="U+0008", at="u0008",
    ),
    Defect(
        what="a character that says it could not be read", rule="encoding.has_no_control_characters",
        path="email.xml", change=swap(_TITLE, "\\1Second \ufffd"), says="U+FFFD", at="\ufffd",
    ),
    Defect(
        what="Latin-1", rule="encoding.is_utf8", path="feed.xml",
        change=lambda data: data.replace(b"Second", b"Caf\xe9", 1), says="0xe9", at="Caf",
    ),
    Defect(
        what="no declared encoding", rule="encoding.declares_utf8", path="feed.xml",
        change=swap(r"<\?xml.*?\?>", "<?xml version='1.0'?>"), says="does not declare", at="<?xml",
    ),
    Defect(
        what="another declared encoding", rule="encoding.declares_utf8", path="feeds.opml",
        change=swap('encoding="UTF-8"', 'encoding="ISO-8859-1"'), says="ISO-8859-1", at="<?xml",
    ),
    Defect(
        what="a byte order mark", rule="encoding.has_no_byte_order_mark", path="feed.json",
        change=lambda data: b"\xef\xbb\xbf" + data, says="byte order mark",
    ),
    Defect(
        what="a byte order mark in XML", rule="encoding.has_no_byte_order_mark", path="atom.xml",
        change=lambda data: b"\xef\xbb\xbf" + data, says="byte order mark",
    ),
    Defect(
        what="a document type", rule="encoding.has_no_document_type", path="news/feed.xml",
        change=swap("(<rss )", r'<!DOCTYPE rss [<!ENTITY a "b">]>\n\1'), says="document type", at="<!DOCTYPE",
    ),
    Defect(
        what="size over 4 MB", rule="encoding.is_small_enough", path="feed.xml",
        change=swap("(</content:encoded>)", "x" * 4_000_000 + r"\1"), says="4.0 MB",
    ),
    Defect(
        what="a member twice", rule="encoding.repeats_no_member", path="feed.json",
        change=swap(r'("title": "Second[^"]*",)', r"\1 \1"), says="“title”",
    ),
)  # fmt: skip

NAMESPACES = (
    Defect(
        what="an ns0 prefix", rule="namespaces.prefixes_are_the_usual_ones", path="feed.xml",
        change=lambda data: data.replace(b"xmlns:dc=", b"xmlns:ns0=").replace(b"dc:creator", b"ns0:creator"),
        says="“ns0:”", at="xmlns:ns0",
    ),
    Defect(
        what="Atom with a prefix", rule="namespaces.prefixes_are_the_usual_ones", path="news/atom.xml",
        change=swap("(<feed )", r'\1xmlns:atom="http://www.w3.org/2005/Atom" '), says="default namespace", at="<feed",
    ),
    Defect(
        what="media without the slash", rule="namespaces.prefixes_mean_what_they_say", path="feed.xml",
        change=swap("search.yahoo.com/mrss/", "search.yahoo.com/mrss"), says="“media:” stands for", at="mrss\"",
    ),
    Defect(
        what="a namespace of nobody", rule="namespaces.namespaces_are_known", path="news/feed.xml",
        change=swap("(<rss )", r'\1xmlns:x="http://www.example.org/x" '), says="www.example.org/x", at="<rss",
    ),
    Defect(
        what="an element its namespace does not have", rule="namespaces.elements_are_known", path="feed.xml",
        change=swap("<dc:creator>(.*?)</dc:creator>", r"<dc:author>\1</dc:author>"), says="<dc:author>",
        at="<dc:author>",
    ),
    Defect(
        what="an XSL style sheet", rule="namespaces.style_sheet_is_css", path="news/feed.xml",
        change=swap("text/css", "text/xsl"), says="text/xsl", at="<?xml-stylesheet",
    ),
    Defect(
        what="a style sheet that is not there", rule="addresses.answer", path="news/feed.xml",
        change=swap("/assets/feed.css", "/assets/none.css"), says="/assets/none.css", at="<?xml-stylesheet",
    ),
    Defect(
        what="words between the items", rule="namespaces.has_no_text_between_elements", path="feed.xml",
        change=swap("(</item>)", r"\1 and more"), says="“and more”", at="<channel>",
    ),
    Defect(
        what="words in an Atom entry", rule="namespaces.has_no_text_between_elements", path="atom.xml",
        change=swap("(<entry>)", r"\1stray"), says="“stray”", at="<entry>",
    ),
    Defect(
        what="a base address", rule="namespaces.relies_on_no_base", path="news/atom.xml",
        change=swap("(<feed )", rf'\1xml:base="{URL}" '), says="xml:base", at="<feed",
    ),
)  # fmt: skip

CHANNEL = (
    Defect(
        what="RSS 0.92", rule="rss_channel.is_version_2", path="news/feed.xml",
        change=swap('version="2.0"', 'version="0.92"'), says="“0.92”", at="<rss",
    ),
    Defect(
        what="two channels", rule="rss_channel.has_one_channel", path="news/feed.xml",
        change=swap("(</channel>)", r"\1<channel/>"), says="“channel, channel”",
    ),
    Defect(
        what="a channel without a link", rule="rss_channel.has_title_link_and_description", path="feed.xml",
        change=swap(r"<link>[^<]*</link>", ""), says="0 times <link>", at="<channel>",
    ),
    Defect(
        what="a channel with two titles", rule="rss_channel.has_title_link_and_description", path="feed.xml",
        change=swap("(<title>.*?</title>)", r"\1\1"), says="2 times <title>",
    ),
    Defect(
        what="an empty description", rule="rss_channel.has_title_link_and_description", path="feed.xml",
        change=swap("<description>.*?</description>", "<description> </description>"), says="<description> is empty",
    ),
    Defect(
        what="two languages", rule="rss_channel.repeats_no_element", path="feed.xml",
        change=swap("(<language>.*?</language>)", r"\1\n\1"), says="<language> stands in the channel more than once",
    ),
    Defect(
        what="an element that RSS does not have", rule="rss_channel.holds_only_known_elements", path="feed.xml",
        change=swap(_CHANNEL, r"<updated>now</updated>\1"), says="RSS has no <updated>", at="<updated>",
    ),
    Defect(
        what="an attribute that RSS does not have", rule="rss_channel.holds_only_known_attributes", path="feed.xml",
        change=swap("<pubDate>", '<pubDate zone="here">'), says="“zone”", at="zone=",
    ),
    Defect(
        what="a title behind the items", rule="rss_channel.stands_before_its_items", path="feed.xml",
        change=swap("(</channel>)", r"<copyright>us</copyright>\1"), says="<copyright>", at="<copyright>",
    ),
    Defect(
        what="a language twice over", rule="rss_channel.says_nothing_twice", path="feed.xml",
        change=swap(_CHANNEL, r"<dc:language>en</dc:language>\1"), says="<dc:language>", at="<dc:language>",
    ),
    Defect(
        what="an editor without address", rule="rss_channel.names_people_by_address", path="news/feed.xml",
        change=swap("desk@example.com ", ""), says="“(Desk)”", at="<managingEditor>",
    ),
    Defect(
        what="a text input", rule="rss_channel.uses_nothing_dead", path="feed.xml",
        change=swap(_CHANNEL, r"<textInput/>\1"), says="<textInput>", at="<textInput/>",
    ),
    Defect(
        what="a time to live in words", rule="rss_channel.tells_when_to_come_back", path="news/feed.xml",
        change=swap("<ttl>60", "<ttl>an hour"), says="“an hour”", at="<ttl>",
    ),
    Defect(
        what="hour 24", rule="rss_channel.tells_when_to_come_back", path="news/feed.xml",
        change=swap("<hour>3", "<hour>24"), says="“24”", at="<hour>",
    ),
    Defect(
        what="a day in German", rule="rss_channel.tells_when_to_come_back", path="news/feed.xml",
        change=swap("Sunday", "Sonntag"), says="“Sonntag”", at="<day>",
    ),
    Defect(
        what="documentation nowhere", rule="rss_channel.names_its_documentation", path="news/feed.xml",
        change=swap("<docs>[^<]*", "<docs>feedgen"), says="“feedgen”", at="<docs>",
    ),
    Defect(
        what="an empty image URL", rule="rss_image.has_a_picture", path="news/feed.xml",
        change=swap("<url>[^<]*", "<url>"), says="it is empty", at="<url>",
    ),
    Defect(
        what="an image URL that says None", rule="rss_image.has_a_picture", path="news/feed.xml",
        change=swap("<url>[^<]*", "<url>None"), says="“None”", at="<url>",
    ),
    Defect(
        what="an image that is not there", rule="rss_image.has_a_picture", path="assets/icon.png",
        change=lambda data: None, says="icon.png", blamed="news/feed.xml",
    ),
    Defect(
        what="an image that is a style sheet", rule="rss_image.has_a_picture", path="news/feed.xml",
        change=swap("assets/icon.png", "assets/feed.css"), says="no picture", at="<url>",
    ),
    Defect(
        what="an image with another title", rule="rss_image.is_labelled_like_the_channel", path="news/feed.xml",
        change=swap("(</url>\n<title>)News", r"\1Logo"), says="“Logo”", at="<image>",
    ),
    Defect(
        what="an image with another link", rule="rss_image.is_labelled_like_the_channel", path="news/feed.xml",
        change=swap(r"(</title>\n<link>)[^<]*(</link>\n<width>)", rf"\1{URL}\2"), says="<link>", at="<image>",
    ),
    Defect(
        what="an image with another width", rule="rss_image.has_its_true_size", path="news/feed.xml",
        change=swap("<width>88", "<width>80"), says="but the file has 88", at="<width>",
    ),
    Defect(
        what="an image that is too high", rule="rss_image.has_its_true_size", path="news/feed.xml",
        change=swap("<height>31", "<height>401"), says="1 to 400", at="<height>",
    ),
)  # fmt: skip

DEFECTS = (*ENCODING, *NAMESPACES, *CHANNEL)
