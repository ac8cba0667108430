"""What Markdown makes of a text, and screen readers and keyboards can do nothing with, is mended on its page."""

from __future__ import annotations

from itertools import pairwise

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.pages.page_html import page_html
from knowledge_center.text.markdown_dialect import MarkdownDialect


def shown(html: str) -> str:
    return page_html(html, "articles/a/", {})


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_headings_go_down_one_level_at_a_time(levels: list[int]) -> None:
    """Whatever the levels of a text's headings, none is left out below the title, and none changes its rank."""
    html = "".join(f"<h{level}>x</h{level}>" for level in levels)
    after = [1, *(int(e.tag[1]) for e in lxml.html.fragments_fromstring(shown(html)))]
    assert all(low <= high + 1 for high, low in pairwise(after))
    for (one, next_), (above, below) in zip(pairwise(levels), pairwise(after[1:]), strict=True):
        assert below > above if next_ > one else below == above if next_ == one else below <= above


@pytest.mark.parametrize("levels", ["2 3 4 2 3", "1 2 3 2", "2 2", "2 3 3 2 3 4 5 6"])
def test_headings_in_order_stay_as_they_are(levels: str) -> None:
    """A text that an editor has written in order is not touched."""
    html = "".join(f"<h{n}>x</h{n}>" for n in levels.split())
    assert shown(html) == html


def test_the_words_of_a_task_are_the_name_of_its_box() -> None:
    """Also with a link in them; tasks below it have boxes of their own, whose words are not its."""
    html = MarkdownDialect().html("- [ ] call [them](a.md) `now`\n    - [x] below\n\n        more\n- none\n")
    boxes = lxml.html.fragment_fromstring(shown(html), create_parent="div").xpath("//input")
    assert [box.get("aria-label") for box in boxes] == ["call them now", "below"]
    assert not any(box.xpath("ancestor::label") for box in boxes)


def test_a_box_that_is_drawn_has_a_name_too() -> None:
    """Where a site lets its tasks' boxes be drawn, their label is there already, and empty."""
    drawn = '<li><label class="c"><input type="checkbox" disabled><span class="i"></span></label> to <b>do</b></li>'
    (box,) = lxml.html.fragment_fromstring(shown(f"<ul>{drawn}</ul>")).xpath("//input")
    assert box.get("aria-label") == "to do"


def test_a_box_that_can_be_ticked_stays_as_it_was_written() -> None:
    """A form of an editor's own has names of its own."""
    html = '<p><input type="checkbox" id="a"> <label for="a">A</label></p>'
    assert shown(html) == html


def test_what_may_scroll_is_reached_by_keyboard() -> None:
    """Tables and code, each once: lines with numbers scroll with the table that they stand in."""
    html = MarkdownDialect().html('``` {.python linenums="1"}\na\n```\n\n    code\n\n|a|b|\n|-|-|\n|1|2|\n')
    found = lxml.html.fragment_fromstring(shown(html), create_parent="div").xpath("//*[@tabindex='0']")
    assert [element.tag for element in found] == ["table", "pre", "table"]


def test_a_cell_above_a_column_that_says_nothing_is_no_heading() -> None:
    """The empty corner of a table is a cell like others."""
    html = MarkdownDialect().html("| | A |\n|---|---|\n| 1 | 2 |\n")
    assert [e.tag for e in lxml.html.fragment_fromstring(shown(html)).xpath("//thead/tr/*")] == ["td", "th"]
