"""The real command, killed at random moments and run again: what subscribers get stays what it would have been."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from knowledge_center.digests.ledger import read_ledger
from tests.digests.samples import ZONE
from tests.samples import DATA, ROOT, article_text, environment, make_docs

MONDAY = datetime(2026, 11, 16, 13, 3, tzinfo=UTC)
LONG = bool(os.environ.get("KC_LONG"))
SEEDS = range(200 if LONG else 8)
KILLS = 5
WORDS = "Good *morning* to you."


def digests() -> list[dict[str, Any]]:
    weekly = DATA["extra"]["knowledge_center"]["digests"][0]
    return [
        weekly | {"evergreen_below": 5, "evergreen_months": 1},
        weekly | {"key": "hiring", "title": "On hiring", "categories": ["hiring"]},
        weekly | {"key": "monthly", "title": "The month", "every": "month", "day": 16},
    ]


def site(root: Path) -> Path:
    """Three articles, one of them about hiring, and words for the weekly digest."""
    draft = f"---\nsubject: Three for you\n---\n\n{WORDS}\n"
    articles: dict[str, str | bytes] = {
        f"{name}.md": article_text(name.capitalize(), date=f"2026-11-{day:02}", categories=f"[{topic}]")
        for name, day, topic in (
            ("one", 12, "interviews"),
            ("two", 10, "hiring"),
            ("three", 11, "interviews"),
        )
    }
    make_docs(root, articles | {"digests/weekly/2026-W46.draft.md": draft})
    ours = DATA["extra"]["knowledge_center"] | {"digests": digests()}
    text = yaml.safe_dump(DATA | {"extra": {"knowledge_center": ours}})
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return root


def kill_in(roots: list[Path], seed: int, now: datetime) -> Counter[str]:
    """Kill the command in every folder and let it end there at last; returns how its runs ended."""
    call = [sys.executable, "-m", "tests.scripts.killing", str(seed), str(KILLS), *map(str, roots)]
    done = subprocess.run(
        call, cwd=ROOT, env=environment(now), capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    ends: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, end = line.partition(" ")
        ends.setdefault(name, []).append(end)
    assert {name: runs[-1] for name, runs in ends.items()} == {root.name: "0" for root in roots}
    return Counter(end for runs in ends.values() for end in runs)


def sent(root: Path, key: str) -> list[tuple[str, list[str]]]:
    ledger = read_ledger(root / "docs", "docs", key, ZONE)
    return [(issue.key, sorted(entry.id for entry in issue.entries)) for issue in ledger.issues]


def test_killed_at_any_moment_it_ends_with_every_article_once(tmp_path: Path) -> None:
    """Five kills in each of two weeks, at other moments in every folder: each digest has everything once."""
    roots = [site(tmp_path / f"site-{seed}") for seed in SEEDS]
    ends = kill_in(roots, 1, MONDAY)
    for root in roots:
        text = article_text("Four", date="2026-11-09", categories="[hiring]")  # dated back
        (root / "docs/articles/posts/2026/four.md").write_text(text, encoding="utf-8")
    ends += kill_in(roots, 2, MONDAY + timedelta(days=7))
    assert ends["killed"] > len(roots)
    for root in roots:
        assert sent(root, "weekly") == [("2026-W46", ["one", "three", "two"]), ("2026-W47", ["four"])]
        assert sent(root, "hiring") == [("2026-W46", ["two"]), ("2026-W47", ["four"])]
        assert sent(root, "monthly") == [("2026-11", ["one", "three", "two"])]
        files = {p.name: p.read_text(encoding="utf-8") for p in (root / "docs/digests/weekly").iterdir()}
        assert set(files) == {".ledger.yml", "2026-W46.md", "2026-W47.md"}
        assert [name for name, text in sorted(files.items()) if WORDS in text] == ["2026-W46.md"]
        assert "processed: 2026-11-23 08:00" in files[".ledger.yml"]
