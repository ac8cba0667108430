"""Who follows the feed of the old site meets no article anew when the same address gives the feed of this one."""

from __future__ import annotations

import sys
from pathlib import Path

import feedparser_sgmllib
import pytest

from knowledge_center.articles.articles_reader import read_articles
from knowledge_center.feeds.channels import article_feeds
from knowledge_center.feeds.xml_feeds import atom, rss
from knowledge_center_cli.article_import import run
from tests.feeds.samples import EVERYTHING
from tests.samples import NOW, settings
from tests.tools.importer.wordpress import export, item

SITE = "https://old.example.org"
TEXT = "Most offers leave four things open. This one says which, and how to ask for each of them.\n"


def jekyll(folder: Path) -> tuple[Path, list[str], str]:
    """Ids as in jekyll-feed's feed.xml, ``{{ post.id | absolute_url | xml_escape }}``: no slash, no ending."""
    posts = folder / "_posts"
    posts.mkdir(parents=True)
    (posts / "2019-05-06-Fair_Offer.md").write_text(f"---\ntitle: One\n---\n{TEXT}", encoding="utf-8")
    (posts / "2019-05-07-two.md").write_text(
        f"---\ntitle: Two\nslug: zwei\npermalink: /a/b.html\n---\n{TEXT}", encoding="utf-8"
    )
    ids = [f"{SITE}/blog/2019/05/06/Fair_Offer", f"{SITE}/blog/a/zwei"]
    entries = "".join(
        f'<entry><title type="html">x</title><link href="{one}/" rel="alternate" type="text/html"/><id>{one}</id>'
        "<updated>2019-05-06T00:00:00+00:00</updated></entry>"
        for one in ids
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{SITE}/feed.xml</id><title>Old</title>{entries}</feed>'
    return folder, [feed, "--site-url", f"{SITE}/blog"], "atom"


def _rss(guids: list[str], attributes: str = "") -> str:
    items = "".join(
        f"<item><title>x</title><link>{SITE}/x/</link><guid{attributes}>{guid}</guid></item>"
        for guid in guids
    )
    return f'<rss version="2.0"><channel><title>Old</title>{items}</channel></rss>'


def hugo(folder: Path) -> tuple[Path, list[str], str]:
    """Guids as in Hugo's own rss.xml, ``<guid>{{ .Permalink }}</guid>``."""
    posts = folder / "content/posts"
    posts.mkdir(parents=True)
    for name in ("fair-offer", "größe"):
        (posts / f"{name}.md").write_text(
            f"---\ntitle: {name}\ndate: 2019-05-06\n---\n{TEXT}", encoding="utf-8"
        )
    (folder / "hugo.toml").write_text(f'baseURL = "{SITE}/"\n', encoding="utf-8")
    return folder / "content", [_rss([f"{SITE}/posts/fair-offer/", f"{SITE}/posts/gr%C3%B6%C3%9Fe/"])], "rss"


def wordpress(folder: Path) -> tuple[Path, list[str], str]:
    """Guids as WordPress's feed-rss2.php writes them, ``the_guid()``: the export has the same."""
    folder.mkdir()
    file = export(folder, item(1, f"<p>{TEXT}</p>"), item(2, f"<p>{TEXT}</p>"))
    feed = _rss([f"{SITE}/?p=1", f"{SITE}/?p=2"], ' isPermaLink="false"')
    return file, [feed], "rss"


def material(folder: Path) -> tuple[Path, list[str], str]:
    """Guids as in the template of mkdocs-rss-plugin: the page's canonical address."""
    posts = folder / "docs/blog/posts"
    posts.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Old\nplugins: [blog, rss]\n", encoding="utf-8")
    (folder / "docs/blog/.authors.yml").write_text("authors:\n  jo:\n    name: Jo\n", encoding="utf-8")
    for number in (1, 2):
        (posts / f"{number}.md").write_text(
            f"---\ndate: 2019-05-0{number}\nauthors: [jo]\n---\n# Fair offer {number}\n\n{TEXT}",
            encoding="utf-8",
        )
    guids = [f"{SITE}/blog/2019/05/0{number}/fair-offer-{number}/" for number in (1, 2)]
    return folder / "docs/blog", [_rss(guids, ' isPermaLink="true"'), "--site-url", SITE], "rss"


@pytest.mark.parametrize("kind", [jekyll, hugo, wordpress, material])
def test_no_subscriber_notices_the_move(
    tmp_path: Path, kind: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every entry of the first feeds is one that a reader of the old feed holds already."""
    # The parser inside ``reader`` asks for this by the name it had before.
    monkeypatch.setitem(sys.modules, "sgmllib", feedparser_sgmllib)
    import reader

    source, (old_feed, *options), form = kind(tmp_path / "old")  # type: ignore[operator]
    root = tmp_path / "site"
    assert run([str(source), "--into", str(root / "docs"), *options]) == 0
    articles = read_articles(root, settings(), NOW)
    assert len(articles.all) == 2 and not [one for one in articles.problems if not one.advice]
    feed = article_feeds([EVERYTHING], articles.all, settings())[""]
    file = tmp_path / "feed.xml"
    with reader.make_reader(":memory:", feed_root=str(tmp_path)) as held:
        held.add_feed("feed.xml")
        seen = []
        for content in (old_feed.encode(), atom(feed) if form == "atom" else rss(feed)):
            file.write_bytes(content)
            held.update_feed("feed.xml")
            seen.append({entry.id for entry in held.get_entries()})
    assert len(seen[0]) == 2 and seen[1] == seen[0]
