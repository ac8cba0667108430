"""What the next close would do: which articles are new, and which issue they make.

Everything here is pure; ``close_run`` carries it out. No date decides membership: an article is new to a
digest when no issue of it, and not its baseline, holds its identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Article, newest_first, public
from knowledge_center.articles.translations import in_language
from knowledge_center.digests.evergreen import is_about, worth_rereading
from knowledge_center.digests.issue_draft import Draft
from knowledge_center.digests.ledger import Entry, Issue, Ledger, SnapshotImage
from knowledge_center.digests.schedule import instant, issue_key, latest_boundary, next_boundary
from knowledge_center.settings.model import DigestSettings

MOST_IN_AN_ISSUE = 40
MOST_WITHOUT_ASKING = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingDue:
    """The last boundary is dealt with; the digest closes at ``next`` again.

    That is None for one that mails each article while there is none. ``held`` are those whose hold goes on, with
    the moment they were first found public.
    """

    next: datetime | None
    held: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingNew:
    """The boundary has come, but there is no news: it is to be recorded, and no issue made.

    ``draft`` is the file of a draft that goes on waiting, or empty.
    """

    boundary: datetime
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyClosed:
    """The period has its issue: the boundary is to be recorded; ``waiting`` articles are for the next one."""

    boundary: datetime
    issue: Issue
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNeeded:
    """Refused: what is new looks like an import or an archive, and somebody has to decide.

    ``count`` articles are new without anybody's consent; ``old`` of them, where the digest has not begun yet,
    are older than one period.
    """

    boundary: datetime
    count: int
    old: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The issue to write; ``waiting`` articles more are for the next one, ``draft`` is used up by it.

    ``held`` are articles whose hold goes on, with the moment they were first found public.
    ``accepted`` are the ids among those waiting that somebody has consented to: they are not asked about again.
    """

    issue: Issue
    waiting: int
    draft: Draft | None = None
    held: Mapping[str, datetime] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()


Outcome = NothingDue | NothingNew | AlreadyClosed | ConsentNeeded | Close


def eligible(
    articles: Iterable[Article], ledger: Ledger, digest: DigestSettings, now: datetime
) -> tuple[Article, ...]:
    """The articles that are news to this digest's subscribers: featured ones first, then newest first."""
    known = {identity.casefold() for identity in ledger.known_ids}
    readable = in_language((article for article in articles if public(article, now)), digest.language)
    return _in_order(
        article
        for article in readable
        if article.digest != "skip" and article.identity.casefold() not in known and is_about(article, digest)
    )


def plan(
    articles: Iterable[Article],
    ledger: Ledger,
    digest: DigestSettings,
    zone: ZoneInfo,
    now: datetime,
    *,
    accept: bool = False,
) -> Outcome:
    """What a close at ``now`` does. ``accept`` is somebody's consent to all that is new, however many and how old."""
    articles = tuple(articles)
    boundary = latest_boundary(digest, zone, now)
    new = eligible(articles, ledger, digest, now)
    key = issue_key(digest, boundary)
    held: dict[str, datetime] = {}
    if digest.every == "article":
        held = _held_since(new, ledger, digest, now)
        released = {name: since + timedelta(minutes=digest.hold) for name, since in held.items()}
        new = tuple(article for article in new if released.get(article.identity, now) <= now)
        if new and ledger.issue(key):  # this minute has its mail
            return NothingDue(next=next_boundary(digest, zone, now), held=held)
        if not new:
            coming = min(released.values(), default=None)
            return NothingDue(next=coming.astimezone(zone) if coming else None, held=held)
    elif ledger.processed is not None and instant(boundary) <= instant(ledger.processed):
        return NothingDue(next=_next_close(ledger, digest, zone, now))
    else:
        closed = ledger.issue(key) or _issue_since(ledger, boundary)
        if closed is not None:
            return AlreadyClosed(boundary=boundary, issue=closed, waiting=len(new))
        if not new:
            return NothingNew(boundary=boundary)
    if not accept and (asks := _consent_needed(new, ledger, digest, zone, boundary)):
        return asks
    chosen = _in_order(newest_first(new)[-MOST_IN_AN_ISSUE:])
    names = [article.identity for article in new]
    again = worth_rereading(articles, ledger, digest, boundary, now, new=names)
    issue = Issue(
        digest=digest.key,
        key=key,
        boundary=boundary,
        closed_at=now.astimezone(zone).replace(microsecond=0),
        entries=tuple(snapshot(article) for article in chosen),
        source=f"{ledger.source}/{key}.md",
        evergreen=snapshot(again) if again else None,
    )
    waiting = frozenset(names).difference(article.identity for article in chosen)
    return Close(
        issue=issue,
        waiting=len(waiting),
        held={name: since for name, since in held.items() if name not in {a.identity for a in chosen}},
        accepted=waiting if accept else waiting & ledger.accepted,
    )


def _held_since(
    new: Iterable[Article], ledger: Ledger, digest: DigestSettings, now: datetime
) -> dict[str, datetime]:
    """When the hold of each began, in UTC: at its date, or where that was past already, as with a day alone, when a
    close first found it."""
    if not digest.hold:
        return {}
    return {
        article.identity: max(
            instant(article.published), min(instant(ledger.held.get(article.identity, now)), instant(now))
        ).replace(microsecond=0)
        for article in new
    }


def with_draft(outcome: Close, draft: Draft | None) -> Close:
    """The same close, its issue opened with an editor's words."""
    if draft is None:
        return outcome
    issue = outcome.issue if draft.empty else draft.applied_to(outcome.issue)
    return replace(outcome, issue=issue, draft=draft)


def next_to_close(ledger: Ledger, digest: DigestSettings, zone: ZoneInfo, now: datetime) -> datetime:
    """The boundary of the issue that closes next: the one that is due, else the first one to come."""
    boundary = latest_boundary(digest, zone, now)
    names = {issue.key for issue in ledger.issues} | {issue.draft for issue in ledger.issues}
    while (
        (ledger.processed is not None and instant(boundary) <= instant(ledger.processed))
        or _issue_since(ledger, boundary)
        or issue_key(digest, boundary) in names
    ):
        boundary = next_boundary(digest, zone, boundary)
    return boundary


def baseline(articles: Iterable[Article], now: datetime) -> frozenset[str]:
    """The ids of all that readers could have seen so far, whatever its category; drafts stay news."""
    return frozenset(a.identity for a in articles if not a.draft and a.published <= now)


def dated_since_last_issue(
    articles: Iterable[Article], ids: Iterable[str], ledger: Ledger
) -> tuple[Article, ...]:
    """Of the articles with these identities those dated since the last issue closed: this week's, amid an import."""
    if not ledger.issues:
        return ()
    known, closed = frozenset(ids), ledger.issues[-1].closed_at
    return _in_order(a for a in articles if a.identity in known and a.published >= closed)


def snapshot(article: Article) -> Entry:
    """What an issue remembers of an article."""
    image = article.image
    return Entry(
        id=article.identity,
        url=article.url,
        title=article.title,
        summary=article.summary,
        authors=tuple(author.name for author in article.authors),
        published=article.published.replace(microsecond=0),
        series=replace(article.series, language="") if article.series else None,
        language=article.language,
        image=SnapshotImage(
            path=image.path, alt=image.alt, width=image.width, height=image.height, focus=image.focus
        )
        if image
        else None,
    )


def _consent_needed(
    new: Iterable[Article], ledger: Ledger, digest: DigestSettings, zone: ZoneInfo, boundary: datetime
) -> ConsentNeeded | None:
    """The question of a close that would mail an import, or with its first issue the archive; None without one."""
    fresh = [article for article in new if article.identity not in ledger.accepted]
    old = 0
    if not ledger.issues and ledger.baseline is None:
        # One period before the digest began, which it did with its first week, empty or not.
        began = ledger.processed or boundary
        since = latest_boundary(digest, zone, began - timedelta(minutes=1))
        if digest.every == "article":  # it has no period
            since = began - timedelta(days=7)
        old = sum(article.published < since for article in fresh)
    if old or len(fresh) > MOST_WITHOUT_ASKING:
        return ConsentNeeded(boundary=boundary, count=len(fresh), old=old)
    return None


def _in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Featured first; both halves newest first."""
    return tuple(sorted(newest_first(tuple(articles)), key=lambda article: article.digest != "feature"))


def _issue_since(ledger: Ledger, boundary: datetime) -> Issue | None:
    """An issue of this boundary or a later one: the record is lost, or the clock was set back."""
    return next((i for i in ledger.issues if instant(i.boundary) >= instant(boundary)), None)


def _next_close(ledger: Ledger, digest: DigestSettings, zone: ZoneInfo, now: datetime) -> datetime:
    """The first boundary that will be past the processed one."""
    dealt_with = ledger.processed or now
    return next_boundary(digest, zone, max(now, dealt_with, key=instant))
