"""Two states of a site side by side: what is new, changed, moved and removed, for readers and for subscribers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from knowledge_center.articles.model import Article
from knowledge_center.comparison.site_state import ClosedIssue, SiteState
from knowledge_center.feeds.model import Entry
from knowledge_center.settings.model import Settings
from knowledge_center.status.site_status import DigestStatus, SiteStatus

_LISTINGS = ("/articles/category/", "/articles/author/", "/articles/language/", "/articles/series/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """A page by its address; ``to`` is where it is led on to or stands now, ``moment`` when readers will see it."""

    address: str
    title: str
    to: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestChange:
    """A digest with what its next issue holds: ``added`` are the identities that only the change brings into it.

    ``dropped`` are the titles that the change takes out of it, ``closed`` the issues that the change itself brings.
    Of one that is ``silent`` nothing can be told before its ledger is mended.
    """

    status: DigestStatus
    silent: bool = False
    added: frozenset[str] = frozenset()
    dropped: tuple[str, ...] = ()
    closed: tuple[ClosedIssue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteComparison:
    """``removed`` are addresses at which nothing answers any more, ``later`` articles whose time has yet to come;
    of ``unread`` ones nobody can say what becomes of them before their files are mended.

    ``shown_again`` are entries that feed readers would show as new although they had them. ``problems`` have to be
    mended before anything of this is published. ``former_url`` is the site's address if the change gives it another.
    """

    settings: Settings
    status: SiteStatus
    new: tuple[PageChange, ...] = ()
    changed: tuple[PageChange, ...] = ()
    moved: tuple[PageChange, ...] = ()
    removed: tuple[PageChange, ...] = ()
    unread: tuple[PageChange, ...] = ()
    later: tuple[PageChange, ...] = ()
    new_entries: tuple[Entry, ...] = ()
    changed_entries: tuple[Entry, ...] = ()
    shown_again: tuple[Entry, ...] = ()
    digests: tuple[DigestChange, ...] = ()
    problems: int = 0
    former_url: str = ""

    @property
    def nothing(self) -> bool:
        """Whether readers and subscribers would not notice."""
        return not (
            self.new or self.changed or self.moved or self.removed or self.unread or self.later or self.new_entries
            or self.changed_entries or self.shown_again or self.former_url
            or any(one.added or one.dropped or one.closed or one.silent for one in self.digests)
        )  # fmt: skip


def compare(before: SiteState, after: SiteState) -> SiteComparison:
    """What readers and subscribers get if ``after`` takes the place of ``before``."""
    former = _renamed(before.articles, after.articles)
    homes = {
        former.get(page.identity, page.identity): address
        for address, page in after.pages.items()
        if page.identity
    }
    titled = {
        page.title: address
        for address, page in after.pages.items()
        if not page.identity and page.title and address not in before.pages
    }
    moved, removed, unread, arrived = [], [], [], set[str]()
    unsure = (*(_LISTINGS if after.unread else ()), *(f"/digests/{key}/" for key in after.silent))
    answered = {address: (page.title, page.identity) for address, page in before.pages.items()}
    for old, target in before.leads.items():
        answered.setdefault(old, (before.pages[target].title, before.pages[target].identity))
    for address, (title, identity) in answered.items():
        if address in after.pages:
            continue
        to = after.leads.get(address, "")
        if to and address in before.pages:
            moved.append(PageChange(address=address, title=title, to=to))
            arrived.add(to)
        elif identity in after.unread:
            if address in before.pages:
                unread.append(PageChange(address=address, title=title))
        # Nor can anybody say which topics those have, or which issues a ledger that cannot be read.
        elif not to and not address.startswith(unsure):
            home = homes.get(identity, "") if identity else titled.get(title, "")
            arrived.add(home)
            removed.append(PageChange(address=address, title=title, to=home))
    known = {article.identity for article in before.articles if not article.draft}
    new_entries, shown_again = _new_entries(before, after, former)
    return SiteComparison(
        settings=after.settings,
        status=after.status,
        new=tuple(
            PageChange(address=address, title=page.title)
            for address, page in after.pages.items()
            if address not in before.pages and address not in arrived
        ),
        changed=tuple(
            PageChange(address=address, title=page.title)
            for address, page in after.pages.items()
            if address in before.pages and before.pages[address].content != page.content
        ),
        moved=tuple(moved),
        removed=tuple(removed),
        unread=tuple(unread),
        later=tuple(
            PageChange(address=f"/{a.url}", title=a.title, moment=a.published.astimezone(after.settings.zone))
            for a in after.status.scheduled
            if former.get(a.identity, a.identity) not in known
        ),
        new_entries=new_entries,
        changed_entries=tuple(_changed_entries(before, after)),
        shown_again=shown_again,
        digests=tuple(_digests(before, after, former)),
        problems=after.status.problems,
        former_url=before.settings.site_url if before.settings.site_url != after.settings.site_url else "",
    )


def _renamed(before: Iterable[Article], after: Iterable[Article]) -> dict[str, str]:
    """What an article was known as, by what it is known as now, where that has changed.

    It is the same with the same file name, or with two of title, moment, description and text. One alone says
    little: a title may come every week.
    """
    before, after = tuple(before), tuple(after)
    known, kept = ({article.identity for article in articles} for articles in (before, after))
    gone = {
        mark: article.identity
        for article in reversed(before)
        if article.identity not in kept
        for mark in _marks(article)
    }
    found: dict[str, str] = {}
    for article in after:
        if article.identity not in known:
            was = next((gone[mark] for mark in _marks(article) if mark in gone), "")
            if was and was not in found.values():
                found[article.identity] = was
    return found


def _marks(article: Article) -> Iterator[tuple[object, ...]]:
    yield (article.url,)
    told = enumerate((article.title, article.published, article.summary, article.body.strip()))
    yield from combinations((one for one in told if one[1]), 2)


def _new_entries(
    before: SiteState, after: SiteState, former: Mapping[str, str]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Entries that nobody had, and those that readers had under another id."""
    fresh = [entry for entry in after.feed if entry.id not in before.readable]
    had = {article.identity for article in before.readable.values()}
    now = {entry.id: after.readable[entry.id].identity for entry in fresh}
    again = [entry for entry in fresh if former.get(now[entry.id], now[entry.id]) in had]
    return tuple(entry for entry in fresh if entry not in again), tuple(again)


def _changed_entries(before: SiteState, after: SiteState) -> Iterator[Entry]:
    entries = {entry.id: entry for entry in before.feed}
    for entry in after.feed:
        if entry.id in entries and (
            entries[entry.id] != entry or before.readable[entry.id].body != after.readable[entry.id].body
        ):
            yield entry


def _digests(before: SiteState, after: SiteState, former: Mapping[str, str]) -> Iterator[DigestChange]:
    earlier = {one.settings.key: one for one in before.status.digests}
    for status in after.status.digests:
        if status.settings.key in after.silent:
            yield DigestChange(status=status, silent=True)
            continue
        then = earlier.get(status.settings.key)
        had = {entry.id: entry.title for entry in then.now.issue.entries} if then and then.now else {}
        has = {entry.id for entry in status.now.issue.entries} if status.now else set()
        known = {one.issue.key for one in before.issues.get(status.settings.key, ())}
        closed = [one for one in after.issues[status.settings.key] if one.issue.key not in known]
        has_or_had = has.union(entry.id for one in closed for entry in one.issue.entries)
        same = {former.get(identity, identity) for identity in has_or_had}
        yield DigestChange(
            status=status,
            added=frozenset(identity for identity in has if former.get(identity, identity) not in had),
            dropped=tuple(
                title
                for identity, title in had.items()
                if identity not in same and identity not in after.unread
            ),
            closed=tuple(closed),
        )
