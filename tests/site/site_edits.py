"""A small site with something of everything, and the edits that people make to one, at random."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.samples import ROOT, article_text, make_site, picture, run
from tests.site.both_builds import BothBuilds

POSTS = Path("docs/articles/posts/2026")
AUTHORS = (
    "careers-desk:\n  name: Careers Desk\n  role: For job seekers\nemployer-desk:\n  name: Employer Desk\n"
)
CATEGORIES = (
    "interviews:\n  name: Interviews\n  description: Before and after.\nhiring:\n  name: Hiring well\n"
)
GONE = "thrown-away:\n  date: 2026-11-01\n"
DRAFT = "---\nsubject: Three for you\n---\n\nGood *morning*, see [one](../../articles/posts/2026/a-one.md).\n"
COLORS = ("teal", "navy", "maroon", "olive")


def make(root: Path) -> Path:
    """Eight articles, one of each kind among them, a closed issue, an archive, templates of the site's own."""
    articles: dict[str, str | bytes] = {
        "a-one.md": article_text("Number one", _body("b-two.md"), date="2026-11-10"),
        "b-two.md": article_text(
            "Number two", "![Inside](inside.png)\n\n## A section\n\nWords.\n", date="2026-11-11 08:30",
            image="main.png", image_alt="A main picture", categories="[hiring]",
        ),
        "c-three.md": article_text(
            "Number three", "See [two](b-two.md#a-section) and [about](../../../about.md).\n", date="2026-11-12",
            aliases="[former-three, /old/three.html]", authors="[employer-desk]",
        ),
        "d-four.md": article_text("Number four", "![Inside](inside.png)\n", date="2026-11-12"),
        "e-later.md": article_text("Comes later", date="2026-11-21 09:00"),
        "f-over.md": article_text("Soon over", date="2026-11-01", expires="2026-11-22"),
        "g-draft.md": article_text("A draft", draft="true", image="draft.png", image_alt="Not yet seen"),
        "h-old.md": article_text("An old one", date="2025-03-01", categories="[interviews, hiring]"),
        "main.png": picture("navy", (900, 500)), "inside.png": picture("olive", (700, 300)),
        "draft.png": picture("red"),
        "./about.md": "# About us\n\nWe wrote [one](articles/posts/2026/a-one.md).\n\n## Where\n\nHere.\n",
        "./more.md": "---\ntitle: More\n---\n\nMore words, and [about](about.md#where).\n",
        "articles/.authors.yml": AUTHORS, "articles/.categories.yml": CATEGORIES,
        "digests/weekly/2026-W47.draft.md": DRAFT,
    }  # fmt: skip
    make_site(root, articles)
    file = root / "mkdocs.yml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    data["theme"]["custom_dir"] = "overrides"
    ours = data["extra"]["knowledge_center"]
    ours["listings"] = {"per_page": 3}
    ours["feeds"]["entries"] = 4
    ours["footer"] = [{"About": "about.md"}, {"More": "more.md"}]
    file.write_text(dumped(data), encoding="utf-8")
    templates = root / "overrides/partials"
    templates.mkdir(parents=True)
    shutil.copy(ROOT / "overrides/partials/card.html", templates)
    for script in ("close_digest.py weekly --accept", "close_archive.py"):
        done = run(root, *script.split())
        assert done.returncode == 0, done.stderr
    draft = root / "docs/digests/weekly/2026-W48.draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    # Listed, it may not come back.
    (root / "docs/articles/.gone.yml").unlink(missing_ok=True)
    return root


def dumped(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _body(other: str) -> str:
    return f"Words with a [link]({other}), and more.\n\n## First\n\n- a list\n\n## Second\n\nThe end.\n"


class Editor:
    """Somebody who edits a site at random; ``did`` says what was done."""

    def __init__(self, builds: BothBuilds, seed: int) -> None:
        self.builds, self.root, self.chance = builds, builds.root, Random(seed)
        self.did: list[str] = []
        self.count = 0
        self.before: dict[Path, bytes] = {}
        self.good = self._sources()

    def walk(self, steps: int) -> str:
        """Edit and build; the first difference with what was done before it, or nothing."""
        done = []
        for _ in range(steps):
            done.append(self.edit())
            if found := self.builds.difference():
                return f"After {done[-5:]}:\n{found}"
            if self.builds.refused:
                # Most of the time it is mended at once, or nothing else would be tried.
                self.before = self.good if self.chance.random() < 0.9 else self.before
            else:
                self.good = self._sources()
        return ""

    def edit(self) -> str:
        """One edit, now and then two at once, or the last one taken back; what was done is returned."""
        self.did = []
        before = self._sources()
        if self.before is self.good or (self.before and self.chance.random() < 0.12):
            self.take_back()
        else:
            for _ in range(self.chance.choice((1, 1, 1, 2))):
                self.chance.choice(EDITS)(self)
        self.before = before
        return ", ".join(self.did)

    def take_back(self) -> None:
        """As ``git checkout`` does it: only what differs is written."""
        self.did.append("taken back")
        now = self._sources()
        for path in now.keys() - self.before.keys():
            path.unlink()
        for path, data in self.before.items():
            if now.get(path) != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def _sources(self) -> dict[Path, bytes]:
        places = [self.root / "docs", self.root / "overrides", self.root / "mkdocs.yml"]
        found = [path for place in places for path in (place, *place.rglob("*"))]
        return {path: path.read_bytes() for path in found if path.is_file()}

    def word(self) -> str:
        """A word that was never there before."""
        self.count += 1
        return f"w{self.count}x"

    def article(self) -> Path:
        return self.chance.choice(sorted((self.root / POSTS).glob("*.md")) or [self.root / POSTS / "new.md"])

    def change(self, path: Path, pattern: str, replacement: str) -> None:
        """Replace what is found first; add nothing where there is nothing."""
        if not path.is_file():
            return
        text = path.read_text(encoding="utf-8")
        self.write(path, re.sub(pattern, lambda _: replacement, text, count=1, flags=re.MULTILINE))

    def field(self, name: str, value: str) -> None:
        """Set a field of an article, or take it away."""
        path = self.article()
        if not path.is_file():
            return
        text = path.read_text(encoding="utf-8")
        line = f"{name}: {value}\n" if value else ""
        if re.search(f"^{name}: .*\n", text, re.MULTILINE):
            self.change(path, f"^{name}: .*\n", line)
        else:
            self.change(path, "^---\n", f"---\n{line}")

    def write(self, path: Path, text: str | bytes) -> None:
        self.did.append(str(path.relative_to(self.root)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def settings(self, change: Callable[[Any], None]) -> None:
        path = self.root / "mkdocs.yml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(data)
        self.write(path, dumped(data))


def body(e: Editor) -> None:
    path = e.article()
    kind = e.chance.choice(("word", "heading", "link", "picture", "dead"))
    targets = sorted(p.name for p in (e.root / POSTS).glob("*.md"))
    added = {
        "word": f"A {e.word()}.",
        "heading": f"## On {e.word()}",
        "link": f"[There]({e.chance.choice([*targets, '../../../about.md#where', '../../../subscribe.md'])})",
        "picture": "![A picture](inside.png)",
        "dead": e.chance.choice(("[Nowhere](no-such.md)", "![None](none.png)", "[Bad](b-two.md#no-place)")),
    }[kind]
    if e.chance.random() < 0.3:
        e.change(path, r"\n[^\n]+\n\Z", "\n")
    elif path.is_file():
        e.write(path, f"{path.read_text(encoding='utf-8')}\n{added}\n")


def title(e: Editor) -> None:
    e.field("title", f"Title {e.word()}")


def day(e: Editor) -> None:
    days = ("2026-11-09", "2026-11-13 10:00", "2026-11-12", "2026-12-24", "2025-01-01", "2026-11-19")
    e.field("date", e.chance.choice(days))


def category(e: Editor) -> None:
    e.field("categories", e.chance.choice(("[interviews]", "[hiring]", "[hiring, interviews]", "[new-one]")))


def author(e: Editor) -> None:
    e.field(
        "authors", e.chance.choice(("[careers-desk]", "[employer-desk]", "[employer-desk, careers-desk]"))
    )


def description(e: Editor) -> None:
    e.field("description", f"A description with {e.word()}, long enough to say what it is all about.")


def other_field(e: Editor) -> None:
    name, values = e.chance.choice((
        ("draft", ("true", "")), ("expires", ("2026-11-19", "2027-01-01", "")), ("digest", ("feature", "skip", "")),
        ("updated", ("2026-11-18", "")), ("review_by", ("2026-11-19", "2027-01-01", "")),
        ("guid", ("https://old.example.com/1", "")), ("aliases", ("[an-alias]", "[/old/path/]", "")),
        ("series", ("{name: On pay, part: 1}", "{name: On pay, part: 2}", "")), ("language", ("de", "ar", "")),
        ("translation_of", ("a-one", "")),
    ))  # fmt: skip
    e.field(name, e.chance.choice(values))


def image(e: Editor) -> None:
    path = e.article()
    if path.is_file() and "image:" not in path.read_text(encoding="utf-8"):
        name = e.chance.choice(("main.png", "inside.png"))
        e.change(path, "^---\n", f"---\nimage: {name}\nimage_alt: What {e.word()} shows\n")
    else:
        e.change(path, "^image(_alt)?: .*\n", "")


def pixels(e: Editor) -> None:
    files = sorted(p for p in (e.root / POSTS).glob("*.png"))
    if files:
        size = e.chance.choice(((900, 500), (700, 300), (60, 40)))
        e.write(e.chance.choice(files), picture(e.chance.choice(COLORS), size))


def list_file(e: Editor) -> None:
    name, texts = e.chance.choice((
        (".authors.yml", (AUTHORS, AUTHORS.replace("Careers Desk", f"Desk {e.word()}"), AUTHORS + "new:\n  name: N\n")),
        (".categories.yml", (CATEGORIES, CATEGORIES.replace("Before", e.word()), CATEGORIES + "new-one:\n  name: New\n",
                             "hiring:\n  name: Hiring\ninterviews:\n  name: Interviews\n")),
        (".gone.yml", (GONE, GONE.replace("thrown-away", "a-one"), "")),
    ))  # fmt: skip
    e.write(e.root / "docs/articles" / name, e.chance.choice(texts))


def template(e: Editor) -> None:
    own = e.root / "overrides"
    ours = sorted(
        p.relative_to(ROOT / "overrides")
        for p in (ROOT / "overrides").rglob("*.html")
        if "material" not in p.parts
    )
    found = sorted(p for p in own.rglob("*") if p.is_file())
    if found and e.chance.random() < 0.6:
        path = e.chance.choice(found)
        if e.chance.random() < 0.4:
            e.did.append(f"deleted {path.name}")
            path.unlink()
        else:
            e.write(path, f"{path.read_text(encoding='utf-8')}<!-- {e.word()} -->\n")
    else:
        name = e.chance.choice(ours)
        text = (ROOT / "overrides" / name).read_text(encoding="utf-8")
        e.write(own / name, text.replace("</", f"<!-- {e.word()} --></", 1))


def setting(e: Editor) -> None:
    def change(data: Any) -> None:
        ours = data["extra"]["knowledge_center"]
        pick = e.chance.randrange(14)
        if pick == 0:
            data["site_name"] = f"Center {e.word()}"
        elif pick == 1:
            data["copyright"] = f"© {e.word()}"
        elif pick == 2:
            ours["listings"] = {"per_page": e.chance.choice((2, 3, 50))}
        elif pick == 3:
            ours["feeds"]["full_text"] = not ours["feeds"]["full_text"]
        elif pick == 4:
            ours["feeds"]["entries"] = e.chance.choice((2, 4, 20))
        elif pick == 5:
            ours["timezone"] = e.chance.choice(("Europe/Berlin", "America/Detroit", "Asia/Tokyo"))
        elif pick == 6:
            data["theme"]["language"] = e.chance.choice(("de", "en"))
        elif pick == 7:
            data["nav"] = [{"Home": "articles/index.md"}, {e.word(): "about.md"}, "more.md"]
        elif pick == 8:
            data.pop("nav", None)
        elif pick == 9:
            ours["footer"] = [{f"About {e.word()}": "about.md"}]
        elif pick == 10:
            data["exclude_docs"] = e.chance.choice(("more.md", "*.txt"))
        elif pick == 11:
            ours["precompressed"] = not ours.get("precompressed", False)
        elif pick == 12:
            ours["brand"] = {"accent": e.chance.choice(("#8a1c3c", "#1a56db")), "ground": "#f2efff"}
        else:
            ours["mail"]["utm"] = not ours["mail"].get("utm", False)

    e.settings(change)


def stylesheet(e: Editor) -> None:
    e.write(e.root / "docs/assets/brand.css", f":root {{ --accent: #{e.chance.randrange(16**6):06x}; }}\n")


def page(e: Editor) -> None:
    name = e.chance.choice(("about.md", "more.md", "new-page.md"))
    path = e.root / "docs" / name
    if path.is_file() and e.chance.random() < 0.2:
        e.did.append(f"deleted {name}")
        path.unlink()
    else:
        e.write(path, f"# The {e.word()}\n\n## Where\n\n{e.word()}, [one](articles/posts/2026/a-one.md).\n")


def issue(e: Editor) -> None:
    found = sorted(p for p in (e.root / "docs/digests/weekly").glob("*.md") if "draft" not in p.name)
    if found:
        path = found[-1]
        text = path.read_text(encoding="utf-8")
        if e.chance.random() < 0.5:
            e.write(path, text + f"\nMore {e.word()} [two](../../articles/posts/2026/b-two.md).\n")
        else:
            e.change(path, "^subject:.*$", f"subject: {e.word()}")


def issue_draft(e: Editor) -> None:
    path = e.root / "docs/digests/weekly/2026-W48.draft.md"
    if path.is_file() and e.chance.random() < 0.3:
        e.did.append("deleted the draft")
        path.unlink()
    else:
        e.write(path, DRAFT + f"\n{e.word()}\n")


def deletion(e: Editor) -> None:
    path = e.article()
    if path.is_file():
        e.did.append(f"deleted {path.name}")
        path.unlink()
        if e.chance.random() < 0.7:
            gone = e.root / "docs/articles/.gone.yml"
            listed = gone.read_text(encoding="utf-8") if gone.is_file() else ""
            e.write(gone, f"{listed}{path.stem}:\n  date: 2026-11-19\n")


def renaming(e: Editor) -> None:
    path = e.article()
    if not path.is_file():
        return
    name = e.word()
    e.did.append(f"renamed {path.name} {name}")
    if e.chance.random() < 0.5:
        e.change(path, "^aliases:.*\n", "")
        e.change(path, "^---\n", f"---\naliases: [{path.stem}]\n")
    path.rename(path.with_name(f"{name}.md"))
    for other in sorted((e.root / "docs").rglob("*.md")):
        text = other.read_text(encoding="utf-8")
        if f"{path.name}" in text and e.chance.random() < 0.9:
            e.write(other, text.replace(path.name, f"{name}.md"))


def new_article(e: Editor) -> None:
    date = e.chance.choice(("2026-11-18", "2026-11-19", "2026-11-20"))
    text = article_text(f"New {e.word()}", _body(e.article().name), date=date)
    e.write(e.root / POSTS / f"n-{e.word()}.md", text)


def time_passes(e: Editor) -> None:
    hours = e.chance.choice((1, 9, 30, 200))
    e.did.append(f"{hours} hours")
    e.builds.later(hours=hours)


def clock_goes_back(e: Editor) -> None:
    e.did.append("back by 10 hours")
    e.builds.later(hours=-10)


def tampering(e: Editor) -> None:
    found = sorted(p for p in (e.root / "site").rglob("*") if p.is_file())
    if found:
        path = e.chance.choice(found)
        kind = e.chance.choice(("more", "same size", "gone", "replaced", "stray"))
        e.did.append(f"site/{path.relative_to(e.root / 'site')}: {kind}")
        data = path.read_bytes()
        if kind == "more":
            path.write_bytes(data + b"!")
        elif kind == "same size":
            path.write_bytes(data[:-1] + b"!")
        elif kind == "gone":
            path.unlink()
        elif kind == "replaced":
            path.unlink()
            path.write_bytes(data)
        else:
            (path.parent / "stray.html").write_bytes(b"stray")


def cache_damaged(e: Editor) -> None:
    path = e.root / ".cache/build.sqlite"
    if not path.is_file():
        return
    kind = e.chance.choice(("deleted", "truncated", "garbage", "a byte", "read-only", "foreign", "all gone"))
    e.did.append(f"cache {kind}")
    data = path.read_bytes()
    if kind == "deleted":
        path.unlink()
    elif kind == "truncated":
        os.truncate(path, e.chance.randrange(len(data) + 1))
    elif kind == "garbage":
        path.write_bytes(e.chance.randbytes(len(data)))
    elif kind == "a byte":
        for _ in range(20):
            at = e.chance.randrange(len(data))
            data = data[:at] + e.chance.randbytes(1) + data[at + 1 :]
        path.write_bytes(data)
    elif kind == "read-only":
        path.chmod(0o444)
    elif kind == "foreign":
        path.write_bytes(json.dumps({"a": 1}).encode())
    else:
        shutil.rmtree(path.parent)


def moving(e: Editor) -> None:
    """An article into a folder of its own, as a tidy editor does it; its pictures may stay behind."""
    path = e.article()
    if not path.is_file():
        return
    folder = path.parent / e.chance.choice(("sub", "../2025", "../2026/deep/er"))
    e.did.append(f"moved {path.name} to {folder.name}")
    folder.mkdir(parents=True, exist_ok=True)
    for file in (path, *(path.parent.glob("*.png") if e.chance.random() < 0.7 else ())):
        shutil.copy(file, folder)
    path.unlink()


def another_case(e: Editor) -> None:
    """A file whose name differs in nothing but a capital."""
    files = sorted(p for p in (e.root / POSTS).iterdir() if p.is_file())
    if files:
        path = e.chance.choice(files)
        e.did.append(f"capital of {path.name}")
        path.rename(
            path.with_name(path.name.swapcase() if e.chance.random() < 0.5 else path.name.capitalize())
        )


def touched(e: Editor) -> None:
    """A file with another time and nothing else."""
    files = sorted(p for p in (e.root / "docs").rglob("*") if p.is_file())
    path = e.chance.choice([*files, e.root / "mkdocs.yml"])
    e.did.append(f"touched {path.name}")
    os.utime(path)


def linked(e: Editor) -> None:
    """A file that is a link to one elsewhere; later that one changes."""
    files = sorted(p for p in (e.root / "docs").rglob("*") if p.is_file())
    links = [path for path in files if path.is_symlink()]
    path = e.chance.choice(links or files)
    e.did.append(f"linked {path.name}")
    if links:
        data = path.read_bytes()
        path.resolve().write_bytes(picture("teal", (900, 500)) if path.suffix == ".png" else data + b"\n")
        return
    target = e.root / "shared" / path.name
    target.parent.mkdir(exist_ok=True)
    shutil.move(path, target)
    path.symlink_to(os.path.relpath(target, path.parent))


def catalogue(e: Editor) -> None:
    """Words of the site's own in place of ours."""
    path = e.root / "overrides/locale/en.po"
    if path.is_file() and e.chance.random() < 0.3:
        e.did.append("deleted the words")
        path.unlink()
    else:
        e.write(path, f'msgid ""\nmsgstr ""\n\nmsgid "Topics"\nmsgstr "Topics {e.word()}"\n')


def plugin(e: Editor) -> None:
    def change(data: Any) -> None:
        data["plugins"] = e.chance.choice(([], ["search"], ["tags"], ["search", {"meta": {}}]))

    e.settings(change)


def file_gone(e: Editor) -> None:
    """A picture, a page or a list that others need."""
    files = sorted(p for p in (e.root / "docs").rglob("*") if p.is_file())
    path = e.chance.choice(files)
    e.did.append(f"gone: {path.relative_to(e.root)}")
    path.unlink()


EDITS: tuple[Callable[[Editor], None], ...] = (
    body, body, body, title, day, category, author, description, other_field, other_field, image, pixels,
    list_file, template, setting, setting, stylesheet, page, page, issue, issue_draft, deletion, renaming,
    new_article, time_passes, clock_goes_back, tampering, cache_damaged, moving, another_case, touched, linked,
    catalogue, plugin, file_gone,
)  # fmt: skip
