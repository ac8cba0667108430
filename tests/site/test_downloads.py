"""Files that articles offer beside pictures, in the built site."""

from __future__ import annotations

import pytest

from tests.samples import article_text, make_site
from tests.sites import Built, build, dead_links


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files: dict[str, str | bytes] = {
        "a.md": article_text("A", "The [list](lists/My List.pdf), and the [plan](plan.PDF).\n".replace(
            "lists/My List.pdf", "<lists/My List.pdf>"
        )),
        "b.md": article_text("B", "The [list](<lists/My List.pdf>) once more.\n", date="2026-11-17"),
        "later.md": article_text("Later", "The [secret](secret.pdf).\n", date="2027-01-01"),
        "draft.md": article_text("Draft", "The [draft](draft.pdf).\n", draft="true"),
        "articles/posts/2026/lists/My List.pdf": b"%PDF list", "plan.PDF": b"%PDF plan",
        "secret.pdf": b"%PDF secret", "draft.pdf": b"%PDF draft", "stray.pdf": b"%PDF stray",
    }  # fmt: skip
    return build(
        make_site(tmp_path_factory.mktemp("downloads") / "site", files, articles={"attachments": ["pdf"]})
    )


def test_what_public_articles_offer_is_published_and_nothing_else(site: Built) -> None:
    """Each file stands where its oldest public article is, under a name that every address may have."""
    assert sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.[pP][dD][fF]")) == [
        "articles/a/lists/My-List.pdf", "articles/a/plan.PDF",
    ]  # fmt: skip
    assert (site.folder / "articles/a/plan.PDF").read_bytes() == b"%PDF plan"


def test_links_to_it_lead_there_from_pages_and_feeds(site: Built) -> None:
    """Also from another article than the one in whose folder it stands."""
    assert dead_links(site) == []
    assert "../a/lists/My-List.pdf" in site.page("/articles/b/").xpath("//main//a/@href")
    assert "https://knowledge.example.com/articles/a/lists/My-List.pdf" in site.text("/feed.xml")
