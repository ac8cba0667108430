"""Two states of a site side by side, as somebody reads it who decides about a merge and does not program."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge_center.comparison.comparison_data import comparison_data
from knowledge_center.comparison.comparison_text import MARKER, comparison_markdown, comparison_text
from knowledge_center.comparison.site_comparison import SiteComparison, compare
from knowledge_center.comparison.site_state import site_state
from knowledge_center.digests.ledger_text import issue_text
from tests.digests.samples import entry, issue
from tests.samples import NOW, article_text, make_docs, settings

PAY = article_text("Pay", description="How to talk about what you are paid, and when to do so.")
OFFERS = article_text("Offers", description="How to read the letter that says what you will get.")
Files = dict[str, str | bytes]
Compare = Callable[..., SiteComparison]


@pytest.fixture
def compared(tmp_path: Path) -> Compare:
    def run(before: Files, after: Files, **changes: Any) -> SiteComparison:
        states = []
        for name, files, changed in (("before", before, {}), ("after", after, changes)):
            make_docs(tmp_path / name, files)
            states.append(site_state(tmp_path / name, replace(settings(), **changed), NOW))
        return compare(*states)

    return run


def blocks(found: SiteComparison) -> dict[str, list[str]]:
    """The text's paragraphs: head to the lines below it."""
    parts = comparison_text(found).split("\n\n")
    return {head: lines for head, *lines in (part.split("\n") for part in parts)}


def test_where_nothing_is_noticed_that_is_said(compared: Compare) -> None:
    """A comment in a list of authors, say; the next mail is told all the same."""
    found = compared({"pay.md": PAY}, {"pay.md": PAY, "draft.md": article_text("X", draft="true")})
    assert found.nothing
    assert "Nothing that readers or subscribers would notice." in blocks(found)
    assert blocks(found)["The next mail of “The weekly digest”, which closes at the next run:"] == [
        "  - It stays as it is, with 1 article."
    ]


def test_a_new_article_is_a_page_an_entry_and_in_the_next_mail(compared: Compare) -> None:
    """With what its reader sees in the inbox."""
    found = compared({"pay.md": PAY}, {"pay.md": PAY, "offers.md": OFFERS})
    told = blocks(found)
    assert told["New pages (1):"] == ["  - “Offers”, /articles/offers/"]
    assert told["Feed readers show as new (1):"] == [
        "  - “Offers”", "      How to read the letter that says what you will get.",
    ]  # fmt: skip
    mail = told["The next mail of “The weekly digest”, which closes at the next run:"]
    assert mail[0] == "  - Subject: The weekly digest: Offers"
    assert mail[1].startswith("  - Beside it in the inbox: Also: Pay")
    assert mail[2:] == ["  - “Offers” (new with this change)", "  - “Pay”"]


def test_what_comes_later_says_when(compared: Compare) -> None:
    """A scheduled article is no page yet, and in no feed."""
    found = compared({}, {"later.md": article_text("Later", date="2026-11-27 09:00")})
    assert blocks(found)["Later, by itself (1):"] == [
        "  - “Later”, /articles/later/, from Friday, November 27, 09:00"
    ]
    assert not found.new and not found.new_entries


def test_a_changed_text_is_brought_up_to_date_and_new_to_nobody(compared: Compare) -> None:
    found = compared({"pay.md": PAY}, {"pay.md": PAY.replace("Some text", "Other text")})
    told = blocks(found)
    assert told["Changed pages (1):"] == ["  - “Pay”, /articles/pay/"]
    assert told["Feed readers bring up to date (1):"] == ["  - “Pay”"]
    assert not found.new_entries and not found.shown_again


def test_a_move_with_its_alias_is_a_move(compared: Compare) -> None:
    """The old address leads on, and nobody sees anything twice."""
    moved = PAY.replace("---\n", "---\naliases: [pay]\n", 1)
    found = compared({"pay.md": PAY}, {"money.md": moved})
    assert blocks(found)["Moved (1):"] == [
        "  - “Pay”, /articles/pay/ is now at /articles/money/; the old address leads there"
    ]
    assert not (found.new or found.removed or found.new_entries or found.shown_again)


@pytest.mark.parametrize(
    "after",
    [PAY, PAY.replace("title: Pay", "title: Money"), PAY.replace("Some text", "Other text")],
    ids=["the same", "another title", "another text"],
)
def test_a_move_without_one_is_an_alarm(compared: Compare, after: str) -> None:
    """A dead address, and an entry that feed readers show a second time; in the mail it is the same article."""
    found = compared({"pay.md": PAY}, {"money.md": after})
    told = blocks(found)
    title = "Money" if "Money" in after else "Pay"
    assert told["⚠ Addresses that go dead (1):"] == [
        "  - “Pay”, /articles/pay/: it is now at /articles/money/, but nothing leads there from the old address. "
        "To keep it, write aliases: [pay] into the fields of its file"
    ]
    assert told["⚠ Feed readers show a second time (1):"] == [f"  - “{title}”"]
    assert not found.new_entries and not found.new
    assert told["The next mail of “The weekly digest”, which closes at the next run:"] == [
        "  - It stays as it is, with 1 article."
    ]


def test_a_title_that_comes_every_week_is_no_move(compared: Compare) -> None:
    """One goes and another comes, under the same headline."""
    other = article_text("Pay", "Other words.", date="2026-11-10", description=OFFERS.splitlines()[3][13:])
    found = compared({"pay.md": PAY}, {"money.md": other})
    assert [(one.address, one.to) for one in found.removed] == [("/articles/pay/", "")]
    assert [one.title for one in found.new_entries] == ["Pay"]
    (digest,) = found.digests
    assert set(digest.added) == {"money"} and digest.dropped == ("Pay",)


def test_an_alias_that_is_taken_away_is_an_address_less(compared: Compare) -> None:
    aliased = PAY.replace("---\n", "---\naliases: [/old/pay/]\n", 1)
    found = compared({"pay.md": aliased}, {"pay.md": PAY})
    assert [(one.address, one.to) for one in found.removed] == [("/old/pay/", "/articles/pay/")]


def test_pages_of_ones_own_are_compared_too(compared: Compare) -> None:
    """By their first heading or their title."""
    found = compared(
        {"./about.md": "# About *us*\n", "./index.md": "---\ntitle: Home\n---\nA\n"},
        {"./index.md": "---\ntitle: Home\n---\nB\n", "./jobs/index.md": "# Jobs\n"},
    )
    assert [(one.address, one.title) for one in found.removed] == [("/about/", "About *us*")]
    assert [(one.address, one.title) for one in found.new] == [("/jobs/", "Jobs")]
    assert [(one.address, one.title) for one in found.changed] == [("/", "Home")]


def test_an_older_article_that_comes_back_into_the_feed_is_new_to_nobody(compared: Compare) -> None:
    """The feed holds the newest twenty: one that leaves it lets an older one in."""
    many = {f"a-{n:02}.md": article_text(f"A {n}", date=f"2026-10-{n:02}") for n in range(1, 22)}
    fewer = {name: text for name, text in many.items() if name != "a-20.md"}
    found = compared({**many}, {**fewer})
    assert not found.new_entries and not found.shown_again
    assert [one.title for one in found.removed] == ["A 20"]


def test_problems_come_first(compared: Compare) -> None:
    """And of a digest whose ledger is to be mended nothing is promised."""
    sent = {"digests/weekly/2026-W46.md": issue_text(issue(entry("pay")))}
    found = compared({"pay.md": PAY, **sent}, {"money.md": OFFERS, **sent})
    text = comparison_text(found)
    assert text.split("\n\n")[1].startswith(
        "⚠ 1 problem has to be mended first: nothing of this is published"
    )
    assert blocks(found)["The next mail of “The weekly digest”:"] == [
        "  - None closes before the problems are mended."
    ]


def test_what_cannot_be_read_is_no_dead_address(compared: Compare) -> None:
    """An open quotation mark takes nothing away from readers: nothing is published before it is closed."""
    found = compared({"pay.md": PAY}, {"pay.md": article_text('"Pay')})
    told = blocks(found)
    assert told["⚠ Cannot be read before it is mended (1):"] == ["  - “Pay”, /articles/pay/"]
    assert not found.removed and not any(digest.dropped for digest in found.digests)
    assert comparison_data(found)["addresses"]["unread"] == [{"address": "/articles/pay/", "title": "Pay"}]  # type: ignore[index]


def test_lists_have_an_end(compared: Compare) -> None:
    """An import of hundreds stays a comment that the host takes and a person reads."""
    many: Files = {f"a-{n}.md": article_text("X" * 90, date="2026-11-16") for n in range(400)}
    found = compared({}, many)
    assert "- and 382 more" in comparison_markdown(found)
    assert len(comparison_markdown(found)) < 65_536


def test_no_title_is_markup_in_a_comment(compared: Compare) -> None:
    """It mentions nobody, links nowhere, closes no line and opens no HTML: every sign that could is spelled out."""
    title = (
        "@octocat #12 GH-12 <img src=x> [a](http://evil.example) `code` **b** www.evil.example | &lt; \u2067x"
    )
    found = compared({}, {"x.md": article_text(f"'{title}'")})
    text = comparison_markdown(found)
    assert text.startswith(f"{MARKER}\n### What readers get if this is merged\n")
    (line,) = (line for line in text.splitlines() if "octocat" in line and "articles/x" in line)
    assert not re.search(r"(?<!\\)[@#<\[\]|&*_>:](?![^`]*`$)", line.removeprefix("- ").rpartition(", ")[0])
    assert (
        "\\@\u200boctocat" in line
        and "\\#\u200b12" in line
        and "GH\\-\u200b12" in line
        and "www\\.\u200bevil" in line
    )
    assert "http\\:\u200b" in line and "\u2067" not in text


def test_a_comment_is_never_longer_than_a_host_takes(compared: Compare) -> None:
    """Titles that are all marks grow by setting them; what is left out is told."""
    title = f"'{'*[@a]' * 60}'"
    before: Files = {f"a{n}.md": article_text(title, draft="true") for n in range(20)}
    before |= {f"b{n}.md": article_text(title) for n in range(20)}
    after: Files = {f"a{n}.md": article_text(title, description=title) for n in range(20)}
    after |= {f"b{n}.md": article_text(title, description=title, draft="true") for n in range(20)}
    before |= {f"c{n}.md": article_text(title) for n in range(20)}
    after |= {f"c{n}.md": article_text(title, "Other words.") for n in range(20)}
    after |= {f"d{n}.md": article_text(title, date="2026-12-01") for n in range(20)}
    text = comparison_markdown(compared(before, after))
    assert 50_000 < len(text) < 65_000
    assert text.endswith("There is more: knowledge-center compare tells all of it.")


def test_a_program_gets_all_of_it(compared: Compare) -> None:
    found: Any = comparison_data(compared({"pay.md": PAY}, {"pay.md": PAY, "offers.md": OFFERS}))
    assert found["addresses"]["new"] == [{"address": "/articles/offers/", "title": "Offers"}]
    assert [one["id"] for one in found["feed"]["new"]] == ["tag:knowledge.example.com,2026:article/offers"]
    (digest,) = found["digests"]
    assert (digest["issue"], digest["subject"]) == ("2026-W46", "The weekly digest: Offers")


def test_an_issue_closed_by_the_change_is_shown_with_its_subject(compared: Compare) -> None:
    """Its articles are not taken away: they go out with it."""
    closed = {"digests/weekly/2026-W46.md": issue_text(issue(entry("pay"), subject="Talk about <pay>"))}
    found = compared({"pay.md": PAY}, {"pay.md": PAY, **closed})
    told = blocks(found)
    mail = told["Closed with this change, and mailed once it is merged: “The weekly digest”, 2026-W46:"]
    assert mail[0] == "  - Subject: Talk about <pay>"
    assert mail[2:] == [f"  - “{entry('pay').title}”"]
    assert not any("takes out" in line for lines in told.values() for line in lines)
    assert told["New pages (1):"] == ["  - “Talk about <pay>”, /digests/weekly/2026-W46/"]
    data: Any = comparison_data(found)
    assert [one["subject"] for one in data["digests"][0]["closed"]] == ["Talk about <pay>"]


def test_an_issue_that_is_taken_away_is_an_address_that_goes_dead(compared: Compare) -> None:
    """A mail that people have leads there."""
    closed = {"digests/weekly/2026-W46.md": issue_text(issue(entry("pay"), subject="Talk about pay"))}
    told = blocks(compared({"pay.md": PAY, **closed}, {"pay.md": PAY}))
    (line,) = told["⚠ Addresses that go dead (1):"]
    assert line == (
        "  - “Talk about pay”, /digests/weekly/2026-W46/: whoever follows an old link or a mail finds nothing there"
    )


def test_a_topic_that_goes_takes_its_feeds_with_it(compared: Compare) -> None:
    """Who follows them hears nothing any more; of a digest nobody gets a mail."""
    found = compared({"pay.md": PAY}, {"pay.md": PAY.replace("[interviews]", "[hiring]")}, digests=())
    told = blocks(found)
    assert told["⚠ Addresses that go dead (2):"] == [
        "  - “Interviews”, /articles/category/interviews/: with its feeds, whose followers hear nothing any more",
        "  - “The weekly digest”, /digests/weekly/: with its feed; nobody who subscribed to it gets a mail any more",
    ]
    assert told["New pages (1):"] == ["  - “Hiring well”, /articles/category/hiring/"]


def test_a_site_that_moves_is_an_alarm(compared: Compare) -> None:
    """No address changes within it, and all of them do."""
    found = compared({"pay.md": PAY}, {"pay.md": PAY}, site_url="https://www.example.org/")
    assert not found.nothing
    assert (
        "The site moves from https://knowledge.example.com/ to https://www.example.org/"
        in comparison_text(found)
    )


def test_a_mail_that_no_close_would_send_is_not_promised(compared: Compare) -> None:
    """An archive that comes in at once waits for somebody's word; the lines to type are there."""
    old = {f"old-{n}.md": article_text(f"Old {n}", date=f"2026-09-{n:02}") for n in range(1, 9)}
    (head,) = (head for head in blocks(compared({}, old)) if "next mail" in head)
    assert head == "⚠ The next mail of “The weekly digest”, which waits for somebody to accept it:"
    text = comparison_markdown(compared({}, old))
    assert "`knowledge-center close weekly --accept`" in text
