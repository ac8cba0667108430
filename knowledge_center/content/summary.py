"""What a build says at its end: what was made, what waits, and which digest is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.model import expired, public
from knowledge_center.articles.translations import for_everybody
from knowledge_center.content.content_reader import Content
from knowledge_center.digests.close_report import format_status
from knowledge_center.digests.ledger import Ledger
from knowledge_center.feed_formats import FEED_FILES
from knowledge_center.feeds.archive import unreachable
from knowledge_center.problem_formats import as_text
from knowledge_center.problems import Problem
from knowledge_center.settings.model import Settings
from knowledge_center.text.plurals import counted


def summary(settings: Settings, content: Content, files: Collection[str], now: datetime) -> str:
    """Lines for a terminal on a site of these ``files``; advice of the checks comes first, where there is any."""
    articles = content.articles.all
    hidden = [article for article in articles if not public(article, now)]
    counts = [
        counted(len(articles) - len(hidden), "article"),
        counted(sum(file.endswith(".html") for file in files), "page"),
        counted(sum(file.rpartition("/")[2] in FEED_FILES for file in files), "feed"),
    ]
    waiting = [
        (sum(a.draft for a in hidden), "draft"),
        (sum(not a.draft and a.published > now for a in hidden), "scheduled article"),
        (sum(not a.draft and expired(a, now) for a in hidden), "expired article"),
    ]
    lines = [as_text(content.problems), ""] if content.problems else []
    lines.append(f"{Path(settings.site_dir)}/ is ready: {', '.join(counts)}.")
    held = [counted(number, noun) for number, noun in waiting if number]
    if held:
        lines.append(f"Not shown to readers: {', '.join(held)}.")
    lines += record_lines(content)
    lines += archive_lines(settings, content, now)
    lines += digest_lines(settings, content, now)
    return "\n".join(lines)


def record_lines(content: Content) -> list[str]:
    """That addresses which disappear could be missed, in a site with closed issues that keeps none of them in mind.

    A new site need not be told: its first scheduled run begins.
    """
    begun = content.record or not any(ledger.issues for ledger in content.ledgers)
    return [] if begun else ["To be warned of addresses that disappear: knowledge-center record"]


def archive_lines(settings: Settings, content: Content, now: datetime) -> list[str]:
    """That older articles could stay within a feed reader's reach, as long as no archive page was ever closed.

    Afterwards the checks say which articles are on none.
    """
    if content.archive:
        return []
    shown = for_everybody(article for article in content.articles.all if public(article, now))
    count = len(unreachable(shown, (), settings.feeds.entries))
    if not count:
        return []
    left = f"{counted(count, 'older article')} {'has' if count == 1 else 'have'} left the feed."
    return [f"{left} To keep them within a feed reader's reach: knowledge-center archive"]


def ledger_problems(content: Content, ledger: Ledger) -> list[Problem]:
    """What stops a digest: to a ledger that cannot be read everything would be new."""
    inside = f"{ledger.source}/"
    return [p for p in content.problems if not p.advice and p.path.startswith(inside)]


def digest_lines(settings: Settings, content: Content, now: datetime) -> list[str]:
    """Where each digest stands: what is due with the command to run, else when it closes next.

    While its ledger has a problem, that is where it stands.
    """
    lines = []
    for digest, ledger in zip(settings.digests, content.ledgers, strict=True):
        if wrong := ledger_problems(content, ledger):
            lines.append(
                f"{digest.key} closes nothing before this is mended: {wrong[0].where}: {wrong[0].message}"
            )
        else:
            lines.append(format_status(content.articles.all, ledger, digest, settings.zone, now))
    return lines
