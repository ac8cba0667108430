"""When a site changes by itself, without anybody's hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from knowledge_center.content.content_reader import Content
from knowledge_center.digests.schedule import next_boundary, wall_moment
from knowledge_center.settings.model import Settings


def next_change(settings: Settings, content: Content, now: datetime, said: str = "") -> datetime:
    """The first moment after ``now`` at which a build of the same files may come to something else, at the latest
    midnight: dates of review and the day of the sitemap go by days. What is ``said`` may hold this minute."""
    if f"{now.astimezone(settings.zone):%Y-%m-%d %H:%M}" in said:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return min(moment for moment in _moments(settings, content, now) if moment > now)


def _moments(settings: Settings, content: Content, now: datetime) -> Iterator[datetime]:
    for article in content.articles.all:
        yield article.published
        if article.expires:
            yield article.expires
    for digest in settings.digests:
        if digest.every != "article":
            yield next_boundary(digest, settings.zone, now)
        for article in content.articles.all if digest.hold else ():
            yield article.published + timedelta(minutes=digest.hold)
    day = timedelta(days=1)
    yield wall_moment(now.astimezone(settings.zone).date() + day, time(), settings.zone)
    yield datetime.combine(now.astimezone(UTC).date() + day, time(), tzinfo=UTC)
