"""What builds today builds tomorrow: no day that comes by itself stops a build or takes an address away."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge_center.settings.site_settings import read
from tests.samples import article_text, make_docs, make_site, picture, run
from tests.sites import Built, build

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OUT = datetime(2026, 12, 24, 13, tzinfo=UTC)
OVER = datetime(2028, 2, 1, tzinfo=UTC)
# Everything that an article brings with it: its page, picture and old addresses, its topic, author and year, feeds.
OF_ENDING = (
    "/articles/ends/", "/articles/ends/inside.png", "/articles/ended/", "/old/ends/", "/articles/category/hiring/",
    "/articles/category/hiring/feed.xml", "/articles/author/employer-desk/", "/articles/archive/2026/",
)  # fmt: skip


def everywhere(*addresses: str) -> str:
    return "".join(f"\n- [{address}](SITE{address})" for address in addresses) + "\n"


@pytest.fixture(scope="module")
def aging(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site today: one article of it ends, one comes, and every other page links to all that they bring."""
    root = tmp_path_factory.mktemp("aging") / "site"
    make_site(root, {})
    site = build_address(root)
    links = everywhere(*OF_ENDING).replace("SITE", site)
    sources = (
        "[a](posts/2026/ends.md) [b](category/hiring.md) [c](author/employer-desk.md) [d](archive/2026.md)"
    )
    posts: dict[str, str | bytes] = {
        "articles/posts/2025/stays.md": article_text(
            "Stays", f"{links}\n{sources.replace('](', '](../../').replace('posts/', 'posts/')}\n", date="2025-05-05",
            review_by="2026-12-01", updated="2026-12-02",
        ),
        "ends.md": article_text(
            "Ends", "![A desk](inside.png)\n\n[Stays](../2025/stays.md)\n", date="2026-11-01", expires="2027-01-31",
            authors="[employer-desk]", categories="[hiring]", aliases="[ended, /old/ends/]",
        ),
        "inside.png": picture(),
        "comes.md": article_text(
            "Comes",
            # What comes with it is there on its day: its own topic, a heading, its picture, an older address.
            "[Ends](ends.md) [Stays](../2025/stays.md) [topic](../../category/pay.md) [here](#a-heading)\n\n"
            f"[feed]({site}/articles/category/pay/feed.xml) [old]({site}/articles/came/)\n\n![A](later.png)\n\n"
            "## A heading\n",
            date="2026-12-24 08:00",
            expires="2027-06-30",
            categories="[pay]",
            aliases="[came]",
        ),
        "later.png": picture("red"),
        "articles/.categories.yml": "interviews:\n  name: Interviews\nhiring:\n  name: Hiring\npay:\n  name: Pay\n",
        "draft.md": article_text("Draft", "[x](nowhere.md)\n", date="2026-12-01", draft="true"),
        "help/about.md": f"# About\n\n{links}\n{sources.replace('](', '](../articles/')}\n",
        "digests/weekly/2026-W47.draft.md": "---\n---\n\nRead [this](../../articles/posts/2026/ends.md).\n",
    }  # fmt: skip
    make_docs(root, posts)
    return build(root, NOW)


def build_address(root: Path) -> str:
    return read(root / "mkdocs.yml").site_url.rstrip("/")


def test_what_would_stop_a_later_build_stops_todays(aging: Built) -> None:
    """A dead address in a scheduled article is told to whoever schedules it, not on the night that it comes out."""
    path = "docs/articles/posts/2026/doomed.md"
    links = f"[a]({build_address(aging.root)}/nowhere/)\n\n<a href='../stays/#nowhere'>b</a>\n"
    text = article_text("Doomed", links, date="2026-12-30")
    (aging.root / path).write_text(text, encoding="utf-8")
    done = run(aging.root, "build.py", now=NOW)
    text = text.replace(links, "Words.\n\n[c](../../category/nothing.md)\n")
    (aging.root / path).write_text(text, encoding="utf-8")
    warned = run(aging.root, "build.py", now=NOW)
    (aging.root / path).unlink()
    assert (done.returncode, warned.returncode) == (1, 1)
    for line in (9, 11):
        assert f"{path}:{line}\n" in done.stderr, done.stderr
    # What only the build knows.
    assert f"{path}:11\n" in warned.stderr, warned.stderr


def test_years_that_pass_stop_no_build_and_close_no_address(aging: Built) -> None:
    """Out, over, and long after: it builds, and whatever somebody has linked to still answers."""
    for address in OF_ENDING:
        assert aging.has(address), address
    for now in (OUT, OVER):
        later = build(aging.root, now)
        for address in OF_ENDING:
            assert later.has(address), f"{address} at {now}"
    assert later.has("/articles/comes/")
    assert "has expired" in later.said
    empty = later.text("/articles/category/hiring/")
    assert "0 articles" in empty and "noindex" in empty
    done = run(aging.root, "close_digest.py", "weekly", "--accept", now=OVER)
    assert done.returncode == 0, done.stdout + done.stderr
