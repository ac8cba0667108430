"""One older article for a thin issue: which one readers have not met for the longest time.

It is recalled, not delivered: it changes nothing about what is new to whom, so here dates may decide.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from knowledge_center.articles.model import Article, public
from knowledge_center.articles.translations import in_language
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.schedule import instant
from knowledge_center.settings.model import DigestSettings


def worth_rereading(
    articles: Iterable[Article],
    ledger: Ledger,
    digest: DigestSettings,
    boundary: datetime,
    now: datetime,
    *,
    new: Collection[str],
) -> Article | None:
    """The article that an issue of ``boundary`` recalls, or None where it has news enough or none is old enough.

    ``new`` are the identities of what is new to this digest. The choice is the public article that this
    digest knows, is about, and has shown for the longest time: neither published nor in an issue for
    ``evergreen_months``. Of two the one whose identity comes first.
    """
    if not 0 < len(new) < digest.evergreen_below:
        return None
    since = _months_before(boundary, digest.evergreen_months)
    fresh = {identity.casefold() for identity in new}
    met = _last_met(ledger)
    candidates = [
        (max(instant(article.published), met.get(article.identity.casefold(), _LONG_AGO)), article)
        for article in in_language((one for one in articles if public(one, now)), digest.language)
        if article.digest != "skip" and article.identity.casefold() not in fresh and is_about(article, digest)
    ]
    old = [(moment, article.identity, article) for moment, article in candidates if moment <= since]
    return min(old, key=lambda found: found[:2])[2] if old else None


def is_about(article: Article, digest: DigestSettings) -> bool:
    """Whether the digest carries such articles: any category counts, not only the first."""
    return not digest.categories or any(c.slug in digest.categories for c in article.categories)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _last_met(ledger: Ledger) -> dict[str, datetime]:
    """When an issue last showed each article, new or recalled."""
    met: dict[str, datetime] = {}
    for issue in ledger.issues:
        for entry in issue.shown:
            identity = entry.id.casefold()
            met[identity] = max(met.get(identity, _LONG_AGO), instant(issue.closed_at))
    return met


def _months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return instant(moment.replace(year=year, month=month + 1, day=day))
