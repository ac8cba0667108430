"""A new article's file, as an editor asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import article_text, command, make_site, run


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {"one.md": article_text("One", aliases="[old-one]")})


def test_a_title_is_enough(site: Path) -> None:
    """The file has all that an article needs, is a draft, and the check has nothing against it."""
    done = run(site, "new_article.py", 'Why "you": a wait?')
    assert done.returncode == 0, done.stderr
    path, preview, *_ = done.stdout.splitlines()
    assert path == "docs/articles/posts/2026/why-you-a-wait.md"
    assert "http://127.0.0.1:8000/articles/why-you-a-wait/" in preview
    text = (site / path).read_text("utf-8")
    assert 'title: "Why \\"you\\": a wait?"\ndate: 2026-11-20\n' in text
    assert "authors: [careers-desk]\ncategories: [interviews]\ndraft: true\n" in text
    checked = command(site, "check")
    assert checked.returncode == 0 and path not in checked.stdout


def test_author_and_category_are_chosen(site: Path) -> None:
    """By their keys; one that does not exist is a sentence with those that do."""
    done = command(site, "new", "A", "--author", "employer-desk", "--category", "hiring")
    assert done.returncode == 0
    text = (site / done.stdout.splitlines()[0]).read_text("utf-8")
    assert "authors: [employer-desk]\ncategories: [hiring]\n" in text
    wrong = command(site, "new", "B", "--author", "employers-desk")
    assert wrong.returncode == 1
    assert "There are careers-desk or employer-desk." in wrong.stderr
    assert "Fix:  --author employer-desk" in wrong.stderr


@pytest.mark.parametrize("title", ["One", "one!", "Old one"])
def test_nothing_is_written_over(site: Path, title: str) -> None:
    """A name that an article has, or had, is taken, whatever year folder it lies in."""
    before = (site / "docs/articles/posts/2026/one.md").read_bytes()
    done = command(site, "new", title)
    assert done.returncode == 1 and "docs/articles/posts/2026/one.md" in done.stderr
    assert (site / "docs/articles/posts/2026/one.md").read_bytes() == before
