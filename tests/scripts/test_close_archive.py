"""Closing pages of the archive feed, as a person or a schedule does it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.samples import DATA, NOW, article_text, make_docs, run

MEMORY = "docs/articles/.archive.yml"


def site(root: Path, articles: int, entries: int = 3) -> Path:
    """A folder with so many articles, one a month, and a feed of so many entries."""
    ours = DATA["extra"]["knowledge_center"]
    data = DATA | {"extra": {"knowledge_center": ours | {"feeds": ours["feeds"] | {"entries": entries}}}}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    files: dict[str, str | bytes] = {
        f"a-{n:02}.md": article_text(date=f"2025-{n:02}-10") for n in range(1, articles + 1)
    }
    make_docs(root, files)
    return root


def pages(root: Path) -> dict[int, list[str]]:
    found: dict[int, list[str]] = yaml.safe_load((root / MEMORY).read_text(encoding="utf-8"))
    return found


def test_what_has_left_the_feed_gets_a_page(tmp_path: Path) -> None:
    """Full pages from the oldest on, the last filled up from the feed; a second call finds nothing to do."""
    root = site(tmp_path, 8)
    done = run(root, "close_archive.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Page 1 closed: 3 articles, /feed/archive/1.xml",
        "Page 2 closed: 3 articles, /feed/archive/2.xml",
        f"Commit {MEMORY}, then build.",
    ]
    assert pages(root) == {1: ["a-01", "a-02", "a-03"], 2: ["a-04", "a-05", "a-06"]}
    before = (root / MEMORY).read_bytes()
    again = run(root, "close_archive.py")
    assert (again.returncode, again.stdout) == (
        0, "Nothing to close: every article is in the feed or on a page already.\n"
    )  # fmt: skip
    assert (root / MEMORY).read_bytes() == before


def test_an_article_of_long_ago_goes_onto_the_next_page(tmp_path: Path) -> None:
    """A back-dated article moves nothing: the check says that it is in no feed, and the next close takes it."""
    root = site(tmp_path, 6)
    run(root, "close_archive.py")
    assert pages(root) == {1: ["a-01", "a-02", "a-03"]}
    make_docs(root, {"found-again.md": article_text(date="2024-02-01")})
    output = run(root, "check.py").stdout
    assert "1 article has left the feed and is on no page of the archive yet." in output
    assert "knowledge-center archive" in output
    assert run(root, "close_archive.py").returncode == 0
    assert pages(root) == {1: ["a-01", "a-02", "a-03"], 2: ["found-again", "a-04", "a-05"]}
    assert run(root, "check.py").stdout == "No problems.\n"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It says what would be done."""
    root = site(tmp_path, 4)
    done = run(root, "close_archive.py", "--dry-run")
    assert done.stdout == "Page 1 would be closed: 3 articles, /feed/archive/1.xml\n"
    assert not (root / MEMORY).exists()


def test_drafts_and_what_is_to_come_are_on_no_page(tmp_path: Path) -> None:
    """Only what readers can see is archived; a broken draft hinders nobody."""
    root = site(tmp_path, 4)
    make_docs(root, {
        "draft.md": article_text(date="2024-01-01", draft="true"), "later.md": article_text(date="2027-01-01"),
        "half.md": "---\ndraft: true\ntitle: Half\n---\n",
    })  # fmt: skip
    assert run(root, "close_archive.py").returncode == 0
    assert pages(root) == {1: ["a-01", "a-02", "a-03"]}


@pytest.mark.parametrize("text", ["1:\n- a-01\n- a-01\n", "2:\n- a-01\n", "1: [\n"])
def test_a_memory_that_cannot_be_trusted_is_not_added_to(tmp_path: Path, text: str) -> None:
    """The problem is reported and nothing is written."""
    root = site(tmp_path, 8)
    (root / MEMORY).write_text(text, encoding="utf-8")
    done = run(root, "close_archive.py")
    assert done.returncode == 1
    assert MEMORY in done.stderr and done.stderr.endswith("Nothing was closed.\n")
    assert (root / MEMORY).read_text(encoding="utf-8") == text
    assert run(root, "check.py").returncode == 1


def test_an_archived_article_that_is_gone_is_missed(tmp_path: Path) -> None:
    """Renamed without alias, or removed without a word: the check offers both pastes, and either cures it."""
    root = site(tmp_path, 6)
    run(root, "close_archive.py")
    posts = root / "docs/articles/posts/2026"
    (posts / "a-02.md").rename(posts / "a-02-new.md")
    output = run(root, "check.py").stdout
    assert f"{MEMORY}:4" in output and "“a-02”" in output
    assert "aliases: [a-02]" in output and "docs/articles/.gone.yml" in output
    assert run(root, "close_archive.py").returncode == 1
    claimed = article_text(date="2025-02-10", aliases="[a-02]")
    (posts / "a-02-new.md").write_text(claimed, encoding="utf-8")
    assert run(root, "check.py").stdout == "No problems.\n"
    (posts / "a-02-new.md").unlink()
    gone = f"a-02:\n  date: {NOW.date()}\n  reason: no longer true\n"
    (root / "docs/articles/.gone.yml").write_text(gone, encoding="utf-8")
    assert run(root, "check.py").stdout == "No problems.\n"
    assert run(root, "close_archive.py").stdout.startswith("Nothing to close")
