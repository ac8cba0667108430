"""One article's file, and what is known of one that cannot be read."""

from __future__ import annotations

from pathlib import Path

from knowledge_center.articles.model import public
from tests.editors import FOLDER, assert_plain, problems_of, read_docs
from tests.samples import NOW, article_text


def test_a_half_written_draft_stops_nobody(tmp_path: Path) -> None:
    """Whatever is wrong with a draft is advice, and the rest of the site is built."""
    found = read_docs(
        tmp_path,
        {
            "a.md": article_text(),
            "b.md": "---\ndraft: true\ntitle: Half: a title\n---\n",
            "c.md": "---\ndraft: true\nauthors: [nobody]\nimage: no.png\n---\n# x\n[y](no.md)\n",
            "d.md": b"---\ntitle: \xff\ndraft: true # for now\n---\n",
            "Bad Name.md": article_text(draft="true"),
            "empty.md": article_text(draft="true", body=""),
        },
    )
    assert {problem.path.rpartition("/")[2] for problem in found.problems} == {
        "b.md", "c.md", "d.md", "Bad Name.md", "empty.md",
    }  # fmt: skip
    assert all(problem.advice for problem in found.problems)
    for problem in found.problems:
        assert_plain(problem)
    assert [one.name for one in found.all if public(one, NOW)] == ["a"]


def test_the_words_draft_true_in_a_text_make_no_draft(tmp_path: Path) -> None:
    """A broken article that writes about drafts is not taken for one and left out in silence."""
    text = "---\ntitle: A: b\n---\nWrite this:\n\n---\ndraft: true\n---\n"
    assert not problems_of(tmp_path, {"a.md": text})[0].advice


def test_what_a_broken_article_is_known_as(tmp_path: Path) -> None:
    """A file that cannot be read still claims its names, so that nobody is told that its article is gone."""
    text = "---\ntitle: A: b\naliases: [old, 'older']\nguid: https://x.example/?p=1\n---\n"
    other = "---\ntitle: A: b\naliases:\n  - oldest\n---\n"
    found = read_docs(
        tmp_path,
        {"a.md": text, "b.md": other, "c.md": b"\xff", "d.md": article_text(guid="x:1", aliases="[y]")},
    )
    assert set(found.claimed) >= {"a", "old", "older", "https://x.example/?p=1", "b", "oldest", "c", "x:1"}
    assert found.claimed["old"] == f"{FOLDER}/a.md"
    assert found.claimed["d"] == found.claimed["y"] == f"{FOLDER}/d.md"
