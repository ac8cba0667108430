"""The mail that a checkout makes is the mail that stands in the site."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

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
