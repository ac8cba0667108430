from __future__ import annotations

import pytest

from tests.tools.importer.samples import articles, imported, messages, post, report_messages, source_post


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("status: private", "`status` is “private”"),
        ("status: Pending", "`status` is “Pending”"),
        ("post_status: trash", "`post_status`"),
        ("private: true", "`private` is true"),
        ("visibility: members", "`visibility` is “members”"),
        ("visibility: [staff, editors]", "“staff, editors”"),
        ("password: swordfish", "it has a `password`"),
        ("headless: true", "`headless`"),
        ("published: false", "`published` is false"),
        ("status: needs-review", "`status` is “needs-review”"),
        ("unpublished: true", "`unpublished` is true"),
        ("eleventyExcludeFromCollections: true", "is true"),
        ("permalink: false", "`permalink` is false"),
        ("_build: {render: never}", "`build`"),
        ("params: {status: draft}", "`status`"),
    ],
)
def test_what_was_not_public_waits_as_a_draft_and_says_why(line: str, said: str) -> None:
    """Nobody finds internal words on the site; a password does not stand in the report either."""
    found = source_post(post("T", "date: 2019-05-06", line))
    (note,) = [message for message in messages(found.notes) if "waits as a draft" in message]
    assert found.draft and said in note and "swordfish" not in note


@pytest.mark.parametrize(
    "line",
    ["status: publish", "status: future", "status: evergreen", "private: false", "visibility: public",
     "password:", "headless: false", "published: true", "published: 2019-05-07", "_build: {render: always}"],
)  # fmt: skip
def test_what_was_public_stays_public(line: str) -> None:
    """A field that says nothing against it changes nothing."""
    found = source_post(post("T", "date: 2019-05-06", line))
    assert not found.draft and found.notes == ()


def test_a_plain_draft_needs_no_note() -> None:
    """It says of itself what it is; a folder of drafts does not."""
    assert source_post(post("T", "draft: true")).notes == ()
    for text in (post("T", "date: 2019-05-06"), post("T")):
        # Jekyll's drafts have no day.
        found = source_post(text, "_drafts/idea.md")
        assert found.draft and "`_drafts`" in messages(found.notes)[0]


def test_what_was_held_back_until_a_day_is_scheduled_for_it() -> None:
    """Hugo shows nothing before publishDate, while its addresses hold the day of ``date``."""
    text = post("T", "date: 2019-05-06", "publishDate: 2031-01-02", "expiryDate: 2032-01-01")
    article = articles(imported({"content/posts/t.md": text}, permalink="/:year/:month/:title/"))["t"]
    assert str(article.front["date"]) == "2031-01-02" and str(article.front["expires"]) == "2032-01-01"
    assert article.front["aliases"] == ["/2019/05/t/"]


def test_a_day_of_publishing_that_cannot_be_read_is_named() -> None:
    """It may be one in the future."""
    plan = imported({"a.md": post("T", "date: 2019-05-06", "publishDate: soon")})
    assert any("publishDate, “soon”" in message for message in report_messages(plan))
