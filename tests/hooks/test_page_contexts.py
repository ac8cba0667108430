"""Where a link of a template leads is what MkDocs' own filter says, whatever page had the same before."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.templates import url_filter

from knowledge_center_mkdocs.page_contexts import quick_url_filter
from knowledge_center_mkdocs.pages import OwnPage

NAMES = st.lists(st.sampled_from(["a", "ab", "articles", "b", "page", "2"]), max_size=4)
PLACES = NAMES.map(lambda names: "".join(f"{name}/" for name in names))
TARGETS = st.one_of(
    PLACES,
    st.tuples(PLACES, st.sampled_from(["", "x.png", "a.", "?q", "#at", "."])).map("".join),
    st.text("a/.:#", max_size=8),
    st.sampled_from(
        ["", ".", "..", "../a/", "https://example.com/a/", "//b/", "/a/", "mailto:a@example.com"]
    ),
)


def context(page: OwnPage | None) -> Any:
    return {"page": page, "base_url": ".."}


def page_at(place: str) -> OwnPage:
    page = OwnPage.__new__(OwnPage)
    page.file = SimpleNamespace(url=place or "./")  # type: ignore[assignment]
    return page


@example([("articles/a/", "articles/ab/"), ("articles/ab/", "articles/ab/"), ("articles/ab/", "articles/ab")])
@example([("a/ab/", "a//b/"), ("a/b/", "a//b/"), ("a/ab/", "a/./b/"), ("a/b/", "a/./b/"), ("a/b/", "a/b")])
@given(st.lists(st.tuples(PLACES, TARGETS), max_size=8))
def test_links_lead_where_they_lead_without_a_memory(links: list[tuple[str, str]]) -> None:
    """From any page to any other, to itself, to what lies in it, to files, and to elsewhere."""
    quick: Any = quick_url_filter()
    for place, target in [*links, *links]:
        here = context(page_at(place))
        assert quick(here, target) == url_filter(here, target)
        # Where there is no page, MkDocs goes by the way to the site's root.
        assert quick(context(None), target) == url_filter(context(None), target)
