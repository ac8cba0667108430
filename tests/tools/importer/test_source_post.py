from __future__ import annotations

import pytest

from knowledge_center.tools.importer.import_notes import NoteKind, Refused
from knowledge_center.tools.importer.source_post import read_source_post
from tests.tools.importer.samples import messages, post, read_options, source_post


def refused(source: str, text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_source_post(source, text.encode(), read_options())
    return caught.value


def test_a_plain_article_is_read() -> None:
    """Title from its field, day and name from the file's name, old address from the pattern."""
    found = source_post(post())
    assert (found.title, str(found.moment), found.wanted_name, found.path, found.draft, found.folder) == (
        "A fair offer", "2019-05-06", "a-fair-offer", "/2019/05/06/a-fair-offer/", False, "2019",
    )  # fmt: skip
    assert found.notes == ()


def test_the_day_among_the_fields_comes_before_the_one_in_the_name() -> None:
    """As in Jekyll; a day nobody can read falls back to the name, and that is reported."""
    assert str(source_post(post("T", "date: 2020-01-02 09:30")).moment) == "2020-01-02 09:30"
    found = source_post(post("T", "date: 12/11/2019"))
    assert str(found.moment) == "2019-05-06"
    assert messages(found.notes) == [
        "the date “12/11/2019” cannot be read; the day in the file's name (2019-05-06) was used."
    ]


def test_the_title_may_be_the_first_heading() -> None:
    """Some generators have no title field."""
    found = source_post("---\nlayout: post\n---\n# What *we* ask\n\nText")
    assert (found.title, found.wanted_name) == ("What we ask", "a-fair-offer")


@pytest.mark.parametrize(
    ("source", "lines", "name"),
    [
        ("2019-05-06-Fair_Offer.markdown", (), "fair-offer"),
        ("2019-05-06-x.md", ("slug: my-own",), "my-own"),
        ("blog/fair-offer/index.md", ("date: 2019-05-06",), "fair-offer"),
        ("2019-05-06-fair-offer.html.markdown", (), "fair-offer"),
        ("2019-05-06.md", (), "a-fair-offer"),
        ("2019-05-06-面接.md", (), "a-fair-offer"),
    ],
)
def test_the_name_comes_from_the_file_or_its_slug(source: str, lines: tuple[str, ...], name: str) -> None:
    """A folder's index is called like the folder, a name without letters like the title."""
    assert source_post(post("A fair offer", *lines), source).wanted_name == name


def test_a_name_can_be_made_from_the_day_alone() -> None:
    """Neither file nor title has a plain letter."""
    assert source_post(post("面接"), "2019-05-06-面接.md").wanted_name == "article-2019-05-06"


@pytest.mark.parametrize(
    ("line", "draft"),
    [
        ("draft: true", True),
        ("published: false", True),
        ("published: true", False),
        ("permalink: false", True),
        ("x: y", False),
    ],
)
def test_what_the_old_site_did_not_show_stays_a_draft(line: str, draft: bool) -> None:
    """Nothing is published by an import that was not public before."""
    assert source_post(post("T", line)).draft is draft
    assert source_post(post("T", "date: 2019-05-06"), "_drafts/idea.md").draft


def test_the_last_change_is_kept_when_it_makes_sense() -> None:
    """On or after the day of publication, and not when it says the same."""
    assert source_post(post("T", "lastmod: 2019-06-01T10:00:00Z")).updated == "2019-06-01 10:00"
    assert source_post(post("T", "updated: 2019-05-06")).updated == ""
    for line in ("updated: 2018-01-01", "last_modified_at: recently"):
        found = source_post(post("T", line))
        assert (found.updated, len(found.notes)) == ("", 1)


def test_the_day_an_article_ends_is_kept() -> None:
    """Hugo stops showing it then, and so do we."""
    assert source_post(post("T", "expiryDate: 2020-01-01")).expires == "2020-01-01"
    found = source_post(post("T", "expires: 2018-01-01"))
    assert (found.expires, len(found.notes)) == ("", 1)


@pytest.mark.parametrize("source", ["readme.md", "docs/index.md", "about.md", "content/_index.md"])
def test_pages_are_skipped_not_failed(source: str) -> None:
    """A folder of articles holds other files, too."""
    assert refused(source, "---\ntitle: About us\nlayout: page\n---\nText").note.kind is NoteKind.SKIPPED
    assert refused(source, "# About us").note.kind is NoteKind.SKIPPED
    assert refused(f"notes/{source}", "---\ntitle: About us\n---\nText").note.kind is NoteKind.SKIPPED


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("_posts/idea.md", "---\ntitle: T\n---\n"),
        ("x/idea.md", "---\ntitle: T\nlayout: post\n---\n"),
        ("x/idea.md", "---\ntitle: T\ndate: someday\n---\n"),
        ("_posts/2019-05-06-x.md", "# Only text"),
        ("2019-05-06-x.md", "---\nlayout: post\n---\nText"),
        ("2019-05-06-x.md", "---\ntitle: T"),
    ],
)
def test_an_article_that_cannot_be_one_is_a_failure(source: str, text: str) -> None:
    """Nobody should believe that everything came along."""
    assert refused(source, text).note.kind is NoteKind.REFUSED


def test_a_sentence_among_the_fields_is_reported() -> None:
    """A paragraph pasted into the front matter is no field, and it is not lost in silence."""
    found = source_post("---\ntitle: T\n<p>We asked them this: why</p>\n---\n")
    assert "is no field" in messages(found.notes)[0]
