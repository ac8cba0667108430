"""Links and images in Markdown: found where readers would meet them, and nowhere else."""

from __future__ import annotations

import time

import lxml.html
import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.articles.markdown_links import Link, links
from knowledge_center.text.markdown_dialect import MARKDOWN


def found(text: str) -> list[tuple[str, str, int, bool]]:
    return [(link.target, link.text, link.line, link.image) for link in links(text)]


def targets(text: str) -> list[str]:
    return [link.target for link in links(text)]


@pytest.mark.parametrize(
    ("text", "target", "words"),
    [
        ("[a](b.md)", "b.md", "a"),
        ("[a]( b.md )", "b.md", "a"),
        ("[a](<b c.md>)", "b c.md", "a"),
        ("[a](b c.md)", "b c.md", "a"),
        ("[a](b.md 'title (x)')", "b.md", "a"),
        ('[a](b.md "title :)") z)', "b.md", "a"),
        ('[a](b.md\n"title")', "b.md", "a"),
        ("[a](b(c)d.md)", "b(c)d.md", "a"),
        ("[a](b\\_c.md)", "b_c.md", "a"),
        ("[a\nwrapped   text](b.md)", "b.md", "a wrapped text"),
        ("[a [b] c](d.md)", "d.md", "a [b] c"),
        ("[a `]` b](c.md)", "c.md", "a `]` b"),
        ("[](b.md)", "b.md", ""),
        ("[a]()", "", "a"),
        ("**[a](b.md)**", "b.md", "a"),
        ("# [a](b.md)", "b.md", "a"),
        ("> [a](b.md)", "b.md", "a"),
        ("\\`[a](b.md)\\`", "b.md", "a"),
        ("`un [a](b.md)", "b.md", "a"),
        ("| x | [a](b.md) |", "b.md", "a"),
        ("[^1]: see [a](b.md)", "b.md", "a"),
        ("Term\n:   [a](b.md)", "b.md", "a"),
    ],
)
def test_a_link_is_found_however_it_is_written(text: str, target: str, words: str) -> None:
    """Titles, brackets, blanks and line breaks in it: a link is found with its target and its words."""
    (link,) = links(text)
    assert (link.target, link.text, link.image) == (target, words, False)


def test_images_and_images_in_links() -> None:
    """An image is told from a link, also inside one, with its alternative text."""
    assert found("![A man\nwaits](a.png)") == [("a.png", "A man waits", 1, True)]
    assert found("[![A man](a.png)](b.md)") == [
        ("a.png", "A man", 1, True),
        ("b.md", "![A man](a.png)", 1, False),
    ]
    assert found("![](a.png)") == [("a.png", "", 1, True)]
    assert found("\\![a](b.md)") == [("b.md", "a", 1, False)]


def test_images_in_html() -> None:
    """A picture written in HTML is a picture, in a paragraph or in a block of HTML."""
    text = 'Text <img src="a b.png" alt="A &amp; B">\n\n<div>\n<IMG SRC=c.png>\n</div>\n'
    assert found(text) == [("a b.png", "A & B", 1, True), ("c.png", "", 4, True)]
    assert found("`<img src=a.png>`\n\n<img alt='no source'>") == []


def test_targets_that_are_defined_elsewhere() -> None:
    """“[name]: target” is a link, wherever it is used; a footnote is none."""
    assert found("[a][b]\n\n[b]: c.md 'title'\n[d]: <e.md>\n[^1]: f.md") == [
        ("c.md", "b", 3, False),
        ("e.md", "d", 4, False),
    ]
    assert found("x\n\n[b]:\n  c.md") == [("c.md", "b", 4, False)]


def test_an_image_without_words_whose_file_is_defined_elsewhere() -> None:
    """A picture without a description is found also where its file is named at the end of the text."""
    assert found("![][Pic]\n\n[pic]: a.png") == [("a.png", "", 1, True), ("a.png", "pic", 3, False)]
    assert found("![words][pic]\n\n[pic]: a.png") == [("a.png", "pic", 3, False)]
    assert found("![][unknown]") == []


def test_lines_are_those_of_the_file() -> None:
    """Every link has the line on which it begins, code, comments and line breaks between them or not."""
    text = "[a](1)\n\n```\n[x](y)\n```\n\n<!-- c\nc -->[b\nb](3)\n- [c](4)\n- [d](5)\n\n<pre>\n\n</pre>\n[e](6)\n"
    assert [(link.target, link.line) for link in links(text, 10)] == [
        ("1", 10), ("3", 17), ("4", 19), ("5", 20), ("6", 25),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)`",
        "``x ` [a](b.md)``",
        "`two\nlines [a](b.md)`",
        "```\n[a](b.md)\n```",
        "``` py hl_lines='1' title=\"`x`\"\n[a](b.md)\n```",
        "``` { .py #x }\n[a](b.md)\n```",
        "~~~~\n```\n[a](b.md)\n~~~~",
        "- x\n\n    ```\n    [a](b.md)\n    ```",
        "```\n    ```\n[a](b.md)\n```",
        "> ```\n> [a](b.md)\n> ```",
        "    [a](b.md)",
        "text\n\n    [a](b.md)\n\n    [c](d.md)",
        "\t[a](b.md)",
        "- item\n\n        [a](b.md)",
        "!!! note\n\n    text\n\n        [a](b.md)",
        '=== "Tab"\n\n        [a](b.md)',
        "> x\n>\n>     [a](b.md)",
        "Title\n=====\n\n    [a](b.md)",
        "<!-- [a](b.md) -->",
        "<!--\n[a](b.md)\n\n[c](d.md)\n-->",
        "<pre>\n[a](b.md)\n\n[c](d.md)\n</pre>",
        "<div>\n<div>\n[a](b.md)\n</div>\n\n[c](d.md)</div>",
        "\\[a](b.md)",
        "[a\\](b.md)",
        "[a] (b.md)",
        "[a][b]",
        "[a](b.md",
        "[a](b\n\nc.md)",
    ],
)
def test_there_is_none_in_code_comments_and_html(text: str) -> None:
    """What readers see as code, or do not see at all, is not followed; nor is what is no link."""
    assert targets(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\nnever closed\n\n[a](b.md)",
        "```\nx\n````\n\n[a](b.md)",
        "~~~\nx\n```\n\n[a](b.md)",
        "```x``` [a](b.md)",
        "    ```\n  [a](b.md)\n    ```",
        "<!-- never closed\n\n[a](b.md)",
        "- x\n\n    <!-- ends with its\n\n    [a](b.md)",
        "`<!--` [a](b.md)",
        "<!-- x --><!-- y -->[a](b.md)",
        "<div>\n\n[a](b.md)",
        "<div/>\n\n[a](b.md)\n\n</div>",
        '<div class="grid" markdown>\n\n[a](b.md)\n\n</div>',
        '<div markdown="1">\n[a](b.md)\n</div>',
        "<span>[a](b.md)</span>",
        "- item\n\n    [a](b.md)",
        "- item\nlazily on\n\n    [a](b.md)",
        "1. item\n    - inner\n\n        [a](b.md)",
        "!!! note\n    [a](b.md)",
        "text\n    [a](b.md)",
        "[^1]: note\n\n    [a](b.md)",
    ],
)
def test_what_only_looks_like_code_is_read(text: str) -> None:
    """A fence or comment that is never closed hides nothing, and lists, notes and tabs are text."""
    assert targets(text) == ["b.md"]


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("b.md", "b.md"),
        ("../2025/b.md#part", "../2025/b.md"),
        ("My%20file.md?x=1", "My file.md"),
        ("#part", ""),
        ("", ""),
        ("/absolute.md", ""),
        ("//host/b.md", ""),
        ("https://a.example/b.md", ""),
        ("mailto:a@b.example", ""),
        ("tel:+1", ""),
        ("http://[broken", ""),
        ("//[broken", ""),
    ],
)
def test_which_targets_are_files(target: str, file: str) -> None:
    """Only a relative path is a file of ours; addresses, anchors and absolute paths are not looked for."""
    assert Link(target=target, text="", line=1, image=False).file == file


@settings(deadline=None)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [*"[]()!<>`\\\n \t#*-:'\"", "```", "~~~", "<!--", "-->", "<img src=x>", "]: ", "    ", "> ", "<div>",
             "</div>"]
        ),
        max_size=60,
    ).map("".join)
)  # fmt: skip
def test_no_text_brings_the_scan_down(text: str) -> None:
    """Whatever an editor writes, every link has a line of the text, and the scan says the same twice."""
    first = list(links(text))
    assert all(1 <= link.line <= text.count("\n") + 1 for link in first)
    assert list(links(text)) == first
    assert all(isinstance(link.file, str) for link in first)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000, "[a](" * 20_000, "[a](" + " " * 50_000, '[a](b "' * 10_000, "`" * 50_000, "` " * 30_000,
        "`a``b" * 10_000, "[a](b " + "(" * 30_000, "<!--" * 20_000, "<img " * 20_000, "<div>" * 20_000,
        "[x]: " * 20_000, "> " * 20_000, "![]" * 20_000, "```a\n" * 20_000, "    ```\n" * 10_000,
        "<!-- x\n" * 10_000, "<div>\n" * 10_000, "[a](b '\"" * 10_000, "```" + " a" * 30_000 + "`", "\\[" * 30_000,
    ],
)  # fmt: skip
def test_no_line_takes_long(text: str) -> None:
    """A slip such as ten thousand brackets does not keep an editor waiting."""
    begun = time.process_time()
    list(links(text))
    assert time.process_time() - begun < 3


# A text of any blocks in each other, with a numbered target wherever there is an @.
INLINE = st.sampled_from(
    [
        "[a](@)", "word", "![a](@)", "`[a](@)`", "``x ` [a](@)``", "\\[a](@)", "[a\nb](@)", "[![i](@)](@)",
        '[a](@ "t")', "[a](<@>)", "**[a](@)**", "[a](@ 't (x)')", "*x*", "[a [b] c](@)", "\\`[a](@)\\`",
        "<!-- [a](@) -->", "[x y](@)",
    ]
)  # fmt: skip
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).map(" ".join) | st.just("a `tick [a](@)")
LINE = PARAGRAPH.map(lambda text: text.replace("\n", " "))
RAW = LINE.filter(lambda text: "<" not in text)


def _set_in(blocks: list[str]) -> str:
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join(f"    {line}" if line else line for line in lines)


def _some_blocks() -> st.SearchStrategy[list[str]]:
    return st.lists(BLOCK, min_size=1, max_size=2)


BLOCK: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        PARAGRAPH,
        LINE.map(lambda text: f"## {text}"),
        PARAGRAPH.map(lambda text: f"```py\n{text}\n```"),
        PARAGRAPH.map(lambda text: f"~~~\n{text}\n\n{text}\n~~~"),
        LINE.map(lambda text: f"    {text}"),
        _some_blocks().map(lambda blocks: f"- item\n\n{_set_in(blocks)}"),
        _some_blocks().map(lambda blocks: f"!!! note\n\n{_set_in(blocks)}"),
        _some_blocks().map(lambda blocks: f'=== "Tab"\n\n{_set_in(blocks)}'),
        PARAGRAPH.map(lambda text: "> " + text.replace("\n", "\n> ")),
        LINE.map(lambda text: f"| a | b |\n|---|---|\n| {text} | x |"),
        st.just("<!--\n[a](@)\n\n[b](@)\n-->"),
        st.lists(LINE, min_size=2, max_size=3).map(lambda texts: "\n".join(f"1. {text}" for text in texts)),
        st.tuples(RAW, PARAGRAPH).map(lambda texts: f"<div>\n{texts[0]}\n</div>\n\n{texts[1]}"),
        st.tuples(RAW, PARAGRAPH).map(lambda texts: f"<pre>\n\n{texts[0]}\n</pre>\n{texts[1]}"),
        PARAGRAPH.map(lambda text: f"<div markdown>\n\n{text}\n\n</div>"),
    )
)
TEXT = st.lists(BLOCK | LINE.map(lambda text: f"Term\n:   {text}"), min_size=1, max_size=4).map("\n\n".join)


RENDERER = markdown.Markdown(extensions=list(MARKDOWN), extension_configs=MARKDOWN)


@settings(deadline=None, max_examples=250)
@given(TEXT)
def test_the_scan_finds_what_the_site_renders(text: str) -> None:
    """In any mixture of blocks, exactly those links are found that the site's own Markdown makes links of."""
    parts = text.split("@")
    numbered = "".join(f"{part}t{n}.md" for n, part in enumerate(parts[:-1])) + parts[-1]
    html = RENDERER.reset().convert(numbered)
    page = lxml.html.fragment_fromstring(html or "-", create_parent="div")
    rendered = {target for target in page.xpath("//a/@href | //img/@src") if target.startswith("t")}
    assert set(targets(numbered)) == rendered
