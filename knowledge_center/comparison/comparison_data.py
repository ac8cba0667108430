"""What readers and subscribers get, for a program."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_center.comparison.site_comparison import DigestChange, PageChange, SiteComparison
from knowledge_center.feeds.model import Entry


def comparison_data(found: SiteComparison) -> dict[str, object]:
    """Plain values to be written as JSON; moments are ISO 8601 on the site's clock."""
    return {
        "moment": found.status.moment.isoformat(),
        "site": found.settings.site_url,
        "former_site": found.former_url,
        "problems": found.problems,
        "nothing": found.nothing,
        "addresses": {
            "new": _pages(found.new),
            "later": _pages(found.later),
            "changed": _pages(found.changed),
            "moved": _pages(found.moved),
            "removed": _pages(found.removed),
            "unread": _pages(found.unread),
        },
        "feed": {
            "new": _entries(found.new_entries),
            "changed": _entries(found.changed_entries),
            "shown_again": _entries(found.shown_again),
        },
        "digests": [_digest(digest) for digest in found.digests],
    }


def _pages(pages: Iterable[PageChange]) -> list[dict[str, str]]:
    return [
        {
            "address": page.address,
            "title": page.title,
            **({"to": page.to} if page.to else {}),
            **({"from": page.moment.isoformat()} if page.moment else {}),
        }
        for page in pages
    ]


def _entries(entries: Iterable[Entry]) -> list[dict[str, str]]:
    return [
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "published": entry.published.isoformat(),
        }
        for entry in entries
    ]


def _digest(change: DigestChange) -> dict[str, object]:
    status = change.status
    closed = [
        {
            "issue": one.issue.key,
            "subject": one.subject,
            "preheader": one.preheader,
            "articles": [{"id": entry.id, "title": entry.title} for entry in one.issue.entries],
        }
        for one in change.closed
    ]
    if status.now is None or change.silent:
        return {
            "digest": status.settings.key,
            "issue": None,
            "silent": change.silent,
            "dropped": list(change.dropped),
            "closed": closed,
        }
    issue = status.now.issue
    return {
        "digest": status.settings.key,
        "issue": issue.key,
        "due": status.now.state == "due",
        "refused": status.now.refused,
        "closes": issue.boundary.isoformat(),
        "subject": status.subject,
        "preheader": status.preheader,
        "articles": [
            {"id": entry.id, "title": entry.title, "new": entry.id in change.added} for entry in issue.entries
        ],
        "waiting": status.now.waiting,
        "dropped": list(change.dropped),
        "closed": closed,
    }
