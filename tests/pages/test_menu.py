"""The masthead's row of links, marked for the page it stands on."""

from __future__ import annotations

import pytest

from knowledge_center.pages.menu import MenuItem, default_menu, marked
from tests.pages.test_page_context import site


@pytest.mark.parametrize(
    ("here", "current"),
    [
        ("articles/", {"Articles": "page"}),
        ("articles/one/", {"Articles": "true"}),
        ("articles/archive/2026/", {"Articles": "true"}),
        ("articles/category/hiring/", {"Topics": "true"}),
        ("topics/", {"Topics": "page"}),
        ("digests/weekly/2026-W46/", {"Digest": "true"}),
        ("search/", {"Search": "page"}),
        ("", {}),
        (None, {}),
    ],
)
def test_the_default_row_marks_the_part_of_the_site(here: str | None, current: dict[str, str]) -> None:
    """The page itself, or the part it belongs to: listings by topic belong to the topics."""
    assert {
        item.title: item.current for item in marked(default_menu(site()), here) if item.current
    } == current


def test_there_is_no_digest_to_go_to_without_one() -> None:
    """A site without a digest has no link to one."""
    assert [item.title for item in default_menu(site())] == ["Articles", "Topics", "Digest", "Search"]
    assert [item.title for item in default_menu(site(digests=[]))] == ["Articles", "Topics", "Search"]


def test_the_nearest_part_is_marked_and_its_group() -> None:
    """Of two parts around a page the inner one; a site elsewhere is never where one is."""
    menu = (
        MenuItem(title="All", url="articles/"),
        MenuItem(title="More", children=(MenuItem(title="Hiring", url="articles/category/hiring/"),)),
        MenuItem(title="Shop", url="https://www.example.com/"),
    )
    found = marked(menu, "articles/category/hiring/page/2/")
    assert [item.current for item in found] == ["", "true", ""]
    assert found[1].children[0].current == "true"
