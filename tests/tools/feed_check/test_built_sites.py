"""The feeds of finished sites, as the build writes them."""

from __future__ import annotations

from knowledge_center.problems import report
from knowledge_center.tools.feed_check.site_check import check_site
from tests.sites import Built


def said(site: Built) -> str:
    """The report on a built site."""
    return report(check_site(site.folder, site.settings, site.now).problems)


def test_our_own_site_has_good_feeds(built: Built) -> None:
    """What make check-feeds says after knowledge-center build."""
    assert said(built) == "No problems."


def test_a_site_with_everything_has_good_feeds(varied: Built) -> None:
    """Every construct of Markdown, former addresses, drafts, an issue."""
    assert said(varied) == "No problems."
