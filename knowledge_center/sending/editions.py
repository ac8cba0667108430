"""What was mailed to whom: a set of articles for each sending, and one more only for who got something else.

An edition is the set of article identities that mails of an issue carried. A delivery points at one, or has
that of its sending, so that nothing is kept per reader and article. Every function works inside the caller's
transaction. Identities are compared case-folded, as in a ledger.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import sha256

from knowledge_center.digests.ledger import Ledger

# A mail that left, or may have: what it carried is not mailed again by another one.
_CARRIED = "('sending', 'sent', 'failed', 'unknown')"


def folded(articles: Iterable[str]) -> frozenset[str]:
    """Identities as they are compared."""
    return frozenset(article.casefold() for article in articles)


def edition(db: sqlite3.Connection, digest: str, issue: str, articles: Collection[str]) -> int:
    """The id of the edition of an issue with these articles; made where it is new."""
    found = sorted(folded(articles))
    mark = sha256("\n".join(found).encode()).digest()[:16]
    values = (digest, issue, mark)
    which = "SELECT id FROM edition WHERE digest = ? AND issue = ? AND mark = ?"
    row = db.execute(which, values).fetchone()
    if row is None:
        row = db.execute(
            "INSERT INTO edition (digest, issue, mark) VALUES (?, ?, ?) RETURNING id", values
        ).fetchone()
        db.executemany(
            "INSERT INTO edition_article (article, edition_id) VALUES (?, ?)",
            [(article, row["id"]) for article in found],
        )
    number: int = row["id"]
    return number


def latest(db: sqlite3.Connection) -> int:
    """A number that grows whenever there is a new edition."""
    number: int = db.execute("SELECT ifnull(max(id), 0) FROM edition").fetchone()[0]
    return number


def articles_of(db: sqlite3.Connection, number: int) -> frozenset[str]:
    """The articles of an edition, case-folded."""
    rows = db.execute("SELECT article FROM edition_article WHERE edition_id = ?", (number,))
    return frozenset(row["article"] for row in rows)


def of_sending(db: sqlite3.Connection, digest: str, issue: str) -> int | None:
    """The edition that an issue was begun with, if that is known."""
    which = "SELECT edition_id FROM sending WHERE digest = ? AND issue = ?"
    row = db.execute(which, (digest, issue)).fetchone()
    return row["edition_id"] if row else None


def carriers(db: sqlite3.Connection, articles: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The digests and issues whose mails carried one of these articles to anybody."""
    rows = db.execute(
        "SELECT DISTINCT e.digest, e.issue FROM json_each(?) j JOIN edition_article a ON a.article = j.value"
        " JOIN edition e ON e.id = a.edition_id",
        (json.dumps(sorted(folded(articles))),),
    )
    return tuple((row["digest"], row["issue"]) for row in rows)


def editions_had(db: sqlite3.Connection, subscriber: str, issues: Iterable[tuple[str, str]]) -> set[int]:
    """The editions that one reader was mailed, of these digests and issues."""
    had = set()
    for digest, issue in issues:
        row = db.execute(
            "SELECT ifnull(d.edition_id, s.edition_id) FROM delivery d LEFT JOIN sending s USING (digest, issue)"
            f" WHERE d.digest = ? AND d.issue = ? AND d.subscriber_id = ? AND d.state IN {_CARRIED}",
            (digest, issue, subscriber),
        ).fetchone()
        if row is not None and row[0] is not None:
            had.add(row[0])
    return had


def complete(db: sqlite3.Connection, read_ledgers: Callable[[], Mapping[str, Ledger]]) -> None:
    """Give the sendings that were begun before editions were kept the articles that their issues hold now.

    What they really carried is not known. This way nobody is mailed an article twice over it.
    """
    unknown = db.execute("SELECT digest, issue FROM sending WHERE edition_id IS NULL").fetchall()
    ledgers = read_ledgers() if unknown else {}
    for row in unknown:
        digest, key = row["digest"], row["issue"]
        issue = ledgers[digest].issue(key) if digest in ledgers else None
        if issue is not None:
            number = edition(db, digest, key, [entry.id for entry in issue.entries])
            db.execute(
                "UPDATE sending SET edition_id = ? WHERE digest = ? AND issue = ?", (number, digest, key)
            )
