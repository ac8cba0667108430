from __future__ import annotations

import pytest

from knowledge_center.tools.importer.link_index import LinkIndex
from knowledge_center.tools.importer.link_targets import Target, resolve
from knowledge_center.tools.importer.old_addresses import OldSite
from tests.tools.importer.samples import OLD, entry

OWN = entry("own", path="/2019/05/06/own/")
OTHER = entry("other", "2018", path="/2018/01/02/other/")
DRAFT = entry("draft", "2018", public=False, path="/2018/03/04/draft/")


def settled(target: str, site: str = "", origin: object = OWN) -> Target:
    link_index = LinkIndex()
    for one in (OWN, OTHER, DRAFT):
        link_index.add(one, paths=[one.path], source=f"_posts/{one.name}.md")
    return resolve(target, origin=origin, link_index=link_index, site=OldSite.at(site))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "target",
    [
        "/2018/01/02/other/",
        "../../../../2018/01/02/other/",
        "other.md",
        "../_posts/other.md",
        "//2018/01/02/other/",
        f"{OLD}/2018/01/02/other/",
        "http://www.old.example.org/2018/01/02/other",
        "/2018/01/02/other/?utm=x",
    ],
)
def test_a_link_to_an_article_that_came_along_finds_its_file(target: str) -> None:
    """However the old site wrote it, the new link is checked by the site generator."""
    found = settled(target, OLD)
    assert (found.from_markdown(OWN), found.from_html()) == ("../2018/other.md", "/articles/other/")


def test_articles_of_one_year_are_neighbours() -> None:
    """The shortest path is the one an editor would write."""
    assert settled("/2019/05/06/own/").from_markdown(OWN) == "own.md"


def test_the_place_in_the_article_comes_along() -> None:
    """But not the words a browser was asked to mark on the old page."""
    assert settled("/2018/01/02/other/#pay").from_markdown(OWN) == "../2018/other.md#pay"
    assert settled("/2018/01/02/other/#pay:~:text=x").from_html() == "/articles/other/#pay"
    assert settled("?x#pay").from_markdown(OWN) == "own.md#pay"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/x?a=b#c",
        "mailto:jo@x.example",
        "tel:+1555",
        "#below",
        "#",
        "ftp://x.example/a",
    ],
)
def test_what_leads_elsewhere_stays_as_it_is(target: str) -> None:
    """Nobody else's address is touched."""
    assert settled(target).address == target and settled(target, OLD).address == target


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("//cdn.example/x", "https://cdn.example/x"),
        ("www.x.example/a", "https://www.x.example/a"),
        ("agency.gov", "https://agency.gov"),
        ("jo@x.example", "mailto:jo@x.example"),
        ("/a?b&amp;c=d#e", f"{OLD}/a?b&c=d#e"),
    ],
)
def test_an_address_that_lacks_its_beginning_gets_it(target: str, address: str) -> None:
    """As typed they would lead to a page of ours that is not there."""
    assert settled(target, OLD).address == address


def test_other_pages_of_the_old_site_are_linked_where_they_were() -> None:
    """As long as somebody said where that is; else the link can only lead nowhere."""
    assert settled("/team/", OLD).address == f"{OLD}/team/"
    assert settled("files/form.pdf", OLD).address == f"{OLD}/2019/05/06/own/files/form.pdf"
    assert settled("/team/").why and settled("form.pdf").why


@pytest.mark.parametrize(
    "target", ["", "javascript:void(0)", "JavaScript:x", "data:text/html,x", "http://[broken", "file:///c"]
)
def test_what_nobody_should_follow_is_no_link(target: str) -> None:
    """A reason is given for each."""
    assert settled(target, OLD).why


def test_nothing_public_leads_to_a_draft() -> None:
    """A draft may lead to a draft: nobody reads either."""
    assert "draft" in settled(DRAFT.path).why
    assert settled(DRAFT.path, origin=DRAFT).from_markdown(DRAFT) == "draft.md"
