from __future__ import annotations

import pytest

from knowledge_center.tools.importer.import_notes import NoteKind, Refused
from knowledge_center.tools.importer.old_addresses import OldSite
from knowledge_center.tools.importer.source_post import SourcePost, former_paths, read_source_post
from tests.tools.importer.samples import OLD, messages, post, read_options, source_post


def refused(source: str, text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_source_post(source, text.encode(), read_options())
    return caught.value


def test_a_plain_article_is_read() -> None:
    """Title from its field, day and name from the file's name, old address from the pattern."""
    found = source_post(post())
    assert (found.title, str(found.moment), found.wanted, found.path, found.draft, found.year) == (
        "A fair offer", "2019-05-06", "a-fair-offer", "/2019/05/06/a-fair-offer/", False, 2019,
    )  # fmt: skip
    assert found.notes == ()


def test_the_day_among_the_fields_comes_before_the_one_in_the_name() -> None:
    """As in Jekyll; a day nobody can read falls back to the name, and that is told."""
    assert str(source_post(post("T", "date: 2020-01-02 09:30")).moment) == "2020-01-02 09:30"
    found = source_post(post("T", "date: 12/11/2019"))
    assert str(found.moment) == "2019-05-06"
    assert messages(found.notes) == [
        "the date “12/11/2019” cannot be read; the day in the file's name (2019-05-06) was used."
    ]


def test_the_title_may_be_the_first_heading() -> None:
    """Some generators have no title field."""
    found = source_post("---\nlayout: post\n---\n# What *we* ask\n\nText")
    assert (found.title, found.wanted) == ("What we ask", "a-fair-offer")


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
    assert source_post(post("A fair offer", *lines), source).wanted == name


def test_a_name_can_be_made_from_the_day_alone() -> None:
    """Neither file nor title has a plain letter."""
    assert source_post(post("面接"), "2019-05-06-面接.md").wanted == "article-2019-05-06"


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
def test_an_address_nobody_can_work_out_is_told(line: str) -> None:
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
        ("2019-05-06-x.md", "# Only text"),
        ("2019-05-06-x.md", "---\nlayout: post\n---\nText"),
        ("2019-05-06-x.md", "---\ntitle: T"),
    ],
)
def test_an_article_that_cannot_be_one_is_a_failure(source: str, text: str) -> None:
    """Nobody should believe that everything came along."""
    assert refused(source, text).note.kind is NoteKind.REFUSED


def test_a_sentence_among_the_fields_is_told() -> None:
    """A paragraph pasted into the front matter is no field, and it is not lost in silence."""
    found = source_post("---\ntitle: T\n<p>We asked them this: why</p>\n---\n")
    assert "is no field" in messages(found.notes)[0]


def former(*lines: str, site: str = OLD) -> tuple[list[str], list[str]]:
    found: SourcePost = source_post(post("A fair offer", *lines), site=site)
    paths, notes = former_paths(found, OldSite.at(site))
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
def test_a_former_address_that_cannot_lead_here_is_told(value: str) -> None:
    """It is of another site, or no address."""
    paths, notes = former(f"redirect_from: [{value}, /ok/]")
    assert paths == ["/ok/"] and len(notes) == 1


def test_a_redirect_away_is_told() -> None:
    """An article that only led elsewhere comes along as it is."""
    assert former("redirect_to: https://elsewhere.example") == (
        [],
        ["a redirect to https://elsewhere.example was left out."],
    )
