from __future__ import annotations

import lxml.html
import markdown
import pytest

from knowledge_center.tools.importer.body.lists import normalize_lists
from knowledge_center.tools.importer.source_text import SourceText

TABS = {"pymdownx.tabbed": {"alternate_style": True}}
HOLDERS = ("admonition tip", "tabbed-block")


def settled(text: str) -> str:
    return normalize_lists(SourceText.unedited(text))[0].text


def shape(text: str) -> str:
    """What Python-Markdown makes of it: only lists, items, code, notes, tabs and words."""
    html = markdown.markdown(
        text, extensions=["admonition", "pymdownx.superfences", "pymdownx.tabbed"], extension_configs=TABS
    )
    root = lxml.html.fromstring(f"<div>{html}</div>")

    def walk(element: lxml.html.HtmlElement) -> str:
        inner = (element.text or "").strip() + "".join(
            walk(one) + (one.tail or "").strip() for one in element
        )
        shown = element.tag in ("ul", "ol", "li", "pre", "blockquote") or element.get("class") in HOLDERS
        return f"{element.tag}({inner})" if shown else inner

    return "".join(walk(one) for one in root)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("We ask:\n- a\n- b", "We ask:ul(li(a)li(b))"),
        ("We ask:\n1. a\n2. b", "We ask:ol(li(a)li(b))"),
        ("- a\n  - b\n    - c\n- d", "ul(li(aul(li(bul(li(c)))))li(d))"),
        ("1. a\n   - b\n2. c", "ol(li(aul(li(b)))li(c))"),
        ("1. a\n  - b\n2. c", "ol(li(aul(li(b)))li(c))"),
        ("- a\n\n  more\n- b", "ul(li(amore)li(b))"),
        ("  1. a\n\n    more\n  2. b", "ol(li(amore)li(b))"),
        ("1. a\n2. b\n\n- c\n- d", "ol(li(a)li(b))ul(li(c)li(d))"),
        ("- a\n\n1. b\n2. c", "ul(li(a))ol(li(b)li(c))"),
        ("- a\n  - b\n  1. c", "ul(li(aul(li(b))ol(li(c))))"),
        ("1. a\n\n   more\n\n2. b", "ol(li(amore)li(b))"),
        ("1. a\n   ```\n   code\n     in\n   ```\n2. b", "ol(li(apre(code\n  in))li(b))"),
        ("- a\n\n  ```\n  code\n  ```\n- b", "ul(li(apre(code))li(b))"),
        ("1) a\n2) b", "ol(li(a)li(b))"),
        ("- a\n- b\n\nend", "ul(li(a)li(b))end"),
        ("* a\n\t* b", "ul(li(aul(li(b))))"),
        ("-   a\n    - b", "ul(li(aul(li(b))))"),
        (" - a\n - b", "ul(li(a)li(b))"),
        ("> We ask:\n> - a\n> - b", "blockquote(We ask:ul(li(a)li(b)))"),
        ("- a\n\n      code", "ul(li(apre(code)))"),
        ("- a\n\n      one\n      - two\n\n- b", "ul(li(apre(one\n- two))li(b))"),
        ("1. a\n\n   1. b\n\n          one\n\n      two", "ol(li(aol(li(bpre(one)two))))"),
        ("- a\n\n        code", "ul(li(apre(code)))"),
        ("> - a\n>\n>       one\n>       two", "blockquote(ul(li(apre(one\ntwo))))"),
        ("## Head\n- a", "Headul(li(a))"),
        (
            "1. a\n\n   !!! tip\n\n       ```\n       code\n       ```\n2. c",
            "ol(li(adiv(Tippre(code)))li(c))",
        ),
        ('- a\n\n    === "B"\n\n        ```\n        c\n        ```\n', "ul(li(aBdiv(pre(c))))"),
        ("!!! tip\n\n    - a\n\n      b\n\nc", "div(Tipul(li(ab)))c"),
    ],
)
def test_lists_look_as_they_did(text: str, seen: str) -> None:
    """Other readers need neither empty lines nor four spaces; ours does."""
    assert shape(settled(text)) == seen


@pytest.mark.parametrize(
    "text",
    [
        "- a\n    - b\n\n        c\n\n- d\n",
        "1. a\n2. b\n",
        "text\n1984. Then",
        "* * *",
        "- - -\n\ntext",
        "a - b\n\n-c",
        "```\ntext\n- a\n```",
        "    - code",
        "<div>\ntext\n- a\n</div>",
        "text\n\n- a\n- b",
        "| a |\n|---|\n| - b |",
        "> - a\n> - b",
    ],
)
def test_what_ours_reads_already_is_left_alone(text: str) -> None:
    """Not a space is moved."""
    assert settled(text) == text
