"""The parse of a text says of its blocks and links what the site's own Markdown makes of them."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path

import lxml.html
import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge_center.markdown_text.parsed_text import parse_text
from knowledge_center.text.markdown_dialect import MARKDOWN

CORPUS = Path(os.environ.get("KC_CORPUS", "")) / "18f"
RENDERER = markdown.Markdown(extensions=list(MARKDOWN), extension_configs=MARKDOWN)
COUNTED = (
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "pre",
    "table",
    "blockquote",
    "a",
    "img",
    "hr",
    "footnote",
    "dd",
)


def rendered(text: str) -> Counter[str]:
    """How many of each element the site's Markdown makes."""
    html = RENDERER.reset().convert(text)
    page = lxml.html.fragment_fromstring(html or "-", create_parent="div")
    for notes in page.xpath("//div[@class='footnote']"):
        for note in notes.xpath("./ol/li"):
            note.tag = "footnote"
        for gone in notes.xpath("./hr | .//a[contains(@class, 'footnote-backref')]"):
            gone.drop_tree()
    for sup in page.xpath("//a[@class='footnote-ref']"):
        sup.tag = "span"
    return Counter(element.tag for element in page.iter() if element.tag in COUNTED)


def parsed(text: str) -> Counter[str]:
    """The same of the parse, HTML in the text included."""
    found = parse_text(text)
    counted: Counter[str] = Counter(tag.label for tag in found.of("tag") if tag.label in COUNTED)
    names = {"code": "pre", "table": "table", "quote": "blockquote", "ruler": "hr"}
    notes = {block.mark for block in found.blocks if block.kind == "footnote"}
    for block in found.blocks:
        if block.kind == "heading":
            counted[f"h{block.level}"] += 1
        elif block.kind == "item":
            counted["dd" if block.mark == ":" else "li"] += 1
        elif block.kind in names:
            counted[names[block.kind]] += 1
    counted["footnote"] = len(notes)
    counted["a"] += len(found.of("link", "autolink"))
    counted["img"] += len(found.of("picture"))
    return +counted


# Anything may stand above and below anything, with a blank line between or without.
LINES = st.sampled_from(
    [
        "word", "two words", "# h", "## h2 ##", "- a", "- b", "* c", "1. b", "2. d", "    c", "> q", "> - r",
        "| a | b |", "|---|---|", "| 1 | 2 |", "", "", "", "", "---", "    in", "    - n", "* * *", "[r]: http://example.org/",
        "[a][r]", "[^1]", "![i](p.png)", "**b**", "a | b", "--- | ---", "  lazy", "- [ ] task",
        "<div>x</div>", "<!-- c -->",
        "<http://example.org/a>", "1) no", "• bullet", "#nospace", "`[a](b)`", "    > q", "text: more",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=7).map("\n".join))
@example("> q\n\n[r]: http://example.org/\n> q")
def test_odd_lines_are_what_the_site_makes_of_them(text: str) -> None:
    """Headings, lists, code, tables, quotes and links: as many as the site's own Markdown makes, in any mixture."""
    assert parsed(text) == rendered(text)


@pytest.mark.skipif(not os.environ.get("KC_CORPUS"), reason="KC_CORPUS names no folder of real articles")
def test_real_articles_are_what_the_site_makes_of_them() -> None:
    """Of ten years of real articles nearly all agree in everything, the others but for HTML that is broken."""
    differ: Counter[str] = Counter()
    texts = [path.read_text(encoding="utf-8").split("---", 2)[2] for path in sorted(CORPUS.glob("*.md"))]
    articles = 0
    for text in texts:
        made, found = rendered(text), parsed(text)
        articles += made != found
        differ.update({name: abs(made[name] - found[name]) for name in COUNTED if made[name] != found[name]})
    assert articles <= len(texts) * 0.04
    assert sum(differ.values()) - differ["img"] <= 3


TEXT = """\
Intro **bold** with `code` and [a link](a.md).

## Heading

- one
- two ![A man](man.png)

    ```py
    # no heading
    ```

> quoted

<div>
<img src="x.png" alt="X">
</div>

[^1]: A note with https://example.org/bare.
"""


def test_everything_has_the_line_it_stands_on() -> None:
    """Lines are those of the file, whatever a block stands in."""
    text = parse_text(TEXT, 10)
    assert [(block.kind, block.first, block.last) for block in text.blocks] == [
        ("paragraph", 10, 10), ("heading", 12, 12), ("list", 14, 19), ("item", 14, 14), ("paragraph", 14, 14),
        ("item", 15, 19), ("paragraph", 15, 15), ("code", 17, 19), ("quote", 21, 21), ("paragraph", 21, 21),
        ("html", 23, 25), ("footnote", 27, 27), ("paragraph", 27, 27),
    ]  # fmt: skip
    assert [(inline.kind, inline.line, inline.target or inline.text) for inline in text.inlines] == [
        ("bold", 10, "bold"), ("code", 10, "code"), ("link", 10, "a.md"), ("picture", 15, "man.png"),
        ("tag", 23, "<div>"), ("tag", 24, '<img src="x.png" alt="X">'), ("tag", 25, "</div>"),
        ("bare", 27, "https://example.org/bare"),
    ]  # fmt: skip
    for inline in text.inlines:
        line, column = text.position(inline.block, inline.start) or (0, 0)
        assert text.lines[line - 10][column:].startswith(inline.source)


@pytest.mark.parametrize(
    ("text", "kind", "line", "what"),
    [
        ("a\n\n```py\nx = 1", "fence", 3, "```"),
        ("~~~\nx\n```", "fence", 1, "~~~"),
        ("a <!-- b\n\nc", "comment", 1, "<!--"),
        ("<div>\n\nword", "tag", 1, "div"),
        ("a <span>b\n\nc", "tag", 1, "span"),
        ("a\n\n</div>", "tag", 3, "/div"),
        ("<div>\n<b>x\n</div>", "tag", 2, "b"),
    ],
)
def test_what_is_never_closed(text: str, kind: str, line: int, what: str) -> None:
    """A fence, a comment or a tag without its end is told with its line."""
    assert (kind, line, what) in [(found.kind, found.line, found.text) for found in parse_text(text).unclosed]


def test_a_fence_that_is_too_short_is_told_with_the_one_it_was_meant_for() -> None:
    """Four ticks that three were to close: one mistake, at the four; a second block below is another."""
    assert [(one.line, one.text) for one in parse_text("a\n\n````\nx\n```\n\nb").unclosed] == [(3, "````")]
    assert [one.line for one in parse_text("````\nx\n```\n\n~~~\ny").unclosed] == [1, 5]


@pytest.mark.parametrize(
    "text",
    [
        "```\nx\n```", "    ```\n", "`<div>`", "a<br>b <img src=x> <hr/>", "<p>x\n<ul><li>y</ul>", "a <!-- b --> c",
        "- x\n\n    ```\n    y\n    ```", "> ```\n> x\n> ```", "\\<div>", "<https://example.org/>", "a < b > c",
    ],
)  # fmt: skip
def test_what_is_closed_or_needs_no_end(text: str) -> None:
    """Code, escapes and tags without an end say nothing."""
    assert parse_text(text).unclosed == ()


def test_a_meaning_that_begins_on_the_next_line() -> None:
    """Behind the colon of a definition nothing has to stand yet."""
    (holder,) = parse_text("Term\n:   \n    its meaning\n").root.children[1:]
    assert [(block.kind, block.first, block.text) for block in holder.children[0].children] == [
        ("paragraph", 3, "its meaning")
    ]


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("[]()!<>`\\ \n\t#*-:'\"|~_=.1ax^{}\x02"), max_size=80))
def test_no_text_brings_the_parse_down(text: str) -> None:
    """Whatever stands there, every block and inline has its lines in the text, and what it is stands there."""
    found = parse_text(text, 5)
    last = 5 + text.count("\n")
    assert all(5 <= block.first <= block.last <= last for block in found.blocks)
    for inline in found.inlines:
        assert 5 <= inline.line <= last
        assert 0 <= inline.start < inline.end <= len(inline.block.text)
    list(found.prose_lines)
    assert all(5 <= item.line <= last for item in found.unclosed)


@pytest.mark.parametrize(
    "text",
    [
        "**a " * 20_000, "<a b='" * 10_000, "https://x" * 10_000, "[a](b 'c" * 10_000, "- " * 20_000, "> " * 400,
        "[^1]: " * 10_000, "|" * 50_000 + "\n" + "|-" * 25_000, "<script>" * 10_000, "# \n" * 20_000, "- a\n" * 20_000,
        "[r]:\n" * 10_000, "!!! a\n" * 5_000, "<!-- " * 20_000 + "-->", "1. a\n\n    " * 5_000, "[a][b]" * 10_000,
        ("    " * 60 + "- a\n\n") * 50,
    ],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """A slip such as ten thousand brackets keeps nobody waiting."""
    begun = time.process_time()
    found = parse_text(text)
    list(found.inlines)
    assert found.unclosed is not None
    assert time.process_time() - begun < 3
