"""Style sheets hold for text from either side, and for whoever points with keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.samples import ROOT

SHIPPED = sorted(
    path
    for folder in ("docs", "hooks", "knowledge_center", "overrides")
    for path in (ROOT / folder).rglob("*.css")
)
# CSS Logical Properties and Values Module Level 1: what each of these is called when it follows the text.
PHYSICAL = re.compile(
    r"\b(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|\bborder-(?:top|bottom)-(?:left|right)-radius\b"
    r"|(?<![\w-])(?:left|right)\s*:"
    r"|\b(?:float|clear|text-align)\s*:\s*(?:left|right)\b"
)
# Four values whose second and fourth differ: right and left.
FOUR = re.compile(
    r"(?<![\w-])(?:margin|padding|inset)\s*:\s*" + r"\s+".join([r"((?:\([^()]*\)|[^\s;!{}()])+)"] * 4)
)


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_there_are_style_sheets() -> None:
    """Those of the pages, in both looks, the feeds, the mails, the service, the preview and the status page."""
    names = {path.name for path in SHIPPED}
    assert names >= {
        "site.css",
        "material.css",
        "feed.css",
        "inlined.css",
        "style.css",
        "preview.css",
        "status.css",
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_nothing_has_a_left_and_a_right(path: Path) -> None:
    """Places are named by where a text begins and ends: a page that is read from the right needs no other rules."""
    text = without_comments(path)
    found = [match[0] for match in PHYSICAL.finditer(text)]
    found += [match[0] for match in FOUR.finditer(text) if match[2] != match[4]]
    assert found == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_a_pointer_shows_the_keyboard_shows_too(path: Path) -> None:
    """Each rule for what the pointer is on holds for what is focused as well."""
    rules = re.findall(r"([^{};]*:hover[^{]*)\{", without_comments(path))
    assert [rule.strip() for rule in rules if ":focus" not in rule] == []
