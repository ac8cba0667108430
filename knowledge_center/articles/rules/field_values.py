"""Advice about values that can be read, and are hardly what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from knowledge_center.articles.model import Article, expired
from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.rules import Finding, RuleSet, breaks

rule = RuleSet[[ArticleText]]("articles.values")
# The article, now on the site's clock, the lines of its fields, and whether readers have met it in an issue or archive.
dated_rule = RuleSet[[Article, datetime, dict[str, int], bool]]("articles.days")

MOST_CATEGORIES = 4
_FAR = timedelta(days=2 * 365)
_NEW = timedelta(days=30)
_DATES = ("date", "updated", "expires")


@rule.advice
@breaks(
    fields="categories: [interviews, pay, a, b, c]",
    files={
        "docs/articles/.categories.yml": "".join(
            f"{slug}:\n  name: {slug}\n" for slug in ("interviews", "pay", "a", "b", "c")
        )
    },
)
def topics_are_few(article: ArticleText) -> Iterator[Finding]:
    """What stands under every topic is found under none: readers of each get what they did not ask for."""
    count = len(article.fields.categories)
    if count > MOST_CATEGORIES:
        yield Finding(
            line=article.fields.lines.get("categories", 1),
            message=f"The article is filed under {count} topics.",
            fix=f"categories: [{', '.join(topic.slug for topic in article.fields.categories[:2])}]\n"
            "or whichever two or three it is about",
        )


@rule.advice
@breaks(fields="date: 2026-03-29 01:30")
def hours_exist(article: ArticleText) -> Iterator[Finding]:
    """In the night in which clocks go forward an hour is left out: what is set for it comes an hour later."""
    fields = article.fields
    for name, moment in zip(_DATES, (fields.published, fields.updated, fields.expires), strict=True):
        # In an hour that is left out, as in one that comes twice, the clock can be read in two ways.
        if moment is None or moment.utcoffset() == moment.replace(fold=1).utcoffset():
            continue
        there = moment.astimezone(UTC).astimezone(moment.tzinfo)
        if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
            yield Finding(
                line=fields.lines.get(name, 1),
                message=f"On {moment:%Y-%m-%d} clocks go forward: there is no {moment:%H:%M} in the site's time zone.",
                fix=f"{name}: {there:%Y-%m-%d %H:%M}",
            )


@dated_rule.advice
@breaks(fields="date: 2206-11-16")
def are_within_sight(article: Article, now: datetime, lines: dict[str, int], met: bool) -> Iterator[Finding]:
    """A date years ahead is most often a slip of the finger, and keeps the article from everybody."""
    if article.published - now > _FAR:
        yield Finding(
            line=lines.get("date", 1),
            message=f"The article is dated {article.published:%Y-%m-%d}, more than two years ahead of today.",
            fix=f"date: {now.year}-{article.published:%m-%d}, if that is what was meant",
        )


@dated_rule.advice
@breaks(fields="expires: 2026-11-20")
def are_not_over_at_once(
    article: Article, now: datetime, lines: dict[str, int], met: bool
) -> Iterator[Finding]:
    """An article that is new and has expired already was in no list, no feed and no mail."""
    if article.draft or met or not expired(article, now) or now - article.published > _NEW:
        return
    # What expires before it is published is a problem already.
    if article.expires is None or article.expires <= article.published:
        return
    yield Finding(
        line=lines.get("expires", 1),
        message=f"The article is new, and has expired on {article.expires - timedelta(seconds=1):%Y-%m-%d} already.",
        fix="Correct the day, or delete the line.",
    )
