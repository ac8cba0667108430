"""A build takes over what has not changed: whatever was edited, the site is the one that a build from nothing makes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from knowledge_center.build_cache.build_history import FILE as BUILDS
from knowledge_center.build_cache.build_history import past_builds
from knowledge_center.publishing import packed_files
from knowledge_center.settings.reader import Section
from knowledge_center.settings.site_settings import read
from knowledge_center_mkdocs.search_index import IndexBehind
from knowledge_center_mkdocs.theme_layer import layer
from tests.samples import article_text, make_site, noise, picture
from tests.site import site_edits
from tests.site.both_builds import BothBuilds, different, files
from tests.site.site_edits import POSTS, Editor, dumped
from tests.sites import in_material

# Everywhere the same edits; with KC_LONG=1 many more, and everything that is changed is changed alone.
LONG = bool(os.environ.get("KC_LONG"))
SEEDS = range(60 if LONG else 2)
STEPS = 40 if LONG else 5
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
    """Texts, fields, lists, pictures, templates, settings, time, damage: the same bytes, or the same words."""
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


def set_in_ours(root: Path, **changes: Any) -> None:
    extra = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["extra"]
    extra["knowledge_center"] |= changes
    set_in(root, extra=extra)


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
    page_with(
        root, "{% set next = page.next_page %}{% if next %}{{ next.meta.mark }}{{ next.content }}{% endif %}"
    )
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


def first_in_a_language(root: Path) -> Iterator[None]:
    """Every page leads to the list of each language."""
    yield
    replace(root, f"{POSTS}/c-three.md", "---\n", "---\nlanguage: ar\n")
    yield
    replace(root, f"{POSTS}/c-three.md", "language: ar\n", "")
    yield


def whole_kc(root: Path) -> Iterator[None]:
    """All facts at once."""
    page_with(root, "{{ kc }}")
    yield
    replace(root, f"{POSTS}/a-one.md", "Number one", "Number 1")
    yield


def logo_in_search(root: Path) -> Iterator[None]:
    """A page without a picture is found with the logo below it: that is another, and no text is."""
    yield
    replace(root, "mkdocs.yml", "logo: assets/logo.svg", "logo: assets/favicon.svg")
    yield


def pictures_of_mails(root: Path) -> Iterator[None]:
    """The logo that mails show lies beside the one of the pages; a focal point cuts cards and mails anew."""
    logo = root / "docs/assets/logo.png"
    yield
    logo.write_bytes(picture("navy", (300, 100)))
    yield
    logo.write_bytes(picture("olive", (300, 100)))
    replace(root, f"{POSTS}/b-two.md", "image: main.png\n", "image: main.png\nimage_focus: 10% 90%\n")
    replace(root, "docs/digests/weekly/2026-W46.md", "height: 500\n", "height: 500\n      focus: 10% 90%\n")
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


def sizes_of_a_picture(root: Path) -> Iterator[None]:
    """A picture that stood in a text is shown over it too: each size is made of the next larger one."""
    (root / POSTS / "inside.png").write_bytes(noise((1500, 900)))
    yield
    two = f"{POSTS}/b-two.md"
    replace(root, two, "image: main.png", "image: inside.png")
    yield
    replace(root, two, "image: inside.png", "image: main.png")
    yield


def another_folder(root: Path) -> Iterator[None]:
    """docs/ is called differently."""
    yield
    (root / "docs").rename(root / "texts")
    set_in(root, docs_dir="texts")
    yield


def file_becomes_folder(root: Path) -> Iterator[None]:
    """Where a file was published there is a folder, and the other way round; packed ones beside it go with it."""
    set_in_ours(root, precompressed=True)
    write(root, "docs/thing.txt", "a file\n" * 200)
    yield
    (root / "docs/thing.txt").unlink()
    write(root, "docs/thing.txt/inside.txt", "a file\n" * 200)
    yield
    shutil.rmtree(root / "docs/thing.txt")
    write(root, "docs/thing.txt", "a file\n" * 201)
    yield


def downloads(root: Path) -> Iterator[None]:
    """A file that an article offers: changed, offered by an older one too, in other marks, and no more."""
    set_in_ours(root, articles={"attachments": ["pdf"]})
    write(root, f"{POSTS}/list.pdf", "%PDF one")
    replace(root, f"{POSTS}/b-two.md", "\n\nWords.", "\n\n[A list](list.pdf)")
    yield
    write(root, f"{POSTS}/list.pdf", "%PDF two, longer")
    yield
    replace(root, f"{POSTS}/a-one.md", "Words", "[The list](list.pdf) and words")
    # The same page, another text beside it.
    replace(root, f"{POSTS}/b-two.md", "(list.pdf)", "(<list.pdf>)")
    yield
    replace(root, f"{POSTS}/a-one.md", "[The list](list.pdf) and words", "Words")
    replace(root, f"{POSTS}/b-two.md", "[A list](<list.pdf>)", "Words.")
    yield


def packed_no_more(root: Path) -> Iterator[None]:
    """Packed files beside those of the index go when nothing is to be packed, and come again."""
    set_in_ours(root, precompressed=True)
    # So that the index is made once more, and packed in the same build.
    replace(root, f"{POSTS}/b-two.md", "Words", "Other words")
    # The index of a small site is too small to be packed.
    with patch.object(packed_files, "LEAST", 0):
        yield
        set_in_ours(root, precompressed=False)
        yield
        set_in_ours(root, precompressed=True)
        yield


def many_topics(root: Path) -> Iterator[None]:
    """Not all of them stand on every page: one of the others gets another name, more articles, and a new one comes."""
    listed = root / "docs/articles/.categories.yml"
    for number in range(9):
        listed.write_text(
            f"{listed.read_text(encoding='utf-8')}t{number}:\n  name: Topic {number}\n", encoding="utf-8"
        )
        write(root, f"{POSTS}/t-{number}.md", article_text(f"About {number}", categories=f"[t{number}]"))
    page_with(root, "{% for topic in kc.topics %}{{ topic.category.name }} {{ topic.count }} {% endfor %}")
    yield
    replace(root, "docs/articles/.categories.yml", "name: Topic 8", "name: The last topic")
    yield
    replace(root, f"{POSTS}/t-0.md", "[t0]", "[t8]")
    yield
    replace(root, f"{POSTS}/a-one.md", "[interviews]", "[t8]")
    replace(root, "docs/articles/.categories.yml", "hiring:", "new-one:\n  name: New\nhiring:")
    yield
    replace(root, f"{POSTS}/t-1.md", "[t1]", "[t1, new-one]")
    yield


def names_in_lists(root: Path) -> Iterator[None]:
    """What articles say of their authors and topics is what the lists say, for drafts with a mistake too."""
    write(root, f"{POSTS}/g-draft.md", article_text("A draft", draft="true", authors="[carers-desk]"))
    yield
    replace(root, "docs/articles/.authors.yml", "Careers Desk", "Desk of careers")
    replace(root, "docs/articles/.categories.yml", "name: Interviews", "name: Talks")
    yield
    replace(root, f"{POSTS}/a-one.md", "Words", "Other words")
    yield
    replace(
        root, "docs/articles/.authors.yml", "careers-desk:", "carers-desk:\n  name: Carers\ncareers-desk:"
    )
    yield


CASES = (
    linked_templates, own_sitemap, next_page, headings_in_menu, markdown_of_page, icons_in_menu,
    first_in_a_language,
    pictures_of_emoji, whole_kc, logo_in_search, pictures_of_mails, same_size_and_time,
    sizes_of_a_picture, another_folder, file_becomes_folder, downloads, packed_no_more, many_topics,
    names_in_lists,
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


def test_words_that_hold_the_time_are_said_anew(site: BothBuilds) -> None:
    """Some advice names the minute; a build that has nothing to do repeats it only as long as it holds."""
    replace(site.root, f"{POSTS}/h-old.md", "2025-03-01", "2025-03-02")
    write(site.root, f"{POSTS}/i-new.md", article_text("Late but new", date="2026-11-02"))
    assert site.difference() == ""
    assert "2026-11-20 07:00" in site.said
    site.later(minutes=3)
    assert site.difference() == ""


def test_a_text_that_is_gone_from_the_cache_is_made_again(site: BothBuilds) -> None:
    """Of a damaged file one part may be whole and another not."""
    with sqlite3.connect(site.root / ".cache/build.sqlite") as database:
        database.execute("UPDATE rows SET value = zeroblob(9) WHERE kind = 'text'")
    set_in(site.root, copyright="Everybody")
    assert site.difference() == ""


def test_what_is_said_of_a_scheduled_article_is_said_again(site: BothBuilds) -> None:
    """Its text and what it leads to are kept; what it leads to is looked up each time."""
    path, two = f"{POSTS}/e-later.md", f"{POSTS}/b-two.md"
    home = read(site.root / "mkdocs.yml").site_url
    links = f"\n[two](b-two.md#a-section) [topic]({home}articles/category/hiring/#content)\n"
    write(site.root, path, article_text("Comes later", links, date="2026-11-21 09:00"))
    assert site.difference() == ""
    assert not site.refused, site.said
    replace(site.root, two, "## A section", "## Another")
    replace(site.root, f"{POSTS}/c-three.md", "#a-section", "")
    for again in range(2):
        # Kept or not, and also where nothing else has changed since it was refused.
        assert site.difference() == "", again
        assert site.refused and f"{path}:" in site.said, site.said
    replace(site.root, path, "b-two.md#a-section", "b-two.md#another")
    assert site.difference() == ""
    assert not site.refused, site.said
    replace(site.root, path, "#content", "#nowhere")
    assert site.difference() == ""
    assert site.refused and "#nowhere" in site.said, site.said
    replace(site.root, path, "#nowhere", "")
    site.later(days=2)
    assert site.difference() == ""
    assert not site.refused, site.said


def test_a_scheduled_article_may_lead_to_what_comes_with_it(site: BothBuilds) -> None:
    """The list of a topic that it is the first of, and that list's feed, are not there before its day."""
    home = read(site.root / "mkdocs.yml").site_url
    replace(site.root, "docs/articles/.categories.yml", "hiring:", "pay:\n  name: Pay\nhiring:")
    topic = f"{home}articles/category/pay/"
    text = f"All of it is [in a list]({topic}) with [a feed]({topic}feed.xml).\n"
    path = f"{POSTS}/e-later.md"
    write(site.root, path, article_text("Comes later", text, date="2026-11-21 09:00", categories="[pay]"))
    for old, new in (("one", "1"), ("1", "I"), ("I", "one")):
        assert site.difference() == ""
        assert not site.refused, site.said
        replace(site.root, f"{POSTS}/a-one.md", f"Number {old}", f"Number {new}")
    replace(site.root, path, "category/pay/feed.xml", "category/pays/feed.xml")
    assert site.difference() == ""
    assert site.refused and "pays" in site.said, site.said


def test_a_scheduled_article_may_lead_to_what_comes_with_another(site: BothBuilds) -> None:
    """As long as it does; what was proved of the one is looked up again when the other goes."""
    home, shown = read(site.root / "mkdocs.yml").site_url, "![What F shows](f.png)\n"
    link = f"Here is [what F shows]({home}articles/f-last/f.png).\n"
    (site.root / f"{POSTS}/f.png").write_bytes(picture("red"))
    write(site.root, f"{POSTS}/e-later.md", article_text("Later", link, date="2026-11-21 10:00"))
    write(site.root, f"{POSTS}/f-last.md", article_text("Last", shown, date="2026-11-21 09:00"))
    for edit in (1, 2):
        replace(site.root, f"{POSTS}/a-one.md", "title: ", f"title: {edit} ")
        assert site.difference() == ""
        assert not site.refused, site.said
    for name in ("f-last.md", "f.png"):
        (site.root / POSTS / name).unlink()
    assert site.difference() == ""
    assert site.refused and f"{POSTS}/e-later.md:" in site.said, site.said


@pytest.mark.parametrize("home", ["https://example.com/", "https://example.com/knowledge/"])
def test_a_scheduled_article_may_lead_to_a_list_that_it_makes_longer(tmp_path: Path, home: str) -> None:
    """Until another setting makes that list shorter on its day; today's site is the same with both."""
    link = f"Older ones are [on another page]({home}articles/page/2/).\n"
    posts: dict[str, str | bytes] = {
        f"a-{day}.md": article_text(f"Number {day}", date=f"2026-11-1{day}") for day in range(4)
    }
    make_site(
        tmp_path / "site",
        posts | {"later.md": article_text("Later", link, date="2026-11-25")},
        listings={"per_page": 4},
    )
    site = BothBuilds(tmp_path / "site")
    set_in(site.root, site_url=home)
    for edit in range(2):
        assert site.build()[0] == 0
        replace(site.root, f"{POSTS}/a-0.md", "title: ", f"title: {edit} ")
    set_in_ours(site.root, listings={"per_page": 5})
    assert site.difference() == ""
    assert site.refused and f"{home}articles/page/2/" in site.said, site.said


def test_a_scheduled_article_is_not_converted_twice(site: BothBuilds) -> None:
    """Another article is edited: of the scheduled one nothing is made."""
    kept = "SELECT count(*) FROM rows WHERE kind = 'text' AND bucket LIKE '%e-later.md'"
    with sqlite3.connect(site.root / ".cache/build.sqlite") as database:
        assert database.execute(kept).fetchone() == (1,)
        # A text that is asked for is made again where it is gone.
        database.execute("DELETE FROM rows WHERE kind = 'text' AND bucket LIKE '%e-later.md'")
    replace(site.root, f"{POSTS}/a-one.md", "Number one", "Number 1")
    assert site.build()[0] == 0
    with sqlite3.connect(site.root / ".cache/build.sqlite") as database:
        assert database.execute(kept).fetchone() == (0,)


def test_a_title_is_no_matter_to_the_sitemap(site: BothBuilds) -> None:
    """The page for an address that leads nowhere shows the newest titles; the sitemap stays the file that it is."""
    made = [site.root / "site" / name for name in ("sitemap.xml", "sitemap.xml.gz", "404.html")]
    before = [file.stat().st_ino for file in made]
    replace(site.root, f"{POSTS}/d-four.md", "Number four", "Number 4")
    assert site.difference() == ""
    assert [file.stat().st_ino == one for file, one in zip(made, before, strict=True)] == [True, True, False]


def test_a_search_does_not_find_the_page_that_an_article_has_left(
    site: BothBuilds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However fast the index is made: here it is whole before anything else is written."""
    begin = IndexBehind.begin

    def begun(self: IndexBehind, *arguments: Any) -> None:
        begin(self, *arguments)
        assert self._work
        while self._work.is_at_work:
            time.sleep(0.01)

    monkeypatch.setattr(IndexBehind, "begin", begun)
    replace(site.root, "docs/about.md", "Here.", "There.")
    # From here on the site before the last lies ready, the article in it.
    assert site.build()[0] == 0
    replace(site.root, f"{POSTS}/d-four.md", "---\n", "---\naliases: [d-four]\n")
    (site.root / POSTS / "d-four.md").rename(site.root / POSTS / "d-renamed.md")
    assert site.difference() == ""
    assert not site.refused, site.said


# ---- every input there is ----


class Apart:
    """Copies of the site that was made, each for some of the changes."""

    def __init__(self, made: Path, folder: Path) -> None:
        self.made, self.folder, self.count = made, folder, 0

    def difference(self, changes: Sequence[Change]) -> str:
        """What differs after all the changes at once; of several, which alone make a difference."""
        self.count += 1
        site = BothBuilds(Path(shutil.copytree(self.made, self.folder / f"site-{self.count}", symlinks=True)))
        for change in changes:
            change(site.root)
        found = site.difference()
        if site.refused:
            return found or f"Refused: {site.said}"
        if not found or len(changes) == 1:
            return found
        alone = [str(at) for at, change in enumerate(changes) if self.difference([change])]
        return f"{', '.join(alone) or 'Only all together'}: {found}"

    def check(self, changes: Mapping[str, Change], at_once: int) -> None:
        names = list(changes)
        step = 1 if LONG else at_once
        for at in range(0, len(names), step):
            some = names[at : at + step]
            assert self.difference([changes[name] for name in some]) == "", some


@pytest.fixture
def apart(made: Path, tmp_path: Path) -> Apart:
    return Apart(made, tmp_path)


# For each kind of setting another value that is valid.
OTHER: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: f"{value or ''} more".strip(),
    "texts": lambda value: [*(value or []), "more"],
    "url": lambda value: "https://other.example.com/",
    "site_path": lambda value: "assets/favicon.svg",
    "address": lambda value: "other@example.com",
    "number": lambda value: (value or 1) + 1,
    "flag": lambda value: value is False,
    "day": lambda value: "friday" if value == "monday" else "monday",
    "wall_time": lambda value: "09:30",
    "zone": lambda value: "Europe/Berlin",
}
# Those that are written in a way of their own, or name what has to be there.
OURS, DIGEST = "extra.knowledge_center", "extra.knowledge_center.digests[1]"
NAMED: dict[str, Any] = {
    "docs_dir": "texts", "site_dir": "public", f"{OURS}.schema": 1, f"{OURS}.look": "material",
    f"{OURS}.admin": {"backend": "github", "repo": "example/knowledge"},
    f"{OURS}.precompressed": True, f"{OURS}.publish": "static", f"{OURS}.hosted_on": "netlify",
    f"{DIGEST}.key": "other", f"{DIGEST}.categories": ["hiring"], f"{DIGEST}.language": "de",
    f"{DIGEST}.every": "month", f"{OURS}.feeds.tag_authority": "other.example.com,2026",
    f"{OURS}.feeds.aliases": ["rss.xml", "old/feed/"], f"{OURS}.feeds.hub": "https://hub.example.com/",
    f"{OURS}.footer": [{"Over": "about.md"}], f"{OURS}.legal": [{"Privacy": "more.md"}],
    f"{OURS}.mail.dkim_selector": "other", f"{OURS}.mail.bounces": "other@example.com",
    f"{OURS}.mail.unsubscribe": "other@example.com", f"{OURS}.subscribe.provider": "listmonk",
    f"{OURS}.subscribe.service_url": "https://service.example.com", f"{DIGEST}.hold": 20,
    f"{OURS}.subscribe.redirect_hosts": ["a.example.com"],
    f"{OURS}.checks.off": ["articles.stray.files_are_of_use"],
    f"{OURS}.brand.accent": "#7a1f3d", f"{OURS}.brand.accent_dark": "#ff9dbb",
    f"{OURS}.brand.ground": "#f2efff", f"{OURS}.brand.font": "Public Sans",
    f"{OURS}.search.synonyms": ["Job = post"], f"{OURS}.answered_elsewhere": ["/tools/"],
    f"{OURS}.articles.attachments": ["pdf"], f"{OURS}.articles.embed_hosts": ["player.example.com"],
    "theme.language": "de", "extra.social": [{"icon": "simple/x", "link": "https://x.example.com/us"}],
}  # fmt: skip
# Built apart: each wants more than its own line to be changed.
ALONE = {
    "docs_dir", "site_dir", "theme.favicon", f"{OURS}.schema", f"{OURS}.look", f"{OURS}.publish", f"{DIGEST}.key",
    f"{DIGEST}.every", f"{DIGEST}.hold", f"{OURS}.subscribe.provider", f"{OURS}.subscribe.redirect_hosts",
}  # fmt: skip


def settings_read(file: Path) -> dict[str, str]:
    """Every setting that is looked for in a site's mkdocs.yml, with the kind of its value where it has one."""
    sections: list[Section] = []
    kinds: dict[tuple[int, str], str] = {}
    begin = Section.__init__

    def collected(self: Section, *arguments: Any, **more: Any) -> None:
        begin(self, *arguments, **more)
        sections.append(self)

    def noted(kind: str) -> Callable[..., Any]:
        reader = getattr(Section, kind)

        def read_and_note(self: Section, key: str, *arguments: Any, **more: Any) -> Any:
            kinds.setdefault((id(self), key), kind)
            return reader(self, key, *arguments, **more)

        return read_and_note

    with patch.object(Section, "__init__", collected), ExitStack() as stack:
        for kind in OTHER:
            stack.enter_context(patch.object(Section, kind, noted(kind)))
        read(file)
    groups = {section.path.partition("[")[0] for section in sections}
    found = {}
    for section in sections:
        for key in sorted(section.seen):
            name = f"{section.path}.{key}" if section.path else key
            if name not in groups:
                found[name] = kinds.get((id(section), key), "")
    return found


def changed(name: str, kind: str) -> Change:
    """The setting with another value, written into mkdocs.yml."""

    def change(root: Path) -> None:
        data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
        *groups, key = name.split(".")
        place = data
        for group in groups:
            group, _, number = group.partition("[")
            place = place.setdefault(group, {})
            if number:
                place = place[int(number[:-1]) - 1]
        if name == f"{DIGEST}.hold":
            # Of every article alone, which has neither a day nor a time.
            place |= {"every": "article"}
            del place["day"], place["time"]
        place[key] = NAMED[name] if name in NAMED else OTHER[kind](place.get(key))
        write(root, "mkdocs.yml", dumped(data))

    return change


def all_settings(file: Path) -> dict[str, Change]:
    """A change of every setting there is. Whoever adds one says here, if need be, what else it may be."""
    return {name: changed(name, kind) for name, kind in settings_read(file).items()} | {
        f"theme.{key}": changed(f"theme.{key}", "text") for key in ("language", "favicon")
    }


def test_every_setting_counts(made: Path, tmp_path: Path) -> None:
    """What a build goes by is another after any of them is changed: it is in the key of every page and file."""
    changes = all_settings(made / "mkdocs.yml")
    assert len(changes) > 40
    before = read(made / "mkdocs.yml").all
    for name, change in changes.items():
        shutil.copy(made / "mkdocs.yml", tmp_path)
        change(tmp_path)
        # There is one schema, and months have other days than weeks.
        if name not in (f"{OURS}.schema", f"{DIGEST}.every"):
            assert read(tmp_path / "mkdocs.yml").all != before, name


def test_every_setting_that_is_changed_is_seen(made: Path, apart: Apart) -> None:
    """In the built site, too; several at once, or with KC_LONG=1 each alone."""
    changes = {
        name: change for name, change in all_settings(made / "mkdocs.yml").items() if name not in ALONE
    }
    apart.check(changes, at_once=20)


def commented(path: Path) -> Change:
    """A file of ours in the site's own folder, with a comment at its end."""
    name = path.relative_to(layer()).as_posix()
    comment = {".css": "/* Ours. */", ".js": "// Ours."}.get(path.suffix, "<!-- Ours. -->")

    def change(root: Path) -> None:
        data = path.read_bytes()
        if path.suffix in (".css", ".js", ".html", ".xml", ".svg"):
            write(root, f"overrides/{name}", f"{data.decode()}{comment}\n")
        else:
            (root / "overrides" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "overrides" / name).write_bytes(data + b"\n")

    return change


def test_every_template_and_asset_counts(apart: Apart) -> None:
    """Each of ours, put among the site's own with a comment."""
    found = sorted(path for path in layer().rglob("*") if path.is_file() and "material" not in path.parts)
    # Styles and scripts are called after what they hold, so that with them every page changes.
    for is_asset in (False, True):
        some = [path for path in found if ("assets" in path.parts) is is_asset]
        apart.check({str(path): commented(path) for path in some}, at_once=30)


def test_every_file_of_the_sources_counts(made: Path, apart: Apart) -> None:
    """Each file below docs/ but articles: lists, the archive, issues and drafts, pages, pictures, styles."""
    words = {".md": "\nMore.\n", ".css": "/* More. */\n", ".svg": "<!-- More. -->\n"}
    changes: dict[str, Change] = {}
    for path in sorted((made / "docs").rglob("*")):
        name = path.relative_to(made).as_posix()
        added = words.get(path.suffix)
        if path.suffix == ".png":
            changes[name] = lambda root, name=name: (root / name).write_bytes(picture("purple", (80, 60)))  # type: ignore[misc]
        elif path.is_file() and added:
            changes[name] = lambda root, name=name, added=added: write(  # type: ignore[misc]
                root, name, (root / name).read_text(encoding="utf-8") + added
            )
        elif path.name in (".authors.yml", ".categories.yml"):
            changes[name] = lambda root, name=name: replace(root, name, "name: ", "name: The ")  # type: ignore[misc]
        elif path.name == ".archive.yml":
            changes[name] = lambda root, name=name: (root / name).unlink()  # type: ignore[misc]
    changes[".gone.yml"] = lambda root: write(root, "docs/articles/.gone.yml", site_edits.GONE)
    apart.check(changes, at_once=10)


# ---- what may go wrong ----


def test_a_kill_leaves_a_whole_site(site: BothBuilds) -> None:
    """At whatever moment, with all it has started or alone: the old site or the new one; the next build is right."""
    chance = Random(7)
    editor = Editor(site, 7)
    # Each kill somewhere in a build of about that length, which depends on the machine.
    begun = time.perf_counter()
    set_in(site.root, copyright="First")
    assert site.build()[0] == 0
    length = time.perf_counter() - begun
    for count in range(100 if LONG else 4):
        old = dict(files(site.root / "site"))
        set_in(site.root, copyright=f"Everybody {editor.word()}")
        said = site.root.with_suffix(".said")
        child = site.start(site.root, said)
        time.sleep(chance.uniform(0, length * 1.3))
        (os.killpg if count % 2 else os.kill)(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert site.build_plainly()[0] == 0
        found, new = dict(files(site.root / "site")), dict(files(site.plain / "site"))
        assert not different(found, old) or not different(found, new)
        if count % 2:
            assert site.difference() == ""


def test_two_builds_at_once(site: BothBuilds) -> None:
    """One of them builds, the other says so or does the same; the next finds all in order."""
    for _ in range(30 if LONG else 2):
        set_in(site.root, copyright=f"Everybody {time.monotonic_ns()}")
        said = [site.root.with_suffix(f".{which}") for which in ("one", "two")]
        children = [site.start(site.root, paper) for paper in said]
        told = [site.outcome(child, paper) for child, paper in zip(children, said, strict=True)]
        assert 0 in [code for code, _ in told]
        assert all(code == 0 or "Another build is at work" in words for code, words in told)
        assert site.difference() == ""


def test_a_full_disk(site: BothBuilds) -> None:
    """Where the cache cannot be written, or the site: the last site stands, or the new one is right."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most in range(4_000, 400_000, 20_000 if LONG else 200_000):
        set_in(site.root, copyright=f"Everybody {most}")
        old = dict(files(site.root / "site"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        try:
            said = site.root.with_suffix(".said")
            child = site.start(site.root, said)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        code, words = site.outcome(child, said)
        assert "Traceback" not in words, words
        if code:
            assert different(dict(files(site.root / "site")), old) == ""
        assert site.difference() == ""


def test_a_cache_that_is_none(site: BothBuilds) -> None:
    """A file in the place of the folder, a folder in the place of the file, links that lead nowhere or elsewhere."""
    cache = site.root / ".cache"
    shutil.rmtree(cache)
    for make in (
        lambda: cache.write_text("a file"),
        lambda: (cache / "build.sqlite/x").mkdir(parents=True),
        lambda: cache.symlink_to("nowhere"),
    ):
        make()
        set_in(site.root, copyright=f"Everybody {time.monotonic_ns()}")
        assert site.difference() == ""
        if cache.is_dir() and not cache.is_symlink():
            shutil.rmtree(cache)
        else:
            cache.unlink()


def test_the_memory_of_builds_changes_none(site: BothBuilds) -> None:
    """How long builds took is remembered beside the cache: with it, without it or with rubbish in it, the same site."""
    file = site.root / BUILDS
    (first,) = past_builds(file)
    made = dict(files(site.root / "site"))
    assert (first.files, first.bytes) == (len(made), sum(map(len, made.values())))
    file.write_text("rubbish", encoding="utf-8")
    set_in(site.root, copyright="Somebody else")
    assert site.difference() == ""
    (second,) = past_builds(file)
    assert second.bytes != first.bytes and second.seconds > 0
