"""What the check says on a terminal: the problems, then the table of services."""

from __future__ import annotations

from knowledge_center.conformance.check import Verdict
from knowledge_center.problems import report


def feed_report(verdict: Verdict) -> str:
    """All problems with their fixes, how many feeds were looked at, and who can use them."""
    feeds = "1 feed" if verdict.feeds == 1 else f"{verdict.feeds} feeds"
    services = "\n".join(f"  {line}" for line in verdict.services)
    return f"{report(verdict.problems)}\n\n{feeds} looked at.\n\nMail services and readers\n{services}"
