"""The feed rendering: what is said stays, what only the site's own styles and scripts can show goes."""

from __future__ import annotations

import re
import time
from typing import Any

import lxml.html
import markdown
import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from knowledge_center.feeds.content_html import feed_html
from knowledge_center.text.markdown_dialect import MARKDOWN

URL = "https://knowledge.example.com/articles/a/"
SAFE = re.compile(r"(https?|mailto|tel|sms|ftp):")


def rendered(text: str, **changes: dict[str, Any]) -> str:
    """Markdown as the site renders it; ``changes`` are other settings of an extension."""
    configs = MARKDOWN | {name.replace("__", "."): config for name, config in changes.items()}
    return markdown.Markdown(extensions=list(MARKDOWN), extension_configs=configs).convert(text)


def feed(text: str, **changes: dict[str, Any]) -> str:
    """Markdown as a feed reader gets it."""
    return feed_html(rendered(text, **changes), URL)


def tight(html: str) -> str:
    """HTML without the line ends between elements."""
    return re.sub(r">\s*\n\s*<", "><", html)


# What Markdown makes


def test_a_note_is_a_quotation_with_its_title_in_bold() -> None:
    """A note keeps its title, marks in it included, and all its text."""
    assert tight(feed('!!! tip "A *note*"\n\n    Words.\n\n    - more\n')) == (
        "<blockquote><p><strong>A <em>note</em></strong></p><p>Words.</p><ul><li>more</li></ul></blockquote>"
    )
    assert tight(feed('!!! note ""\n\n    Words.\n')) == "<blockquote><p>Words.</p></blockquote>"


@pytest.mark.parametrize("mark", ["???", "???+"])
def test_a_part_that_can_be_closed_is_open(mark: str) -> None:
    """A reader that knows no lids shows what is under them."""
    assert tight(feed(f'{mark} note "Lid"\n\n    Words.\n')) == (
        "<blockquote><p><strong>Lid</strong></p><p>Words.</p></blockquote>"
    )


def test_tabs_stand_one_below_the_other() -> None:
    """Each tab's label in bold, then what was in it; no radio button is left."""
    html = tight(feed('=== "One"\n\n    First.\n\n=== "Two"\n\n    Second.\n'))
    assert re.sub("</?div>", "", html) == (
        "<p><strong>One</strong></p><p>First.</p><p><strong>Two</strong></p><p>Second.</p>"
    )


def test_tabs_in_tabs_keep_their_labels() -> None:
    """Each label stands before its own text, also where a tab holds tabs."""
    inner = '    === "B1"\n\n        two\n\n    === "B2"\n\n        three\n'
    text = f'=== "A"\n\n    one\n\n=== "B"\n\n{inner}\n=== "C"\n\n    four\n'
    words = lxml.html.fragment_fromstring(feed(text), create_parent="div").text_content().split()
    assert words == ["A", "one", "B", "B1", "two", "B2", "three", "C", "four"]


def test_a_task_list_has_its_boxes_as_characters() -> None:
    """Done and to do can be told apart without a form."""
    html = tight(feed("- [x] done\n- [ ] to *do*\n    - [x] deeper\n"))
    assert html == "<ul><li>☑ done</li><li>☐ to <em>do</em><ul><li>☑ deeper</li></ul></li></ul>"


def test_a_task_list_with_drawn_boxes() -> None:
    """The same holds where the site draws its own boxes."""
    html = feed("- [x] done\n", pymdownx__tasklist={"custom_checkbox": True, "clickable_checkbox": True})
    assert tight(html).replace("  ", " ") == "<ul><li>☑ done</li></ul>"


def test_a_footnote_leads_to_the_page() -> None:
    """The mark and the note stay; the way back, which only works on the page, goes."""
    html = feed("Words.[^1]\n\n[^1]: The note.\n")
    assert f'<sup id="fnref:1"><a href="{URL}#fn:1">1</a></sup>' in html
    assert re.search(r'<li id="fn:1">\s*<p>The note\.\s*</p>', html)
    assert "↩" not in html


def test_definitions_abbreviations_and_tables_stay() -> None:
    """What every reader knows is left as it is."""
    assert tight(feed("Term\n:   What it means\n")) == "<dl><dt>Term</dt><dd>What it means</dd></dl>"
    assert feed("HTML\n\n*[HTML]: Hypertext\n") == '<p><abbr title="Hypertext">HTML</abbr></p>'
    assert tight(feed("| a | b |\n|:--|--:|\n| 1 | `|` |\n")) == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>1</td><td><code>|</code></td></tr></tbody></table>"
    )


CODE = "def f():\n\n    return '<&>'\n"
ESCAPED = "def f():\n\n    return '&lt;&amp;&gt;'\n"


@pytest.mark.parametrize("numbers", ["", ' linenums="7"', ' linenums="1" hl_lines="1 3"'])
@pytest.mark.parametrize("style", ["table", "inline", "pymdownx-inline"])
@pytest.mark.parametrize("anchors", [False, True])
def test_code_keeps_its_lines_and_loses_its_numbers(numbers: str, style: str, anchors: bool) -> None:
    """Code is its text to the letter, blank lines and all, however the site numbers and marks its lines."""
    highlight = {"linenums_style": style, "anchor_linenums": anchors, "line_spans": "__span"}
    html = feed(f"```python{numbers}\n{CODE}```\n", pymdownx__highlight=highlight)
    assert re.sub("</?div>", "", html).strip() == f"<pre><code>{ESCAPED}</code></pre>"


@pytest.mark.parametrize("numbers", ["", ' linenums="1"'])
def test_code_keeps_the_name_of_its_file(numbers: str) -> None:
    """The name over a block of code stands in bold before it, in a table of numbers too."""
    html = re.sub("</?div>", "", feed(f'```python title="f.py"{numbers}\n{CODE}```\n'))
    assert html.strip() == f"<p><strong>f.py</strong></p><pre><code>{ESCAPED}</code></pre>"


def test_code_without_colours_and_code_in_a_line() -> None:
    """Plain blocks, indented ones and words in a line are code."""
    assert re.sub("</?div>", "", feed("```\na < b\n```\n")).strip() == "<pre><code>a &lt; b\n</code></pre>"
    assert re.sub("</?div>", "", feed("    a\n\n    b\n")).strip() == "<pre><code>a\n\nb\n</code></pre>"
    assert feed("`#!python a = 1` and `b`") == "<p><code>a = 1</code> and <code>b</code></p>"


def test_marks_for_the_site_go_and_text_in_them_stays() -> None:
    """Classes, ids and grids are the site's own; what is in them is for everybody."""
    html = feed(
        "## Heading {#own .big}\n\n[Go](b.md){ .md-button target=_blank }\n\n"
        '<div class="grid" markdown>\n\n**x**\n\n</div>\n'
    )
    assert (
        tight(html)
        == f'<h2>Heading</h2><p><a href="{URL}b.md">Go</a></p><div><p><strong>x</strong></p></div>'
    )


def test_a_picture_for_dark_pages_only_is_left_out() -> None:
    """Of two pictures for two colour schemes, readers get the light one."""
    html = feed(
        "![x](d.png#only-dark)![y](l.png#only-light){ width=300 loading=lazy }![z](g.png#gh-dark-mode-only)"
    )
    assert html == f'<p><img alt="y" src="{URL}l.png#only-light" width="300"></p>'


# What Material and editors add


@pytest.mark.parametrize(
    "html",
    [
        '<h1 id="x">The title<a class="headerlink" href="#x">¶</a></h1>',
        "<!-- more -->",
        "<?php x ?>",
        "<script>x()</script>",
        "<style>p{}</style>",
        "<noscript>x</noscript>",
        "<template>x</template>",
        '<form action="/x"><input name="q"></form>',
        "<button>Copy</button>",
        "<select><option>x</option></select>",
        "<textarea>x</textarea>",
        "<svg><path d='M0'/><text>x</text></svg>",
        '<link rel="stylesheet" href="x.css">',
        '<meta http-equiv="refresh" content="0; url=/x">',
        '<base href="https://evil.example/">',
        '<input type="text" value="x">',
        "<iframe></iframe>",
        "<noembed>x</noembed>",
        "<title>x</title>",
    ],
)
def test_what_readers_cannot_show_is_dropped(html: str) -> None:
    """Titles, scripts, styles, forms, buttons and icons go, and the text around them stays."""
    assert feed_html(f"<p>before</p>{html} after <b>all</b>", URL) == "<p>before</p> after <b>all</b>"


def test_headings_lose_the_link_to_themselves() -> None:
    """The ¶ behind a heading is a control of the page."""
    assert feed_html('<h2 id="x">Words<a class="headerlink" href="#x">¶</a></h2>', URL) == "<h2>Words</h2>"


def test_embedded_pages_become_links() -> None:
    """A film that readers will not run is a link to it, by its title where it has one."""
    html = (
        '<p><iframe src="//v.example/1" title="A film"></iframe> and <object data="x.pdf"></object>'
        '<embed src="y"></p>'
    )
    assert feed_html(html, URL) == (
        f'<p><a href="https://v.example/1">A film</a> and <a href="{URL}x.pdf">x.pdf</a><a href="{URL}y">y</a></p>'
    )


def test_every_address_is_absolute() -> None:
    """Links, pictures in all sizes, films, their pictures and sources all lead to the site."""
    html = (
        '<a href="../b/#c">1</a><a href="#d">2</a><a href="/e">3</a><a href="//f.example/">4</a><a href="?g">5</a>'
        '<img src="h.png" srcset="i.png 1x,j.png 2x , k,l.png 3x,m.png"><video poster="n.png" src="o.mp4" controls>'
        '<source src="p.mp4" srcset="q.png"><track src="r.vtt">no film</video>'
        '<blockquote cite="s"><q cite="/t">u</q></blockquote>'
    )
    base = "https://knowledge.example.com"
    assert feed_html(html, URL) == (
        f'<a href="{base}/articles/b/#c">1</a><a href="{URL}#d">2</a><a href="{base}/e">3</a>'
        f'<a href="https://f.example/">4</a><a href="{URL}?g">5</a>'
        f'<img src="{URL}h.png" srcset="{URL}i.png 1x, {URL}j.png 2x, {URL}k,l.png 3x, {URL}m.png">'
        f'<video poster="{URL}n.png" src="{URL}o.mp4" controls><source src="{URL}p.mp4" srcset="{URL}q.png">'
        f'<track src="{URL}r.vtt">no film</video><blockquote cite="{URL}s"><q cite="{base}/t">u</q></blockquote>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:alert(1)", "&#1;javascript:alert(1)", "vbscript:x",
        "data:text/html,<script>", "file:///etc/passwd", "http://[broken", "blob:x",
    ],
)  # fmt: skip
def test_addresses_that_run_or_lead_into_the_machine_are_dropped(address: str) -> None:
    """A link that would run a script is words without a link."""
    assert feed_html(f'<a href="{address}">words</a>', URL) == "<a>words</a>"


def test_addresses_that_are_not_pages_stay() -> None:
    """Mail and telephone are left."""
    html = '<a href="mailto:a@b.example">1</a><a href="tel:+1">2</a>'
    assert feed_html(html, URL) == html


def test_a_picture_that_is_written_into_the_text_is_its_description() -> None:
    """Mail services refuse data: pictures, so their words stand for them; without words nothing does."""
    data = "DATA:image/png;base64,AA=="
    assert feed_html(f'<p>a <img src="{data}" alt="x &amp; y"> b</p>', URL) == "<p>a x &amp; y b</p>"
    assert feed_html(f'<p>a<img src="{data}">b</p>', URL) == "<p>ab</p>"
    html = f'<p><img srcset="{data} 1x, a.png 2x" src="{data}" alt="x"></p>'
    assert feed_html(html, URL) == f'<p><img srcset="{URL}a.png 2x" alt="x"></p>'


def test_a_part_of_a_table_without_its_table_is_its_words() -> None:
    """A browser passes over such tags; beside a picture a caption is meant."""
    assert feed_html("<div>a <td>b</td></div><tr><th>c</th></tr>", URL) == "<div>a b</div>c"
    html = '<figure><img src="a.png" alt="x"><caption>Seen</caption></figure>'
    assert feed_html(html, URL) == (
        f'<figure><img src="{URL}a.png" alt="x"><figcaption>Seen</figcaption></figure>'
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<table><tr><td>b</table>", "<p>a</p><table><tr><td>b</td></tr></table>"),
        ("<p>a <b>b<table><tr><td>c</table>", "<div>a <b>b<table><tr><td>c</td></tr></table></b></div>"),
        ("<p>a</p><table><tr><td>b</td></tr></table>", "<p>a</p><table><tr><td>b</td></tr></table>"),
    ],
)
def test_a_paragraph_that_was_not_closed_holds_no_table(html: str, expected: str) -> None:
    """Our parser lets a table stand in a paragraph, browsers do not: such a paragraph becomes a division."""
    assert feed_html(html, URL) == expected


def test_styles_and_scripts_in_attributes_are_dropped() -> None:
    """No class, style, id, data or handler leaves the site; sizes, languages and descriptions do."""
    html = (
        '<p class="a" style="b" id="c" data-d="e" onclick="f" lang="de" dir="ltr" contenteditable>x</p>'
        '<img alt="g" title="h" width="1" height="2" loading="lazy" decoding="async" src="https://i.example/">'
        '<ol start="3" type="a" reversed><li value="4">j</li></ol>'
        '<table><tr><td colspan="2">k</td></tr></table><time datetime="2026">l</time>'
    )
    assert feed_html(html, URL) == (
        '<p lang="de" dir="ltr">x</p><img alt="g" title="h" width="1" height="2" src="https://i.example/">'
        '<ol start="3" type="a" reversed><li value="4">j</li></ol>'
        '<table><tr><td colspan="2">k</td></tr></table><time datetime="2026">l</time>'
    )


def test_what_a_word_processor_left_is_taken_off() -> None:
    """Elements nobody knows go, their words stay."""
    assert feed_html(
        '<p class="MsoNormal"><o:p>One</o:p> <x-y>two</x-y> <span lang="de">three</span></p>', URL
    ) == ("<p>One two three</p>")


def test_a_picture_in_several_formats_stays_one() -> None:
    """The sources of a picture stand beside it, not around it."""
    html = '<picture><source srcset="https://i.example/a.avif"><source media="x"><img src="https://i.example/a.png"></picture>'
    assert feed_html(html, URL) == html
    assert feed_html("long<wbr>word", URL) == "long<wbr>word"


def test_characters_no_xml_can_hold_are_left_out() -> None:
    """A control character, also written as a number, would make a whole feed unreadable."""
    assert feed_html("<p>a\x00b\x1bc&#x1f;d&#7;e\ufffef</p>&#1;g", URL) == "<p>abcdef</p>g"
    assert feed_html("<p>&#233;&#x1F600;&amp;#1;</p>", URL) == "<p>é😀&amp;#1;</p>"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("", ""),
        ("  \n ", ""),
        ("words", "words"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p>a", "<p>a</p>"),
        ("a</body>b</html>c", "abc"),
        ("<ul><li></li><li>a</li></ul>", "<ul><li></li><li>a</li></ul>"),
        ("<li></li><p>a</p>", "<li></li><p>a</p>"),
        ("<p>a<span><p>b</p></span></p>", "<p>a</p><p>b</p>"),
        ('<?xml version="1.0" encoding="latin-1"?><p>é</p>', "<p>é</p>"),
        (
            "<!DOCTYPE html><html><head><title>t</title></head><body class=x><p>a</p></body></html>",
            "<p>a</p>",
        ),
    ],
)
def test_broken_html_is_mended(html: str, clean: str) -> None:
    """Whatever is open is closed, and nothing that is said is lost."""
    assert feed_html(html, URL) == clean


TAGS = st.sampled_from(
    [
        "p", "div", "a", "b", "span", "table", "tr", "td", "th", "ul", "li", "dl", "dt", "dd", "pre", "code", "details",
        "summary", "blockquote", "img", "picture", "source", "video", "track", "wbr", "input", "label", "svg", "math",
        "script", "style", "iframe", "object", "form", "button", "select", "option", "textarea", "h1", "h2", "o:p",
        "x-y", "em", "sup", "hr", "html", "head", "body", "title", "base", "link", "meta", "noscript", "template",
        "noembed", "xmp", "font", "frameset",
    ]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    [
        "", ' class="tabbed-set"', ' class="tabbed-labels"', ' class="tabbed-content"', ' class="tabbed-block"',
        ' class="admonition"', ' class="admonition-title"', ' class="highlighttable"', ' class="code"',
        ' class="linenos"', ' class="filename"', ' class="headerlink"', ' href="b"', ' href="javascript:x"',
        ' href=" java\nscript:x"', ' src="c.png"', ' src="data:image/png;base64,AA"', ' srcset="a.png 1x,b.png 2x, c"',
        ' onclick="x()"', ' style="x"', ' id="fn:1"', ' id="z"', ' type="checkbox" checked', ' data="d"',
        ' href="http://["', ' href=""', " data-x=1", " poster=p.png", ' href="//e.example/x"', " cite=x",
    ]
)  # fmt: skip
PIECES = st.one_of(
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", TAGS, ATTRIBUTES),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ["text", " ", "\n", "&amp;", "&lt;script&gt;", "&nbsp;", "<!-- c -->", "<!--", "-->", "<?pi?>", "<![CDATA[x]]>",
         "<", ">", '"', "\0", "\x0b", "<!DOCTYPE html>", "&#0;", "&#x1f;", "&#xD800;", "&#55555555;", "]]>"]
    ),
    st.text(max_size=4),
)  # fmt: skip


@given_settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text())
def test_any_html_becomes_feed_content(html: str) -> None:
    """No script, style, form or relative address comes out, and a second pass changes nothing."""
    clean = feed_html(html, URL)
    for element in lxml.html.fragment_fromstring(clean or "-", create_parent="div").iter():
        assert element.tag not in (
            "script",
            "style",
            "svg",
            "form",
            "input",
            "iframe",
            "object",
            "h1",
            "details",
        )
        for name, value in element.attrib.items():
            assert not name.startswith(("on", "data-")) and name not in ("class", "style"), clean
            if name in ("href", "src", "poster", "cite"):
                assert SAFE.match(value), clean
            if name == "srcset":
                assert all(SAFE.match(part) for part in value.split(", ")), clean
    assert feed_html(clean, URL) == clean


def test_a_long_article_takes_no_time() -> None:
    """An article of twenty thousand words is ready before anybody notices."""
    html = rendered(
        "\n\n".join(f"## Part {n}\n\n" + "word " * 400 + "\n\n```python\na = 1\n```" for n in range(50))
    )
    begun = time.process_time()
    feed_html(html, URL)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "piece", ["<div>", "<b>", "<table><tr><td>", "<details><summary>", '<a href="x">', "<p>", "<ul><li>"]
)
def test_thousands_of_open_elements_come_to_an_end(piece: str) -> None:
    """A page nobody closed is cut where the parser cuts it, not hung on."""
    begun = time.process_time()
    feed_html(piece * 3000, URL)
    assert time.process_time() - begun < 5


# What a reader's program cannot show is said in words

HALF = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (HALF, "1/2"),
        (f"<mn>1</mn>{HALF}", "1 1/2"),
        (f"<mn>1</mn><mo>&#x2064;</mo>{HALF}", "1 1/2"),
        (
            "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>c</mi></mrow></mfrac>",
            "(a + b)/(2c)",
        ),
        ('<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>', "(n over k)"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
        ("<msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup>", "10⁻³"),
        ("<msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi></mrow></msup>", "e^(iπ)"),
        (
            "<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow><mn>2</mn></msup>",
            "(a + b)²",
        ),
        ("<msup><mfrac><mn>1</mn><mn>2</mn></mfrac><mn>2</mn></msup>", "(1/2)²"),
        ("<msup><mi>f</mi><mo>′</mo></msup>", "f′"),
        ("<msub><mi>x</mi><mn>1</mn></msub>", "x₁"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
        ("<msqrt><mn>2</mn></msqrt>", "√2"),
        ("<msqrt><mi>a</mi><mo>+</mo><mn>1</mn></msqrt>", "√(a + 1)"),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", "³√8"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>i</mi>", "∑ᵢⁿi"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
        ("<mover><mi>p</mi><mo>^</mo></mover><mover><mi>n</mi><mo>~</mo></mover>", "p\u0302n\u0303"),
        ("<mover><mi>v</mi><mo>→</mo></mover><mover><mi>y</mi><mo>˙</mo></mover>", "v\u20d7y\u0307"),
        ("<mover><mi>y</mi><mo>¨</mo></mover>", "y\u0308"),
        ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>", "¹⁴₆C"),
        ("<mn>2</mn><mo>&#x2062;</mo><mn>3</mn><mo>&InvisibleTimes;</mo><mi>x</mi>", "2·3x"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        (
            "<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd><mtd>4</mtd></mtr></mtable>",
            "1, 2; 3, 4",
        ),
        (f"<semantics>{HALF}<annotation>\\frac12</annotation></semantics>", "1/2"),
        ("<mo>-</mo><mn>1</mn>", "-1"),
    ],
)
def test_a_formula_reads_as_the_number_it_is(formula: str, line: str) -> None:
    """A half is not 12 and a square not x2, whatever a reader knows of MathML; with a prefix, too."""
    assert feed_html(f"<p>a <math>{formula}</math> b</p>", URL) == f"<p>a {line} b</p>"
    prefixed = re.sub(r"<(/?)m", r"<\1m:m", formula).replace("<semantics", "<m:semantics")
    assert line in feed_html(f"<p>a <m:math>{prefixed}</m:math> b</p>", URL)


def test_a_formula_that_is_drawn_by_a_script_stands_once() -> None:
    """KaTeX writes each formula for ears and for eyes; a line of text has it once. Its source is a last resort."""
    drawn = (
        f'<span class="katex"><math>{HALF}</math><span class="katex-html" aria-hidden="true">12</span></span>'
    )
    assert feed_html(f"<p>{drawn}</p>", URL) == "<p>1/2</p>"
    assert feed_html('<p><math alttext="x"><mphantom>y</mphantom></math></p>', URL) == "<p>x</p>"


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        ('<svg role="img" aria-label="Pay by year"><path d="M0 0"/></svg>', "Pay by year"),
        ("<svg><title>Pay by year</title><path/></svg>", "Pay by year"),
        (
            '<svg aria-labelledby="t d"><title id="t">Pay</title><desc id="d">by year</desc></svg>',
            "Pay by year",
        ),
        ('<span role="img" aria-label="Pay by year"></span>', "Pay by year"),
        ('<span role="img" aria-label="party">🎉</span>', "🎉"),
        ('<svg aria-hidden="true"><title>An arrow</title></svg>', ""),
        ("<svg><path/></svg>", ""),
    ],
)
def test_a_drawing_says_what_its_label_says(drawing: str, words: str) -> None:
    """No reader draws an svg; what its maker called it is read, and an ornament is nothing."""
    assert feed_html(f"<p>a {drawing} b</p>", URL) == f"<p>a {words} b</p>"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://bücher.example/ä?q=ü#x", "https://xn--bcher-kva.example/%C3%A4?q=%C3%BC#x"),
        ("https://b%C3%BCcher.example/%C3%A4", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://a%2Fb.example/", "https://a%2Fb.example/"),
        ("https://BÜCHER.example:8080/", "https://xn--bcher-kva.example:8080/"),
        ("//例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://example.com/100%25 sure", "https://example.com/100%25%20sure"),
        ("https://example.com/%C3%A4", "https://example.com/%C3%A4"),
    ],
)
def test_every_address_is_in_ascii(address: str, expected: str) -> None:
    """A host beyond ASCII goes by its xn-- name; quoted by percent it would be no host at all."""
    assert feed_html(f'<a href="{address}">a</a>', URL) == f'<a href="{expected}">a</a>'
    assert f'src="{expected}"' in feed_html(f'<img src="{address}" alt="a">', URL)
    assert f'srcset="{expected.partition(" ")[0]} 2x"' in feed_html(
        f'<img srcset="{address} 2x" alt="a">', URL
    )
    assert f'poster="{expected}"' in feed_html(f'<video poster="{address}"></video>', URL)


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        ("https://www.youtube.com/embed/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("//www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0&start=30", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=30s"),
        ("https://www.youtube.com/embed/live_stream?channel=UC-x", "https://www.youtube.com/channel/UC-x/live"),
        ("https://www.youtube.com/embed/videoseries?list=PL-x", "https://www.youtube.com/playlist?list=PL-x"),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e", "https://vimeo.com/76979871/8272103f6e"),
        ("https://www.dailymotion.com/embed/video/x7tgad0", "https://www.dailymotion.com/video/x7tgad0"),
        ("https://open.spotify.com/embed/episode/7make", "https://open.spotify.com/episode/7make"),
        ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b", "https://soundcloud.com/a/b"),
        ("https://w.soundcloud.com/player/?url=javascript:x", "https://w.soundcloud.com/player/?url=javascript:x"),
        ("https://www.example.org/embed/dQw4w9WgXcQ", "https://www.example.org/embed/dQw4w9WgXcQ"),
    ],
)  # fmt: skip
def test_a_frame_becomes_a_link_to_what_people_watch(frame: str, page: str) -> None:
    """A player's own address shows a black page, or nothing; the page of the film shows the film."""
    assert feed_html(f'<iframe src="{frame}" title="A film"></iframe>', URL) == f'<a href="{page}">A film</a>'


def test_blanks_in_a_srcset_are_part_of_the_address() -> None:
    """Before its size, whatever stands there is the picture's address; a comma within it, too."""
    html = feed_html('<img alt="a" srcset="my photo.jpg 2x, b.png  300w ,c,d.png, e f.png">', URL)
    assert (
        html
        == f'<img alt="a" srcset="{URL}my%20photo.jpg 2x, {URL}b.png 300w, {URL}c,d.png, {URL}e%20f.png">'
    )


def test_names_of_old_html_are_those_of_today() -> None:
    """What a name meant stays where there is one for it; what was only a look goes. Names of HTML 5 are known."""
    assert feed_html("<p><tt>a</tt> <font color=red>b</font> <strike>c</strike> <big>d</big></p>", URL) == (
        "<p><code>a</code> b <s>c</s> d</p>"
    )
    assert feed_html("<center>a</center>", URL) == "<div>a</div>"
    assert feed_html("<p>&frac13; &half; &InvisibleTimes;x &lt;b&gt; &LT;i> &amp;half;</p>", URL) == (
        "<p>⅓ ½ \u2062x &lt;b&gt; &lt;i&gt; &amp;half;</p>"
    )
