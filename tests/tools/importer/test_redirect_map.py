from __future__ import annotations

import pytest

from knowledge_center.tools.importer.existing_articles import ExistingArticle
from knowledge_center.tools.importer.redirect_map import RedirectMap
from tests.tools.importer.samples import entry, messages

HERE = ExistingArticle(
    file="2017/here.md",
    title="Here",
    date="2017-01-01",
    guid="",
    draft=False,
    aliases=("was-here", "/old/here/"),
)
OWN = entry("own", path="/2019/own/")


def redirects(*entries: object) -> RedirectMap:
    found = RedirectMap([HERE], ["/", "/about", "/articles/"])
    for one in (OWN, *entries):
        found.reserve(one)  # type: ignore[arg-type]
    return found


def test_old_addresses_are_kept_oldest_first() -> None:
    """The last one was valid until yesterday, so it stands last; none stands there twice."""
    aliases, owned, notes = redirects().aliases(OWN, ["/a/", "/b/", "/a"], 3)
    assert (aliases, owned, notes) == (["/a/", "/b/", "/2019/own/"], True, [])


def test_an_address_that_differs_in_capitals_only_is_one_address() -> None:
    """Two redirects of one name cannot exist on every disk; the one that was valid last stays."""
    aliases, _, notes = redirects().aliases(OWN, ["/2019/OWN/", "/2019/own"], 3)
    assert aliases == ["/2019/own/"]
    assert [note.line for note in notes] == [3] and "/2019/OWN/" in notes[0].message


@pytest.mark.parametrize("path", ["/old/here", "/articles/here/", "/articles/was-here", "/2018/other/"])
def test_an_address_that_belongs_to_another_article_stays_there(path: str) -> None:
    """A redirect never steals a page, and the report says whose it is."""
    aliases, _, notes = redirects(entry("other", path="/2018/other/")).aliases(OWN, [path], 3)
    assert aliases == ["/2019/own/"]
    assert "belongs to" in notes[0].message


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles/",
        "/articles/archive/2019/",
        "/articles/category",
        "/about/",
        "/feed.xml",
        "/digests/x/",
    ],
)
def test_pages_of_this_site_are_no_redirects(path: str) -> None:
    """The old start page does not lead to an article."""
    aliases, _, notes = redirects().aliases(OWN, [path], 3)
    assert aliases == ["/2019/own/"] and len(notes) == 1


def test_an_article_that_was_where_a_page_of_ours_is_gets_no_redirect() -> None:
    """The page stays what it is, and the report says so."""
    own = entry("own", path="/about/")
    found = RedirectMap([], ["/about"])
    found.reserve(own)
    aliases, owned, notes = found.aliases(own, [], 4)
    assert (aliases, owned, [note.line for note in notes]) == ([], True, [4])


def test_an_article_that_stays_where_it_was_needs_no_redirect() -> None:
    """Its old address is its new one."""
    own = entry("own", path="/articles/own/")
    aliases, owned, notes = RedirectMap([]).aliases(own, [], 0)
    assert (aliases, owned) == ([], False) and notes
    found = RedirectMap([])
    found.reserve(own)
    assert found.aliases(own, [], 0) == ([], True, [])


def test_two_files_at_one_old_address_share_no_redirect() -> None:
    """Only one of them was ever seen there."""
    twin = entry("own-2019", path="/2019/own/")
    aliases, owned, notes = redirects(twin).aliases(twin, [], 0)
    assert (aliases, owned) == ([], False)
    assert messages(notes) == ["its old address /2019/own/ belongs to own; no redirect leads here."]


def test_former_names_are_nobodys_new_name() -> None:
    """A bare alias is an identity in digests."""
    assert redirects().former_names() == ["was-here"]
