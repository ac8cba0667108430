"""Two machines close at once: git push is the compare-and-swap, here with real repositories."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import read_ledger
from tests.digests.samples import ZONE
from tests.samples import DATA, article_text, make_docs, run

MONDAY = datetime(2026, 11, 16, 13, 3, tzinfo=UTC)  # 08:03 in Detroit
ISSUE = "docs/digests/weekly/2026-W46.md"
DRAFT = "docs/digests/weekly/2026-W46.draft.md"
WORDS = "---\nsubject: One for you\n---\n\nGood morning.\n"


@dataclass(frozen=True, kw_only=True)
class Clone:
    """A checkout with the common repository as its origin."""

    root: Path

    def git(self, *arguments: str, fails: bool = False) -> str:
        """Run git, which is to succeed, or to fail; returns all it printed."""
        who = {"NAME": "Somebody", "EMAIL": "somebody@example.com"}
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **{
                f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()
            },
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_EDITOR": "true",
            "LC_ALL": "C",
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=False, timeout=60, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert (done.returncode != 0) is fails, done.stdout
        return done.stdout

    def close(self, now: datetime = MONDAY, *arguments: str, code: int = 0) -> str:
        """Run the real command; returns what it printed."""
        done = run(self.root, "close_digest.py", "weekly", *arguments, now=now)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, message: str = "A change") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", message)

    def push(self, *, rejected: bool = False) -> None:
        output = self.git("push", "--quiet", "origin", "HEAD:main", fails=rejected)
        assert not rejected or "rejected" in output

    def publish(self, name: str) -> None:
        text = article_text(name.capitalize(), date="2026-11-10")
        (self.root / f"docs/articles/posts/2026/{name}.md").write_text(text, encoding="utf-8")

    def give_up_and_take_theirs(self) -> None:
        """What a machine without changes of its own does after its push was rejected."""
        self.git("fetch", "--quiet")
        self.git("reset", "--quiet", "--hard", "@{upstream}")

    @property
    def issues(self) -> tuple[Issue, ...]:
        return read_ledger(self.root / "docs", "docs", "weekly", ZONE).issues

    @property
    def sent(self) -> list[list[str]]:
        return [[entry.id for entry in issue.entries] for issue in self.issues]


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Clone, Clone]:
    """Two clones of one bare repository that holds a site with one new article."""
    first, second = Clone(root=tmp_path / "first"), Clone(root=tmp_path / "second")
    make_docs(first.root, {"fresh.md": article_text("Fresh", date="2026-11-10")})
    (first.root / "mkdocs.yml").write_text(yaml.safe_dump(DATA), encoding="utf-8")
    first.git("init", "--quiet", "--initial-branch=main")
    first.commit("The site")
    first.git("init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "common.git"))
    first.git("remote", "add", "origin", str(tmp_path / "common.git"))
    first.git("push", "--quiet", "--set-upstream", "origin", "main")
    first.git("clone", "--quiet", str(tmp_path / "common.git"), str(second.root))
    return first, second


def test_the_one_who_pushes_second_gives_up_and_then_finds_nothing_due(clones: tuple[Clone, Clone]) -> None:
    """Both close Monday's digest; there is one issue, the first one's, and nothing else changes."""
    first, second = clones
    first.close()
    second.close(MONDAY + timedelta(seconds=2))
    for clone in clones:
        clone.commit("Close weekly")
    first.push()
    second.push(rejected=True)
    second.give_up_and_take_theirs()
    assert "nothing is due" in second.close(MONDAY + timedelta(seconds=9))
    assert second.git("status", "--porcelain") == ""
    assert first.issues == second.issues
    assert second.sent == [["fresh"]]
    second.push()


def test_the_loser_of_a_close_with_a_draft_says_its_words_no_second_time(clones: tuple[Clone, Clone]) -> None:
    """The words of a draft that both had are in the one issue, and the draft is gone from both."""
    first, second = clones
    (first.root / DRAFT).parent.mkdir(parents=True)
    (first.root / DRAFT).write_text(WORDS, encoding="utf-8")
    first.commit("Words for Monday")
    first.push()
    second.give_up_and_take_theirs()
    for clone in clones:
        clone.close()
        clone.commit("Close weekly")
    first.push()
    second.give_up_and_take_theirs()
    second.publish("later")
    assert "closed 2026-W47" in second.close(MONDAY + timedelta(days=7))
    assert [issue.intro for issue in second.issues] == ["Good morning.", ""]
    assert not (second.root / DRAFT).exists()


def test_an_article_that_only_the_loser_had_is_in_the_next_issue(clones: tuple[Clone, Clone]) -> None:
    """An editor's own commits are kept by a rebase that leaves out the close; what they hold is not lost."""
    first, second = clones
    second.publish("own")
    second.commit("An article")
    first.close()
    second.close(MONDAY + timedelta(seconds=2))
    assert second.sent == [["fresh", "own"]]
    for clone in clones:
        clone.commit("Close weekly")
    first.push()
    second.push(rejected=True)
    second.git("pull", "--quiet", "--rebase", fails=True)
    second.git("rebase", "--skip")
    assert "nothing is due" in second.close(MONDAY + timedelta(seconds=9))
    second.push()
    assert second.sent == [["fresh"]]
    first.git("pull", "--quiet", "--rebase")
    assert "closed 2026-W47" in first.close(MONDAY + timedelta(days=7))
    assert first.sent == [["fresh"], ["own"]]


def test_two_issues_that_git_could_not_merge_are_named_with_file_and_line(
    clones: tuple[Clone, Clone],
) -> None:
    """Merged instead of given up: everything stops, says where, and goes on once somebody has chosen."""
    first, second = clones
    first.close()
    second.close(MONDAY + timedelta(seconds=2))
    for clone in clones:
        clone.commit("Close weekly")
    first.push()
    second.git("pull", "--quiet", "--no-rebase", fails=True)
    lines = (second.root / ISSUE).read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("<<<<<<<"))
    later = MONDAY + timedelta(days=7)
    for arguments in ([], ["--dry-run"], ["--status"], ["--draft"], ["--baseline"]):
        output = second.close(later, *arguments, code=1)
        assert output.startswith(f"{ISSUE}:{line}\n  Here git could not merge two versions")
    checked = run(second.root, "check.py", now=later)
    assert checked.returncode == 1 and f"{ISSUE}:{line}\n" in checked.stdout
    assert "git checkout --ours, or --theirs" in output
    second.git("checkout", "--theirs", ISSUE)
    second.commit("Theirs was first")
    assert second.issues == first.issues
    assert "nothing is new" in second.close(later)
    second.commit("A week without news")
    second.push()


def test_a_machine_that_slept_a_week_cannot_send_an_article_again(clones: tuple[Clone, Clone]) -> None:
    """It closes another week with the same article, and merges: both places are named, and nothing goes out."""
    first, second = clones
    first.close()
    first.commit("Close weekly")
    first.push()
    second.close(MONDAY + timedelta(days=7), "--accept")
    second.commit("Close weekly")
    second.push(rejected=True)
    second.git("pull", "--quiet", "--no-rebase", fails=True)
    later = MONDAY + timedelta(days=14)
    record = "docs/digests/weekly/.ledger.yml"
    assert f"{record}:2\n" in second.close(later, code=1)
    second.git("checkout", "--theirs", record)
    output = second.close(later, code=1)
    assert output.startswith("docs/digests/weekly/2026-W47.md:7\n")
    assert f"“fresh” stands in this ledger twice; first in {ISSUE}:7" in output
    (second.root / "docs/digests/weekly/2026-W47.md").unlink()
    second.commit("Only the first one was sent")
    assert "nothing is new" in second.close(later)
    assert second.sent == [["fresh"]]


def test_words_written_on_while_another_machine_closed_are_neither_lost_nor_sent_twice(
    clones: tuple[Clone, Clone],
) -> None:
    """Git keeps the changed draft; no issue takes it, and the check says where its words belong."""
    first, second = clones
    (first.root / DRAFT).parent.mkdir(parents=True)
    (first.root / DRAFT).write_text(WORDS, encoding="utf-8")
    first.commit("Words for Monday")
    first.push()
    second.give_up_and_take_theirs()
    first.close()
    first.commit("Close weekly")
    first.push()
    (second.root / DRAFT).write_text(WORDS + "And more.\n", encoding="utf-8")
    second.commit("More words")
    second.git("pull", "--quiet", "--no-rebase", fails=True)
    second.publish("later")
    second.commit("Merged as git left it")
    checked = run(second.root, "check.py", now=MONDAY)
    assert checked.returncode == 0
    assert f"{DRAFT}\n  Advice: 2026-W46 has closed with the words of this draft" in checked.stdout
    assert "closed 2026-W47" in second.close(MONDAY + timedelta(days=7))
    assert [issue.intro for issue in second.issues] == ["Good morning.", ""]
    assert (second.root / DRAFT).read_text(encoding="utf-8").endswith("And more.\n")
