from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from knowledge_center.tools.importer.exports.export_model import Export, ExportError
from knowledge_center.tools.importer.exports.feed_entries import is_cut
from knowledge_center.tools.importer.exports.source_files import read_file
from knowledge_center.tools.importer.source_folder import export_source
from tests.tools.importer.samples import articles, imported

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Old</title>
<atom:link href="https://old.example.org/feed/" rel="self"/><link>https://old.example.org/</link>
<item><title>A fair offer</title><link>https://old.example.org/2019/a-fair-offer/</link>
<guid isPermaLink="false">https://old.example.org/?p=1</guid><pubDate>Mon, 06 May 2019 01:00:00 +0200</pubDate>
<dc:creator>Jo Ito</dc:creator><category>Pay</category><description>It leaves things open […]</description>
<content:encoded><![CDATA[<p>Most offers leave <a href="/2019/b/">four</a> things open.</p>
<img src="/u/door.png" alt="A door">
<p>The post <a href="x">A fair offer</a> appeared first on <a href="y">Old</a>.</p>]]></content:encoded>
<media:content url="https://old.example.org/u/top.png" medium="image"><media:description>The top</media:description>
</media:content><enclosure url="https://old.example.org/talk.mp3" type="audio/mpeg" length="1"/></item>
<item><title>B</title><link>https://old.example.org/2019/b/</link><guid>https://old.example.org/2019/b/</guid>
<pubDate>Tue, 07 May 2019 10:00:00 GMT</pubDate><author>bo@example.org (Bo Lee)</author>
<description>Only its beginning stands here… Read more</description></item>
<item><description>One small thing about work</description><pubDate>Tue, 07 May 2019 11:00:00 GMT</pubDate></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://old.example.org/"><title>Old</title>
<link href="https://old.example.org/"/><author><name>Jo Ito</name></author><id>x</id>
<updated>2019-05-06T00:00:00Z</updated>
<entry><title type="html">A &lt;em&gt;fair&lt;/em&gt; offer</title><link href="/2019/a/"/>
<id>tag:old.example.org,2019:1</id><published>2019-05-06T01:00:00+02:00</published>
<updated>2019-05-08T01:00:00+02:00</updated>
<category term="pay" label="Pay"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Most offers leave <b>four</b><br/>things open.</p><ul><li><img src="u/door.png" alt="A door"/></li></ul>
</div></content></entry>
</feed>
"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example.org/"><title>Old</title></channel>
<item rdf:about="https://old.example.org/a"><title>A fair offer</title><link>https://old.example.org/a</link>
<description>&lt;p&gt;Most offers leave four things open.&lt;/p&gt;</description>
<dc:date>2019-05-06T01:00:00+02:00</dc:date>
<dc:creator>Jo Ito</dc:creator></item></rdf:RDF>
"""
JSON = {
    "title": "Old",
    "authors": [{"name": "Jo Ito"}],
    "items": [
        {"id": 7, "url": "https://old.example.org/a/", "title": "A fair offer",
         "date_published": "2019-05-06T01:00:00+02:00",
         "content_text": "Most offers <leave> things open.\n\nThis one says which.", "tags": ["Pay"],
         "attachments": [{"url": "https://old.example.org/talk.mp3", "mime_type": "audio/mpeg"}]},
        {"id": "8", "url": "https://old.example.org/b/", "title": "B", "date_published": "2019-05-07T01:00:00Z",
         "summary": "What it is about"},
    ],
    "version": "https://jsonfeed.org/version/1.1",
}  # fmt: skip


def read(folder: Path, text: str) -> Export:
    """A feed by whatever name."""
    file = folder / "some file"
    file.write_text(text, encoding="utf-8")
    return read_file(file)


def test_an_rss_entry_has_all_that_its_feed_says(tmp_path: Path) -> None:
    """Identifier verbatim, the time in its zone, picture, attachments; what WordPress puts below is left out."""
    export = read(tmp_path, RSS)
    plan = imported(
        export_source(export).files, site=export.site_url, pictures=["u/door.png", "u/top.png"], permalink=""
    )
    article = articles(plan)["a-fair-offer"]
    assert article.front["guid"] == "https://old.example.org/?p=1"
    assert str(article.front["date"]) == "2019-05-05 23:00" and article.front["authors"] == ["jo-ito"]
    assert article.front["aliases"] == ["/2019/a-fair-offer/"] and article.front["image_alt"] == "The top"
    assert "![A door](door.png)" in article.body and "<https://old.example.org/talk.mp3>" in article.body
    assert "appeared first" not in article.body
    assert "https://old.example.org/u/door.png" in export.pictures


def test_an_entry_without_its_text_is_a_draft(tmp_path: Path) -> None:
    """With the address of the text; the sender's mail address is nobody's name, and an unknown address none at all."""
    export = read(tmp_path, RSS)
    plan = imported(export_source(export).files, site=export.site_url, permalink="")
    found = articles(plan)
    drafts = {name: one.front for name, one in found.items() if one.front.get("draft")}
    assert set(drafts) == {"b", "one-small-thing-about-work"} and drafts["b"]["authors"] == ["bo-lee"]
    assert "aliases" not in drafts["one-small-thing-about-work"]
    assert any("https://old.example.org/2019/b/" in note.message for note in export.entries[1].notes)


BLOGGER = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<link rel="alternate" href="https://old.example.org/"/>
<entry><id>tag:1</id><published>2019-05-06T08:00:00Z</published>{kind_post}
<category scheme="http://www.blogger.com/atom/ns#" term="Pay"/><title>Ours</title>
<content type="html">&lt;p&gt;Most offers leave things open.&lt;/p&gt;</content></entry>
<entry><id>tag:2</id><published>2019-05-07T08:00:00Z</published>{kind_post}
<app:control><app:draft>yes</app:draft></app:control><title>Not yet</title>
<content type="html">&lt;p&gt;Nobody has read this.&lt;/p&gt;</content></entry>
<entry><id>tag:3</id><published>2019-05-07T08:00:00Z</published>{kind_page}<title>About</title>
<content type="html">&lt;p&gt;Who we are.&lt;/p&gt;</content></entry>
<entry><id>tag:4</id><published>2019-05-07T08:00:00Z</published>{kind_comment}<title>Mine</title>
<content type="html">&lt;p&gt;I agree.&lt;/p&gt;</content></entry>
</feed>
"""
for _kind in ("post", "page", "comment"):
    BLOGGER = BLOGGER.replace(
        f"{{kind_{_kind}}}",
        '<category scheme="http://schemas.google.com/g/2005#kind"'
        f' term="http://schemas.google.com/blogger/2008/kind#{_kind}"/>',
    )


def test_of_bloggers_export_only_posts_are_articles(tmp_path: Path) -> None:
    """A draft stays one, also where its prefix is not declared; comments and pages are counted, no topics."""
    export = read(tmp_path, BLOGGER)
    assert [(one.fields["title"], one.fields["draft"]) for one in export.entries] == [
        ("Ours", ""),
        ("Not yet", "true"),
    ]
    assert export.entries[0].fields["tags"] == ["Pay"]
    assert (export.aside, export.hint) == ({"comment": 1, "page": 1}, "--pages brings its pages.")
    file = tmp_path / "some file"
    assert [one.fields["title"] for one in read_file(file, pages=True).entries] == [
        "Ours",
        "Not yet",
        "About",
    ]


@pytest.mark.parametrize("text", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_other_readers_read_the_same(tmp_path: Path, text: str) -> None:
    """feedparser sees the same identifiers, addresses and authors."""
    entries, others = read(tmp_path, text).entries, feedparser.parse(text).entries
    assert len(entries) == len(others)
    for ours, other in zip(entries, others, strict=True):
        assert ours.fields["guid"] == other.get("id", "")
        if other.get("link"):
            assert str(ours.fields["permalink"]).endswith(
                str(other["link"]).removeprefix("https://old.example.org")
            )
        if other.get("author_detail", {}).get("name"):
            assert ours.fields["authors"] == [other.author_detail.name]


def test_an_atom_entry_is_html_of_its_own(tmp_path: Path) -> None:
    """XHTML without its namespace, addresses from XML Base, the author of the feed, both days."""
    export = read(tmp_path, ATOM)
    (entry,) = export.entries
    assert (entry.fields["date"], entry.fields["updated"]) == (
        "2019-05-06T01:00:00+02:00",
        "2019-05-08T01:00:00+02:00",
    )
    assert entry.fields["tags"] == ["Pay"] and export.site_url == "https://old.example.org"
    assert "<p>Most offers leave <b>four</b><br>things open.</p>" in entry.html
    assert 'src="https://old.example.org/u/door.png"' in entry.html and "xmlns" not in entry.html


def test_a_json_feed_is_read(tmp_path: Path) -> None:
    """A number as an identifier, plain text, what is only a summary; a mark of order before it changes nothing."""
    first, second = read(tmp_path, "\ufeff" + json.dumps(JSON)).entries
    assert first.fields["guid"] == "7" and first.fields["authors"] == ["Jo Ito"]
    assert "<p>Most offers &lt;leave&gt; things open.</p>\n<p>This one says which.</p>" in first.html
    assert "talk.mp3" in first.html and not first.fields["draft"]
    assert second.fields["draft"] == "true" and second.html == "What it is about"


@pytest.mark.parametrize(
    ("html", "is_content", "cut"),
    [
        ("<p>Whole and short.</p>", True, False),
        ("<p>Whole and short.</p>", False, False),
        ("Only a sentence about it.", False, True),
        ("Only a sentence about it.", True, False),
        ("<p>It goes on […]</p>", True, True),
        ("<p>It goes on… <a>Continue reading</a> →</p>", True, True),
        (f"<p>{'word ' * 300}…</p>", True, False),
    ],
)
def test_a_beginning_is_told_from_a_whole_text(html: str, is_content: bool, cut: bool) -> None:
    """A cut text must not be published for the whole one."""
    assert is_cut(html, is_content=is_content) is cut


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RSS.replace("</item>", "<item>", 1), r"some file:\d+:\d+: the XML is broken there"),
        (RSS.replace("xmlns:content=", "xmlns:contents="), "prefix content on encoded is not defined"),
        (RSS.partition("<item>")[0] + "</channel></rss>", "a feed without entries"),
        (RSS.replace('"?>', '"?><!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "defines entities"),
        (RSS.replace('"?>', '"?><!DOCTYPE rss PUBLIC "a" "b">').replace("Jo Ito", "J&eacute;"), "no entity of XML"),
        (RSS.replace("Most offers", "x" * 10_000_001), "a text there is longer than 10 MB"),
        (json.dumps(JSON)[:-30], "the JSON is broken"),
        (json.dumps(JSON).replace('"url"', "url", 1), r"the JSON is broken \(Unexpected symbol 'url' at \d+\)"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "a feed without entries"),
        ("{}", "is not read here"),
        ("", "is not read here"),
    ],
    ids=["xml", "prefix", "empty", "entity", "unknown entity", "huge", "cut json", "json", "no items", "other",
         "nothing"],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    """With the place; nothing is fetched or blown up for it."""
    with pytest.raises(ExportError, match=said):
        read(tmp_path, text)
