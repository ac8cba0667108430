"""Addresses that readers have met, as the record keeps them in mind: none goes dead without a word."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from knowledge_center.articles.published_record import NAME, record_text, with_addresses, write_record
from knowledge_center.content.content_reader import read_content
from knowledge_center.content.published_addresses import published_addresses
from knowledge_center.problems import Problem
from tests.content.test_identities import OFFERS, OTHER, Editor
from tests.digests.pasted_fixes import apply, choices
from tests.editors import FOLDER
from tests.samples import NOW, article_text, make_docs, settings

OLDER = OTHER.replace("2026-11-20", "2026-11-12")
TAG = "tag:knowledge.example.com,2026:article/"


class Publisher(Editor):
    """An editor whose site is published, which the record keeps in mind. No digest ever closes."""

    def publish(self) -> None:
        docs = self.root / "docs"
        content = read_content(self.root, settings(), self.now)
        found = published_addresses(self.root, settings(), content, lambda url: True, self.now)
        write_record(docs, with_addresses(content.record, found))

    def ids(self) -> dict[str, str]:
        return {name: one.id.removeprefix(TAG) for name, one in self.articles().items()}

    def choose(self, number: int, *, says: str) -> None:
        (problem,) = self.problems()
        assert says in problem.message, problem.message
        apply(self.root, choices(problem.fix)[number])
        assert self.problems() == []


@pytest.fixture
def editor(tmp_path: Path) -> Publisher:
    found = Publisher(tmp_path, job_offer_tips=OFFERS)
    (tmp_path / "docs/about.md").write_text("# About us\n", encoding="utf-8")
    found.publish()
    assert found.problems() == []
    return found


def test_the_record_holds_what_readers_can_meet(editor: Publisher) -> None:
    """Articles with a page, those that have expired too, and pages of the site's own; no draft, nothing scheduled."""
    editor.write("draft", OTHER, draft="true")
    editor.write("later", OTHER.replace("2026-11-20", "2027-01-01"))
    editor.write("ended", OTHER.replace("2026-11-20", "2026-11-02"), expires="2026-11-10")
    editor.publish()
    record = read_content(editor.root, settings(), editor.now).record
    assert [one.url for one in record] == [
        "about/", "articles/author/careers-desk/", "articles/category/interviews/", "articles/ended/",
        "articles/job-offer-tips/",
    ]  # fmt: skip
    assert editor.problems() == []


@pytest.mark.parametrize("fields", [{"aliases": "[job-offers]"}, {"guid": "urn:x:1"}], ids=str)
def test_an_article_that_only_the_record_knows_keeps_its_id(
    editor: Publisher, fields: dict[str, str]
) -> None:
    """In no issue and on no archive page: an alias or an identifier added later changes no id in the feeds."""
    editor.write("job_offer_tips", OFFERS, **fields)
    assert editor.ids() == {"job-offer-tips": "job-offer-tips"}
    assert editor.problems() == []


@pytest.mark.parametrize(("number", "ids"), [(0, {"pay": "job-offer-tips"}), (1, {"pay": "pay"})])
def test_a_rename_without_an_alias_is_asked_about(
    editor: Publisher, number: int, ids: dict[str, str]
) -> None:
    """Whether or not a digest had the article."""
    editor.remove("job-offer-tips")
    editor.write("pay", OFFERS)
    editor.choose(number, says="Readers know the article “What an offer says” (job-offer-tips), but no file")
    assert editor.ids() == ids


def test_one_paste_leads_on_from_every_address(editor: Publisher) -> None:
    """An article that moved before, and moves again without an alias: none of its addresses is left behind."""
    editor.remove("job-offer-tips")
    editor.write("better", OFFERS, aliases="[job-offer-tips]")
    editor.publish()
    editor.remove("better")
    editor.write("pay", OFFERS)
    editor.choose(0, says="no file claims it any more")
    assert editor.articles()["pay"].aliases == ("job-offer-tips", "/articles/better/")
    assert editor.ids() == {"pay": "job-offer-tips"}


@pytest.mark.parametrize("number", [0, 1])
def test_an_article_that_became_a_draft_is_asked_about(editor: Publisher, number: int) -> None:
    """With the line of its draft; either way out is to be pasted."""
    editor.write("job_offer_tips", OFFERS, draft="true")
    (problem,) = editor.problems()
    assert problem.where == f"{FOLDER}/job-offer-tips.md:2"
    editor.choose(number, says="but it is a draft now: at /articles/job-offer-tips/ they would find nothing")


@pytest.mark.parametrize("number", [0, 1])
def test_an_article_that_is_scheduled_again_is_asked_about(editor: Publisher, number: int) -> None:
    """Until its day readers would find nothing; the day it had is offered."""
    editor.write("job_offer_tips", OFFERS.replace("2026-11-16", "2027-01-01"))
    editor.choose(number, says="but it is scheduled for 2027-01-01 00:00 now")


def test_time_alone_makes_no_problem(editor: Publisher) -> None:
    """Neither a clock that stands earlier than the record's nor one years ahead."""
    for now in (datetime(2020, 1, 1, tzinfo=NOW.tzinfo), datetime(2040, 1, 1, tzinfo=NOW.tzinfo)):
        editor.now = now
        assert editor.problems() == []


def test_an_address_left_behind_by_an_identifier_is_led_on(tmp_path: Path) -> None:
    """The guid says who it is, but not where readers would look: the paste does, and makes it nobody else."""
    editor = Publisher(tmp_path)
    editor.write("tips", OFFERS, guid="urn:x:1", aliases="[/blog/tips/]")
    editor.publish()
    editor.remove("tips")
    editor.write("pay", OFFERS, guid="urn:x:1", aliases="[/blog/tips/]")
    (problem,) = editor.problems()
    assert "Readers know the article “What an offer says” (urn:x:1) at /articles/tips/" in problem.message
    assert problem.fix.endswith("aliases: [/blog/tips/, /articles/tips/]")
    editor.write("pay", OFFERS, guid="urn:x:1", aliases="[/blog/tips/, /articles/tips/]")
    assert editor.problems() == [] and editor.ids() == {"pay": "urn:x:1"}


def test_an_own_page_that_is_gone_is_missed(editor: Publisher) -> None:
    """A line in .gone.yml settles it; moved into a folder of its own name it has the same address."""
    page = editor.root / "docs/about.md"
    (editor.root / "docs/about").mkdir()
    page.rename(editor.root / "docs/about/index.md")
    assert editor.problems() == []
    (editor.root / "docs/about/index.md").unlink()
    (problem,) = editor.problems()
    assert problem.where == f"docs/{NAME}:2"
    assert problem.message == "Readers know the page /about/, but no file makes it any more."
    apply(editor.root, choices(problem.fix)[-1])
    assert editor.problems() == []


def test_an_own_page_that_moves_leads_on(editor: Publisher) -> None:
    """As the problem says: with its old path among its aliases; from then on that is known, too."""
    page = editor.root / "docs/about.md"
    page.rename(editor.root / "docs/who.md")
    (problem,) = editor.problems()
    assert "aliases: [/about/]" in problem.fix
    (editor.root / "docs/who.md").write_text(
        "---\naliases: [/about/, /us.html]\n---\n# Us\n", encoding="utf-8"
    )
    assert editor.problems() == []
    editor.publish()
    (editor.root / "docs/who.md").write_text("# Us\n", encoding="utf-8")
    assert [one.message.split(",")[0] for one in editor.problems()] == [
        "Readers know the page /about/", "Readers know the page /us.html",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_not_missed(editor: Publisher) -> None:
    """Its own mistake is the one problem."""
    editor.write("job_offer_tips", OFFERS, layout="x")
    (problem,) = editor.problems()
    assert "layout" in problem.message


def test_a_record_that_was_emptied_is_missed(editor: Publisher) -> None:
    """By hand or by a merge: without it no address that goes dead would be noticed, until the next run."""
    (editor.root / "docs" / NAME).write_text("", encoding="utf-8")
    (problem,) = editor.problems()
    assert "is empty" in problem.message and f"git checkout HEAD -- docs/{NAME}" in problem.fix
    (editor.root / "docs" / NAME).write_text(record_text(()), encoding="utf-8")
    assert editor.problems() == []


def test_a_record_that_cannot_be_read_stops_a_build(editor: Publisher) -> None:
    """It must not pass for one that knows nothing."""
    with (editor.root / "docs" / NAME).open("a", encoding="utf-8") as file:
        file.write("- x\n")
    (problem,) = editor.problems()
    assert problem.path == f"docs/{NAME}"


@pytest.mark.parametrize(("number", "mailed"), [(0, ["Ten questions"]), (1, ["What every offer says"])])
def test_a_name_used_again_after_everything_of_the_article_had_changed(
    editor: Publisher, number: int, mailed: list[str]
) -> None:
    """Its title, description and day are others than in the issue; the record knows them, so the check asks."""
    assert editor.mails() == ["What an offer says"]
    changed = (
        OFFERS.replace("an offer", "every offer").replace("2026-11-16", "2026-11-18").replace("How", "Why")
    )
    editor.write("job_offer_tips", changed)
    editor.publish()
    editor.write("job_offer_tips", OTHER)
    editor.write("better_tips", changed)
    editor.choose(number, says="has its name, but another title and description, and")
    assert editor.mails() == mailed


def test_a_name_that_only_a_baseline_knows_has_a_title(editor: Publisher) -> None:
    """The ledger keeps the name alone; the question has the title too."""
    state = editor.root / "docs/digests/weekly/.ledger.yml"
    state.parent.mkdir(parents=True)
    state.write_text("baseline:\n  - job-offer-tips\n", encoding="utf-8")
    editor.remove("job-offer-tips")
    (problem,) = editor.problems()
    assert problem.path == "docs/digests/weekly/.ledger.yml"
    assert problem.message.startswith(
        "Subscribers know the article “What an offer says” (job-offer-tips), but"
    )


@pytest.mark.parametrize("number", [0, 1])
def test_of_two_that_are_one_the_other_may_have_moved(editor: Publisher, number: int) -> None:
    """Gone into it, or moved to a file of its own with other words: then the name is freed here and claimed there."""
    editor.now = NOW
    editor.write("questions", OTHER)
    editor.publish()
    editor.remove("job-offer-tips")
    editor.write("questions", OTHER, aliases="[job-offer-tips]")
    editor.write(
        "pay",
        article_text(
            "What they pay", description="Something else that such a letter has to say to its reader."
        ),
    )
    (problem,) = editor.problems()
    assert problem.message.startswith("Readers know this article as “Ten questions” (questions) and as")
    apply(editor.root, choices(problem.fix)[number], anywhere=f"{FOLDER}/pay.md")
    assert editor.problems() == []
    assert editor.ids() == {"questions": "questions", "pay": "job-offer-tips" if number else "pay"}


def problems(root: Path, files: dict[str, str | bytes]) -> list[Problem]:
    make_docs(root, files)
    return [one for one in read_content(root, settings(), NOW).problems if not one.advice]


def test_a_known_article_that_went_into_another_needs_no_alias_twice(tmp_path: Path) -> None:
    """Whose address the alias of another file leads on is not missed."""
    text = article_text("What an offer says", aliases="[tips]")
    record = record_text(with_addresses((), [])) + '- {"url": "articles/tips/", "id": "tips"}\n'
    assert problems(tmp_path, {"offers.md": text, f"./{NAME}": record}) == []


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("alias", ["old-offers", "/blog/tips/", "/alt/gr%C3%B6%C3%9Fe%20x.html"])
def test_an_alias_that_is_taken_away_is_asked_about(editor: Publisher, alias: str, number: int) -> None:
    """Whoever comes by the old address would find nothing; either way out is to be pasted, and mends it for good."""
    editor.write("job_offer_tips", OFFERS, aliases=f"[{alias}]")
    editor.publish()
    assert editor.problems() == []
    editor.write("job_offer_tips", OFFERS)
    editor.choose(
        number, says="led on to the article “What an offer says” (job-offer-tips), but nothing leads on"
    )
    editor.publish()
    assert editor.problems() == []


@pytest.mark.parametrize("number", [0, 1])
def test_all_aliases_of_an_article_come_back_with_one_paste(editor: Publisher, number: int) -> None:
    """Two lines to paste would be two lists of aliases."""
    editor.write("job_offer_tips", OFFERS, aliases="[old-offers, /blog/tips/, /stays/]")
    editor.publish()
    editor.write("job_offer_tips", OFFERS, aliases="[/stays/]")
    editor.choose(number, says="Readers know /articles/old-offers/ and /blog/tips/, which led on")


def test_an_alias_may_go_to_another_article_or_with_its_own(editor: Publisher) -> None:
    """What leads on is no matter, and of an article that is a draft now one thing is told."""
    editor.write("job_offer_tips", OFFERS, aliases="[/blog/tips/, /blog/more/]")
    editor.write("other", OLDER)
    editor.publish()
    editor.write("job_offer_tips", OFFERS, aliases="[/blog/more/]")
    editor.write("other", OLDER, aliases="[/blog/tips/]")
    assert editor.problems() == []
    editor.write("job_offer_tips", OFFERS, draft="true")
    (problem,) = editor.problems()
    assert "but it is a draft now" in problem.message


def test_a_topic_that_readers_follow_does_not_go_without_a_word(editor: Publisher) -> None:
    """Its feeds would answer nothing any more; given up on purpose it is told no more."""
    editor.write("other", OLDER.replace("[interviews]", "[hiring]"))
    editor.publish()
    editor.write("other", OLDER)
    (problem,) = editor.problems()
    assert "/articles/category/hiring/, and some of them follow its feeds" in problem.message
    # A file that cannot be read may be one of them.
    editor.write("broken", "---\ntitle: [\n---\n")
    assert not [one for one in editor.problems() if "follow its feeds" in one.message]
    editor.remove("broken")
    apply(editor.root, choices(problem.fix)[-1])
    assert editor.problems() == []


def test_a_series_or_a_language_does_not_go_without_a_word(editor: Publisher) -> None:
    """Its page is known; the field as it was brings it back, a line gives it up."""
    fields = {"series": "{name: First days, part: 1}", "language": "de"}
    for name, value in fields.items():
        editor.write("other", OLDER.replace("\n---\n", f"\n{name}: {value}\n---\n"))
        editor.publish()
        editor.write("other", OLDER)
        (problem,) = editor.problems()
        assert f"no article has the {name}" in problem.message and f"Write the field {name}" in problem.fix
        apply(editor.root, choices(problem.fix)[-1])
        assert editor.problems() == []


def test_the_record_of_another_site_is_recognized(editor: Publisher) -> None:
    """A folder that was copied to begin a site with: one line mends it, whatever else is told."""
    for number in range(3):
        editor.write(f"a{number}", OLDER.replace("Ten questions", f"Question {number}"))
    editor.publish()
    for name in ("job-offer-tips", "a0", "a1", "a2"):
        editor.remove(name)
    (editor.root / "docs/about.md").unlink()
    editor.write(
        "ours", article_text("Ours", description="What is here, and who it is that writes it for you.")
    )
    first, *_ = editor.problems()
    assert "Of the 4 articles in this record of addresses not one is here" in first.message
    assert "git rm docs/.published.yml" in first.fix
    (editor.root / "docs" / NAME).unlink()
    assert editor.problems() == []
