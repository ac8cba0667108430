from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.close_run import close
from knowledge_center.digests.ledger import read_ledger
from knowledge_center.settings.site_settings import read
from knowledge_center_cli import close_digest
from knowledge_center_cli.command import main
from tests.samples import DATA, article_text, make_docs, run

MONDAY = datetime(2026, 11, 16, 13, 3, tzinfo=UTC)  # 08:03 in Detroit
PUBLIC = article_text("Why you wait", date="2026-11-10")
ISSUE = "docs/digests/weekly/2026-W46.md"


class Site:
    """A small site to close digests of, and what the command printed last."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch, output: pytest.CaptureFixture[str]) -> None:
        self.root, self.patch, self.output = root, patch, output
        patch.chdir(root)
        self.settings(DATA)
        make_docs(root, {"why-you-wait.md": PUBLIC})

    def settings(self, data: object) -> None:
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.root / "docs/articles/posts/2026" / name).write_text(text, encoding="utf-8")

    def close(self, *arguments: str, now: datetime = MONDAY) -> int:
        self.patch.setenv("SOURCE_DATE_EPOCH", str(int(now.timestamp())))
        code = main(["close", *arguments])
        self.stdout, self.stderr = self.output.readouterr()
        return code

    def digests(self) -> dict[str, bytes]:
        folder = self.root / "docs/digests"
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Site:
    return Site(tmp_path, monkeypatch, capsys)


def two_digests() -> dict[str, object]:
    ours = DATA["extra"]["knowledge_center"]
    monthly = ours["digests"][0] | {"key": "monthly", "title": "The month", "every": "month", "day": 1}
    return DATA | {"extra": {"knowledge_center": ours | {"digests": [*ours["digests"], monthly]}}}


def test_a_close_writes_one_issue_and_says_so(site: Site) -> None:
    """The schedule runs the command every hour; the first run after Monday 08:00 makes the issue."""
    assert site.close("weekly") == 0
    assert site.stdout.splitlines() == [
        f"weekly: closed 2026-W46 (November 9–15, 2026) with 1 new article: {ISSUE}.",
        "  Why you wait",
        "  Next: write an introduction below its fields if you like; then commit, push and build.",
    ]
    written = site.digests()
    assert set(written) == {ISSUE, "docs/digests/weekly/.ledger.yml"}
    assert b"closed_at: 2026-11-16T08:03:00-05:00" in written[ISSUE]
    assert site.close("weekly") == 0
    assert site.stdout == "weekly: nothing is due. It closes next on Monday, November 23, 08:00.\n"
    assert site.digests() == written


def test_a_dry_run_says_the_same_and_writes_nothing(site: Site) -> None:
    """What would happen can be read before it happens."""
    assert site.close("weekly", "--dry-run") == 0
    assert site.stdout.startswith("weekly: would close 2026-W46")
    assert site.close("weekly", "--baseline", "--dry-run") == 0
    assert site.stdout == "weekly: 1 article more would count as known; no issue will hold them.\n"
    assert site.digests() == {}


def test_the_status_names_the_command_to_run(site: Site) -> None:
    """Without a name every digest is reported; nothing is written."""
    site.settings(two_digests())
    assert site.close("--status") == 0
    assert site.stdout == (
        "weekly is due since Monday, November 16, 08:00, 1 new article: knowledge-center close weekly\n"
        "monthly is due since Sunday, November 1, 08:00, 1 new article: knowledge-center close monthly\n"
    )
    assert site.digests() == {}


def test_all_digests_are_closed_in_one_go(site: Site) -> None:
    """An article goes into the weekly and the monthly digest, once each."""
    site.settings(two_digests())
    assert site.close("--all") == 0
    assert [line.partition(":")[0] for line in site.stdout.splitlines() if line[0] != " "] == [
        "weekly",
        "monthly",
    ]
    assert {ISSUE, "docs/digests/monthly/2026-10.md"} <= set(site.digests())


DRAFT = "docs/digests/weekly/2026-W46.draft.md"


def test_a_draft_is_prepared_filled_in_and_taken_over(site: Site) -> None:
    """The words are written in peace before Monday; the close takes them over and says so."""
    assert site.close("weekly", "--draft", "--dry-run") == 0
    assert site.stdout == f"weekly: {DRAFT} would be made for the words of the next issue.\n"
    assert site.digests() == {}
    assert site.close("weekly", "--draft") == 0
    assert site.stdout == (
        f"weekly: {DRAFT} is ready for the words of the next issue; its close takes them over.\n"
    )
    text = site.digests()[DRAFT].decode()
    assert "#   Why you wait\n" in text
    words = text.replace("subject:", "subject: Waiting, and why", 1) + "Good *morning*.\n"
    (site.root / DRAFT).write_text(words, encoding="utf-8")
    assert site.close("weekly", "--draft") == 0
    assert site.stdout == f"weekly: {DRAFT} waits for the next issue already; it is left as it is.\n"
    assert site.digests() == {DRAFT: words.encode()}
    assert site.close("--status") == 0
    assert site.stdout.endswith(
        f"knowledge-center close weekly\n  Words for its next issue wait in {DRAFT}.\n"
    )
    assert site.close("weekly", "--dry-run") == 0
    assert site.stdout.splitlines()[1:] == ["  Why you wait", f"  Its words would be those of {DRAFT}."]
    assert site.digests() == {DRAFT: words.encode()}
    assert site.close("weekly") == 0
    assert site.stdout.splitlines()[1:] == [
        "  Why you wait",
        f"  Its words are those of {DRAFT}.",
        "  Next: commit, push and build.",
    ]
    written = site.digests()
    assert set(written) == {ISSUE, "docs/digests/weekly/.ledger.yml"}
    assert b"\ndraft: 2026-W46\nsubject: Waiting, and why\narticles:\n" in written[ISSUE]
    assert written[ISSUE].endswith(b"---\n\nGood *morning*.\n")


def test_what_the_check_of_mails_finds_is_said_and_stops_no_close(site: Site) -> None:
    """A subject that shouts: advice that names the draft beforehand, the issue afterwards; the week is kept."""
    assert site.close("weekly", "--draft") == 0
    path = site.root / DRAFT
    path.write_text(
        path.read_text(encoding="utf-8").replace("subject:", "subject: BUY NOW OR CRY", 1), encoding="utf-8"
    )
    for arguments, source in ((("weekly", "--dry-run"), DRAFT), (("weekly",), ISSUE)):
        assert site.close(*arguments) == 0
        outcome, _, advice = site.stdout.partition("\n\n")
        assert outcome.startswith("weekly: ")
        assert re.fullmatch(
            rf"{source}(:\d+)?\n  Advice: The subject “BUY NOW OR CRY” is in capitals\..*\n\n1 piece of advice\.\n+",
            advice,
            re.DOTALL,
        )
    assert set(site.digests()) == {ISSUE, "docs/digests/weekly/.ledger.yml"}


def test_a_draft_of_a_week_without_news_is_carried_over(site: Site) -> None:
    """The command says that the words wait, and the next issue has them."""
    site.close("weekly", "--baseline")
    (site.root / DRAFT).parent.mkdir(parents=True, exist_ok=True)
    (site.root / DRAFT).write_text("---\n---\nHello.\n", encoding="utf-8")
    assert site.close("weekly") == 0
    assert site.stdout == (
        "weekly: nothing is new since the last issue; Monday, November 16, 08:00 is recorded as dealt with. "
        f"{DRAFT} waits for the next one.\n"
    )
    site.write("pay.md", article_text("Pay", date="2026-11-18"))
    assert site.close("weekly", now=datetime(2026, 11, 23, 14, tzinfo=UTC)) == 0
    assert f"Its words are those of {DRAFT}." in site.stdout
    assert DRAFT not in site.digests()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\nsubjekt: x\n---\n", 2, "“subjekt” is not known here"),
        ("---\n---\n\nSee [this](../../articles/posts/2026/nowhere.md).\n", 4, "There is no file"),
        ("---\n---\n" + "Words without end. " * 6000, 0, "The introduction is so long"),
    ],
)
def test_a_draft_that_no_issue_could_carry_stops_every_close(
    site: Site, text: str, line: int, words: str
) -> None:
    """Its file and line are named, nothing is written for any digest, and other pages are built all the same."""
    site.settings(two_digests())
    (site.root / DRAFT).parent.mkdir(parents=True)
    (site.root / DRAFT).write_text(text, encoding="utf-8")
    before = site.digests()
    for arguments in (["--all"], ["--all", "--dry-run"]):
        assert site.close(*arguments) == 1
        assert site.stderr.startswith(f"{DRAFT}:{line}\n" if line else f"{DRAFT}\n")
        assert words in site.stderr
        assert site.stderr.endswith("Nothing was closed.\n")
        assert (site.stdout, site.digests()) == ("", before)
    content = read_content(site.root, read(site.root / "mkdocs.yml"), MONDAY)
    assert all(problem.advice for problem in content.problems)


def test_words_spoiled_between_two_closes_do_not_deny_the_first(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second digest's draft breaks while the first one closes: what was closed is not said to be open."""
    site.settings(two_digests())
    draft = site.root / "docs/digests/monthly/2026-10.draft.md"

    def meanwhile(*arguments: object, **options: object) -> object:
        outcome = close(*arguments, **options)  # type: ignore[arg-type]
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text("half a sen", encoding="utf-8")
        return outcome

    monkeypatch.setattr(close_digest, "close", meanwhile)
    assert site.close("--all") == 1
    assert site.stdout.startswith("weekly: closed 2026-W46")
    assert site.stderr.startswith("docs/digests/monthly/2026-10.draft.md:1\n")
    assert site.stderr.endswith("Nothing more was closed.\n")
    assert ISSUE in site.digests()


def test_an_article_dated_back_is_in_the_next_issue(site: Site) -> None:
    """Published on Tuesday with last week's date, after last week was closed."""
    site.close("weekly")
    site.write("pay.md", article_text("Pay", date="2026-11-11"))
    site.close("weekly", now=datetime(2026, 11, 23, 14, tzinfo=UTC))
    assert "closed 2026-W47" in site.stdout
    assert site.stdout.splitlines()[1:-1] == ["  Pay"]


def test_a_renamed_article_is_asked_for_and_never_mailed_again(site: Site) -> None:
    """Renamed without an alias: refused with the line to paste; with it, nothing is new."""
    site.close("weekly")
    before = site.digests()
    folder = site.root / "docs/articles/posts/2026"
    (folder / "why-you-wait.md").rename(folder / "why-you-are-waiting.md")
    later = datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert site.close("weekly", now=later) == 1
    assert "aliases: [why-you-wait]" in site.stderr
    assert "docs/articles/posts/2026/why-you-are-waiting.md" in site.stderr
    assert "docs/articles/.gone.yml" in site.stderr
    assert site.digests() == before
    site.write(
        "why-you-are-waiting.md", article_text("Why you wait", date="2026-11-10", aliases="[why-you-wait]")
    )
    assert site.close("weekly", now=later) == 0
    assert "nothing is new" in site.stdout


def test_the_paste_for_a_removed_article_settles_it(site: Site) -> None:
    """What the message offers is what .gone.yml takes, word for word."""
    site.close("weekly")
    (site.root / "docs/articles/posts/2026/why-you-wait.md").unlink()
    later = datetime(2026, 11, 23, 14, tzinfo=UTC)
    assert site.close("weekly", now=later) == 1
    paste = re.search(r"\.gone\.yml:\n((?: {8}.*\n)+)", site.stderr)
    assert paste
    text = "".join(line[8:] + "\n" for line in paste.group(1).splitlines())
    (site.root / "docs/articles/.gone.yml").write_text(text.replace("…", "out of date"), encoding="utf-8")
    assert site.close("weekly", now=later) == 0, site.stderr


def test_a_deleted_picture_of_an_old_issue_stops_the_close(site: Site) -> None:
    """The issue's page and its mail would show a hole."""
    picture = "images/pixel.png"
    (site.root / "docs/articles/posts/2026/images").mkdir()
    pixel = (
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
    )
    (site.root / "docs/articles/posts/2026" / picture).write_bytes(bytes.fromhex(pixel))
    site.write("why-you-wait.md", article_text("Why", date="2026-11-10", image=picture, image_alt="A dot"))
    assert site.close("weekly") == 0, site.stderr
    site.write("why-you-wait.md", PUBLIC)
    (site.root / "docs/articles/posts/2026" / picture).unlink()
    assert site.close("weekly", now=datetime(2026, 11, 23, 14, tzinfo=UTC)) == 1
    assert "the site no longer has it" in site.stderr


def test_a_problem_in_a_public_article_stops_the_close(site: Site) -> None:
    """What cannot be published must not be mailed; the report is the one of the build."""
    site.write("broken.md", article_text("Broken", without="description"))
    assert site.close("weekly") == 1
    assert "docs/articles/posts/2026/broken.md" in site.stderr
    assert site.stderr.endswith("Nothing was closed.\n")
    assert site.stdout == ""
    assert site.digests() == {}


@pytest.mark.parametrize("fields", [{"date": "2027-01-01"}, {"draft": "true"}, {"expires": "2026-11-12"}])
def test_a_problem_in_an_article_nobody_can_read_does_not_hinder(site: Site, fields: dict[str, str]) -> None:
    """The scheduled article of next year may still have a link that leads nowhere."""
    site.write("later.md", article_text("Later", body="[x](nowhere.md)\n", **fields))
    assert site.close("weekly") == 0, site.stderr
    assert site.stdout.splitlines()[1:-1] == ["  Why you wait"]
    site.write("later.md", article_text("Later", body="[x](nowhere.md)\n", date="2026-11-10"))
    assert site.close("weekly", now=datetime(2026, 11, 23, 14, tzinfo=UTC)) == 1


def test_a_draft_that_is_no_article_yet_does_not_hinder(site: Site) -> None:
    """A draft may still miss everything: what is wrong with it is advice."""
    site.write("draft.md", article_text("Draft", without="description", draft="true"))
    assert site.close("weekly") == 0, site.stderr


def test_an_issue_that_was_deleted_stops_the_next_close(site: Site) -> None:
    """Without its file its articles would be news; brought back from git, the digest goes on."""
    assert site.close("weekly") == 0
    file = site.root / ISSUE
    text = file.read_bytes()
    file.unlink()
    later = MONDAY + timedelta(days=7)
    assert site.close("weekly", now=later) == 1
    assert "The issue 2026-W46 was closed, but its file is not there" in site.stderr
    assert set(site.digests()) == {"docs/digests/weekly/.ledger.yml"}
    file.write_bytes(text)
    assert site.close("weekly", now=later) == 0
    assert "nothing is new" in site.stdout
    for days in (14, 21):
        site.write(f"week-{days}.md", article_text(f"Week {days}", date="2026-11-10"))
        assert site.close("weekly", now=MONDAY + timedelta(days=days)) == 0
    assert (
        b"issues:\n  - 2026-W46\n  - 2026-W48\n  - 2026-W49\n"
        in site.digests()["docs/digests/weekly/.ledger.yml"]
    )


def test_an_import_is_refused_until_somebody_decides(site: Site) -> None:
    """201 new articles: exit code 1 and both ways out; a baseline makes them old news."""
    for n in range(200):
        site.write(f"old-{n}.md", article_text(f"Old {n}", date="2020-01-01"))
    assert site.close("weekly") == 1
    assert "refused, nothing was written. 201 new articles" in site.stdout
    assert site.digests() == {}
    assert site.close("weekly", "--dry-run", "--accept") == 0
    assert "161 articles are waiting for the next one" in site.stdout
    assert site.close("weekly", "--baseline") == 0
    assert site.stdout == "weekly: 201 articles more count as known; no issue will hold them.\n"
    assert set(site.digests()) == {"docs/digests/weekly/.ledger.yml"}
    assert site.close("weekly") == 0
    assert "nothing is new" in site.stdout


def test_this_week_s_article_is_named_when_an_import_is_declared_old(site: Site) -> None:
    """Whoever sets a whole import aside sees what else that takes out of the next issue, and how to have it back."""
    assert site.close("weekly") == 0
    site.write("old.md", article_text("Old", date="2020-01-01"))
    site.write("fresh.md", article_text("Fresh", date="2026-11-17"))
    later = MONDAY + timedelta(days=2)
    for options in (("--baseline", "--dry-run"), ("--baseline",)):
        assert site.close("weekly", *options, now=later) == 0
        assert site.stdout.splitlines()[1:] == [
            "Among them, dated since the last issue closed:",
            "  Fresh (fresh)",
            "To have one in the next issue all the same, delete its line in docs/digests/weekly/.ledger.yml.",
        ]
    state = site.root / "docs/digests/weekly/.ledger.yml"
    state.write_text(state.read_text(encoding="utf-8").replace("  - fresh\n", ""), encoding="utf-8")
    assert site.close("weekly", now=MONDAY + timedelta(days=7)) == 0
    assert "closed 2026-W47 (November 16–22, 2026) with 1 new article" in site.stdout


def test_an_import_that_is_news_goes_out_in_parts(site: Site) -> None:
    """Accepted, the oldest forty are in this issue."""
    for n in range(200):
        site.write(f"old-{n}.md", article_text(f"Old {n}", date="2020-01-01"))
    assert site.close("weekly", "--accept") == 0
    assert "with 40 new articles" in site.stdout
    assert site.digests()[ISSUE].count(b"  - id: ") == 40


def test_a_hundred_articles_of_one_week_go_out_in_three_issues(site: Site) -> None:
    """The oldest forty first; nobody gets a mail that is cut off, and nobody misses or gets one twice."""
    (site.root / "docs/articles/posts/2026/why-you-wait.md").unlink()
    for n in range(100):
        site.write(f"a-{n:02}.md", article_text(f"A {n}", date=f"2026-11-{10 + n // 20} {n % 20:02}:00"))
    sent: list[str] = []
    for week, (key, count, waiting) in enumerate([("46", 40, 60), ("47", 40, 20), ("48", 20, 0)]):
        assert site.close("weekly", now=MONDAY + timedelta(days=7 * week)) == 0
        assert f"closed 2026-W{key}" in site.stdout and f"with {count} new articles" in site.stdout
        assert (f"{waiting} articles are waiting" in site.stdout) is bool(waiting)
        text = site.digests()[f"docs/digests/weekly/2026-W{key}.md"].decode()
        ids = re.findall(r"^  - id: (.*)$", text, re.MULTILINE)
        assert sorted(ids, reverse=True) == ids
        sent += reversed(ids)
    assert sent == [f"a-{n:02}" for n in range(100)]
    assert site.close("weekly", now=MONDAY + timedelta(days=21)) == 0
    assert "nothing is new" in site.stdout


@pytest.mark.parametrize(
    "title",
    [
        " ".join(["three hundred characters"] * 12),
        "W" * 300,
        "שלום עולם: مرحبا",
        "👩🏽‍💼 at work 🎉",
        '<script>alert("1")</script> & <b>bold</b>',
        "--- # : [x] {y} *z* | >",
    ],
)
def test_any_title_is_remembered_letter_by_letter(site: Site, title: str) -> None:
    """Long, right to left, with pictures or markup in it, and no image: it closes, and reads back as it was."""
    site.write("why-you-wait.md", article_text(json.dumps(title, ensure_ascii=False), date="2026-11-10"))
    assert site.close("weekly") == 0, site.stderr
    assert f"\n  {title}\n" in site.stdout
    found = read_ledger(site.root / "docs", "docs", "weekly", ZoneInfo("America/Detroit"))
    (entry,) = found.issues[0].entries
    assert (entry.title, entry.image) == (title, None)
    assert site.close("--status") == 0


def test_a_time_zone_that_does_not_exist_is_named(site: Site) -> None:
    """Nothing is closed by a clock that nobody knows."""
    ours = DATA["extra"]["knowledge_center"] | {"timezone": "America/Detriot"}
    site.settings(DATA | {"extra": {"knowledge_center": ours}})
    assert site.close("weekly") == 1
    assert site.stderr.startswith("mkdocs.yml\n  extra.knowledge_center.timezone: “America/Detriot”")
    assert site.stderr.endswith("Nothing was closed.\n")
    assert site.digests() == {}


def test_a_boundary_in_the_hour_that_is_left_out_closes_once(site: Site) -> None:
    """Sunday at 02:30, on the night the clock goes from 02:00 to 03:00: one issue, and the next a week later."""
    ours = DATA["extra"]["knowledge_center"]
    sunday = ours["digests"][0] | {"day": "sunday", "time": "02:30"}
    site.settings(DATA | {"extra": {"knowledge_center": ours | {"digests": [sunday]}}})
    site.write("why-you-wait.md", article_text("Why you wait", date="2026-02-26"))
    site.close("weekly", now=datetime(2026, 3, 1, 8, tzinfo=UTC))
    site.write("pay.md", article_text("Pay", date="2026-03-03"))
    assert site.close("weekly", now=datetime(2026, 3, 8, 7, 29, tzinfo=UTC)) == 0
    assert site.stdout == "weekly: nothing is due. It closes next on Sunday, March 8, 03:30.\n"
    assert site.close("weekly", now=datetime(2026, 3, 8, 7, 30, tzinfo=UTC)) == 0
    assert "closed 2026-W10" in site.stdout
    assert b"boundary: 2026-03-08 03:30\n" in site.digests()["docs/digests/weekly/2026-W10.md"]
    assert site.close("weekly", now=datetime(2026, 3, 8, 9, tzinfo=UTC)) == 0
    assert site.stdout == "weekly: nothing is due. It closes next on Sunday, March 15, 02:30.\n"


def test_an_id_that_nobody_claims_is_named_with_its_line(site: Site) -> None:
    """A typing error in a closed issue would make its article news again; it stops the close instead."""
    site.close("weekly")
    text = site.digests()[ISSUE].decode().replace("- id: why-you-wait", "- id: why-you-weit")
    (site.root / ISSUE).write_text(text, encoding="utf-8")
    assert site.close("weekly", now=MONDAY + timedelta(days=7)) == 1
    assert f"{ISSUE}:7\n  Subscribers know the article “Why you wait” (why-you-weit)" in site.stderr
    assert "docs/articles/posts/2026/why-you-wait.md" in site.stderr


def test_a_broken_ledger_is_reported_with_its_line(site: Site) -> None:
    """Nothing is closed while a ledger file cannot be read, of whichever digest."""
    site.settings(two_digests())
    site.close("monthly")
    path = site.root / "docs/digests/monthly/.ledger.yml"
    path.write_text("processed: soon\n", encoding="utf-8")
    assert site.close("weekly") == 1
    assert "docs/digests/monthly/.ledger.yml:1" in site.stderr
    assert site.close("--status") == 1
    assert (site.stdout, "docs/digests/monthly/.ledger.yml:1" in site.stderr) == ("", True)
    assert ISSUE not in site.digests()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "which digest? Name one of those in mkdocs.yml (weekly), or say --all"),
        (("daily",), "there is no digest “daily” in mkdocs.yml; there are: weekly"),
        (("weekly", "--all"), "name digests or say --all, not both"),
        (("weekly", "--accept", "--baseline"), "not allowed with"),
        (("--draft",), "which digest? Name one of those in mkdocs.yml (weekly), or say --all"),
        (("weekly", "--draft", "--baseline"), "not allowed with"),
    ],
)
def test_a_command_that_is_not_clear_is_answered_with_what_to_say(
    site: Site, arguments: tuple[str, ...], words: str
) -> None:
    """Exit code 2, and the digests there are."""
    with pytest.raises(SystemExit) as ended:
        site.close(*arguments)
    assert ended.value.code == 2
    assert words in site.output.readouterr().err
    assert site.digests() == {}


def test_without_settings_the_message_says_where_to_go(site: Site) -> None:
    """In a wrong folder there is no traceback."""
    (site.root / "mkdocs.yml").unlink()
    assert site.close("weekly") == 1
    assert "There is no mkdocs.yml here." in site.stderr


def test_a_folder_that_cannot_be_written_is_named(site: Site) -> None:
    """A full disk or a file in the way is a sentence and no traceback."""
    (site.root / "docs/digests").write_text("in the way")
    assert site.close("weekly") == 1
    assert "docs/digests" in site.stderr
    assert "cannot be read or written" in site.stderr


def test_the_command_runs_as_people_and_schedules_run_it(tmp_path: Path) -> None:
    """As a program of its own, in the folder of the site."""
    make_docs(tmp_path, {"why-you-wait.md": PUBLIC})
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(DATA), encoding="utf-8")
    done = run(tmp_path, "close_digest.py", "weekly", now=MONDAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("weekly: closed 2026-W46")
    assert (tmp_path / ISSUE).is_file()
