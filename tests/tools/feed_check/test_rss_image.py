"""The image of a channel."""

from __future__ import annotations

from pathlib import Path

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files


def test_an_image_need_not_say_its_size(tmp_path: Path) -> None:
    """RSS has sizes for it that hold where it says none."""
    data = swap("<width>88</width>\n<height>31</height>\n", "")(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/feed.xml": data}) == set()


def test_an_image_without_anything_is_told_all(tmp_path: Path) -> None:
    """No url, no title, no link."""
    data = swap("<image>.*?</image>", "<image/>")(good_files()["news/feed.xml"])
    assert broken(tmp_path, {"news/feed.xml": data}) == {
        "feeds.rss_image.has_a_picture",
        "feeds.rss_image.is_labelled_like_the_channel",
    }
