"""What the check says on a terminal: the problems, then the table of services."""

from __future__ import annotations

from knowledge_center.problems import report
from knowledge_center.text.plurals import counted
from knowledge_center.tools.feed_check.site_check import CheckResult


def feed_report(result: CheckResult) -> str:
    """All problems with their fixes, how many feeds were looked at, and who can use them."""
    services = "\n".join(f"  {line}" for line in result.services)
    feeds = counted(result.feeds, "feed file")
    return f"{report(result.problems)}\n\n{feeds} looked at.\n\nMail services and readers\n{services}"
