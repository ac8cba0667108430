"""Ids, addresses, dates and order of entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from knowledge_center.tools.feed_check.site_check import find_problems, read_all_feeds
from tests.tools.feed_check.defects import swap, swap_all
from tests.tools.feed_check.good_site import broken, finished, good_files


def test_articles_of_one_moment_may_stand_in_any_order(tmp_path: Path) -> None:
    """Two articles of one day are both the newest."""
    same = swap_all("<pubDate>[^<]*", "<pubDate>Mon, 16 Nov 2026 14:00:00 +0000")
    assert broken(tmp_path, {"email.xml": same(good_files()["email.xml"])}) == set()


def test_zones_do_not_count_in_the_order(tmp_path: Path) -> None:
    """09:00 in Detroit is later than 13:00 in London, which its letters do not show."""
    mixed = swap("<pubDate>[^<]*", "<pubDate>Mon, 16 Nov 2026 09:00:00 -0500")(good_files()["email.xml"])
    assert mixed is not None
    mixed = swap("(<pubDate>.*?<pubDate>)[^<]*", r"\1Mon, 16 Nov 2026 13:00:00 +0000")(mixed)
    assert broken(tmp_path, {"email.xml": mixed}) == set()


def test_now_is_no_future(tmp_path: Path) -> None:
    """An article that is due this very second is in the feed rightly."""
    newest = datetime(2026, 11, 16, 16, tzinfo=UTC)
    site = replace(finished(tmp_path), now=newest)
    assert [problem.rule for problem in find_problems(read_all_feeds(site), site)] == []
    earlier = replace(site, now=newest.replace(hour=15, minute=59))
    assert {problem.rule for problem in find_problems(read_all_feeds(earlier), earlier)} == {
        "feeds.entries.dates_are_past"
    }


def test_a_future_date_tells_what_time_it_is(tmp_path: Path) -> None:
    """In the site's own zone, so that a wrong clock is seen."""
    site = replace(finished(tmp_path), now=datetime(2026, 11, 16, 15, tzinfo=UTC))
    messages = [problem.message for problem in find_problems(read_all_feeds(site), site)]
    assert all("it is 2026-11-16 10:00-05:00 now" in message for message in messages)
