"""A closed issue as one entry for mail services."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from lxml import html

from knowledge_center.digests.issue import Entry, Issue, SnapshotImage
from knowledge_center.feeds.issue_entries import issue_entry
from tests.samples import settings

CLOSED = datetime(2026, 11, 16, 13, 2, tzinfo=UTC)


def issue(title: str = "First week", image: SnapshotImage | None = None) -> Issue:
    """An issue with one article."""
    entry = Entry(
        id="first-week", url="articles/first-week/", title=title, summary="Three <lists> & a talk.",
        authors=("Careers Desk",), published=CLOSED, image=image,
    )  # fmt: skip
    return Issue(
        digest="weekly", key="2026-W46", boundary=CLOSED, closed_at=CLOSED, entries=(entry,), source="x.md"
    )


def test_an_issue_keeps_its_identity_date_and_address() -> None:
    """The entry is named after the period, dated by the closing, and leads to the issue's page."""
    chosen = settings()
    entry = issue_entry(issue(), chosen.digests[0], chosen)
    assert entry.id == "tag:knowledge.example.com,2026:digest/weekly/2026-W46"
    assert entry.title == "The weekly digest: November 9–15, 2026"
    assert entry.url == "https://knowledge.example.com/digests/weekly/2026-W46/"
    assert entry.published == entry.updated == CLOSED


def test_a_picture_of_unknown_size_has_none() -> None:
    """A drawing has no pixels, and a width of 0 would hide it; authors and pictures are text like all else."""
    chosen = settings()
    image = SnapshotImage(path="articles/a/a.svg", alt='A "desk" & <chair>', width=0, height=0)
    entry = issue_entry(
        replace(
            issue(image=image),
            entries=(replace(issue(image=image).entries[0], authors=("Ana <b>", "Bo & Co")),),
        ),
        chosen.digests[0],
        chosen,
    )
    body = html.fragment_fromstring(entry.content, create_parent="div")
    (picture,) = body.iter("img")
    assert dict(picture.attrib) == {
        "src": "https://knowledge.example.com/articles/a/a.svg", "alt": 'A "desk" & <chair>',
    }  # fmt: skip
    assert "By Ana <b> and Bo & Co, November 16, 2026" in body.text_content()
    assert entry.authors == ("Ana <b>", "Bo & Co")
    assert entry.summary == "First week"


def test_an_article_worth_rereading_is_told_apart() -> None:
    """It comes last, under a heading of its own, and neither the item's summary nor its authors count it."""
    chosen = settings()
    again = replace(issue().entries[0], id="old", url="articles/old/", title="Old & <good>", authors=("Bo",))
    entry = issue_entry(replace(issue(), evergreen=again), chosen.digests[0], chosen)
    body = html.fragment_fromstring(entry.content, create_parent="div")
    assert [(h.tag, h.text_content()) for h in body.xpath(".//h2 | .//h3")] == [
        ("h2", "First week"), ("h2", "Worth re-reading"), ("h3", "Old & <good>"),
    ]  # fmt: skip
    assert (entry.summary, entry.authors) == ("First week", ("Careers Desk",))


def test_its_text_is_the_issue_with_absolute_links_and_no_unsubscribe() -> None:
    """The service's mail shows the articles; leaving is the service's own business."""
    chosen = settings()
    image = SnapshotImage(path="articles/first-week/a.png", alt="A desk", width=1500, height=1000)
    entry = issue_entry(issue('<b>Bold</b> & "quoted"', image), chosen.digests[0], chosen, "<p>Hello</p>")
    body = html.fragment_fromstring(entry.content, create_parent="div")
    assert body.findtext("p") == "Hello"
    assert body.xpath("string(.//h2)") == '<b>Bold</b> & "quoted"'
    assert set(body.xpath(".//a/@href")) == {"https://knowledge.example.com/articles/first-week/"}
    assert body.xpath(".//img/@src") == ["https://knowledge.example.com/articles/first-week/a.png"]
    assert "Three <lists> & a talk." in body.text_content()
    assert "nsubscribe" not in entry.content
