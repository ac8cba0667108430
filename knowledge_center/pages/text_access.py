"""What people who do not see a page, or use no mouse, need of its text, and Markdown does not give.

Sources: WCAG 2.2, 1.3.1 (headings), 2.1.1 (what scrolls is reached by keyboard), 4.1.2 (boxes have names).
"""

from __future__ import annotations

from typing import Any

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What stands within a line, and so in the name of a task's box.
_PHRASING = frozenset(
    [
        "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "picture", "q",
        "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    ]
)  # fmt: skip


def make_accessible(root: Any) -> None:
    """Change the text below ``root``, an element of lxml, as far as its meaning goes; its words stay."""
    _close_gaps(root)
    for box in list(root.iter("input")):
        # One that can be ticked is an editor's own, and so is its name.
        if box.get("type") == "checkbox" and "disabled" in box.attrib:
            _name(box)
    for table in root.iter("table"):
        table.set("tabindex", "0")
        for cell in table.iterfind("thead/tr/th"):
            # No heading at all for those who jump from one to the next.
            if not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"
    for code in root.iter("pre"):
        # The table in which numbers of lines stand beside it scrolls as a whole.
        if next(code.iterancestors("table"), None) is None:
            code.set("tabindex", "0")


def _close_gaps(root: Any) -> None:
    """Let each heading stand at most one level below the one it belongs to, the first below the page's title."""
    above: list[int] = []
    for heading in root.iter(*_HEADINGS):
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        if level > 1:
            above.append(level)
            heading.tag = f"h{1 + len(above)}"


def _name(box: Any) -> None:
    """Give a task's box its words as a name. In a label around them they would be lost to the search."""
    part = box if box.getparent().tag != "label" else box.getparent()
    words = part.tail or ""
    while (part := part.getnext()) is not None and part.tag in _PHRASING:
        words += part.text_content() + (part.tail or "")
    if name := " ".join(words.split()):
        box.set("aria-label", name)
