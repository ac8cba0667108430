"""Articles and ledgers together: what subscribers know and the site no longer has."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.content.content_reader import Content, blocking_problems, read_content
from knowledge_center.content.next_change import coming_changes, next_change
from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.problems import Problem
from knowledge_center.status.site_status import site_status
from knowledge_center.status.status_text import status_text
from tests.digests.samples import entry, issue
from tests.editors import FOLDER, assert_plain, paste
from tests.samples import DATA, NOW, article_text, make_docs, picture, settings

LEDGER = "digests/weekly/2026-W46.md"
IMAGE = SnapshotImage(path="articles/old/a.png", alt="A man", width=60, height=40)


def content_of(root: Path, files: dict[str, str | bytes], now: datetime = NOW) -> Content:
    make_docs(root, files)
    return read_content(root, settings(), now)


def ledger(*ids: str, image: SnapshotImage | None = None) -> dict[str, str | bytes]:
    """The file of an issue in which these articles went out."""
    return {LEDGER: issue_text(issue(*(entry(name, image=image) for name in ids)))}


def blocking(found: Content) -> list[Problem]:
    """What stops a build; there may be advice beside it."""
    return [problem for problem in found.problems if not problem.advice]


def test_articles_and_ledgers_of_a_site_in_order(tmp_path: Path) -> None:
    """What was sent and is still there is no problem; each digest has its ledger, in the settings' order."""
    found = content_of(tmp_path, {"old.md": article_text(), **ledger("old")})
    assert found.problems == ()
    assert [one.name for one in found.articles.all] == ["old"]
    (weekly,) = found.ledgers
    assert (weekly.digest, weekly.known_ids) == ("weekly", frozenset({"old"}))
    assert found.kept_images == {}


def test_a_digest_without_an_issue_has_an_empty_ledger(tmp_path: Path) -> None:
    """Before the first issue nothing is known, and nothing is wrong."""
    found = content_of(tmp_path, {"a.md": article_text()})
    assert found.problems == ()
    assert found.ledgers[0].issues == ()


def test_a_removed_article_is_missed(tmp_path: Path) -> None:
    """An article that subscribers got and that nobody claims is a problem, with both pastes, and either cures it."""
    found = content_of(tmp_path, {"unlike-it.md": article_text(), **ledger("old-name")})
    (problem,) = blocking(found)
    assert problem.where == f"docs/{LEDGER}:7"
    assert "Subscribers know the article" in problem.message and "no file claims it" in problem.message
    assert_plain(problem)
    gone = problem.fix.partition(".gone.yml:\n")[2].replace("…", "out of date")
    assert blocking(content_of(tmp_path, {"articles/.gone.yml": gone + "\n"})) == []
    alias = problem.fix.split("\n")[1]
    key, _, value = alias.partition(": ")
    claimed = article_text(**{key: value})
    assert content_of(tmp_path / "b", {"unlike-it.md": claimed, **ledger("old-name")}).problems == ()


def test_a_renamed_article_is_recognized(tmp_path: Path) -> None:
    """The likeliest new file is named in the fix."""
    found = content_of(tmp_path, {"second-interview-tips.md": article_text(), **ledger("second-interview")})
    assert f"{FOLDER}/second-interview-tips.md" in blocking(found)[0].fix


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A: b\naliases: [old-name]\n---\n",
        "---\ntitle: A: b\nguid: old-name\n---\n",
        "---\ntitle: A: b\naliases:\n  - older\n  - old-name\n---\n",
    ],
)
def test_a_broken_article_is_not_reported_as_removed(tmp_path: Path, text: str) -> None:
    """While an article cannot be read, nobody is asked to write it off."""
    found = content_of(tmp_path, {"a.md": text, **ledger("old-name")})
    assert {problem.path for problem in found.problems} == {f"{FOLDER}/a.md"}


def test_an_article_that_is_a_draft_again_is_not_missed(tmp_path: Path) -> None:
    """An article taken back to a draft is still there."""
    assert content_of(tmp_path, {"old.md": article_text(draft="true"), **ledger("OLD")}).problems == ()


def test_a_ledger_that_cannot_be_read_does_not_hide_the_rest(tmp_path: Path) -> None:
    """All problems of articles and ledgers come together, and the digest goes on with an empty ledger."""
    found = content_of(tmp_path, {"a.md": article_text(layout="x"), LEDGER: "---\nissue: [\n---\n"})
    assert {problem.path for problem in found.problems} == {f"{FOLDER}/a.md", f"docs/{LEDGER}"}
    assert found.ledgers[0].issues == ()
    assert found.ledgers[0].source == "docs/digests/weekly"


def test_pictures_of_sent_mails_stay(tmp_path: Path) -> None:
    """A picture that an issue shows stays where the mail looks for it, also after its article was renamed."""
    body = "![x](a.png)\n"
    found = content_of(
        tmp_path, {"old.md": article_text(body=body), "a.png": picture(), **ledger("old", image=IMAGE)}
    )
    assert found.problems == ()
    assert found.kept_images == {"articles/old/a.png": "articles/posts/2026/a.png"}
    renamed = article_text(body=body, aliases="[/x/, old]")
    found = content_of(tmp_path / "b", {"new.md": renamed, "a.png": picture(), **ledger("old", image=IMAGE)})
    assert found.problems == ()
    assert found.articles.images == {"articles/posts/2026/a.png": "articles/new/a.png"}
    assert found.kept_images == {"articles/old/a.png": "articles/posts/2026/a.png"}


def test_the_picture_of_an_article_worth_rereading_stays_too(tmp_path: Path) -> None:
    """It is in the mail like the others, so it is kept under the name the mail has, and missed when it is gone."""
    text = issue_text(issue(entry("a"), evergreen=entry("old", image=IMAGE)))
    files: dict[str, str | bytes] = {"a.md": article_text(), LEDGER: text}
    renamed = article_text(body="![x](a.png)\n", aliases="[old]", digest="skip")
    found = content_of(tmp_path / "a", {**files, "new.md": renamed, "a.png": picture()})
    assert blocking(found) == []
    assert found.kept_images == {"articles/old/a.png": "articles/posts/2026/a.png"}
    without = content_of(tmp_path / "b", {**files, "new.md": article_text(aliases="[old]", digest="skip")})
    (problem,) = blocking(without)
    assert "shows the picture articles/old/a.png" in problem.message
    line = text.split("\n")[problem.line - 1]
    assert line == "evergreen:"


def test_a_deleted_picture_of_a_sent_mail_is_missed(tmp_path: Path) -> None:
    """A mail in somebody's mailbox would show a hole."""
    found = content_of(tmp_path, {"old.md": article_text(), **ledger("old", image=IMAGE)})
    (problem,) = found.problems
    assert "shows the picture articles/old/a.png" in problem.message
    assert_plain(problem)


def test_a_removed_article_leaves_its_picture_to_the_mail(tmp_path: Path) -> None:
    """Who removes an article and leaves its picture lying has nothing to mend in a closed issue."""
    gone = {"articles/.gone.yml": "old:\n  date: 2026-11-23\n  reason: no longer true\n"}
    lying = {"a.png": picture(), **gone, **ledger("old", image=IMAGE)}
    found = content_of(tmp_path / "a", lying)
    assert blocking(found) == []
    assert found.kept_images == {"articles/old/a.png": "articles/posts/2026/a.png"}
    # A picture of the same name that another article shows is another picture.
    other = article_text(image="a.png", image_alt="Another")
    found = content_of(tmp_path / "b", {"other.md": other, **lying})
    assert [problem.path for problem in blocking(found)] == ["docs/digests/weekly/2026-W46.md"]
    assert found.kept_images == {}


def test_what_is_wrong_with_a_draft_of_an_issue_is_advice(tmp_path: Path) -> None:
    """An editor in the middle of a sentence stops no page; the check still names the line."""
    draft = "digests/weekly/2026-W47.draft.md"
    text = "---\nsubject:\n---\n\n[x](../../articles/posts/2026/nowhere.md)\n"
    (advice,) = content_of(tmp_path, {"a.md": article_text(), draft: text}).problems
    assert (advice.where, advice.advice) == (f"docs/{draft}:5", True)
    assert_plain(advice)
    (advice,) = content_of(tmp_path, {draft: "---\nsubjekt: x\n---\n"}).problems
    assert (advice.where, advice.advice) == (f"docs/{draft}:2", True)
    assert_plain(advice)
    assert content_of(tmp_path, {draft: "---\nsubject: x\n---\n\nHello.\n"}).problems == ()
    taken: dict[str, str | bytes] = {LEDGER: issue_text(issue(entry("a"), draft="2026-W47", subject="y"))}
    (advice,) = content_of(tmp_path, taken).problems
    assert (advice.where, advice.advice) == (f"docs/{draft}", True)
    assert "2026-W46 has closed with the words of this draft" in advice.message
    assert_plain(advice)


def test_a_digest_about_a_category_that_does_not_exist(tmp_path: Path) -> None:
    """A digest about a misspelled category would stay silent for ever; it is refused with the right word."""
    make_docs(tmp_path, {"a.md": article_text()})
    digest = DATA["extra"]["knowledge_center"]["digests"][0]
    found = read_content(tmp_path, settings(digests=[digest | {"categories": ["hiring", "intervews"]}]), NOW)
    (problem,) = found.problems
    assert problem.path == "mkdocs.yml"
    assert "“weekly” is to carry the category “intervews”, which does not exist" in problem.message
    assert "Known are interviews, hiring." in problem.message
    assert problem.fix == "categories: [interviews]"
    assert_plain(problem)
    fine = read_content(tmp_path, settings(digests=[digest | {"categories": ["hiring"]}]), NOW)
    assert fine.problems == ()


def test_a_new_article_with_an_old_date_is_advised_of_it(tmp_path: Path) -> None:
    """What services that go by date would miss is reported on the line of its date, and a new date cures it."""
    text = article_text(without="date", date_="x").replace("date_: x", "date: 2026-11-01")
    files = {"old.md": article_text(date="2026-10-01"), "late.md": text, **ledger("old")}
    (advice,) = content_of(tmp_path, files).problems
    assert (advice.where, advice.advice) == (f"{FOLDER}/late.md:6", True)
    assert "dated before the last issue of weekly closed" in advice.message
    assert_plain(advice)
    assert content_of(tmp_path, {**files, "late.md": paste(text, advice)}).problems == ()


def test_an_import_is_advised_of_once(tmp_path: Path) -> None:
    """Six articles dated back, or five hundred, are one piece of advice, and nobody is asked to date them anew."""
    five = {f"late-{n}.md": article_text(date="2026-10-01") for n in range(5)}
    files: dict[str, str | bytes] = {"old.md": article_text(date="2026-10-01"), **ledger("old"), **five}
    assert len(content_of(tmp_path / "five", files).problems) == 5
    more = {**files, "late-5.md": article_text(date="2026-10-01")}
    (advice,) = content_of(tmp_path / "six", more).problems
    assert (advice.where, advice.advice) == ("docs/digests/weekly", True)
    assert advice.message.startswith(
        f"6 new articles are dated before the last issue of weekly closed, {FOLDER}/late-0"
    )
    assert advice.fix == "knowledge-center close weekly --baseline"


def test_issues_of_a_digest_that_is_not_in_the_settings_are_a_problem(tmp_path: Path) -> None:
    """Whoever renames a digest in mkdocs.yml alone would hide its issues and send everything in them again."""
    make_docs(tmp_path, {"old.md": article_text(date="2026-10-01"), **ledger("old")})
    renamed = settings().digests[0]
    assert read_content(tmp_path, settings(), NOW).problems == ()
    other = [{"key": "friday", "title": renamed.title, "every": "week", "day": "friday", "time": "08:00"}]
    (problem,) = read_content(tmp_path, settings(digests=other), NOW).problems
    assert (problem.path, problem.advice) == ("docs/digests/weekly", False)
    assert "the ledger of a digest “weekly”, but mkdocs.yml knows “friday”" in problem.message
    key, title, ended = problem.fix.split("\n")
    assert key == "key: weekly" and title.startswith("Readers see the title, which may change")
    assert ended.endswith("knowledge-center close friday --baseline")
    assert_plain(problem)
    with_ledger = [*other, {**other[0], "key": "monthly"}]
    (tmp_path / "docs/digests/friday").mkdir()
    (tmp_path / "docs/digests/monthly").mkdir()
    (problem,) = read_content(tmp_path, settings(digests=with_ledger), NOW).problems
    assert problem.fix == "key: weekly\nIf it has ended for good, delete this folder."
    (without,) = read_content(tmp_path, settings(digests=[]), NOW).problems
    assert "mkdocs.yml knows no digest" in without.message


def test_a_digest_that_began_with_a_baseline_is_missed_before_its_first_issue(tmp_path: Path) -> None:
    """Renamed in mkdocs.yml, it would forget what is no news; the old key mends it."""
    make_docs(tmp_path, {"digests/weekly/.ledger.yml": "baseline:\n  - old\n", "old.md": article_text()})
    other = [{"key": "friday", "title": "Friday", "every": "week", "day": "friday", "time": "08:00"}]
    (problem,) = read_content(tmp_path, settings(digests=other), NOW).problems
    assert (problem.path, problem.advice) == ("docs/digests/weekly", False)
    assert problem.fix.startswith("key: weekly\n")
    assert read_content(tmp_path, settings(), NOW).problems == ()
    (tmp_path / "docs/digests/weekly/.ledger.yml").write_text(
        "processed: 2026-11-16 08:00\n", encoding="utf-8"
    )
    assert read_content(tmp_path, settings(digests=other), NOW).problems == ()


def test_a_ledger_of_the_future_is_a_problem(tmp_path: Path) -> None:
    """The check, and with it every build and close, says so; the status has the line in the digest's place."""
    found = content_of(tmp_path, {"digests/weekly/.ledger.yml": "processed: 2027-11-22 08:00\n"})
    (problem,) = blocking(found)
    assert problem.where == "docs/digests/weekly/.ledger.yml:1"
    assert (
        "weekly closes nothing before this is mended: docs/digests/weekly/.ledger.yml:1: weekly is dealt"
        in status_text(site_status(tmp_path, settings(), found, NOW))
    )


def test_a_folder_without_issues_is_nobody_s_digest(tmp_path: Path) -> None:
    """Pages and pictures may lie in a folder of their own."""
    files: dict[str, str | bytes] = {"a.md": article_text(), "digests/notes/ideas.md": "# Ideas\n"}
    assert content_of(tmp_path, files).problems == ()


def test_nothing_at_all_is_said_and_not_raised(tmp_path: Path) -> None:
    """A folder without docs has problems, as everything else has."""
    found = read_content(tmp_path, settings(), datetime(2026, 11, 20, tzinfo=UTC))
    assert [problem.where for problem in found.problems] == [
        "docs/articles/.authors.yml", "docs/articles/.categories.yml",
    ]  # fmt: skip


def test_many_renamed_articles_with_pictures_are_read_in_time(tmp_path: Path) -> None:
    """The work for the pictures of old names grows with the articles, not with their square."""
    times, small = [], picture()
    for count in (200, 800):
        files: dict[str, str | bytes] = {}
        for n in range(count):
            files[f"a-{n}.md"] = article_text(body=f"![x](p-{n}.png)\n", aliases=f"[old-{n}, older-{n}]")
            files[f"p-{n}.png"] = small
        make_docs(tmp_path / str(count), files)
        begun = time.process_time()
        assert read_content(tmp_path / str(count), settings(), NOW).problems == ()
        times.append(time.process_time() - begun)
    assert times[1] < times[0] * 4 * 2.5


def test_an_article_that_readers_cannot_see_blocks_no_close(tmp_path: Path) -> None:
    """Its problems are for the day it comes out; those of a public article come first."""
    body = "See [this](not-there.md).\n"
    later, public = article_text(body=body, date="2027-01-01"), article_text(body=body)
    found = content_of(tmp_path, {"later.md": later, "now.md": public})
    assert [problem.path for problem in blocking(found)] == [f"{FOLDER}/later.md", f"{FOLDER}/now.md"]
    assert [problem.path for problem in blocking_problems(found, NOW)] == [f"{FOLDER}/now.md"]


def test_a_logo_that_no_mail_shows_is_told_by_the_check(tmp_path: Path) -> None:
    """Mail programs draw no SVG: without a PNG beside it, or with one that is none, there is advice, once."""
    drawn: dict[str, str | bytes] = {"a.md": article_text(), "assets/logo.svg": "<svg/>"}
    (advice,) = content_of(tmp_path, drawn).problems
    assert advice.advice and "docs/assets/logo.png is not there" in advice.message
    assert_plain(advice)
    (advice,) = content_of(tmp_path, drawn | {"assets/logo.png": "none"}).problems
    assert "cannot be read as a picture" in advice.message
    assert content_of(tmp_path, drawn | {"assets/logo.png": picture()}).problems == ()


@pytest.mark.parametrize(
    ("words", "says", "line"),
    [
        ("A short week.\n\n<script>count()</script>", "A script stands in the text", 2),
        ("[Here](javascript:count())", "runs a script", 0),
        ("A short week.\n\n```\nx = 1", "", 2),
        ("<div>\n\nA short week.", "", 0),
        ("A *short* week: 3 < 4, see [this](https://example.org/).", None, 0),
    ],
)
def test_what_is_written_into_a_closed_issue_is_looked_at(
    tmp_path: Path, words: str, says: str | None, line: int
) -> None:
    """An introduction that is written after the close runs nothing, and ends what it begins."""
    files = {"a.md": article_text(), **ledger("a")}
    (name,) = (name for name in files if "digests/weekly/" in name)
    issue = str(files[name])
    files[name] = f"{issue.rstrip()}\n\n{words}\n"
    found = content_of(tmp_path, files).problems
    if says is None:
        assert found == ()
        return
    (problem,) = found
    begins = str(files[name]).split("\n").index(words.split("\n")[0]) + 1
    assert problem.where == f"docs/digests/weekly/2026-W46.md:{begins + line}"
    assert says in problem.message and not problem.advice
    assert_plain(problem)


def test_a_correction_that_is_to_come_changes_the_site_at_its_moment(tmp_path: Path) -> None:
    """A build of the same files before it may not stand for one behind it, and the status says when that is."""
    later = NOW + timedelta(hours=3)
    updated = f"{later.astimezone(settings().zone):%Y-%m-%d %H:%M}"
    found = content_of(tmp_path, {"a.md": article_text("A", date="2026-11-01", updated=updated)})
    assert next_change(settings(), found, NOW) == later
    assert [change.what for change in coming_changes(settings(), found, NOW) if change.at == later] == [
        "the correction of “A” is told"
    ]


def test_an_address_that_no_file_can_have_is_missed_as_any_other(tmp_path: Path) -> None:
    """A system refuses to look for a name of more than 255 bytes."""
    found = content_of(
        tmp_path, {"a.md": article_text(), "./.published.yml": f'- {{"url": "{"a" * 300}/"}}\n'}
    )
    assert "no file makes it any more" in blocking(found)[0].message
