from __future__ import annotations

import re
from collections import Counter

import lxml.html
import pytest

from knowledge_center.tools.importer.exports.byline import read_byline
from knowledge_center.tools.importer.exports.export_model import ExportEntry
from knowledge_center.tools.importer.exports.saved_page import read_saved_page
from knowledge_center.tools.importer.import_notes import NoteKind, Refused

TITLE = "What an offer leaves out"
TEXT = """
<p>Most offers leave four things open, and the first week is when you find out which of them matter to you.</p>
<h2>What the letter says</h2><p>Pay is there. Hours rarely are. Ask.</p>
<ul><li>How long is the trial?</li><li>Is overtime paid, or taken as time off later?</li></ul>
<table><tr><th>Question</th><th>Place</th></tr><tr><td>Leave</td><td>The handbook</td></tr></table>
<h2>How to ask</h2><p>Write one message with all of your questions, so that whoever answers looks it up once.</p>
<pre><code>Dear Ms Okafor,
thank you.</code></pre>
<figure><img src="https://old.example.org/desk.jpg" alt="A desk"><figcaption>A desk to think at</figcaption></figure>
<p>Then wait. If a week goes by without an answer, call; people are busier than they are rude, most of them.</p>
<p>Good luck!</p>"""
NAV = """<header><a href="#c">Skip to content</a><nav><ul><li><a href="/">Home</a></li><li><a href="/jobs">Find jobs</a>
</li></ul></nav></header>"""
SHARE = (
    '<div class="sharedaddy"><span>Share this:</span> <a href="#">Facebook</a> <a href="#">LinkedIn</a></div>'
)
SIGNUP = """<div class="newsletter"><h3>Subscribe to our newsletter</h3><p>One idea about work every Tuesday.</p>
<form><input type="email"><button>Subscribe</button></form></div>"""
RELATED = """<section class="related-posts"><h3>Related posts</h3><article><h4><a href="/a">The note</a></h4>
<p>What to write after an interview, and why the first day counts most of all.</p></article></section>"""
ABOUT = """<div><h2>About Example Staffing</h2><p>We have been in this business for a long time, for both.</p></div>"""
FOOT = '<footer><p>© 2024 Example Staffing</p><a href="/privacy">Privacy policy</a></footer>'
BY = '<div>Posted on <time datetime="2021-03-04">March 4, 2021</time> by Jo Ito</div>'
CELLS = '<td><a href="/1">One</a><br><a href="/2">Two</a></td>'
# As themes of these programs lay a page out.
SHAPES = {
    "wordpress": f'{NAV}<div class="hentry"><h1>{TITLE}</h1>{BY}<div class="entry-content">{TEXT}{SHARE}</div></div>'
    f'<div id="comments"><h3>2 Comments</h3><p>Bo: I did just that.</p></div><aside><h3>Recent</h3></aside>{FOOT}',
    "ghost": f'{NAV}<main><article><header><h1>{TITLE}</h1><div><a href="/author/jo/">Jo Ito</a>'
    ' <time datetime="2021-03-04">'
    f'Mar 4</time></div></header><section class="gh-content">{TEXT}</section></article>{SIGNUP}{RELATED}</main>{FOOT}',
    "medium": f'<div class="a"><div><a href="/">Open in app</a></div><article><div class="b"><section>'
    f"<h1>{TITLE}</h1><div>"
    f"<div>Jo Ito</div><div>·</div><span>4 min read</span><div>Mar 4, 2021</div></div><button>Share</button>{TEXT}"
    "</section></div></article><div>Written by Jo Ito</div></div>",
    "hubspot": f'{NAV}<div class="blog-post"><div><a href="/blog/author/jo">Jo Ito</a><div>Mar 4, 2021</div></div>'
    f'<h1>{TITLE}</h1><div class="blog-post__body"><span>{TEXT}</span></div>'
    '<div class="blog-post__tags">Tags: <a href="/t">Pay</a>'
    f'</div></div>{ABOUT}<a href="/blog">Back to Blog Page</a><div>Subscribe to our blog.</div><p>Loading</p>{FOOT}',
    "sections": f"{NAV}<div><section><h1>{TITLE}</h1>{BY}</section><section>"
    + "".join(f"<div><div>{part}</div></div>" for part in re.split(r"(?=<h2>)", TEXT))
    + f"</section>{SIGNUP}</div>{FOOT}",
    "tables": f"<table><tr><td>Example | Jobs</td></tr><tr>{CELLS}<td><font size=5>{TITLE}</font><br>{BY}{TEXT}{SHARE}"
    "</td></tr></table>",
    "inside": f"{NAV}<main><article><h1>{TITLE}</h1>{BY}{SHARE}{TEXT.replace('<h2>How', SIGNUP + '<h2>How')}"
    f"{RELATED}{SHARE}"
    f"<h3>About the author</h3><p>Jo Ito writes on trains.</p></article></main>{FOOT}",
    "divs": f"{NAV}<div><div><div>{TITLE}</div>{BY}{TEXT.replace('<p>', '<div>').replace('</p>', '</div>')}</div>"
    f"<div>{SIGNUP}{RELATED}</div></div>{FOOT}",
}


def page(body: str, head: str = "") -> bytes:
    title = f"<title>{TITLE} | Example Staffing</title>"
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{title}{head}</head><body>{body}</body></html>".encode()


def read(body: str, head: str = "") -> ExportEntry:
    return read_saved_page("offer.html", page(body, head))


def words(html: str) -> Counter[str]:
    document = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    return Counter(re.findall(r"\w+", " ".join(document.itertext())))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_article_comes_whole_and_alone(shape: str) -> None:
    """Every word and part of it, nothing around it; each word of the page is in the article or named."""
    entry = read(SHAPES[shape])
    assert words(entry.html) == words(TEXT)
    for part in ("h2", "li", "td", "pre", "img", "figcaption"):
        assert entry.html.count(f"<{part}") == TEXT.count(f"<{part}"), part
    named = " ".join([TITLE, *(piece.text for piece in entry.furniture)])
    assert not words(SHAPES[shape]) - words(entry.html) - words(named)
    assert entry.fields["title"] == TITLE
    assert str(entry.fields["date"]).startswith("2021-03-04") and entry.fields["authors"] == ["Jo Ito"]


def test_the_head_says_more_than_the_page() -> None:
    """JSON-LD, Open Graph, the canonical address, topics; a picture's words where the page shows it."""
    head = """<link rel=canonical href="https://old.example.org/blog/offer/">
    <meta name=description content="What is open">
    <meta property="og:image" content="https://old.example.org/top.jpg"><meta property="article:tag" content="Pay">
    <meta property="og:site_name" content="Example Staffing">
    <script type="application/ld+json">{"@graph": [{"@type": ["Article"], "headline": "What an offer leaves out",
    "datePublished": "2020-01-02T03:04:05+01:00", "author": [{"name": "Bo Lee"}, {"name": "Al Ray"}]}]}</script>"""
    body = (
        f'<img src="/i/top.jpg" alt="A bridge"><div class="entry-content">{TEXT}<a href="../b/">b</a></div>'
    )
    fields = read(body, head).fields
    assert (fields["date"], fields["authors"]) == ("2020-01-02T03:04:05+01:00", ("Bo Lee", "Al Ray"))
    assert (fields["permalink"], fields["slug"]) == ("https://old.example.org/blog/offer/", "offer")
    assert (fields["image"], fields["image_alt"]) == ("https://old.example.org/top.jpg", "A bridge")
    assert (fields["excerpt"], fields["tags"]) == ("What is open", ("Pay",))
    assert 'href="https://old.example.org/blog/b/"' in read(body, head).html


@pytest.mark.parametrize(
    "mark",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>',
        '<div class="gh-post-upgrade-cta">This post is for subscribers</div>',
        '<form class="post-password-form"><input type=password></form>',
    ],
)
def test_what_not_everybody_could_read_stays_a_draft(mark: str) -> None:
    """Whether its text is there or not."""
    entry = read(f'{mark}<div class="entry-content">{TEXT}</div>')
    assert entry.fields["draft"] == "true" and any("draft" in note.message for note in entry.notes)


def test_pictures_that_wait_for_a_script_are_found() -> None:
    """Also where the page has them twice for those without; one that stands in the page itself is named."""
    lazy = '<img src="data:image/gif;base64,R0" data-src="/a.png" alt=A><noscript><img src="/a.png" alt=A></noscript>'
    entry = read(f'<div class="entry-content">{TEXT}{lazy}<img src="data:image/png;base64,AA" alt=B></div>')
    assert entry.html.count('src="/a.png"') == 1 and "base64" not in entry.html
    assert any("1 picture that stands in the page" in note.message for note in entry.notes)


@pytest.mark.parametrize("section", ["<section{}>", '<div class="section"{}>'])
def test_sections_called_after_their_headings_are_the_articles(section: str) -> None:
    """An id that speaks of menus is made of the heading; a short section belongs to the article as a long one does."""
    opened, closed = section.format, "</section>" if section.startswith("<section") else "</div>"
    parts = [f"{opened(' id=how-to-ask')}<h2>How to ask</h2>{TEXT * 3}{closed}"] + [
        f"{opened(f' id={slug}')}<h2>{heading}</h2><p>{heading} is part of it.</p>{closed}"
        for slug, heading in (("file-menu", "File menu"), ("memory-bio-support", "Memory BIO Support"))
    ]
    entry = read(f"<main>{opened(' id=t')}<h1>{TITLE}</h1><p>At first.</p>{''.join(parts)}{closed}</main>")
    for words in ("At first.", "File menu is part of it.", "Memory BIO Support is part of it."):
        assert words in entry.html


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Say <a href=#n>next</a> or <span>print</span> to them.</p>",
        "<pre>say(<span>print</span>, <span>x</span>)\n<span>close</span></pre>",
        "<p>f(<em><span>x</span></em>)</p><table><tr><td><p>X</p></td></tr></table>",
        "<p>Set <code><span>next</span></code> once.</p>",
        '<section id="s-use-related-pay"><h2>3.1. Use related pay</h2><p>Related pay is known.</p></section>',
        '<h3 id="site.nav.title">Pay of a menu</h3><dl><dt id="menu.share">A</dt><dd>Share</dd></dl>',
        '<aside class="footnote"><p>[1] Pay is said by the hour.</p></aside>',
    ],
)
def test_words_of_the_text_are_no_furniture_for_what_they_say(kept: str) -> None:
    """In a sentence, in code, in the name of a place, in a footnote."""
    entry = read(f'<main><h1>{TITLE}</h1>{TEXT * 3}{kept}<aside><a href="/b">Other pay</a></aside></main>')
    assert kept.replace("#n", '"#n"') in entry.html
    assert [piece.text for piece in entry.furniture] == ["Other pay"]


def test_the_article_is_where_the_page_says() -> None:
    """However long what stands beside it is, a thread of comments say."""
    entry = read(f"<div role=main><h1>{TITLE}</h1>{TEXT}</div><div><div>{TEXT * 9}</div></div>")
    assert entry.html.count(TEXT) == 1


def test_all_parts_of_an_article_are_its_own() -> None:
    """However short one is beside the others."""
    parts = (
        f"<div class=part><h2>One</h2><p>Pay is known.</p></div><div class=part><h2>Two</h2>{TEXT * 9}</div>"
    )
    assert "Pay is known." in read(f"<h1>{TITLE}</h1><div>{parts}</div>").html


def test_prose_beside_the_article_is_told() -> None:
    """It may have been part of it."""
    other = f"<div><p>{'Another long text stands in a place of its own. ' * 6}</p></div>"
    entry = read(f'<h1>{TITLE}</h1><div class="entry-content">{TEXT * 3}</div>{other}')
    assert any("Another long text" in note.message for note in entry.notes)


def test_words_between_elements_beside_the_article_are_reported() -> None:
    """Right in the body, and around the title."""
    box = f"<p><b>{TITLE}</b> is sold here.</p>"
    entry = read(f'First printed in 1999.<h1>{TITLE}</h1>{box}<div class="entry-content">{TEXT}</div>')
    assert {"First printed in 1999.", "is sold here."} <= {piece.text for piece in entry.furniture}


def test_the_article_is_not_reported_as_beside_itself() -> None:
    """Where its text says its title again."""
    entry = read(f'<h1>{TITLE}</h1><div class="entry-content">{TEXT}<p>{TITLE}, in short: much.</p></div>')
    assert entry.furniture == () and "in short: much." in entry.html


@pytest.mark.parametrize(
    ("raw", "said", "kind"),
    [
        (page("<article><h2><a href=/a>N</a></h2><p>Some words.</p></article>" * 4),
         "a list of articles", NoteKind.SKIPPED),
        (page("<h1>T</h1><script>document.write(1)</script>"), "shows no text", NoteKind.REFUSED),
        (b"", "empty", NoteKind.REFUSED),
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_one_sentence(raw: bytes, said: str, kind: NoteKind) -> None:
    """A list of articles need not be one; a page that a script fills wants to be saved otherwise."""
    with pytest.raises(Refused, match=said) as refused:
        read_saved_page("x.html", raw)
    assert refused.value.note.kind is kind


def test_letters_are_those_the_page_says_it_has() -> None:
    """Else UTF-8, else those of Windows."""
    for encoding, meta in (
        ("cp1252", "<meta charset=windows-1252>"),
        ("cp1252", ""),
        ("utf-8", ""),
        ("utf-16", ""),
    ):
        raw = f"<html><head>{meta}<title>Größe</title></head><body><article><p>Größe ist nicht alles.</p></article>"
        assert "Größe ist nicht alles" in read_saved_page("x.html", raw.encode(encoding)).html, (
            encoding,
            meta,
        )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("By Jo Ito", {"author": "Jo Ito"}),
        ("Posted on March 4, 2021 by Jo Ito", {"author": "Jo Ito", "date": "2021-03-04"}),
        ("By Jo Ito on March 4, 2021", {"author": "Jo Ito", "date": "2021-03-04"}),
        ("Jo Ito wrote it", None),
        ("4 Mar 2021 · 5 min read", {"date": "2021-03-04"}),
        ("Von Jo Ito | 2021-03-04", {"author": "Jo Ito", "date": "2021-03-04"}),
        ("By the time you read this, it is over.", None),
        ("3 minutes", {}),
    ],
)
def test_lines_about_an_article_are_read(line: str, found: dict[str, str] | None) -> None:
    """Who wrote it and when, in one line or two; a sentence is none."""
    assert read_byline(line) == found
