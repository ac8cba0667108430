"""Mails from a checkout, without a built site."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.digests.ledger_text import issue_text
from knowledge_center.mail.issue_mail import IssueComposer, issue_composer
from knowledge_center.mail.model import web_links
from knowledge_center.pictures.mail_renditions import LEAD, ROW, MailRenditions
from knowledge_center.problems import Unusable
from tests.digests.samples import entry, issue
from tests.samples import NOW, article_text, make_docs, picture, settings


def composer(pictures: MailRenditions) -> IssueComposer:
    """A composer of a site without pages."""
    return IssueComposer(settings=settings(), pages={}, renditions=pictures)


WIDE = SnapshotImage(path="articles/a/a.png", alt="A desk", width=1200, height=800)


def test_an_issue_gets_its_pictures_from_the_sources(tmp_path: Path) -> None:
    """A picture of 1,200 pixels goes into the mail as a JPEG of twice the size it is shown at; no site is built."""
    text = article_text(image="a.png", image_alt="A desk")
    make_docs(tmp_path, {"a.md": text, "a.png": picture(size=(1200, 800))})
    content = read_content(tmp_path, settings(), NOW)
    made_here = issue_composer(tmp_path, settings(), content, NOW)
    found = issue(entry("a", image=WIDE))
    mail = made_here.compose(found, web_links(found, settings()))
    assert 'src="https://knowledge.example.com/articles/a/a.w1200.jpg"' in mail.html
    assert list(made_here.renditions.made) == ["articles/a/a.w1200.jpg"]
    with Image.open(io.BytesIO(made_here.renditions.made["articles/a/a.w1200.jpg"].data)) as made:
        assert (made.format, made.size) == ("JPEG", (1200, 800))
    assert list((tmp_path / ".build/renditions").glob("*.jpg"))


def test_a_renamed_article_still_has_its_picture(tmp_path: Path) -> None:
    """An issue remembers the old address of a picture; the mail is the same after the article was renamed."""
    before: dict[str, str | bytes] = {
        "a.md": article_text(image="a.png", image_alt="A desk"),
        "a.png": picture(size=(1200, 800)),
    }
    after: dict[str, str | bytes] = {
        "b.md": article_text(image="a.png", image_alt="A desk", aliases="[a]"),
        "a.png": before["a.png"],
    }
    closed = issue(entry("a", image=WIDE))
    mails = []
    for name, articles in (("before", before), ("after", after)):
        root = tmp_path / name
        make_docs(root, articles)
        ledger = root / "docs/digests/weekly/2026-W46.md"
        ledger.parent.mkdir(parents=True)
        ledger.write_text(issue_text(closed), encoding="utf-8")
        content = read_content(root, settings(), NOW)
        found = content.ledgers[0].issues[0]
        made_here = issue_composer(root, settings(), content, NOW)
        mails.append(made_here.compose(found, web_links(found, settings())))
    assert "a.w1200.jpg" in mails[0].html
    assert mails[0] == mails[1]


def test_an_introduction_may_link_to_what_has_a_page(tmp_path: Path) -> None:
    """A public article and an expired one can be linked to; a draft and a scheduled one lead nowhere yet."""
    make_docs(
        tmp_path,
        {
            "open.md": article_text("Open"),
            "over.md": article_text("Over", expires="2026-11-18"),
            "draft.md": article_text("Draft", draft="true"),
            "later.md": article_text("Later", date="2026-12-01"),
        },
    )
    content = read_content(tmp_path, settings(), NOW)
    made_here = issue_composer(tmp_path, settings(), content, NOW)

    def mail(name: str) -> str:
        found = issue(entry("open"), intro=f"See [this](../../articles/posts/2026/{name}.md).")
        return made_here.compose(found, web_links(found, settings())).html

    assert 'href="https://knowledge.example.com/articles/open/"' in mail("open")
    assert 'href="https://knowledge.example.com/articles/over/"' in mail("over")
    for name in ("draft", "later", "nowhere"):
        with pytest.raises(Unusable, match=f"{name}.md"):
            mail(name)
    later = issue_composer(tmp_path, settings(), content, NOW + timedelta(days=30))
    assert later.pages["docs/articles/posts/2026/later.md"] == "articles/later/"


def test_an_issue_of_an_unknown_digest_is_said(tmp_path: Path) -> None:
    """An issue of a digest that left the settings is no crash but a sentence that names those there are."""
    make_docs(tmp_path, {})
    found = issue(entry("a"), digest="daily")
    made_here = issue_composer(tmp_path, settings(), read_content(tmp_path, settings(), NOW), NOW)
    with pytest.raises(Unusable, match=r"mkdocs\.yml\n.*no “daily”; there are: weekly\."):
        made_here.compose(found, web_links(found, settings()))


def test_a_picture_that_is_not_ours_or_has_no_pixels_is_left_out(tmp_path: Path) -> None:
    """A foreign address, a drawing and a missing file have no version for mails, however often asked."""
    drawing = tmp_path / "a.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    sources = {"articles/a/a.svg": drawing, "articles/a/gone.png": tmp_path / "gone.png"}
    pictures = MailRenditions(site_url=settings().site_url, sources=sources, cache=tmp_path / "cache")
    for url in ("https://www.example.com/x.png", *(settings().absolute(path) for path in sources)):
        assert pictures.fitted(url) is None and pictures.fitted(url) is None
    assert pictures.made == {}
    assert (
        composer(pictures).picture_for(
            SnapshotImage(path="articles/a/a.svg", alt="", width=0, height=0), LEAD
        )
        is None
    )


def test_a_picture_is_shown_no_larger_than_it_is(tmp_path: Path) -> None:
    """A thumbnail's place is 180 pixels wide; a picture of 90 stays at 90, and keeps its shape."""
    (tmp_path / "a.png").write_bytes(picture(size=(90, 60)))
    (tmp_path / "b.png").write_bytes(picture(size=(1200, 800)))
    sources = {"articles/a/a.png": tmp_path / "a.png", "articles/a/b.png": tmp_path / "b.png"}
    pictures = MailRenditions(site_url=settings().site_url, sources=sources, cache=tmp_path / "cache")
    sizes = []
    for path in sources:
        made = composer(pictures).picture_for(SnapshotImage(path=path, alt="A", width=0, height=0), ROW)
        assert made is not None
        sizes.append((made.width, made.height))
    assert sizes == [(90, 60), (180, 120)]


def test_a_preview_says_what_the_check_of_mails_finds(tmp_path: Path) -> None:
    """A good issue has nothing against it; a subject that shouts is named, in the file where it can be mended."""
    make_docs(tmp_path, {})
    made_here = issue_composer(tmp_path, settings(), read_content(tmp_path, settings(), NOW), NOW)
    good = made_here.preview(issue(entry("a", title="A title of some words"), subject="Why you wait so long"))
    assert good.findings == ()
    assert good.mail.subject == "Why you wait so long"
    assert b"\r\nSubject: Why you wait so long\r\n" in good.message
    (loud,) = made_here.preview(issue(entry("a", title="A title"), subject="WHY YOU WAIT SO LONG")).findings
    assert loud.path == "docs/digests/weekly/2026-W46.md"
    assert "capitals" in loud.message
