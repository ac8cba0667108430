"""A build takes over what has not changed: whatever was edited, the site is the one that a build from nothing makes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.samples import picture
from tests.site import site_edits
from tests.site.both_builds import BothBuilds
from tests.site.site_edits import POSTS, Editor, dumped
from tests.sites import in_material

# Everywhere the same edits; with KC_LONG=1 many more, and everything that is changed is changed alone.
LONG = bool(os.environ.get("KC_LONG"))
SEEDS = range(60 if LONG else 3)
STEPS = 40 if LONG else 6
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of a small site with something of everything, and what a build of it left."""
    root = site_edits.make(tmp_path_factory.mktemp("made") / "site")
    assert BothBuilds(root).build()[0] == 0
    return root


@pytest.fixture
def site(made: Path, tmp_path: Path) -> BothBuilds:
    """A copy of that site, its cache and its site with it."""
    return BothBuilds(Path(shutil.copytree(made, tmp_path / "site", symlinks=True)))


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_edit_the_site_is_a_clean_one(site: BothBuilds, seed: int) -> None:
    """Texts, fields, lists, pictures, templates, settings, deletions, time, damage: the same bytes, or the same words."""
    assert Editor(site, seed).walk(STEPS) == ""


# ---- what was once forgotten ----


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def replace(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    write(root, name, text.replace(old, new, 1))


def set_in(root: Path, **changes: Any) -> None:
    data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    write(root, "mkdocs.yml", dumped(data | changes))


def page_with(root: Path, expression: str) -> None:
    """Let every plain page show what a template expression comes to."""
    text = (
        '{% extends "knowledge_center/main.html" %}{% block title %}{{ super() }}['
        + expression
        + "]{% endblock %}"
    )
    write(root, "overrides/main.html", text)


def linked_templates(root: Path) -> Iterator[None]:
    """A folder of templates that is a link to another."""
    shutil.rmtree(root / "overrides/partials")
    write(root, "shared/partials/byline.html", "<p>One</p>")
    (root / "overrides/partials").symlink_to("../shared/partials")
    yield
    write(root, "shared/partials/byline.html", "<p>Two</p>")
    yield


def own_sitemap(root: Path) -> Iterator[None]:
    """A sitemap that shows what pages say."""
    write(
        root,
        "overrides/sitemap.xml",
        "<x>{% for file in pages %}{{ file.page.content|length }} {% endfor %}</x>",
    )
    yield
    replace(root, "docs/about.md", "Here.", "Here and there.")
    yield


def next_page(root: Path) -> Iterator[None]:
    """The fields and the text of another page."""
    set_in(root, nav=["about.md", "more.md"])
    page_with(root, "{{ page.next_page.meta.mark }}{{ page.next_page.content }}")
    yield
    replace(root, "docs/more.md", "title: More", "title: More\nmark: M")
    yield
    replace(root, "docs/more.md", "More words", "Other words")
    yield


def headings_in_menu(root: Path) -> Iterator[None]:
    """The headings of pages in the navigation."""
    set_in(root, nav=["about.md", "more.md"])
    page_with(
        root, "{% for item in nav.items %}{% for head in item.toc %}{{ head.title }}{% endfor %}{% endfor %}"
    )
    yield
    replace(root, "docs/more.md", "More words", "## A heading\n\nMore words")
    yield


def markdown_of_page(root: Path) -> Iterator[None]:
    """The Markdown of a page and of an article, also where the text is taken over."""
    page_with(root, "{{ page.markdown|length }}")
    write(root, "overrides/partials/card.html", "<p>{{ article.body|length }} {{ article.title }}</p>")
    yield
    write(root, "docs/assets/brand.css", ":root {}")
    yield
    replace(root, "docs/about.md", "Here.", "Here.   ")
    replace(root, f"{POSTS}/a-one.md", "Words", "Words <!-- more -->")
    yield


def icons_in_menu(root: Path) -> Iterator[None]:
    """Material's menu shows fields of the pages in it."""
    shutil.rmtree(root / "overrides/partials")
    replace(root, "mkdocs.yml", "    footer:\n    - About: about.md\n    - More: more.md\n", "")
    in_material(root)
    yield
    write(
        root, "docs/guide/install.md", "---\nstatus: new\nicon: material/email\n---\n\n# Install\n\nWords.\n"
    )
    yield
    replace(root, "docs/guide/index.md", "More words", "Other words")
    yield


def pictures_of_emoji(root: Path) -> Iterator[None]:
    """A folder of icons that is none of the templates'."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="{}"/></svg>'
    write(root, "icons/mine/dot.svg", svg.format("M1"))
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    write(
        root,
        "mkdocs.yml",
        f"""{text}
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
      options: {{custom_icons: [icons]}}
""",
    )
    replace(root, "docs/about.md", "Here.", "Here :mine-dot:")
    yield
    write(root, "icons/mine/dot.svg", svg.format("M2"))
    yield


def whole_kc(root: Path) -> Iterator[None]:
    """All facts at once."""
    page_with(root, "{{ kc }}")
    yield
    replace(root, f"{POSTS}/a-one.md", "Number one", "Number 1")
    yield


def same_size_and_time(root: Path) -> Iterator[None]:
    """A file that was replaced by another of its size and its time, as ``touch -r`` does it."""
    file = root / POSTS / "inside.png"
    yield
    known, other = file.stat(), picture("maroon", (700, 300))
    file.write_bytes(other.ljust(known.st_size, b"\0"))
    os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns))
    yield
    replace(root, "docs/about.md", "Here.", "Hare.")
    yield
    replace(root, "docs/about.md", "Hare.", "Here.")
    yield


def another_folder(root: Path) -> Iterator[None]:
    """docs/ is called differently."""
    yield
    (root / "docs").rename(root / "texts")
    set_in(root, docs_dir="texts")
    yield


def file_becomes_folder(root: Path) -> Iterator[None]:
    """Where a file was published there is a folder, and the other way round."""
    write(root, "docs/thing", "a file")
    yield
    (root / "docs/thing").unlink()
    write(root, "docs/thing/inside.txt", "a file")
    yield
    shutil.rmtree(root / "docs/thing")
    write(root, "docs/thing", "a file")
    yield


CASES = (
    linked_templates, own_sitemap, next_page, headings_in_menu, markdown_of_page, icons_in_menu,
    pictures_of_emoji, whole_kc, same_size_and_time, another_folder, file_becomes_folder,
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_whatever_reaches_a_page_counts(site: BothBuilds, case: Callable[[Path], Iterator[None]]) -> None:
    """Each of these is seen by no key that goes by articles and settings alone."""
    edits = case(site.root)
    next(edits)
    assert site.build()[0] == 0
    for _ in edits:
        assert site.difference() == ""
        assert not site.refused


def test_a_text_that_is_gone_from_the_cache_is_made_again(site: BothBuilds) -> None:
    """Of a damaged file one part may be whole and another not."""
    import sqlite3

    with sqlite3.connect(site.root / ".cache/build.sqlite") as database:
        database.execute("UPDATE rows SET value = zeroblob(9) WHERE kind = 'text'")
    set_in(site.root, copyright="Everybody")
    assert site.difference() == ""


# ---- every input there is ----


def asked() -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Every setting that is read of a site: the group and the key, with what reads it."""
    found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    return found


OTHER: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: f"{value or ''} more".strip(),
    "texts": lambda value: [*(value or []), "more"],
    "url": lambda value: "https://other.example.com/",
    "site_path": lambda value: "assets/favicon.svg",
    "address": lambda value: "other@example.com",
    "number": lambda value: (value or 1) + 1,
    "flag": lambda value: not value,
    "day": lambda value: "friday" if value == "monday" else "monday",
    "wall_time": lambda value: "09:30",
    "zone": lambda value: "Europe/Berlin",
}
# Settings whose other values are not made up: what they name has to be there, or to be written in a certain way.
NAMED: dict[str, Any] = {
    "docs_dir": "texts", "site_dir": "public", "extra.knowledge_center.look": "material",
    "extra.knowledge_center.publish": "static", "extra.knowledge_center.digests[1].every": "month",
    "extra.knowledge_center.digests[1].key": "fortnightly",
    "extra.knowledge_center.digests[1].categories": ["hiring"],
    "extra.knowledge_center.feeds.tag_authority": "other.example.com,2026",
    "extra.knowledge_center.feeds.aliases": ["rss.xml", "old/feed/"],
    "extra.knowledge_center.feeds.hub": "https://hub.example.com/",
    "extra.knowledge_center.mail.dkim_selector": "other",
}  # fmt: skip
