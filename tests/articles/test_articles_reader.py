"""docs/ as editors fill it: what comes out, and what each mistake is told, on which line, with which fix."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.articles.model import public
from tests.editors import FOLDER, assert_plain, messages_at, problems_of, read_docs, refused
from tests.samples import NOW, article_text, make_docs, picture, settings

PICTURES: dict[str, str | bytes] = {"a.png": picture(), "a-b.png": picture("red")}
DETROIT = ZoneInfo("America/Detroit")


def test_an_article_with_everything(tmp_path: Path) -> None:
    """Every field an editor fills in arrives in the article, in the site's own zone."""
    text = article_text(
        "Why you wait", "Some text.\n", date="2026-11-16 09:30", updated="2026-11-18", image="a.png",
        image_alt="A man waits", aliases="[older-name, /blog/old/]", digest="feature", review_by="2027-11-01",
        expires="2027-12-31", authors="[careers-desk, employer-desk]", categories="[hiring, interviews]",
    )  # fmt: skip
    found = read_docs(tmp_path, {"an-article.md": text, **PICTURES})
    assert found.problems == ()
    (one,) = found.all
    assert (one.name, one.url, one.source) == (
        "an-article", "articles/an-article/", f"{FOLDER}/an-article.md",
    )  # fmt: skip
    assert (one.identity, one.id) == ("older-name", "tag:knowledge.example.com,2026:article/older-name")
    assert one.published == datetime(2026, 11, 16, 9, 30, tzinfo=DETROIT)
    assert one.updated == datetime(2026, 11, 18, tzinfo=DETROIT)
    assert one.expires == datetime(2028, 1, 1, tzinfo=DETROIT)
    assert one.review_by is not None and one.review_by.isoformat() == "2027-11-01"
    assert [author.key for author in one.authors] == ["careers-desk", "employer-desk"]
    assert one.topic.name == "Hiring well"
    assert one.image is not None
    assert (one.image.path, one.image.alt, one.image.width) == (
        "articles/an-article/a.png",
        "A man waits",
        660,
    )
    assert (one.digest, one.aliases, one.draft) == ("feature", ("older-name", "/blog/old/"), False)
    assert one.body == "\nSome text.\n"
    assert found.claimed == dict.fromkeys(("older-name", "an-article"), f"{FOLDER}/an-article.md")


def test_the_newest_comes_first_whatever_folder_it_is_in(tmp_path: Path) -> None:
    """All years are one list; drafts and scheduled articles are in it, for a preview."""
    found = read_docs(
        tmp_path,
        {
            "articles/posts/2025/b.md": article_text(date="2026-11-18"),
            "a.md": article_text(date="2026-11-17"),
            "articles/posts/c.md": article_text(date="2026-11-19", draft="true"),
            "articles/posts/2027/deep/er/d.md": article_text(date="2027-01-01"),
        },
    )
    assert found.problems == ()
    assert [one.name for one in found.all] == ["d", "c", "b", "a"]
    assert [one.name for one in found.all if public(one, NOW)] == ["b", "a"]


def test_the_order_of_folders_shows_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files give the same articles, in whatever order the disk lists them."""
    files: dict[str, str | bytes] = {f"a-{n}.md": article_text(f"T{n}", "![x](a.png)\n") for n in range(6)}
    twice: dict[str, str | bytes] = {"articles/posts/2025/a-0.md": article_text("Twice"), "z.md": "broken"}
    make_docs(tmp_path, {**files, **PICTURES, **twice})
    walk = os.walk
    found = []
    for backwards in (False, True):

        def listed(
            top: Path, backwards: bool = backwards, **named: Any
        ) -> list[tuple[str, list[str], list[str]]]:
            folders = sorted(walk(top, **named), reverse=backwards)
            return [(folder, inner, sorted(names, reverse=backwards)) for folder, inner, names in folders]

        monkeypatch.setattr(os, "walk", listed)
        found.append(read_articles(tmp_path, settings(), NOW))
    assert found[0] == found[1]
    assert list(found[0].images.items()) == list(found[1].images.items())


def test_the_docs_folder_may_have_another_name(tmp_path: Path) -> None:
    """Messages name the folder as mkdocs.yml does."""
    make_docs(tmp_path, {"a.md": article_text(body="[x](nothing-like-it.md)\n")})
    (tmp_path / "docs").rename(tmp_path / "content")
    found = read_articles(tmp_path, replace(settings(), docs_dir="content"), NOW)
    (problem,) = found.problems
    assert problem.where == "content/articles/posts/2026/a.md:9"
    assert "content/articles/posts/2026/nothing-like-it.md" in problem.message
    assert found.all[0].source == "content/articles/posts/2026/a.md"


def test_a_block_of_fields_that_does_not_begin_the_file(tmp_path: Path) -> None:
    """A blank line above the fields, or none at all, is found on the first line."""
    refused(tmp_path, "\n" + article_text(), line=1, says="has to begin on the first line", pasted=False)
    refused(tmp_path / "b", "Only text.\n", line=1, says="has no block of fields", pasted=False)
    refused(tmp_path / "c", "---\ntitle: x\n", line=1, says="no second --- closes it", pasted=False)


def test_tabs(tmp_path: Path) -> None:
    """A tab looks like blanks and is none; the line to paste has blanks."""
    text = article_text(without="authors").replace("---\n\n", "authors:\n\t- careers-desk\n---\n\n")
    refused(tmp_path, text, line=7, says="holds a tab", fix="  - careers-desk")


def test_a_file_in_latin_1(tmp_path: Path) -> None:
    """A file saved as Latin-1 is refused on the line of the first letter that cannot be read."""
    raw = article_text(body="First.\n\nGrößer.\n").encode("latin-1")
    (problem,) = problems_of(tmp_path, {"a.md": raw})
    assert problem.where == f"{FOLDER}/a.md:11"
    assert_plain(problem)


def test_all_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    """One run tells everything: many mistakes in one file, and those of the other files too."""
    text = article_text("", "# Title\n", date="soon", authors="ana", expires="x", layout="y", image="no.png")
    where = [place for place, _ in messages_at(tmp_path, {"a.md": text, "b.md": "x", "C.md": article_text()})]
    assert [place.removeprefix("articles/posts/2026/") for place in where] == [
        "C.md", "a.md:2", "a.md:3", "a.md:5", "a.md:7", "a.md:8", "a.md:9", "a.md:9", "a.md:12", "b.md:1",
    ]  # fmt: skip


def test_behind_fields_that_cannot_be_read_the_links_are_followed_too(tmp_path: Path) -> None:
    """Who mends the fields does not hear of the next mistake a run later; of a draft all of it is advice."""
    text = article_text(
        "Pay: when to ask", "See [it](nowhere.md) and [below](#below), then [top](#part).\n\n## Part\n"
    )
    found = [(one.line, one.rule) for one in problems_of(tmp_path / "a", {"a.md": text})]
    assert found == [
        (2, "articles.reading.fields_can_be_read"),
        (9, "articles.links.lead_to_places_that_are_there"),
        (9, "articles.links.lead_to_files_that_are_there"),
    ]
    draft = problems_of(tmp_path / "b", {"a.md": text.replace("---\n", "---\ndraft: true\n", 1)})
    assert [one.line for one in draft] == [3, 10, 10] and all(one.advice for one in draft)


@pytest.mark.parametrize(
    ("now", "line", "fix"),
    [("careers-team", 1, "careers-desk:"), ("zoe", 0, "careers-desk:\n  name: Careers Desk")],
)
def test_an_author_that_many_articles_miss_is_told_once(
    tmp_path: Path, now: str, line: int, fix: str
) -> None:
    """A key that was changed, or an author taken out, is one problem of the list and not one of every article."""
    written: dict[str, str | bytes] = {f"a{n}.md": article_text(f"Part {n}") for n in range(12)}
    written["articles/.authors.yml"] = f"{now}:\n  name: Careers\n"
    (problem,) = (one for one in problems_of(tmp_path, written) if not one.advice)
    assert (problem.path, problem.line, problem.fix) == ("docs/articles/.authors.yml", line, fix)
    assert "12 articles name the author “careers-desk”" in problem.message


def test_a_scheduled_articles_problems_are_problems(tmp_path: Path) -> None:
    """What comes out by itself has to be right now."""
    (problem,) = problems_of(tmp_path, {"a.md": article_text(date="2027-01-01", layout="x")})
    assert not problem.advice


def test_two_thousand_articles_take_no_time_to_speak_of(tmp_path: Path) -> None:
    """Mistakes in very many articles at once are told in time: no list is searched again for each of them."""
    body = "A paragraph with [a link](https://x.example/) in it.\n\n" * 5
    times = []
    for count in (250, 1000):
        root = tmp_path / str(count)
        texts: dict[str, str | bytes] = {
            f"a-{n}.md": article_text(
                json.dumps(f"T {n}"), f"{body}[x](nothing-{n}.md) ![y](no-{n}.png)\n", image=f"gone-{n}.jpg",
                image_alt="x", aliases=f"[old-{n}]", authors="[nobody]" if n % 2 else "[careers-desk]",
            )
            for n in range(count)
        }  # fmt: skip
        make_docs(root, texts)
        begun = time.process_time()
        found = read_articles(root, settings(), NOW)
        times.append(time.process_time() - begun)
        assert len(found.problems) == count * 3 + 1
    assert times[1] < times[0] * 4 * 2.5


@pytest.mark.parametrize("field", ["title", "date", "description", "authors", "categories"])
def test_what_lacks_a_field_that_every_article_has_is_no_article(tmp_path: Path, field: str) -> None:
    """A preview lists it nowhere half made; what is missing is told."""
    found = read_docs(tmp_path, {"a.md": article_text(without=field)})
    assert found.all == ()
    assert any(field in problem.message for problem in found.problems)
