from __future__ import annotations

from knowledge_center.tools.importer.existing_articles import ExistingArticles, read_existing_article
from tests.tools.importer.samples import OLD, post, source_post

HERE = (
    "---\ntitle: A fair offer\ndate: 2019-05-06\nauthors: [jo]\n"
    "aliases:\n  - was\n  - /a/\n  - /2019/05/06/a-fair-offer/\n"
    f"guid: {OLD}/x/\ndraft: true\n---\nText"
)


def test_an_article_here_is_known_by_all_its_names() -> None:
    """Name, former names, old addresses, and whether readers see it."""
    found = read_existing_article("2019/fair.md", HERE.encode())
    assert (found.name, found.former_names, found.old_paths) == (
        "fair",
        ("was",),
        ("/a/", "/2019/05/06/a-fair-offer/"),
    )
    entry = found.entry()
    assert (entry.file, entry.public, entry.path) == ("2019/fair.md", False, "/2019/05/06/a-fair-offer/")


def test_an_article_that_cannot_be_read_keeps_its_name() -> None:
    """A file somebody is working on is never overwritten."""
    for raw in (b"\x89PNG\0", b"---\n[", b"no fields"):
        found = read_existing_article("2019/half.md", raw)
        assert (found.name, found.old_paths) == ("half", ())
        assert found.entry().path == "/articles/half/"


def test_the_same_source_is_recognized() -> None:
    """By the identifier, by the old address, and by name, title and day together."""
    here = read_existing_article("2019/fair.md", HERE.encode())
    fresh = source_post(post())
    moved = source_post(post("A fair offer", "permalink: /elsewhere/"))
    assert ExistingArticles([here]).find(fresh, "") is here
    assert ExistingArticles([here]).find(moved, f"{OLD}/x/") is here
    assert ExistingArticles([here]).find(moved, "") is None
    plain = read_existing_article(
        "2019/a-fair-offer.md", b"---\ntitle: A fair offer\ndate: 2019-05-06\n---\n"
    )
    assert ExistingArticles([plain]).find(moved, "") is plain
    other = source_post(post("Another title", "permalink: /elsewhere/"))
    assert ExistingArticles([plain]).find(other, "") is None


def test_of_two_with_one_identifier_the_first_had_it() -> None:
    """The other is an article of its own, in this import as in the first."""
    existing = ExistingArticles([read_existing_article("2019/fair.md", HERE.encode())])
    one, other = source_post(post()), source_post(post("B", "permalink: /elsewhere/"))
    assert existing.find(one, f"{OLD}/x/") is existing.articles[0]
    assert existing.find(other, f"{OLD}/x/") is None
