"""When readers learn of a correction: not before its time, and on the day of the article only by its hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Article
from knowledge_center.problems import Problem


def corrected(article: Article, now: datetime) -> Article:
    """The article without a correction that is yet to come: no feed may be dated in the future."""
    return replace(article, updated=None) if article.updated and article.updated > now else article


def check_correction(article: Article, now: datetime, zone: ZoneInfo, line: int) -> tuple[Problem, ...]:
    """Advice about an ``updated`` on ``line`` of which readers of an article they can see are told nothing now.

    ``zone`` is the site's.
    """
    if article.updated is None or article.published > now:
        return ()
    here = now.astimezone(zone)
    if article.updated > now:
        message = (
            f"The correction is dated in the future; it is {here:%Y-%m-%d %H:%M} on the site's clock now."
        )
    elif article.updated <= article.published and article.updated.astimezone(zone).date() == here.date():
        message = "The correction has the date of the article, so readers are not told of it. With an hour they are."
    else:
        return ()
    fix = f"updated: {here:%Y-%m-%d %H:%M}"
    return (Problem(path=article.source, line=line, message=message, fix=fix, advice=True),)
