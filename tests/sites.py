"""Whole sites, built as a user builds them, and how to read what came out."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import posixpath
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import pytest
import yaml

from knowledge_center.articles.model import Article, public
from knowledge_center.brand.model import SANS
from knowledge_center.content.content_reader import read_content
from knowledge_center.file_lock import file_lock
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from tests.samples import NOW, ROOT, article_text, copy_own_site, make_site, picture, run

# Words that stand in one article alone, so that a leak can be told from anything else. The search index
# keeps their stems, so none has an ending that would be cut off.
PUBLIC_WORD, DRAFT_WORD, HALF_WORD, LATER_WORD, OVER_WORD, STRAY_WORD = (
    "bamboozlo", "drizzlequo", "halfquavo", "laterquzo", "overquizo", "strayquimbo"
)  # fmt: skip

# Titles and descriptions that run, break out or change their look where they are not shown literally.
HOSTILE = {
    "script": "<script>window.pwned=1</script>",
    "image": '"><img src=x onerror=window.pwned=1>',
    "quotes": """She said "no" & 'yes' <b>loudly</b>""",
    "entities": "]]> &amp; &lt;i&gt; --> {{ kc }} {% raw %}",
    "markdown": "**bold** _x_ [l](u) `code` # 1. *",
    "long": ("How to stay calm " * 20)[:200].strip() + " " + "W" * 98,
    "languages": "كيف تستعد لمقابلة 👩🏽‍💼 العمل שלום 🎉",
}


@dataclass(frozen=True, kw_only=True)
class Built:
    """A site that was built: ``root`` holds its sources, ``said`` is what the build printed."""

    root: Path
    said: str
    now: datetime = NOW

    @property
    def folder(self) -> Path:
        """The finished site."""
        return self.root / "site"

    @cached_property
    def settings(self) -> Settings:
        return read(self.root / "mkdocs.yml")

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Every article of the sources, newest first."""
        return read_content(self.root, self.settings, self.now).articles.all

    @cached_property
    def public(self) -> tuple[Article, ...]:
        return tuple(article for article in self.articles if public(article, self.now))

    def has(self, url: str) -> bool:
        return self.file(url).is_file()

    def file(self, url: str) -> Path:
        """The file a server answers with for a path of the site."""
        path = unquote(url).lstrip("/")
        return self.folder / (path + "index.html" if path == "" or path.endswith("/") else path)

    def text(self, url: str) -> str:
        return self.file(url).read_text(encoding="utf-8")

    def page(self, url: str) -> Any:
        """A page as a tree."""
        return lxml.html.document_fromstring(self.file(url).read_bytes())

    def urls(self, name: str = "*.htm*") -> tuple[str, ...]:
        """The paths of all files of a kind, pages by their folder."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob(name))
        return tuple(sorted("/" + url.removesuffix("index.html") for url in found))

    @cached_property
    def redirects(self) -> tuple[str, ...]:
        return tuple(url for url in self.urls() if 'http-equiv="refresh"' in self.text(url))

    @property
    def pages(self) -> tuple[str, ...]:
        """What readers see: every HTML file but redirects and mails."""
        return tuple(u for u in self.urls() if u not in self.redirects and not u.endswith("/email.html"))


def build(root: Path, now: datetime = NOW, **more: str) -> Built:
    """Build the site of ``root``; a build that fails is a failure of the test."""
    done = run(root, "build.py", now=now, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(root=root, said=done.stdout, now=now)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of this test run that all its workers have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Built:
    """A site that all workers of a test run share: the first to come builds it, the others wait."""
    base = shared_folder(factory)
    root, said = base / name, base / f"{name}.said"
    with file_lock(base / f"{name}.lock", wait=True):
        if not said.exists():
            # A worker that was stopped half-way leaves a part of it.
            shutil.rmtree(root, ignore_errors=True)
            try:
                made = build(make(root)).said
            except AssertionError as failure:
                made = f"FAILED\n{failure}"
            said.write_text(made, encoding="utf-8")
    words = said.read_text(encoding="utf-8")
    assert not words.startswith("FAILED"), words
    return Built(root=root, said=words)


def own(root: Path) -> Path:
    """The project's own site."""
    return copy_own_site(root)


KITCHEN_SINK = f"""
Opening words with **weight**, `code`, a [link to a heading](#numbers), one to
[another article](../2025/plain-03.md#a-section) and an abbreviation: HTML.

*[HTML]: Hypertext Markup Language

## Numbers

| A column with a long heading | Another column with a long heading | A third column with a long heading |
|---|---|---|
| {"wide " * 12} | `{"x" * 70}` | {"cell " * 12} |

```python
def a_line_of_code_that_is_much_wider_than_a_telephone(first, second, third, fourth, fifth, sixth):
    return {PUBLIC_WORD!r}
```

A{"very" * 30}longword and https://www.example.com/{"path/" * 20}

!!! tip "A note"
    With words in it.

??? note "Closed"
    Words behind a lid.

=== "One"
    First.

=== "Two"
    Second.

- [x] done
- [ ] to do

Term
:   What it means.

A sentence with a note.[^1]

[^1]: The note.

## Pictures

![Three boxes in a row](inside.png)

![The same picture elsewhere](shared.png)

## Last words

The end.
"""

# What people write besides: each of it has been seen in articles of others.
ODD = f"""
### The text begins with a heading of the third level

#### And at once another

| | Alone in its row | {"A wide column " * 4} | {"Another wide one " * 4} |
|---|:-:|--:|---|
| **One** | `{"code" * 12}` | 1,000,000.00 | [the neighbour](neighbour.md) and <br> a break |
| | | | |

- [ ] to do, with `code` and [the neighbour](neighbour.md)
- [x] done
    - [ ] below it
        - [x] and below that

Steps:

1. One
    1. Two
        - Three
            - Four
                1. Five

                    > A quote in it, with a list:
                    >
                    > - at last

> A quote
>
> > in a quote
> >
> > > in a quote, with `code`
>
> — Somebody

Where $a^2 + b_i = \\frac{{x < y}}{{z > 0}}$ and `f(x) <= g(x)`, so that 3 < 5 & 7 > 2; H~2~O and *a\\*b*.

```
{"no_language_and_no_blank" * 6}
```

``` {{.python title="with a name" linenums="1" hl_lines="2"}}
def numbered():
    return "{"long " * 40}"
```

??? warning "Closed, with {"aVeryLongWord" * 6}"
    !!! danger ""
        A box in it without a title.

    | In | a |
    |---|---|
    | small | table |

???+ question "Open"
    ??? note "In it"
        Words.

{"Donaudampfschifffahrtsgesellschaft" * 4} and <https://www.example.com/{"a-long-path-" * 12}?q={"x" * 60}>

Term with `code`
Another term
:   What both mean.

    With a second paragraph.

:   What they mean besides.

~~Struck~~, ==marked==, ++ctrl+c++, H<sub>2</sub>O, <kbd>Esc</kbd>, <abbr title="by the way">btw</abbr>.[^odd][^more]

***

[^odd]: A note with `code`, and a second one.

    Its second paragraph.
[^more]: <https://www.example.org/{"note/" * 30}>
"""


def varied(root: Path) -> Path:
    """A small site in which everything there is happens once, with a closed digest issue."""
    posts: dict[str, str | bytes] = {
        f"articles/posts/2025/plain-{month:02}.md": article_text(
            f"Plain number {month}",
            f"Words of number {month}.\n\n## A section\n\nMore words.\n",
            date=f"2025-{month:02}-10",
            authors="[employer-desk]" if month == 2 else "[careers-desk, employer-desk]",
        )
        for month in range(1, 13)
    }
    hidden = {"image_alt": "Something nobody may see yet"}
    posts |= {
        "kitchen-sink.md": article_text(
            "Everything at once", KITCHEN_SINK, image="sink.jpg", image_alt="A sink full of plates",
            date="2026-11-17 23:30", updated="2026-11-19",
        ),
        "renamed.md": article_text(
            "A new name", ODD, aliases="[former-name, /blog/2019/old-path/, /old.html, /deep/down/old.htm]",
            categories="[hiring, interviews]", date="2026-11-02 08:00",
        ),
        "neighbour.md": article_text("The neighbour", "![Shared](shared.png)\n", date="2026-11-02 08:00"),
        # Three at the same minute: their order must not depend on that of their files.
        "a-twin.md": article_text(
            "A twin", "Of C# and C++.\n", guid="https://old.example.com/z", date="2026-11-02 08:00"
        ),
        "over.md": article_text(
            "Over and done", f"Words: {OVER_WORD}\n", date="2026-01-05", expires="2026-10-31", image="over.png",
            image_alt="An old poster", categories="[hiring]",
        ),
        "unwritten.md": article_text(
            "Not written yet", f"Words: {DRAFT_WORD}\n\n![Hidden](draft-inside.png)\n", draft="true",
            image="draft.png", **hidden,
        ),
        "half.md": f"---\ndraft: true\ntitle: Half: {HALF_WORD}\n---\n{HALF_WORD}\n",
        "later.md": article_text(
            "Coming soon", f"Words: {LATER_WORD}\n", date="2026-12-01", image="later.png", **hidden,
        ),
        "sink.jpg": picture("navy", (1200, 800), "JPEG"), "inside.png": picture("olive", (640, 480)),
        "shared.png": picture("maroon"), "over.png": picture("gray"), "draft.png": picture("red"),
        "draft-inside.png": picture("pink"), "later.png": picture("purple"), "unused.png": picture("lime"),
        "neighbour.docx": f"PK {STRAY_WORD}".encode(), "neighbour.txt": STRAY_WORD,
    }  # fmt: skip
    make_site(root, posts)
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    # Few enough articles for a listing of two pages.
    file.write_text(
        text.replace(
            "    timezone:",
            "    listings: {per_page: 6}\n    hosted_on: cloudflare\n"
            '    brand: {accent: "#8a1c3c", ground: "#f2efff"}\n    timezone:',
        ),
        encoding="utf-8",
    )
    (root / "docs/_redirects").write_text("/our-own /about/ 301\n", encoding="utf-8")
    closed = run(root, "close_digest.py", "weekly", "--accept")
    assert closed.returncode == 0, closed.stderr
    return root


def hostile(root: Path) -> Path:
    """A site whose titles, descriptions, names and alternative texts all try to break out, in a face of its own."""
    articles: dict[str, str | bytes] = {
        f"{name}.md": article_text(
            json.dumps(title, ensure_ascii=False),
            f"The word of this article is {search_word(name)}.\n\n## A section\n\nMore.\n",
            description=json.dumps(description(title), ensure_ascii=False),
            date=f"2026-11-{10 + n:02}",
            image="picture.png",
            image_alt=json.dumps(title, ensure_ascii=False),
            aliases=f"[former-{name}]",
        )
        for n, (name, title) in enumerate(HOSTILE.items())
    }
    quoted = json.dumps(HOSTILE["image"])
    articles |= {
        "picture.png": picture(),
        "articles/.authors.yml": f"careers-desk:\n  name: {quoted}\n  role: {quoted}\n  description: {quoted}\n",
        "articles/.categories.yml": f"interviews:\n  name: {quoted}\n  description: {quoted}\n",
    }
    make_site(root, articles)
    (root / "docs/assets").mkdir(exist_ok=True)
    shutil.copy(ROOT / "overrides" / SANS, root / "docs/assets/a face.woff2")
    (root / "docs/assets/brand.css").write_text(":root { --radius: 0; }\n", encoding="utf-8")
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    brand = "    brand: {font: assets/a face.woff2}\n    timezone:"
    file.write_text(text.replace("    timezone:", brand), encoding="utf-8")
    closed = run(root, "close_digest.py", "weekly", "--accept")
    assert closed.returncode == 0, closed.stderr
    return root


MATERIAL = {
    "theme": {
        "name": "material",
        "custom_dir": "overrides",
        "font": False,
        "favicon": "assets/favicon.svg",
        "palette": [
            {"scheme": "default", "toggle": {"icon": "material/weather-night", "name": "Dark"}},
            {"scheme": "slate", "toggle": {"icon": "material/weather-sunny", "name": "Light"}},
        ],
        "features": ["navigation.tabs", "navigation.path", "navigation.footer", "announce.dismiss"],
    },
    "plugins": ["search"],
    "markdown_extensions": [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "tables",
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.superfences",
        "pymdownx.tasklist",
        {"pymdownx.tabbed": {"alternate_style": True}},
    ],
    "nav": [
        {"Home": "index.md"},
        {"Guide": ["guide/index.md", "guide/install.md"]},
        {"Journal": "articles/index.md"},
        {"Follow us": "subscribe.md"},
    ],
    "repo_url": "https://www.example.org/team/repository",
}
_MATERIAL_FILES = {
    "overrides/main.html": (
        '{% extends "base.html" %}\n{% block announce %}Version 3 is out.{% endblock %}\n'
        '{% block extrahead %}<meta name="their-own" content="yes">{% endblock %}\n'
    ),
    "docs/index.md": "# Welcome\n\nThe [journal](articles/index.md), [topics](topics.md), [guide](guide/index.md).\n",
    "docs/guide/index.md": "# Guide\n\nWords.\n\n## First\n\nMore words.\n",
    "docs/guide/install.md": "# Install\n\n!!! note\n    Words.\n",
}


def in_material(root: Path, **changes: Any) -> Path:
    """Give a site of ours the look and the pages of a site of Material's. ``changes`` are of mkdocs.yml."""
    file = root / "mkdocs.yml"
    data = yaml.safe_load(file.read_text(encoding="utf-8")) | MATERIAL | changes
    data.pop("not_in_nav", None)
    data["extra"]["knowledge_center"]["look"] = "material"
    data["extra"]["social"] = [{"icon": "material/email", "link": "mailto:team@example.org"}]
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for name, text in _MATERIAL_FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def description(title: str) -> str:
    """A description of a length that passes the checks, with the same attack in it."""
    return f"{title[:100]} and words enough to make a full sentence."


def search_word(name: str) -> str:
    """A word that stands in one hostile article alone."""
    return f"quixotry{name}"


def copy_of(site: Built, root: Path) -> Path:
    """The sources of a site in another folder, as a second checkout of them would be."""
    ignore = shutil.ignore_patterns("site", ".build")
    return Path(shutil.copytree(site.root, root, ignore=ignore))


def hashes(folder: Path) -> dict[str, str]:
    """Every file below ``folder`` with a hash of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def plain_bytes(path: Path) -> bytes:
    """A file's bytes, unpacked where it is packed (the sitemap's twin, the search index)."""
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def targets(page: Any) -> Iterator[tuple[str, str]]:
    """Every address in a page with the element that holds it."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("href", "src", "action", "poster", "data"):
            if name in element.attrib:
                yield element.tag, element.get(name)
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield element.tag, candidate.split()[0]
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield "refresh", element.get("content").partition("url=")[2]


def dead_links(site: Built, base: str = "/") -> list[str]:
    """Every address in any HTML file that leads to no file of the site, or to no element of a page.

    ``base`` is the path the site is served below.
    """
    origin = site.settings.site_url.removesuffix(base)
    ids: dict[Path, set[str]] = {}
    dead = []
    for url in site.urls():
        here = urljoin(base, url.lstrip("/"))
        for tag, target in targets(site.page(url)):
            address = urljoin(here, target.removeprefix(origin) or "/")
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or tag == "form" or target.startswith("%%"):
                continue
            path = posixpath.normpath(parts.path) + ("/" if parts.path.endswith("/") else "")
            path = "/" if path == "//" else path
            file = site.file(path.removeprefix(base))
            if not path.startswith(base) or not file.is_file():
                dead.append(f"{url}: <{tag}> {target}")
            elif parts.fragment and file.suffix == ".html":
                if file not in ids:
                    ids[file] = set(lxml.html.document_fromstring(file.read_bytes()).xpath("//@id"))
                if unquote(parts.fragment) not in ids[file]:
                    dead.append(f"{url}: <{tag}> {target} (no such place on that page)")
    return dead
