"""The mail that a checkout makes is the mail that stands in the site."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from knowledge_center.content.content_reader import read_content
from knowledge_center.mail.issue_mail import issue_composer
from knowledge_center.mail.model import web_links
from tests.samples import article_text, make_site, run
from tests.sites import Built, build


def test_every_issue_is_the_same_mail_in_the_site_and_from_the_checkout(site: Built) -> None:
    """Whoever previews or sends an issue has the bytes of its email.html and email.txt, pictures and all."""
    content = read_content(site.root, site.settings, site.now)
    issues = [issue for ledger in content.ledgers for issue in ledger.issues]
    assert issues
    composer = issue_composer(site.root, site.settings, content, site.now)
    for issue in issues:
        mail = composer.compose(issue, web_links(issue, site.settings))
        assert mail.html.encode() == site.file(f"{issue.url}email.html").read_bytes()
        assert mail.text.encode() == site.file(f"{issue.url}email.txt").read_bytes()


def test_the_pictures_of_a_mail_are_the_ones_that_are_published(built: Built) -> None:
    """What the composer says it made is what the site serves under that address."""
    content = read_content(built.root, built.settings, built.now)
    composer = issue_composer(built.root, built.settings, content, built.now)
    for ledger in content.ledgers:
        for issue in ledger.issues:
            composer.compose(issue, web_links(issue, built.settings))
    assert composer.renditions.made
    for path, made in composer.renditions.made.items():
        assert built.file(path).read_bytes() == made.data


def test_an_issue_outlives_the_article_its_introduction_names(tmp_path: Path) -> None:
    """An article expires after the issue was closed: the site still builds, and the mail has not changed."""
    articles: dict[str, str | bytes] = {
        "a.md": article_text(),
        "soon.md": article_text("Soon", expires="2026-11-21"),
    }
    root = make_site(tmp_path / "site", articles)
    assert run(root, "close_digest.py", "weekly").returncode == 0
    issue = root / "docs/digests/weekly/2026-W46.md"
    words = "Read [this](../../articles/posts/2026/soon.md).\n"
    issue.write_text(issue.read_text(encoding="utf-8") + words, encoding="utf-8")
    first = build(root)
    mail = first.text("/digests/weekly/2026-W46/email.html")
    assert 'href="https://knowledge.example.com/articles/soon/"' in mail
    later = build(root, now=first.now + timedelta(days=10))
    assert "/articles/soon/" not in later.text("/articles/")
    assert later.text("/digests/weekly/2026-W46/email.html") == mail


INTRO = """# Good morning

It's here: "quotes" -- and a table.

| Day | What |
|---|---|
| Mon | Send |

!!! tip "Read this"
    A tip about x<sup>2</sup>.

- [ ] a task
- [x] done

A footnote[^1], ~~struck~~ and ==marked==. See [this](../../articles/posts/2026/a.md).

[^1]: The note.

Term
:   Its definition
"""


@pytest.mark.parametrize(
    "extensions", ["", "markdown_extensions: [tables, footnotes, pymdownx.tilde, pymdownx.mark]\n"]
)
def test_an_introduction_says_the_same_on_its_page_in_the_feed_and_in_both_parts_of_the_mail(
    tmp_path: Path, extensions: str
) -> None:
    """One dialect, the site's own, and one rendering: the words and the links are the same everywhere."""
    root = make_site(tmp_path / "site", {"a.md": article_text()})
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + extensions, encoding="utf-8")
    assert run(root, "close_digest.py", "weekly").returncode == 0
    issue = root / "docs/digests/weekly/2026-W46.md"
    issue.write_text(issue.read_text(encoding="utf-8") + INTRO, encoding="utf-8")
    built = build(root)
    (page,) = built.page("/digests/weekly/2026-W46/").xpath("//div[contains(@class, 'prose')]")
    (item,) = etree.fromstring(built.file("/digests/weekly.xml").read_bytes()).iterfind(".//item")
    feed = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    mail = lxml.html.document_fromstring(built.text("/digests/weekly/2026-W46/email.html"))
    (cell,) = mail.xpath("//td[contains(@class, 'intro')]")
    text = built.text("/digests/weekly/2026-W46/email.txt")
    words = _words(page.text_content())
    assert len(words) > 30
    assert _words(lxml.html.fromstring(f"<div>{feed}</div>").text_content())[: len(words)] == words
    assert _words(cell.text_content()) == words
    own_part = text.split("-" * 72)[1]
    # Numbers of links and of notes are the text's own.
    said = re.sub(r"\[\d+\]( https?://\S+)?|^\d+\. ", "", own_part, flags=re.MULTILINE)
    assert _words(said.translate(str.maketrans("¹²", "12"))) == words
    assert not mail.xpath("//td[contains(@class, 'intro')]//h1")
    assert not page.xpath(".//h1")
    leads = "https://knowledge.example.com/articles/a/"
    assert leads in feed
    assert leads in cell.xpath(".//a/@href")
    assert leads in own_part


def _words(text: str) -> list[str]:
    """The words of a rendering, without boxes and the mark that leads back from a footnote."""
    return re.findall(r"\w+", text)
