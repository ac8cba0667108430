"""An edit of nothing but words is built without all the rest of a build, and to the same bytes."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

from knowledge_center.build_cache.store import BuildCache
from knowledge_center.publishing.site_folder import put_in_place
from knowledge_center_cli import site_build
from tests.site import site_edits
from tests.site.both_builds import _TICK, BothBuilds
from tests.site.site_edits import POSTS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of a small site with something of everything, built in its place."""
    root = site_edits.make(tmp_path_factory.mktemp("made") / "site")
    edit(root, "a-one.md", "a [link](", "a word on [number two](")
    edit(root, "f-over.md", "Some text", "A text of its own")
    return root


@pytest.fixture
def site(made: Path, tmp_path: Path) -> BothBuilds:
    """A copy of that site that was built."""
    builds = BothBuilds(Path(shutil.copytree(made, tmp_path / "site", symlinks=True)))
    # It says another thing in a fixture than in its test.
    builds.environment = {"PYTEST_CURRENT_TEST": ""}
    settle()
    assert builds.build()[0] == 0
    return builds


@pytest.fixture
def words_alone(site: BothBuilds, monkeypatch: pytest.MonkeyPatch) -> BothBuilds:
    """The same, where a build fails that does more than follows from words."""
    whole = site_build.build

    def build(cache: BuildCache | None, around: bytes, **options: Any) -> int:
        if cache:
            raise AssertionError("All of a build was done.")
        return whole(cache, around, **options)

    monkeypatch.setattr(site_build, "build", build)
    return site


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / POSTS / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    settle()


def settle() -> None:
    """Let files become old enough to be trusted."""
    time.sleep(2 * _TICK / 1e9)


def test_words_reach_page_feeds_mails_and_search_without_all_of_a_build(words_alone: BothBuilds) -> None:
    """One edit after the other: in the midst of a text, marked up, beside a picture, beyond ASCII, taken back."""
    site = words_alone
    for name, old, new in (
        ("a-one.md", "Words with", "A first paragraph.\n\nOther *words* with"),
        ("a-one.md", "The end.", "The <b>end</b> of a < b & “c” it's – 終わり ]]> `<x>`."),
        ("b-two.md", "Words.", "Words that stand below a picture."),
        ("f-over.md", "of its own", "of one that ends soon"),
        ("a-one.md", "A first paragraph.\n\n", ""),
    ):
        edit(site.root, name, old, new)
        assert site.difference() == "", new
    edit(site.root, "a-one.md", "Other", "Further")
    edit(site.root, "b-two.md", "stand below", "are at")
    assert site.difference() == ""


def test_all_of_a_build_goes_on_from_there(site: BothBuilds) -> None:
    """What was made by itself is known to the builds after it, whatever they have to do."""
    edit(site.root, "a-one.md", "Words with", "Other words with")
    assert site.difference() == ""
    edit(site.root, "c-three.md", "title: Number three", "title: Number 3")
    assert site.difference() == ""
    edit(site.root, "a-one.md", "Other words with", "Words with")
    assert site.difference() == ""
    edit(site.root, "c-three.md", "title: Number 3", "title: Number three")
    assert site.difference() == ""


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a-one.md", "## First", "## The first"),
        ("b-two.md", "Words.", "Words, and [one](a-one.md)."),
        ("b-two.md", "Words.", 'Words, and <a href="../a-one/">one</a>.'),
        ("b-two.md", "Words.", "Words, and a ![picture](main.png)."),
        ("b-two.md", "Words.", "Words {: #place }"),
        ("b-two.md", "Words.", "Words. " * 600),
        ("a-one.md", "The end.", "[Nowhere](no-such.md)"),
        ("a-one.md", "The end.", "Number two, number two, two sections: a section of number two."),
        ("a-one.md", "title: Number one", "title: Another one"),
        ("g-draft.md", "\n\n", "\n\nMore.\n\n"),
        ("e-later.md", "\n\n", "\n\nMore [words](a-one.md).\n\n"),
    ],
)
def test_more_than_words_is_built_as_ever(site: BothBuilds, name: str, old: str, new: str) -> None:
    """Headings, links, pictures, ids, minutes, mistakes, likeness, fields; articles that nobody sees yet."""
    edit(site.root, name, old, new)
    assert site.difference() == ""


def test_of_two_articles_with_one_text_one_is_edited(site: BothBuilds) -> None:
    """A feed has that text twice, and which is whose only a build can tell."""
    for name in ("c-three.md", "d-four.md"):
        path = site.root / POSTS / name
        head = path.read_text(encoding="utf-8").split("\n---\n")[0]
        path.write_text(f"{head}\n---\n\nOne and the same text.\n", encoding="utf-8")
    settle()
    assert site.difference() == ""
    edit(site.root, "c-three.md", "One and", "And")
    assert site.difference() == ""


@pytest.mark.parametrize(
    "shown",
    ["{{ page.content|striptags|length }}", "{{ article.body|length if article else 0 }}",
     "{% for item in page.toc %}.{% endfor %}",
     "{% macro of(it) %}{{ it['con' ~ 'tent']|length }}{% endmacro %}{{ of(page) }}"],
)  # fmt: skip
def test_a_template_that_looks_at_texts_is_heeded(made: Path, tmp_path: Path, shown: str) -> None:
    """A site's own template may show anything of a text, as how long it is."""
    builds = BothBuilds(Path(shutil.copytree(made, tmp_path / "site", symlinks=True)))
    own = builds.root / "overrides/partials/footer.html"
    own.write_text(f"<footer>{shown}</footer>", encoding="utf-8")
    settle()
    assert builds.build()[0] == 0
    edit(builds.root, "a-one.md", "Words with", "Many other words with")
    assert builds.difference() == ""


def test_what_a_refused_build_has_read_is_not_taken_for_built(site: BothBuilds) -> None:
    """A title that was never built, as something else was wrong, is not overlooked at the edit after it."""
    edit(site.root, "a-one.md", "title: Number one", "title: Another one")
    edit(site.root, "b-two.md", "Words.", "[Nowhere](no-such.md)")
    assert site.build()[0] == 1
    edit(site.root, "b-two.md", "[Nowhere](no-such.md)", "Words.")
    edit(site.root, "a-one.md", "Words with", "Other words with")
    assert site.difference() == ""


def test_words_that_change_what_to_read_next_one_after_the_other(site: BothBuilds) -> None:
    """Each alone may change nothing of the lists, and both together may."""
    for turn in range(4):
        for name, word in (("a-one.md", "The end."), ("d-four.md", "\n\n"), ("h-old.md", "\n\n")):
            edit(site.root, name, word, f"{word} gardens {'gardens hiring ' * turn}\n\n")
        assert site.difference() == ""


def test_a_site_that_somebody_has_changed_is_made_again(site: BothBuilds) -> None:
    """A file of it that is not as it was written takes all of a build."""
    (site.root / "site/about/index.html").write_text("mine", encoding="utf-8")
    edit(site.root, "a-one.md", "Words with", "Other words with")
    assert site.difference() == ""


def test_a_kill_leaves_one_site_whole(site: BothBuilds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before the new site is in its place, the old one stands; after that, the new one; the next is right."""
    real = put_in_place

    def before(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    def after(*places: Path, **more: Path) -> NoReturn:
        real(*places, **more)
        raise KeyboardInterrupt

    page = site.root / "site/articles/a-one/index.html"
    for turn, at in enumerate((before, after)):
        monkeypatch.setattr("knowledge_center_cli.text_build.put_in_place", at)
        old = page.read_bytes()
        edit(site.root, "a-one.md", "The end.", f"The end. And {turn}.")
        assert site.build()[0] == 130
        assert (page.read_bytes() == old) is (at is before)
        monkeypatch.undo()
        assert site.difference() == ""
