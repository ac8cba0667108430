"""Sites that were not built by us."""

from __future__ import annotations

from pathlib import Path

from knowledge_center.tools.feed_check.site_check import check_site
from tests.samples import NOW
from tests.tools.feed_check.good_site import good_files, problems
from tests.tools.feed_check.samples import SETTINGS


def test_a_site_without_feeds_gets_one_clear_message(tmp_path: Path) -> None:
    """Zensical builds such a site from our sources and says nothing; we do, once, and what to do."""
    (tmp_path / "site/articles").mkdir(parents=True)
    for page in ("index.html", "articles/index.html"):
        (tmp_path / "site" / page).write_text("<html><head></head></html>", encoding="utf-8")
    found = check_site(tmp_path / "site", SETTINGS, NOW).problems
    assert len(found) == 1
    assert "the hooks have not run" in found[0].message
    assert found[0].path.endswith("site/feed.xml")
    assert found[0].fix.startswith("knowledge-center build") and "Zensical" in found[0].fix


def test_an_empty_folder_is_such_a_site(tmp_path: Path) -> None:
    """Nothing there: the same message."""
    assert [p.message[:8] for p in check_site(tmp_path, SETTINGS, NOW).problems] == ["There is"]


def test_feeds_of_another_plugin_are_judged_all_the_same(tmp_path: Path) -> None:
    """One may run the check on any build."""
    theirs = good_files()["feed.xml"].replace(b">Knowledge Center</generator>", b">Other</generator>")
    theirs = theirs.replace(b"<dc:creator>Careers Desk</dc:creator>", b"<author>Careers Desk</author>")
    messages = [
        p.message for p in problems(tmp_path, {"feed.xml": theirs, "rss.xml": None, "feed.rss": None})
    ]
    assert any("another plugin writes this feed" in message for message in messages)
    assert any("dc:creator" in message for message in messages)
