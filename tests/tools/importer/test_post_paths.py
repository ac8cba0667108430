from __future__ import annotations

import pytest

from knowledge_center.tools.importer.old_addresses import OldSite
from knowledge_center.tools.importer.post_paths import former_paths
from tests.tools.importer.samples import OLD, messages, post, source_post


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("permalink: /guides/pay/", "/guides/pay/"),
        ("permalink: guides//pay/index.html", "/guides/pay/"),
        ("permalink: /:year/:title.html", "/2019/a-fair-offer.html"),
        ("permalink: pretty", "/2019/05/06/a-fair-offer/"),
        (f"permalink: {OLD}/full/", "/full/"),
        ("url: /from-hugo/", "/from-hugo/"),
        ("slug: own", "/2019/05/06/own/"),
    ],
)
def test_an_address_of_its_own_is_the_old_address(line: str, path: str) -> None:
    """Whatever the generator calls it."""
    found = source_post(post("A fair offer", line), site=OLD)
    assert (found.path, found.draft) == (path, False)


@pytest.mark.parametrize("line", ["permalink: /{{ page.date }}/x/", "permalink: https://elsewhere.example/x"])
def test_an_address_nobody_can_work_out_is_reported(line: str) -> None:
    """The pattern stands in."""
    found = source_post(post("A fair offer", line), site=OLD)
    assert found.path == "/2019/05/06/a-fair-offer/"
    assert "was left out" in messages(found.notes)[0]


def test_an_old_site_in_a_folder_keeps_the_folder_in_its_addresses() -> None:
    """https://company.example/blog/ is where readers found it."""
    assert source_post(post(), site="https://company.example/blog/").path == "/blog/2019/05/06/a-fair-offer/"
    assert (
        source_post(post("T", "permalink: /blog/x/"), site="https://company.example/blog").path == "/blog/x/"
    )


def test_jekylls_categories_stand_in_its_addresses() -> None:
    """Folders above _posts and the categories of the article."""
    text = post("T", "permalink: none", "categories: [Pay Talk]")
    assert source_post(text, "jobs/_posts/2019-05-06-x.md").path == "/jobs/pay-talk/x.html"


def test_hugos_sections_stand_in_its_addresses() -> None:
    """The folder below content, whether or not the whole site was given."""
    text = post("T", "date: 2019-05-06", "permalink: /:section/:title/")
    for source in ("content/jobs/2019/x.md", "jobs/x.md", "old/content/jobs/x/index.md"):
        assert source_post(text, source).path == "/jobs/x/"


def former(*lines: str, site: str = OLD) -> tuple[list[str], list[str]]:
    found = source_post(post("A fair offer", *lines), site=site)
    paths, notes = former_paths(found.fields, found.path, OldSite.at(site))
    return paths, messages(notes)


@pytest.mark.parametrize("name", ["redirect_from", "redirects", "aliases", "old_urls"])
def test_former_addresses_are_found_under_every_name(name: str) -> None:
    """One or several, as paths or in full."""
    assert former(f"{name}: /a/") == (["/a/"], [])
    assert former(f"{name}: [/a/, '{OLD}/b/?x', 'http://www.old.example.org/c']") == (
        ["/a/", "/b/", "/c"],
        [],
    )


def test_an_alias_without_a_folder_stands_beside_the_article() -> None:
    """As in Hugo."""
    assert former("aliases: [old-name]", "permalink: /jobs/offer/") == (["/jobs/old-name"], [])


@pytest.mark.parametrize("value", ["https://elsewhere.example/a", "/", "/a/../../b", "'/a\\b'"])
def test_a_former_address_that_cannot_lead_here_is_reported(value: str) -> None:
    """It is of another site, or no address."""
    paths, notes = former(f"redirect_from: [{value}, /ok/]")
    assert paths == ["/ok/"] and len(notes) == 1


def test_a_redirect_away_is_reported() -> None:
    """An article that only led elsewhere comes along as it is."""
    assert former("redirect_to: https://elsewhere.example") == (
        [],
        ["a redirect to https://elsewhere.example was left out."],
    )
