from __future__ import annotations

from datetime import date

import pytest

from knowledge_center.tools.importer.old_addresses import (
    OldSite,
    normalize_path,
    old_path,
    path_key,
    path_on_site,
)

DAY = date(2019, 5, 6)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/:year/:month/:day/:title/", "/2019/05/06/Fair_offer/"),
        ("pretty", "/jobs/pay/2019/05/06/Fair_offer/"),
        ("date", "/jobs/pay/2019/05/06/Fair_offer.html"),
        ("none", "/jobs/pay/Fair_offer.html"),
        ("ordinal", "/jobs/pay/2019/126/Fair_offer.html"),
        ("/blog/:short_year/:i_month/:i_day/:slug", "/blog/19/5/6/fair-offer"),
        (":section/:filename/", "/jobs/Fair_offer/"),
        ("/:unknown/:title", "/Fair_offer"),
    ],
)
def test_an_old_address_follows_the_pattern_of_the_old_site(pattern: str, path: str) -> None:
    """Jekyll's and Hugo's words for parts of an address give the address readers have bookmarked."""
    assert old_path(pattern, day=DAY, stem="Fair_offer", sections=["jobs", "pay"]) == path


def test_a_slug_of_its_own_stands_in_the_address() -> None:
    """An article that named its slug was found under that."""
    assert old_path("/:title/", day=DAY, stem="file", title_slug="own") == "/own/"


def test_paths_without_categories_have_no_double_slash() -> None:
    """Jekyll leaves an empty part out."""
    assert old_path("pretty", day=DAY, stem="a") == "/2019/05/06/a/"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("a//b?x#y", "/a/b"),
        ("/a/index.html", "/a/"),
        ("//a", "/a"),
        ("", "/"),
        (" /a ", "/a"),
        ("/a.html", "/a.html"),
    ],
)
def test_a_path_is_written_one_way(written: str, path: str) -> None:
    """Queries, doubled slashes and index.html are no part of an address."""
    assert normalize_path(written) == path


def test_spellings_of_one_address_are_the_same() -> None:
    """A link without its last slash, in capitals or with an ending leads to the same article."""
    assert len({path_key(path) for path in ("/A/b/", "/a/b", "a/b.html", "/a/b/index.html", "/a/%62")}) == 1
    assert path_key("/") == "/"


def test_only_addresses_of_the_old_site_become_paths() -> None:
    """A former address elsewhere cannot be redirected from here."""
    site = OldSite.at("https://www.old.example.org/blog/")
    assert path_on_site("https://old.example.org/a/?x", site) == "/a/"
    assert path_on_site("//old.example.org/a", site) == "/a"
    assert path_on_site("https://elsewhere.example/a", site) is None
    assert path_on_site("mailto:a@b.example", site) is None
    assert path_on_site("http://[broken", site) is None
    assert site.base == "/blog"


def test_without_a_known_old_site_every_address_counts_as_its_own() -> None:
    """Redirects were meant for the site they stand on."""
    assert path_on_site("https://anything.example/a", OldSite()) == "/a"


@pytest.mark.parametrize(
    "url", ["old.example.org", "ftp://a.example", "https://", "https://a b.example", "http://[x"]
)
def test_an_address_that_is_none_is_said(url: str) -> None:
    """--site-url with a typing error is a sentence."""
    with pytest.raises(ValueError, match="is no web address"):
        OldSite.at(url)
