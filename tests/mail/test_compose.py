from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import lxml.html
import pytest

from knowledge_center.digests.issue import Issue, SnapshotImage
from knowledge_center.mail.compose import MOST_BYTES, compose, default_preheader, default_subject, shortened
from knowledge_center.mail.model import MailLinks, Picture, web_links
from knowledge_center.pictures.mail_renditions import Place
from knowledge_center.problems import Unusable
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.samples import HOSTILE_TITLES, LINKS, PICTURE, mail
from tests.samples import settings


def long_issue(count: int, words: int = 40, **changes: object) -> Issue:
    found = [
        entry(
            f"article-{n}", title=f"Article number {n} of a long list", summary="word " * words, image=PICTURE
        )
        for n in range(count)
    ]
    return issue(*found, **changes)


def test_the_subject_names_the_digest_and_the_lead() -> None:
    """Subscribers see what it is and what is in it, unless the editor wrote a subject."""
    found = issue(entry("a", title="Why you wait"), entry("b", title="Pay"))
    assert mail(found).subject == "The weekly digest: Why you wait"
    own = dataclasses.replace(found, subject=" Three\nfor the  week ")
    assert mail(own).subject == "Three for the week"


@pytest.mark.parametrize("title", [*HOSTILE_TITLES, "Two\nlines\r\nBcc: x@example.com"])
def test_a_subject_is_one_line_of_at_most_78_characters(title: str) -> None:
    """Whatever the title of the lead, the subject is short and never breaks into another header."""
    subject = default_subject(issue(entry("a", title=title)), WEEKLY)
    assert len(subject) <= 78
    assert subject.isprintable() or "\u200d" in subject
    assert subject.startswith("The weekly digest: ")


def test_the_preheader_tells_of_the_other_articles() -> None:
    """Beside the subject the inbox shows what else there is; of a single article what it says."""
    three = issue(entry("a"), entry("b", title="Pay"), entry("c", title="Time"))
    assert default_preheader(three) == "Also: Pay · Time"
    assert default_preheader(issue(entry("a", summary="What it says."))) == "What it says."
    assert mail(dataclasses.replace(three, preheader="My own")).preheader == "My own"
    assert len(default_preheader(long_issue(40))) <= 110


def test_texts_are_cut_between_words() -> None:
    """A cut leaves whole words and no dangling comma; a word that is too long is cut itself."""
    assert shortened("one two, three", 9) == "one two…"
    assert shortened("one two", 7) == "one two"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"
    assert shortened("a " + "x" * 20, 10) == "a " + "x" * 7 + "…"


def test_the_same_issue_gives_the_same_bytes() -> None:
    """A mail can be composed again after a crash and be the same mail."""
    assert mail(long_issue(5)) == mail(long_issue(5))


def test_forty_usual_articles_fit_in_full() -> None:
    """An issue as large as it may be stays below the size at which mail programs cut."""
    html = mail(long_issue(40, words=30)).html
    assert len(html.encode()) <= 90_000
    assert "Also in this issue" not in html


def test_what_does_not_fit_is_there_by_its_title() -> None:
    """A larger issue loses summaries from its end, never an article and never the unsubscribe link."""
    found = long_issue(120)
    composed = mail(found)
    assert 87_000 < len(composed.html.encode()) <= 90_000
    assert "Also in this issue" in composed.html
    assert all(f">Article number {n} of a long list<" in composed.html for n in range(120))
    assert LINKS.unsubscribe in composed.html
    assert 20 < composed.html.count('class="summary"') < 119
    assert all(f"Article number {n} of a long list" in composed.text for n in range(120))


def test_what_does_not_even_fit_by_title_stands_on_the_page() -> None:
    """The mail says how many more there are and links to the issue."""
    composed = mail(long_issue(900))
    assert len(composed.html.encode()) <= 90_000
    left_out = sum(f"Article number {n} of" not in composed.html for n in range(900))
    assert left_out > 0
    assert f"{left_out} more articles are on the page of this issue" in composed.html
    assert f"{left_out} more articles are on the page of this issue" in composed.text


def test_an_introduction_that_is_too_long_is_the_editors_problem() -> None:
    """No mail is cut in the middle: the editor reads which file it is."""
    with pytest.raises(Unusable) as caught:
        mail(long_issue(2, intro="many words " * 10_000))
    assert [p.path for p in caught.value.problems] == ["docs/digests/weekly/2026-W46.md"]
    assert "so long that mail programs would cut" in caught.value.problems[0].message


def test_the_introduction_may_link_to_an_article_by_its_file() -> None:
    """As in an article, a link to x.md leads to the page, and one that leads nowhere is a problem."""
    pages = {"docs/articles/posts/2026/a.md": "articles/a/"}
    elsewhere = "[c](https://example.com/readme.md)"
    found = issue(intro=f"See [a](../../articles/posts/2026/a.md#top), [home](/) and {elsewhere}.")
    html = compose(found, WEEKLY, settings(), LINKS, pages=pages).html
    assert 'href="https://knowledge.example.com/articles/a/#top"' in html
    assert 'href="https://knowledge.example.com/"' in html
    with pytest.raises(Unusable) as caught:
        compose(found, WEEKLY, settings(), LINKS)
    assert "../../articles/posts/2026/a.md#top" in caught.value.problems[0].message


def test_pictures_are_shown_in_their_own_proportions() -> None:
    """The lead fills the width, the others are small, a small picture is not blown up."""
    tiny = dataclasses.replace(PICTURE, width=90, height=45)
    html = mail(issue(entry("a", image=PICTURE), entry("b", image=PICTURE), entry("c", image=tiny))).html
    assert 'src="https://knowledge.example.com/articles/a/a.png"' in html
    for size in ('width="600" height="400"', 'width="180" height="120"', 'width="90" height="45"'):
        assert size in html


@pytest.mark.parametrize("name", ["a.svg", "a.avif", "a.WEBP"])
def test_a_picture_that_mail_programs_cannot_show_is_left_out(name: str) -> None:
    """Better no picture than a broken one."""
    image = SnapshotImage(path=f"articles/a/{name}", alt="A", width=0, height=0)
    assert "<img" not in mail(issue(entry("a", image=image))).html


def test_a_rendition_can_be_chosen_for_each_picture() -> None:
    """The build knows smaller files; the mail asks for the width it needs."""
    asked: list[int] = []

    def small(image: SnapshotImage, place: Place) -> Picture | None:
        asked.append(place.width)
        return Picture(
            url=f"https://cdn.example.com/{place.width}.png", alt=image.alt, width=place.width, height=1
        )

    found = issue(entry("a", image=PICTURE), entry("b", image=PICTURE))
    html = compose(found, WEEKLY, settings(), LINKS, picture_for=small).html
    assert asked == [600, 180]
    assert "https://cdn.example.com/600.png" in html


def test_addresses_are_plain_ascii() -> None:
    """A picture called “Büro 1.png” has an address that every mail program can follow."""
    image = SnapshotImage(path="articles/a/Büro 1.png", alt="A", width=3, height=2)
    assert (
        "https://knowledge.example.com/articles/a/B%C3%BCro%201.png"
        in mail(issue(entry("a", image=image))).html
    )


def test_the_day_of_an_article_is_that_of_its_own_clock() -> None:
    """The company may move to another time zone; the date in an old issue stays."""
    found = issue(entry("a", published=datetime.fromisoformat("2026-11-12T00:00:00-05:00")))
    assert "November 12, 2026" in mail(found, timezone="Pacific/Honolulu").text


def test_the_public_copy_has_neutral_placeholders() -> None:
    """What everybody can read on the site unsubscribes nobody, and a mail service can fill it in."""
    found = issue()
    links = web_links(found, settings())
    assert links == MailLinks(
        view="https://knowledge.example.com/digests/weekly/2026-W46/",
        unsubscribe="%%unsubscribe_url%%",
        preferences="%%preferences_url%%",
    )
    copy = compose(found, WEEKLY, settings(), links)
    for part in (copy.html, copy.text):
        assert "%%unsubscribe_url%%" in part
        assert "%%preferences_url%%" in part


def test_names_and_address_are_not_said_twice() -> None:
    """An address that begins with the organization's name begins below it."""
    organization = {
        "name": "Example Staffing", "url": "https://www.example.com/", "about": "Work.",
        "address": ["Example Staffing", "1 Example Street"],
    }  # fmt: skip
    text = mail(organization=organization).text
    assert "Example Staffing\n1 Example Street" in text
    assert "Example Staffing\nExample Staffing" not in text


def test_several_authors_are_joined_as_in_a_sentence() -> None:
    """One, two or three names read well, and none leaves no gap."""
    names = ("Ana", "Ben or Bob", "Cy")
    found = issue(entry("a", authors=names), entry("b", authors=names[:1]), entry("c", authors=()))
    text = mail(found).text
    assert "By Ana, Ben or Bob and Cy · November 12, 2026" in text
    assert "By Ana · November 12, 2026" in text
    assert "\nNovember 12, 2026\n" in text


def test_nothing_depends_on_when_it_is_composed() -> None:
    """The closing time is part of the issue; the mail shows the period and never today."""
    later = issue(closed_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert mail(later) == mail(issue())


def test_an_article_worth_rereading_comes_last_and_is_not_counted() -> None:
    """It has a heading of its own in both parts, and subject, preheader and number are about what is new."""
    plain = mail(issue(entry("a"), entry("b")))
    recalled = mail(issue(entry("a"), entry("b"), evergreen=entry("old", title="Old <gold>", image=PICTURE)))
    assert (recalled.subject, recalled.preheader) == (plain.subject, plain.preheader)
    headings = lxml.html.document_fromstring(recalled.html).xpath("//h1 | //h2 | //h3")
    assert [(h.tag, h.text_content()) for h in headings] == [
        ("h1", "The weekly digest"), ("h2", "A"), ("h2", "B"), ("h2", "Worth re-reading"), ("h3", "Old <gold>"),
    ]  # fmt: skip
    assert "2 articles" in recalled.text and "3 articles" not in recalled.text
    before, _, after = recalled.text.partition("\n\nWorth re-reading\n\n")
    assert "* B\n" in before and after.startswith("* Old <gold>\n")
    assert "Worth re-reading" not in plain.html + plain.text


def test_an_article_worth_rereading_fits_in_too() -> None:
    """Where the mail gets too large, an old article does not push it over the limit."""
    many = tuple(entry(f"a{n}", title="word " * 60, summary="word " * 600) for n in range(40))
    found = mail(issue(*many, evergreen=entry("old", summary="word " * 600)))
    assert len(found.html.encode()) <= MOST_BYTES
    assert "Worth re-reading" in found.html
