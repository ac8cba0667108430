"""The list of all feeds."""

from __future__ import annotations

from pathlib import Path

from tests.tools.feed_check.defects import swap
from tests.tools.feed_check.good_site import broken, good_files


def test_outlines_may_stand_in_groups(tmp_path: Path) -> None:
    """A group is an outline with text around those of the feeds."""
    data = swap("(<body>\n)(.*)(</body>)", r'\1<outline text="All of us">\2</outline>\3')(
        good_files()["feeds.opml"]
    )
    assert broken(tmp_path, {"feeds.opml": data}) == set()


def test_the_feed_for_mail_services_is_not_for_readers(tmp_path: Path) -> None:
    """It would show every article twice, so the list leaves it out, like copies and pages of the past."""
    listed = good_files()["feeds.opml"]
    assert all(name not in listed for name in (b"email.xml", b"rss.xml", b"news/1.xml"))
    assert broken(tmp_path, {}) == set()
