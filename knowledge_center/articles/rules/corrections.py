"""When readers learn of a correction: not before its time, and on the day of the article only by its hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from knowledge_center.articles.model import Article
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding, RuleSet, breaks

# The article, now on the site's clock, and the line on which ``updated`` stands.
rule = RuleSet[[Article, datetime, int]]("articles.corrections")


def corrected(article: Article, now: datetime) -> Article:
    """The article without a correction that is yet to come: no feed may be dated in the future."""
    return replace(article, updated=None) if article.updated and article.updated > now else article


@rule.advice
@breaks(fields="updated: 2027-03-01")
def are_not_in_the_future(article: Article, now: datetime, line: int) -> Iterator[Finding]:
    """Readers of an article that is out learn of a correction when its time has come, which a slip puts off."""
    if article.updated and article.published <= now < article.updated:
        message = (
            f"The correction is dated in the future; it is {now:%Y-%m-%d %H:%M} on the site's clock now."
        )
        fix = f"updated: {now:%Y-%m-%d %H:%M}"
        yield Finding(line=line, message=message, fix=fix, edits=(Edit(line, line, (fix,)),))


@rule.advice
@breaks(fields="date: 2026-11-24\nupdated: 2026-11-24")
def are_later_than_the_article(article: Article, now: datetime, line: int) -> Iterator[Finding]:
    """A correction of the day of publication needs its hour, or nobody can tell that it is one."""
    updated = article.updated
    if updated is None or article.published > now or updated > now:
        return
    if updated <= article.published and updated.astimezone(now.tzinfo).date() == now.date():
        message = "The correction has the date of the article, so readers are not told of it. With an hour they are."
        fix = f"updated: {now:%Y-%m-%d %H:%M}"
        yield Finding(line=line, message=message, fix=fix, edits=(Edit(line, line, (fix,)),))
