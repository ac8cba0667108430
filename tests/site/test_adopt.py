"""A site that is Material today, with a blog, takes the plugin: its articles come over and its addresses stay."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import program_forks
from tests.samples import NOW, ROOT, environment, picture, run
from tests.sites import build, dead_links

AUTHORS = """\
authors:
  ann:
    name: Ann Berg
    description: Maintainer
    avatar: https://example.org/ann.png
"""
INDEX = "# Fabrikam\n\nThe [blog](blog/index.md), the [guide](guide.md).\n"
POST = """\
---
{head}
authors: [ann]
categories: [{category}]
tags: [one]
---

# Number {number}: what’s new & "next"

Words enough to say what a reader gets from article {number} of these.

<!-- more -->

The [guide](../../guide.md#first), [another](post-1.md). ![A picture](../../assets/shared.png)

!!! tip
    Words.
"""


def old_site(root: Path, **options: Any) -> Path:
    """A site of Material's with a blog of three articles and a draft."""
    blog: Any = {"blog": options} if options else "blog"
    settings = {
        "site_name": "Fabrikam",
        "site_url": "https://docs.example.org/fabrikam/",
        "theme": {"name": "material", "font": False, "features": ["navigation.tabs"]},
        "plugins": ["search", "tags", blog],
        "markdown_extensions": ["admonition", "attr_list", "pymdownx.superfences"],
        "nav": [{"Home": "index.md"}, {"Guide": "guide.md"}, {"Blog": ["blog/index.md"]}],
    }
    files: dict[str, str | bytes] = {
        "mkdocs.yml": yaml.safe_dump(settings),
        "docs/index.md": INDEX,
        "docs/guide.md": "# Guide\n\n## First\n\nWords.\n",
        "docs/assets/shared.png": picture(),
        "docs/blog/index.md": "# Blog\n",
        "docs/blog/.authors.yml": AUTHORS,
    }
    heads = (
        "date: 2026-03-01",
        "date:\n  created: 2026-03-02\n  updated: 2026-04-01",
        "date: 2026-03-03\nslug: third\npin: true",
        "date: 2026-03-04\ndraft: true",
    )
    for number, head in enumerate(heads, 1):
        category = "Pay & benefits" if number % 2 else "News"
        text = POST.format(head=head, number=number, category=category)
        files[f"docs/blog/posts/post-{number}.md"] = text
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def guide_settings(*begins: str) -> dict[str, Any]:
    """The first blocks of the guide that begin so."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "guides/adopt.md").read_text("utf-8"), re.M | re.S)
    found: dict[str, Any] = {}
    for begin in begins:
        found |= yaml.safe_load(next(block for block in blocks if block.startswith(begin)))
    return found


def old_addresses(root: Path, into: Path) -> set[str]:
    """Where Material's own plugin puts the articles of the blog."""
    call = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(into)]
    done = program_forks.run(call, cwd=root, env=environment(NOW))
    assert done.returncode == 0, done.stderr
    found = (path.parent.relative_to(into).as_posix() for path in (into / "blog").rglob("index.html"))
    views = ("blog/category", "blog/archive", "blog/page", "blog/author")
    return {f"/{url}/" for url in found if url != "blog" and not url.startswith(views)}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"post_url_format": "{categories}/{slug}"},
        {"post_url_format": "{date}/{file}", "post_url_date_format": "yyyy"},
    ],
)
def test_every_address_of_the_old_blog_is_an_alias(tmp_path: Path, options: dict[str, str]) -> None:
    """What the plugin's settings made of titles, days and categories is known without being told."""
    root = old_site(tmp_path / "site", **options)
    expected = old_addresses(root, tmp_path / "before")
    assert len(expected) == 3
    done = run(root, "import_articles.py", "docs/blog", "--into", "docs")
    assert done.returncode == 0, done.stderr
    aliases = set()
    for file in (root / "docs/articles/posts/2026").glob("*.md"):
        fields = yaml.safe_load(file.read_text(encoding="utf-8").split("---")[1])
        if not fields.get("draft"):
            aliases |= set(fields["aliases"])
    assert aliases == expected


def test_a_blog_comes_over_as_the_guide_says(tmp_path: Path) -> None:
    """Import, two changes in mkdocs.yml, the old posts away: the site builds, and old addresses lead on."""
    root = old_site(tmp_path / "site")
    before = old_addresses(root, tmp_path / "before")
    done = run(root, "import_articles.py", "docs/blog", "--into", "docs")
    assert "A blog of Material for MkDocs: its articles were at /blog/{date}/{slug}/" in done.stdout
    for file in (root / "docs/blog").rglob("*.*"):
        file.unlink()
    data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    data |= guide_settings("plugins:", "extra:")
    data["nav"][2:] = guide_settings("nav:")["nav"][1:]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (root / "docs/index.md").write_text(INDEX.replace("blog/index", "articles/index"), encoding="utf-8")
    found = build(root)
    assert set(found.redirects) >= before
    assert dead_links(found, "/fabrikam/") == []
    assert len(found.public) == 3 and "Not shown to readers: 1 draft." in found.said
    page = found.page("/articles/third/")
    assert [tab.strip() for tab in page.xpath("//li[contains(@class,'tabs__item--active')]/a/text()")] == [
        "Blog"
    ]
    assert page.xpath("string(//p[@class='byline'])").split()[:3] == ["By", "Ann", "Berg"]
    assert page.xpath("//form[@method='post']") and page.xpath("//div[contains(@class, 'admonition')]")
    assert found.has("/feed.xml") and found.has("/digests/weekly/")


def test_a_site_without_a_blog_begins_by_the_guide(tmp_path: Path) -> None:
    """What the guide tells to write, word for word, passes the check without a word of advice."""
    settings = {
        "site_name": "Fabrikam",
        "site_url": "https://docs.example.com/",
        "theme": {"name": "material"},
    }
    settings |= guide_settings("plugins:\n  - search", "extra:")
    (tmp_path / "docs/articles").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (tmp_path / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    for name, begin in ((".authors.yml", "editors:"), (".categories.yml", "news:")):
        text = yaml.safe_dump(guide_settings(begin))
        (tmp_path / "docs/articles" / name).write_text(text, encoding="utf-8")
    call = [sys.executable, "-m", "knowledge_center_cli", "check"]
    done = subprocess.run(
        call, cwd=tmp_path, env=environment(NOW), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Advice" not in done.stdout + done.stderr
