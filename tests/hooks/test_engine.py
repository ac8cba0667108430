"""The engine in the build's own process: what is read, composed and measured, is so once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.samples import NOW, article_text, environment, make_site, picture, run
from tests.sites import Built, copy_of

# Builds the site of the working folder and prints what happened how often.
WATCHED = """
import collections, json, os, sys
import PIL.Image
from knowledge_center.mail import issue_mail
counts = {"read": collections.Counter(), "measured": collections.Counter(), "composed": collections.Counter()}
def seen(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.relpath(arguments[0])
        if path.startswith("docs/"):
            counts["read"][path] += 1
sys.addaudithook(seen)
def watched(module, name, key, what):
    inner = getattr(module, name)
    def outer(*arguments, **named):
        counts[key][what(arguments)] += 1
        return inner(*arguments, **named)
    setattr(module, name, outer)
watched(PIL.Image, "open", "measured", lambda a: os.path.relpath(a[0]) if isinstance(a[0], (str, os.PathLike)) else "")
watched(issue_mail, "compose", "composed", lambda a: a[0].key)
from knowledge_center_cli.build import main
assert main([]) == 0
print("COUNTS" + json.dumps(counts))
"""


def counts(root: Path, **more: str) -> dict[str, Counter[str]]:
    """What one build read, measured and composed, each with how often."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=root, env=environment(NOW, **more),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.rpartition("COUNTS")[2])
    return {key: Counter(value) for key, value in found.items()}


def test_everything_is_read_composed_and_measured_once(varied: Built, tmp_path: Path) -> None:
    """A build opens each article, list and issue once, composes each mail once, and measures each picture once."""
    root = copy_of(varied, tmp_path / "site")
    found = counts(root)
    articles = {
        p: n for p, n in found["read"].items() if p.startswith("docs/articles/posts/") and p.endswith(".md")
    }
    assert len(articles) > 15
    # A draft that cannot be read as an article is looked at once more, for the names it goes by.
    assert {path for path, times in articles.items() if times > 1} <= {"docs/articles/posts/2026/half.md"}
    assert {n for p, n in found["read"].items() if p.endswith(".yml") or "/digests/" in p} == {1}
    assert found["composed"] == {"2026-W46": 1}
    # What the last build has measured is not opened at all.
    assert not [path for path in found["measured"] if path]
    measured = {path: times for path, times in counts(root, KC_PLAIN="1")["measured"].items() if path}
    assert len(measured) > 3 and set(measured.values()) == {1}


def test_what_the_engine_prints_does_not_reach_the_terminal(tmp_path: Path) -> None:
    """A build says its own few lines, in an order that stays; nothing of the generator's log."""
    root = make_site(tmp_path / "site", {"a.md": article_text("One", "![A](a.png)\n"), "a.png": picture()})
    done = run(root, "build.py")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].startswith("site/ is ready: 1 article")
