"""Which issue somebody sees who asks for the next one before it is closed. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Article, public
from knowledge_center.digests.close_plan import AlreadyClosed, Close, ConsentNeeded, NothingDue, plan
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.issue_draft import Draft
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.schedule import next_boundary, period_label
from knowledge_center.settings.model import DigestSettings
from knowledge_center.text.dates import moment_label
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """An issue and which one it is: ``due`` would be closed now, ``coming`` at its boundary, ``closed`` is.

    ``waiting`` counts further new articles that are for a later issue. ``refused`` is what no close would take before
    somebody has accepted it.
    """

    issue: Issue
    state: Literal["due", "coming", "closed"]
    waiting: int = 0
    refused: bool = False


def upcoming(
    articles: Iterable[Article], ledger: Ledger, digest: DigestSettings, zone: ZoneInfo, now: datetime
) -> Upcoming | None:
    """The issue a close at ``now`` would make; else what is new now, as of the next boundary; else the last one.

    None where nothing is new and nothing was ever closed. What a close would refuse as too many at once
    is shown as if somebody had accepted it.
    """
    # What is held is what comes next.
    digest = replace(digest, hold=0)
    seen = tuple(article for article in articles if public(article, now))
    outcome = plan(seen, ledger, digest, zone, now, accept=True)
    state: Literal["due", "coming"] = "due"
    moment = now
    if isinstance(outcome, (NothingDue, AlreadyClosed)):
        boundary = (outcome.next if isinstance(outcome, NothingDue) else None) or next_boundary(
            digest, zone, now
        )
        outcome, state, moment = plan(seen, ledger, digest, zone, boundary, accept=True), "coming", boundary
    if isinstance(outcome, Close):
        refused = isinstance(plan(seen, ledger, digest, zone, moment), ConsentNeeded)
        return Upcoming(issue=outcome.issue, state=state, waiting=outcome.waiting, refused=refused)
    return Upcoming(issue=ledger.issues[-1], state="closed") if ledger.issues else None


def with_words(found: Upcoming, draft: Draft | None) -> Upcoming:
    """An issue that is not closed yet, with the words of the draft that waits for it.

    Whatever is wrong with these words is wrong in the draft's file, so that is the issue's source here.
    """
    if draft is None or draft.empty or found.state == "closed":
        return found
    return replace(found, issue=replace(draft.applied_to(found.issue), source=draft.source))


def format_upcoming(found: Upcoming, *, this_year: int) -> str:
    """Which issue it is, as a sentence for people."""
    issue = found.issue
    name = f"{issue.key} ({period_label(issue.key)})"
    count = len(issue.entries)
    holds = counted(count, "article")
    more = f", {found.waiting} more for later issues" if found.waiting else ""
    words = f" Its words are those of {issue.source}." if issue.draft else ""
    match found.state:
        case "due":
            return f"{issue.digest}: the issue that would be closed now, {name}: {holds}{more}.{words}"
        case "coming":
            when = moment_label(issue.boundary, this_year=this_year)
            return f"{issue.digest}: what is new so far for {name}, which closes on {when}: {holds}{more}.{words}"
        case "closed":
            when = moment_label(issue.closed_at, this_year=this_year)
            return f"{issue.digest}: {name}, closed on {when}: {holds}."
