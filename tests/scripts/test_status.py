"""Where everything stands, in one call."""

from __future__ import annotations

import json
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html

from knowledge_center.signup.database import MIGRATIONS, connect
from knowledge_center.signup.keys import load_keys
from tests.samples import NOW, article_text, command, make_site, run
from tests.signup.people import deliver, subscribe


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an article in every state."""
    return make_site(
        tmp_path_factory.mktemp("status") / "site",
        {
            "one.md": article_text("One", "See [that one](ends.md).\n", review_by="2026-11-18"),
            "half.md": article_text("Half", draft="true"),
            "later.md": article_text("Later", date="2026-12-01 09:00"),
            "on-the-hour.md": article_text("On the hour", date="2026-11-30 08:00"),
            "never.md": article_text("Never", date="2026-12-02", digest="skip"),
            "ends.md": article_text("Ends", expires="2026-12-10"),
            "over.md": article_text("Over", expires="2026-11-17"),
            "wrong.md": article_text("Wrong", without="description"),
        },
    )


def test_what_waits_is_told(site: Path) -> None:
    """Drafts, what is scheduled and expires with the site's own clock, who should look at what, what is due."""
    done = run(site, "status.py")
    assert done.returncode == 0
    for lines in (
        "2 articles can be read.",
        "Drafts:\n  Half\n    docs/articles/posts/2026/half.md",
        "  Later, Tuesday, December 1, 09:00; then in weekly 2026-W49 (closes Monday, December 7, 08:00)\n",
        "Expire soon:\n  Ends, Friday, December 11, 00:00\n",
        "Expired:\n  Over\n",
        "Links to what ends:\n  The link leads to “Ends”, which expires on 2026-12-11 00:00: its page stays, and ",
        "\n    docs/articles/posts/2026/one.md:10\n",
        "To be looked at again by Careers Desk:\n  One, since 2026-11-18\n",
        "weekly is due since",
        "The next build is needed on Monday, November 23, 08:00: weekly closes.",
        "1 problem to mend: knowledge-center check",
    ):
        assert lines in done.stdout, done.stdout


def test_what_subscribers_would_get_now_is_told(site: Path) -> None:
    """The issue with its subject, the line beside it and its articles, in the words of a draft where there is one."""
    said = run(site, "status.py").stdout
    assert (
        "  Its subscribers would get now, as 2026-W46 (November 9–15, 2026):\n"
        "    The weekly digest: Ends\n    Also: One\n    - Ends\n    - One\n" in said
    )
    draft = site / "docs/digests/weekly/2026-W46.draft.md"
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text("---\nsubject: In our own words\n---\n", "utf-8")
    said = run(site, "status.py").stdout
    draft.unlink()
    assert "\n    In our own words\n    Also: One\n" in said


def test_every_article_is_told_with_its_issues(site: Path) -> None:
    """Where it went or will go; what comes out on the very hour of a close is in that issue; a skipped one in none."""
    said = run(site, "status.py", "--articles").stdout
    told = dict(
        line.strip().split(", ", 1)
        for line in said.partition("Every article")[2].splitlines()
        if line.startswith("  ") and ", " in line
    )
    assert told["One"] == "weekly 2026-W46 (due now)"
    assert told["On the hour"] == "weekly 2026-W48 (closes Monday, November 30, 08:00)"
    assert told["Later"] == "weekly 2026-W49 (closes Monday, December 7, 08:00)"
    assert {told[name] for name in ("Never", "Half", "Over")} == {"in no issue"}


def test_a_program_gets_all_of_it(site: Path) -> None:
    """As JSON: each article with its state and its issues, each digest, the next build."""
    found = json.loads(run(site, "status.py", "--json").stdout)
    states = {article["title"]: article["state"] for article in found["articles"]}
    assert states == {
        "One": "public", "Ends": "public", "Half": "draft", "Later": "scheduled", "On the hour": "scheduled",
        "Never": "scheduled", "Over": "expired",
    }  # fmt: skip
    assert found["next_build"] == "2026-11-23T08:00:00-05:00" == found["changes_by_time"][0]["at"]
    (weekly,) = found["digests"]
    assert weekly["subscribers_would_get_now"]["articles"] == ["ends", "one"]
    assert found["to_be_reviewed"] == {"careers-desk": ["docs/articles/posts/2026/one.md"]}
    assert found["links_to_what_ends"][0]["line"] == 10 and found["problems"] == 1
    (one,) = [article for article in found["articles"] if article["title"] == "One"]
    assert one["issues"] == [{"digest": "weekly", "issue": "2026-W46", "closes": "2026-11-16T08:00:00-05:00"}]


def test_a_closed_issue_is_where_its_articles_went(site: Path, tmp_path: Path) -> None:
    """After a close the article is told with that issue, and is no news any more."""
    root = make_site(tmp_path / "site", {"one.md": article_text("One")})
    assert command(root, "close", "weekly").returncode == 0
    said = run(root, "status.py", "--articles").stdout
    assert "  One, weekly 2026-W46\n" in said and "would get now" not in said


def test_a_quiet_site_has_little_to_say(tmp_path: Path) -> None:
    """No empty groups."""
    done = run(make_site(tmp_path / "site", {"one.md": article_text("One")}), "status.py")
    assert done.stdout.startswith("1 article can be read.\n\nweekly ")
    assert "Drafts" not in done.stdout and "problem" not in done.stdout


def words(page: Path) -> str:
    """All that can be read on a page."""
    (main,) = html.document_fromstring(page.read_text("utf-8")).iter("main")
    return " ".join(" ".join(main.itertext()).split())


def test_the_page_without_a_database_says_so_and_shows_the_rest(site: Path, tmp_path: Path) -> None:
    """What the text says stands on it too; no database, and no folder for one, is made by looking."""
    done = command(
        site, "status", "--html", str(tmp_path / "out/page.html"), KC_STATE=str(tmp_path / "state")
    )
    assert done.returncode == 0 and "Written: " in done.stdout, done.stderr
    said = words(tmp_path / "out/page.html")
    for part in (
        "There is no database of subscribers on this computer.",
        "Later Tuesday, December 1, 09:00; then in weekly 2026-W49",
        "To be looked at again by Careers Desk One since 2026-11-18",
        "The next build is needed on Monday, November 23, 08:00: weekly closes.",
        "The weekly digest: Ends Also: One",
        "One 2026-11-16 weekly 2026-W46 (due now)",
        "No build is remembered here yet.",
    ):
        assert part in said, said
    assert not (tmp_path / "state").exists()
    if sys.platform != "win32":
        assert (tmp_path / "out/page.html").stat().st_mode & 0o777 == 0o600


def test_the_page_has_figures_and_names_nobody(site: Path, tmp_path: Path) -> None:
    """By digest, by the page of the form and by issue; no address, no identifier, no computer."""
    keys = load_keys(tmp_path)
    db = connect(tmp_path / "subscribers.sqlite3")
    ids = [subscribe(db, keys, f"{name}@example.net", now=NOW - timedelta(days=20)) for name in "abc"]
    for reader in ids:
        deliver(db, reader, "2026-W46")
    db.close()
    before = sorted(path.name for path in tmp_path.iterdir())
    target = tmp_path / "page.html"
    assert command(site, "status", "--html", str(target), KC_STATE=str(tmp_path)).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*before, "page.html"])
    said = words(target)
    assert "The weekly digest 3 subscribers at the end; figures by week." in said
    assert "/articles/second-interview/ 3" in said and "2026-W46 2026-11-20 3 0 0 0 0" in said
    text = target.read_text("utf-8")
    for secret in ("@example.net", *ids, "192.0.2.7", "198.51.100.9", str(tmp_path)):
        assert secret not in text


def test_a_database_that_is_none_or_older_is_only_looked_at(site: Path, tmp_path: Path) -> None:
    """The page says that it cannot be read; one of an earlier version is read, and stays as it is."""
    file, target = tmp_path / "subscribers.sqlite3", tmp_path / "page.html"
    file.write_bytes(b"nothing of ours" * 100)
    assert command(site, "status", "--html", str(target), KC_STATE=str(tmp_path)).returncode == 0
    assert "The database of subscribers cannot be read: file is not a database." in words(target)
    file.unlink()
    with sqlite3.connect(file) as old:
        old.executescript(MIGRATIONS[0])
        old.execute("PRAGMA user_version = 1")
    before = file.read_bytes()
    assert command(site, "status", "--html", str(target), KC_STATE=str(tmp_path)).returncode == 0
    assert "Nobody has subscribed yet." in words(target) and file.read_bytes() == before
