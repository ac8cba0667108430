from __future__ import annotations

import pytest

from knowledge_center.tools.importer.link_index import Entry, LinkIndex
from tests.tools.importer.samples import entry

OFFER = entry("fair-offer", path="/2019/05/06/Fair_offer/")
PAY = entry("pay", "2018", path="/guides/pay.html")


@pytest.fixture
def link_index() -> LinkIndex:
    found = LinkIndex()
    found.add(OFFER, paths=[OFFER.path, "/old/offer/"], source="_posts/2019-05-06-Fair_offer.md")
    found.add(PAY, paths=[PAY.path], source="guides/pay/index.md")
    return found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/2019/05/06/Fair_offer/", OFFER),
        ("/2019/05/06/fair_offer", OFFER),
        ("/old/offer", OFFER),
        ("/2019/05/07/fair_offer/", OFFER),
        ("/guides/pay", PAY),
        ("/guides/pay/index.html", PAY),
        ("/_posts/2019-05-06-Fair_offer.md", OFFER),
        ("/fair_offer/", None),
        ("/guides/", None),
        ("/2019/05/06/", None),
    ],
)
def test_an_old_address_finds_its_article(link_index: LinkIndex, path: str, found: Entry | None) -> None:
    """In any spelling, by a former address, and by name when only the day is wrong; a page finds nothing."""
    assert link_index.by_path(path) == found


@pytest.mark.parametrize(
    "name", ["2019-05-06-Fair_offer", "_posts/2019-05-06-Fair_offer.md", "Fair_offer", "../x/fair_offer.md"]
)
def test_a_file_name_finds_its_article(link_index: LinkIndex, name: str) -> None:
    """With or without day, ending and folder."""
    assert link_index.by_file(name) == OFFER


def test_a_folder_with_an_index_is_called_like_the_folder(link_index: LinkIndex) -> None:
    """Hugo's page bundles have no name of their own."""
    assert link_index.by_file("guides/pay/index.md") == link_index.by_file("pay") == PAY


def test_a_file_is_found_though_its_address_has_another_name() -> None:
    """A permalink need not look like the file."""
    found = LinkIndex()
    found.add(PAY, paths=[PAY.path], source="_posts/2018-01-02-Salary.md")
    for name in ("2018-01-02-salary", "salary.md", "2018-01-02-Salary.html.md"):
        assert found.by_file(name) == PAY


def test_a_name_of_two_articles_finds_neither(link_index: LinkIndex) -> None:
    """A wrong article is worse than none; the addresses still tell them apart."""
    twin = entry("pay-2020", "2020", path="/2020/pay/")
    link_index.add(twin, paths=[twin.path], source="2020/pay.md")
    assert link_index.by_file("pay.md") is None
    assert link_index.by_path("/2020/pay/") == twin and link_index.by_path("/guides/pay.html") == PAY


def test_the_first_claim_to_an_address_holds(link_index: LinkIndex) -> None:
    """A redirect never takes an article's own address."""
    link_index.add(PAY, paths=[OFFER.path])
    assert link_index.by_path(OFFER.path) == OFFER


def test_a_day_in_the_name_tells_two_files_apart() -> None:
    """Jekyll's post_url names day and file; without the day two files of a name lead to neither."""
    index = LinkIndex()
    first, second = entry("same"), entry("same-2021", "2021")
    index.add(first, source="_posts/2019-01-03-same.md")
    index.add(second, source="_posts/2021-01-03-same.md")
    assert index.by_file("2019-01-03-same") == first and index.by_file("2021-01-03-same") == second
    assert index.by_file("same") is None
