"""When a site changes by itself, without anybody's hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from knowledge_center.content.content_reader import Content
from knowledge_center.digests.schedule import next_boundary, wall_moment
from knowledge_center.settings.model import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that time alone brings about, ``what`` in words for people."""

    at: datetime
    what: str


def next_change(settings: Settings, content: Content, now: datetime, said: str = "") -> datetime:
    """The first moment after ``now`` at which a build of the same files may come to something else, at the latest
    midnight: dates of review and the day of the sitemap go by days. What is ``said`` may hold this minute."""
    if f"{now.astimezone(settings.zone):%Y-%m-%d %H:%M}" in said:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    day = timedelta(days=1)
    midnights = (
        wall_moment(now.astimezone(settings.zone).date() + day, time(), settings.zone),
        datetime.combine(now.astimezone(UTC).date() + day, time(), tzinfo=UTC),
    )
    moments = [*(moment for moment, _ in _changes(settings, content, now)), *midnights]
    return min(moment for moment in moments if moment > now)


def coming_changes(settings: Settings, content: Content, now: datetime) -> tuple[Change, ...]:
    """What readers will see change by time alone, the next first: each needs a build of its own moment."""
    found = [Change(at=at, what=what) for at, what in _changes(settings, content, now) if at > now and what]
    return tuple(sorted(found, key=lambda change: (change.at, change.what)))


def _changes(settings: Settings, content: Content, now: datetime) -> Iterator[tuple[datetime, str]]:
    """Each with words for people, or without where they see nothing of it."""
    for article in content.articles.all:
        seen = not article.draft
        yield article.published, f"“{article.title}” comes out" if seen else ""
        if article.expires:
            yield article.expires, f"“{article.title}” expires" if seen else ""
    for title, at in content.articles.corrections:
        yield at, f"the correction of “{title}” is told"
    for digest in settings.digests:
        if digest.every != "article":
            yield next_boundary(digest, settings.zone, now), f"{digest.key} closes"
        for article in content.articles.all if digest.hold else ():
            yield article.published + timedelta(minutes=digest.hold), ""
