"""The feed that mail services poll."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_center.tools.feed_check.mail_feed import is_simple
from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, finished, good_files
from tests.tools.feed_check.samples import SETTINGS


def test_an_article_without_picture_is_sent_without(tmp_path: Path) -> None:
    """Nothing is asked of a picture that is not there."""
    data = swap("<media:content.*?/>", "")(good_files()["email.xml"])
    assert broken(tmp_path, {"email.xml": data}) == set()


def test_the_feed_of_readers_may_have_large_pictures(tmp_path: Path) -> None:
    """Enclosures and 1200 pixels are for them; the rules look at /email.xml alone."""
    assert b"<enclosure" in good_files()["feed.xml"] and b'width="1200"' in good_files()["feed.xml"]
    assert broken(tmp_path, {}) == set()


@pytest.mark.parametrize(
    ("address", "simple"),
    [
        ("https://a.org/b.jpg", True),
        ("https://a.org/b.PNG", True),
        ("https://a.org/b.webp", False),
        ("https://a.org/b.jpg?w=600", False),
        ("https://a.org/b.jpg#x", False),
        ("http://a.org/b.jpg", False),
        ("https://[/b.jpg", False),
        ("", False),
    ],
)
def test_which_addresses_every_service_takes(tmp_path: Path, address: str, simple: bool) -> None:
    """https, .jpg or .png, and nothing behind it; a site of plain http is not asked for more than it has."""
    site = finished(tmp_path)
    assert is_simple(address, site) is simple
    plain = replace(site, settings=replace(SETTINGS, site_url="http://localhost:8000/"))
    assert is_simple(address, plain) is (simple or address == "http://a.org/b.jpg")
