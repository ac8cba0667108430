from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.compose import compose
from knowledge_center.mail.message import envelope
from knowledge_center.mail.model import Mail
from knowledge_center.mail.rules.message_check import lint
from knowledge_center.mail.utm import tagger
from knowledge_center.settings.model import Settings
from tests.digests.samples import MONDAY, WEEKLY, entry, issue
from tests.mail.rules.samples import message_of
from tests.mail.samples import LINKS, PICTURE
from tests.samples import settings

SITE = "https://knowledge.example.com/"
SAID = "utm_source=weekly&utm_medium=email&utm_campaign=2026-W46"


def with_utm(on: bool = True, **changes: Any) -> Settings:
    plain = settings()
    return dataclasses.replace(plain, mail=dataclasses.replace(plain.mail, utm=on), **changes)


def mailed(found: Issue, on: bool = True) -> Mail:
    pages = {"docs/articles/posts/2026/a.md": "articles/a/"}
    return compose(found, WEEKLY, with_utm(on), LINKS, pages=pages)


FULL = issue(
    entry("why-you-wait", title="Why you wait for the call", image=PICTURE),
    entry("pay", title="How to talk about pay", image=PICTURE),
    evergreen=entry("old", title="Read it again"),
    intro=(
        "[a](../../articles/posts/2026/a.md#top) [b](/search/?q=pay) [c](https://other.example.com/x) "
        "[d](mailto:desk@example.com) [e](https://knowledge.example.com/?utm_source=mine)"
    ),
)


def test_without_the_setting_no_link_is_changed() -> None:
    """Nobody is counted unless somebody decided to."""
    mail = mailed(FULL, on=False)
    assert "utm_medium" not in mail.html + mail.text


def test_every_link_to_the_own_site_says_where_it_stood() -> None:
    """Articles, titles, the page of the issue, past issues and the introduction: digest, mail and issue are named."""
    document = lxml.html.document_fromstring(mailed(FULL).html)
    links = [a.get("href") for a in document.iter("a")]
    kept = {LINKS.unsubscribe, LINKS.preferences, "https://other.example.com/x", "mailto:desk@example.com"}
    assert kept <= set(links)
    for link in set(links) - kept:
        assert urlsplit(link).hostname == "knowledge.example.com"
        assert "utm_medium=email&utm_campaign=2026-W46" in link
    for own in (
        f"{SITE}articles/why-you-wait/?{SAID}",
        f"{SITE}articles/old/?{SAID}",
        f"{SITE}?{SAID}",
        f"{SITE}digests/weekly/?{SAID}",
        f"{SITE}digests/weekly/2026-W46/?{SAID}",
        f"{SITE}articles/a/?{SAID}#top",
        f"{SITE}search/?q=pay&{SAID}",
        f"{SITE}?utm_source=mine&utm_medium=email&utm_campaign=2026-W46",
    ):
        assert own in links, own


def test_the_text_leads_where_the_html_does() -> None:
    """Both parts carry the same addresses."""
    mail = mailed(FULL)
    links = {a.get("href") for a in lxml.html.document_fromstring(mail.html).iter("a")}
    said = set(mail.text.split())
    assert {link for link in links if link.startswith("https:")} <= said


def test_pictures_and_the_readers_own_links_are_left_alone() -> None:
    """A picture is no visit, and leaving is nobody's campaign."""
    document = lxml.html.document_fromstring(mailed(FULL).html)
    assert {picture.get("src") for picture in document.iter("img")} == {f"{SITE}articles/a/a.png"}
    assert document.xpath("//a[text()='Unsubscribe']/@href") == [LINKS.unsubscribe]
    assert document.xpath("//a[text()='Choose what you get']/@href") == [LINKS.preferences]


def test_what_identifies_a_mail_does_not_follow_the_setting() -> None:
    """Switched on between two tries, it is still the same message to the reader's mailbox."""
    made = [
        envelope(FULL, WEEKLY, with_utm(on), to="r@example.org", date=MONDAY, unsubscribe=LINKS.unsubscribe)
        for on in (False, True)
    ]
    assert made[0] == made[1]


def test_a_tagged_mail_passes_the_check() -> None:
    """Longer addresses break no line and no rule."""
    found = [p for p in lint(message_of(mailed(dataclasses.replace(FULL, intro=""))), source="x.eml")]
    assert found == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (SITE, f"{SITE}?{SAID}"),
        (f"{SITE}a/", f"{SITE}a/?{SAID}"),
        (f"{SITE}a/?", f"{SITE}a/?{SAID}"),
        (f"{SITE}a/?x=1&", f"{SITE}a/?x=1&{SAID}"),
        (f"{SITE}a/?x=%20ü&x#f?y", f"{SITE}a/?x=%20ü&x&{SAID}#f?y"),
        (f"{SITE}a/#?utm_source=x", f"{SITE}a/?{SAID}#?utm_source=x"),
        (f"{SITE}?{SAID}", f"{SITE}?{SAID}"),
        ("HTTPS://Knowledge.Example.com/a", f"HTTPS://Knowledge.Example.com/a?{SAID}"),
        ("http://knowledge.example.com/a", f"http://knowledge.example.com/a?{SAID}"),
        ("https://knowledge.example.com", f"https://knowledge.example.com?{SAID}"),
        ("https://knowledge.example.com:8443/a", None),
        ("https://knowledge.example.com.evil.example/", None),
        ("https://www.example.com/", None),
        ("https://[broken/", None),
        ("mailto:x@knowledge.example.com", None),
        ("%%unsubscribe_url%%", None),
    ],
)
def test_an_address_keeps_what_it_has(url: str, expected: str | None) -> None:
    """Queries and fragments survive; other hosts and other kinds of address are none of ours."""
    assert tagger(with_utm(), digest="weekly", issue="2026-W46")(url) == (expected or url)


def test_a_site_in_a_folder_knows_its_own_pages() -> None:
    """What the same host serves beside the site is not the site."""
    tag = tagger(with_utm(site_url="https://example.com/kc/"), digest="weekly", issue="2026-W46")
    for own in ("https://example.com/kc/", "https://example.com/kc", "https://example.com/kc/a/"):
        assert tag(own) == f"{own}?{SAID}"
    for other in ("https://example.com/", "https://example.com/kcx/", "https://example.com/shop/"):
        assert tag(other) == other
