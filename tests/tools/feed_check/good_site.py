"""A small finished site with good feeds, to put one defect at a time into.

The feeds of the articles and of the digest are made by the product's own writers, the rest by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge_center.feeds.channels import article_feeds, channels, digest_channel
from knowledge_center.feeds.json_feed import json_feed
from knowledge_center.feeds.model import Entry
from knowledge_center.feeds.xml_feeds import atom, rss
from knowledge_center.problems import Problem
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.site_check import check_site, find_problems, read_all_feeds
from tests.samples import AUTHOR, CATEGORY, NOW
from tests.tools.feed_check.hand_written import email, news, opml, page
from tests.tools.feed_check.samples import ICON, LARGE, MONDAY, NAMES, SETTINGS, SMALL, TAG, URL, articles


@cache
def good_files() -> Mapping[str, bytes]:
    """Every file of the site by its path."""
    files: dict[str, bytes | str] = {
        "404.html": page(), "index.html": page(), "subscribe/index.html": page(),
        "old-name/index.html": '<!doctype html><meta http-equiv="refresh" content="0; url=/">',
        "robots.txt": "User-agent: *\nAllow: /\n", "assets/feed.css": "item { display: block }\n",
        "assets/icon.png": ICON, "sitemap.xml": "<?xml version='1.0'?><urlset/>",
    }  # fmt: skip
    for name in NAMES:
        files |= {
            f"articles/{name}/index.html": page(),
            f"articles/{name}/picture.png": LARGE,
            f"articles/{name}/small.jpg": SMALL,
        }
    all_channels = channels(SETTINGS, articles(), {CATEGORY.slug: CATEGORY}, {AUTHOR.key: AUTHOR})
    feeds = article_feeds(all_channels, articles(), SETTINGS)
    for channel in all_channels:
        feed, folder = feeds[channel.scope], channel.folder
        files |= {
            f"{folder}feed.xml": rss(feed),
            f"{folder}atom.xml": atom(feed),
            f"{folder}feed.json": json_feed(feed),
        }
        if folder:
            files[f"{folder}index.html"] = page(
                (f"{folder}feed.xml", "rss+xml", "Own (RSS)"),
                (f"{folder}atom.xml", "atom+xml", "Own (Atom)"),
                (f"{folder}feed.json", "feed+json", "Own"),
            )
    files["digests/weekly.xml"] = rss(digest_channel(SETTINGS.digests[0], SETTINGS, (issue(),)))
    files["digests/weekly/index.html"] = page(("digests/weekly.xml", "rss+xml", "The weekly digest"))
    files["digests/weekly/2026-W46/index.html"] = page()
    files["digests/weekly/2026-W46/email.html"] = "<!doctype html><title>Mail</title>"
    files["email.xml"] = email()
    files |= news()
    files["feed.rss"] = files["rss.xml"] = files["feed.xml"]
    files["feeds.opml"] = opml()
    return {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}


def issue() -> Entry:
    """A closed issue of the digest."""
    return Entry(
        id=f"{TAG}digest/weekly/2026-W46",
        url=f"{URL}digests/weekly/2026-W46/",
        title="The weekly digest",
        summary="Second interview; First week",
        content="<p>Two.</p>",
        published=MONDAY,
        updated=MONDAY,
        authors=("Careers Desk",),
        categories=(),
    )


def write(root: Path, files: Mapping[str, bytes | None]) -> Path:
    """The site below ``root``; ``files`` replace what is good, None leaves a file out. Returns the folder."""
    folder = root / "site"
    for path, data in {**good_files(), **files}.items():
        if data is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    return folder


def problems(root: Path, files: Mapping[str, bytes | None] | None = None) -> tuple[Problem, ...]:
    """What the check says of the site with these files; paths begin with ``site/``."""
    folder = write(root, files or {})
    return check_site(folder, SETTINGS, NOW).problems


def finished(root: Path, files: Mapping[str, bytes | None] | None = None) -> Site:
    """The site with these files, as the rules see it."""
    return Site(folder=write(root, files or {}), settings=SETTINGS, now=NOW)


def broken(root: Path, files: Mapping[str, bytes | None]) -> set[str]:
    """The names of the rules that the site with these files breaks."""
    site = finished(root, files)
    return {problem.rule for problem in find_problems(read_all_feeds(site), site)}
