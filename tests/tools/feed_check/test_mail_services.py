"""The table of mail services and readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.feed_check.site_check import check_site
from tests.samples import NOW
from tests.tools.feed_check.defects import Change, swap, swap_all
from tests.tools.feed_check.good_site import finished, good_files
from tests.tools.feed_check.samples import SETTINGS

# One row a service.
ROWS = (
    "Mailchimp", "Buttondown", "HubSpot", "MailerLite", "ActiveCampaign", "Letterhead, MailUp, Actito", "AWeber",
    "Digesto", "Drip", "Miniflux and other readers",
)  # fmt: skip


def table(root: Path, files: dict[str, bytes | None]) -> dict[str, str]:
    """The table of the site with these files: each service with its result."""
    found = check_site(finished(root, files).folder, SETTINGS, NOW)
    return {name: rest for name, _, rest in (line.partition(": ") for line in found.services)}


def test_a_good_site_suits_everybody(tmp_path: Path) -> None:
    """Row by row, with the file to give to the service."""
    rows = table(tmp_path, {})
    assert tuple(rows) == ROWS
    assert {rest for name, rest in rows.items() if name not in ROWS[-2:]} == {
        "ok (email.xml, digests/weekly.xml)"
    }
    assert rows["Drip"] == "ok (feed.rss)"
    assert rows["Miniflux and other readers"] == "ok (feed.xml, atom.xml, rss.xml)"


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        (
            "Mailchimp",
            swap("<pubDate>.*?</pubDate>", ""),
            "a pubDate in every item: “Second interview & more”",
        ),
        (
            "Mailchimp",
            swap("(<pubDate>)", r'<enclosure url="a" length="1" type="b/c"/>\1'),
            "no enclosure",
        ),
        ("Mailchimp", swap('width="600"', 'width="1200"'), "media:content of 600 px at most"),
        ("Mailchimp", swap(' height="400"', ""), "with width and height"),
        ("Mailchimp", swap("<channel>", '<channel xml:base="https://a.org/">'), "whole addresses"),
        ("Buttondown", swap("<guid.*?</guid>", ""), "a guid of its own"),
        ("Buttondown", swap("<pubDate>[^<]*", "<pubDate>soon"), "a pubDate"),
        (
            "Buttondown",
            swap("<description>What[^<]*", "<description>&lt;p&gt;All of it.&lt;/p&gt;"),
            "not the content",
        ),
        ("Buttondown", swap("All of it", '&lt;img src="data:image/png;base64,A"&gt;'), "no data: images"),
        ("HubSpot", swap("<dc:creator>.*?</dc:creator>", ""), "an author (dc:creator) in every item"),
        ("HubSpot", swap("<language>en", "<language>xx"), "no problem: mend what the check has found there"),
        ("MailerLite", swap("<pubDate>.*?</pubDate>", ""), "a pubDate"),
        ("ActiveCampaign", swap_all("600", "601"), "pictures of 600 px at most"),
        (
            "ActiveCampaign",
            swap("All of it", '&lt;img src="https://a.org/a.png" width="800" height="1"&gt;'),
            "cannot scale",
        ),
        (
            "Letterhead, MailUp, Actito",
            swap("small.jpg", "small.jpg?v=1"),
            "pictures at simple https addresses",
        ),
        ("Letterhead, MailUp, Actito", swap("small.jpg", "small.webp"), "end in .jpg or .png"),
        ("AWeber", swap("(<item>.*?</item>)", r"\1\1"), "“Second interview & more” is there twice"),
        ("Digesto", swap("All of it", "x" * 4_000_000), "under 4 MB"),
    ],
)
def test_what_a_service_needs_is_said_in_its_row(
    tmp_path: Path, name: str, change: Change, words: str
) -> None:
    """And the article to look at is named."""
    row = table(tmp_path, {"email.xml": change(good_files()["email.xml"])})[name]
    assert words in row
    assert row.startswith(("needs in ", "need in ")) and "site/email.xml " in row


def test_a_site_without_the_feed_for_mail_says_so(tmp_path: Path) -> None:
    """Not each row in its own words: the one file is missing."""
    rows = table(tmp_path, {"email.xml": None})
    assert rows["Mailchimp"] == "needs /email.xml, the feed for mail services: knowledge-center build"
    assert rows["Letterhead, MailUp, Actito"].startswith("need /email.xml")


def test_the_feed_of_a_digest_is_polled_too(tmp_path: Path) -> None:
    """Its pictures are as wide in a mail as they say."""
    wide = '&lt;img src="https://a.org/a.png" alt="" width="1500" height="1"&gt;'
    data = swap("Two[.]", wide)(good_files()["digests/weekly.xml"])
    row = table(tmp_path, {"digests/weekly.xml": data})["ActiveCampaign"]
    assert row.startswith("needs in ") and "site/digests/weekly.xml pictures of 600 px at most" in row


def test_robots_txt_may_shut_buttondown_out(tmp_path: Path) -> None:
    """Buttondown obeys it, so a line too many there ends the newsletter."""
    rows = table(tmp_path / "a", {"robots.txt": b"User-agent: *\nDisallow: /email.xml\n"})
    assert "robots.txt forbids it" in rows["Buttondown"]
    assert table(tmp_path / "b", {"robots.txt": None})["Buttondown"] == "ok (email.xml, digests/weekly.xml)"


def test_addresses_that_others_ask_for(tmp_path: Path) -> None:
    """Drip wants .rss at the end, readers try four names."""
    rows = table(tmp_path, {name: None for name in ("feed.rss", "feed.xml", "atom.xml", "rss.xml")})
    assert rows["Drip"] == "needs an address that ends in .rss: add /feed.rss to feeds.aliases"
    assert rows["Miniflux and other readers"] == "need a feed at /feed.xml, /atom.xml or /rss.xml"
