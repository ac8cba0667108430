"""The service's SQLite file: how it is opened, how its tables came to be, what a transaction is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from knowledge_center.problems import Problem, Unusable

# A step is added at the end and never changed: databases of every age are out there. So the transactional
# mails about a signup stand in a table named letter. Moments are whole seconds since 1970, UTC.
MIGRATIONS = (
    """
    CREATE TABLE subscriber (
      id TEXT PRIMARY KEY,
      address TEXT NOT NULL,
      address_key TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'left', 'suppressed')),
      reason TEXT NOT NULL DEFAULT '',
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      confirmed_at INTEGER
    ) STRICT;
    CREATE INDEX subscriber_by_state ON subscriber (state);

    -- Which digests somebody gets.
    CREATE TABLE choice (
      subscriber_id TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
      digest TEXT NOT NULL,
      PRIMARY KEY (digest, subscriber_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX choice_by_subscriber ON choice (subscriber_id);

    -- Evidence: what somebody agreed to, when, and from where.
    CREATE TABLE consent (
      id INTEGER PRIMARY KEY,
      subscriber_id TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
      at INTEGER NOT NULL,
      event TEXT NOT NULL,
      digests TEXT NOT NULL DEFAULT '',
      ip TEXT NOT NULL DEFAULT '',
      page TEXT NOT NULL DEFAULT '',
      version TEXT NOT NULL DEFAULT '',
      text TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX consent_by_subscriber ON consent (subscriber_id);

    -- A signup that waits for its click. Only a hash of the link's secret is kept.
    CREATE TABLE confirmation (
      token_hash BLOB PRIMARY KEY,
      subscriber_id TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
      digests TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX confirmation_by_subscriber ON confirmation (subscriber_id);

    -- What came in by the form. Every post leaves one row, so that no answer takes longer than another.
    CREATE TABLE request (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      address TEXT NOT NULL,
      address_key TEXT NOT NULL,
      digests TEXT NOT NULL,
      ip TEXT NOT NULL,
      page TEXT NOT NULL,
      version TEXT NOT NULL,
      text TEXT NOT NULL,
      mailbox_mark BLOB NOT NULL,
      ip_mark BLOB NOT NULL,
      network_mark BLOB NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('new', 'done', 'limited', 'robot'))
    ) STRICT;
    -- The address goes as soon as it was acted upon; the marks stay, for the limits.
    CREATE INDEX request_waiting ON request (id) WHERE address <> '';
    CREATE INDEX request_by_mailbox ON request (mailbox_mark, at) WHERE state IN ('new', 'done');
    CREATE INDEX request_by_ip ON request (ip_mark, at) WHERE state IN ('new', 'done');
    CREATE INDEX request_by_network ON request (network_mark, at) WHERE state IN ('new', 'done');
    CREATE INDEX request_by_time ON request (at) WHERE state IN ('new', 'done');

    -- Mails about a signup: to confirm it, or that there is nothing to do.
    CREATE TABLE letter (
      id INTEGER PRIMARY KEY,
      subscriber_id TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('confirm', 'already')),
      digests TEXT NOT NULL DEFAULT '',
      created_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'unknown')),
      tries INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      detail TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX letter_waiting ON letter (next_at) WHERE state = 'pending';
    CREATE INDEX letter_by_subscriber ON letter (subscriber_id, kind, created_at);

    -- When the sending of an issue first began: its recipients are those of that moment.
    CREATE TABLE sending (
      digest TEXT NOT NULL,
      issue TEXT NOT NULL,
      began_at INTEGER NOT NULL,
      PRIMARY KEY (digest, issue)
    ) STRICT, WITHOUT ROWID;

    -- One row for each issue and recipient: the outbox.
    CREATE TABLE delivery (
      digest TEXT NOT NULL,
      issue TEXT NOT NULL,
      subscriber_id TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
      state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
      tries INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER NOT NULL DEFAULT 0,
      changed_at INTEGER NOT NULL,
      owner TEXT NOT NULL DEFAULT '',
      detail TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (digest, issue, subscriber_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_open ON delivery (digest, issue, next_at) WHERE state IN ('pending', 'sending');
    CREATE INDEX delivery_by_subscriber ON delivery (subscriber_id);

    -- Addresses that are never mailed again, known by a mark alone: it outlives their erasure.
    CREATE TABLE suppression (
      mark BLOB PRIMARY KEY,
      at INTEGER NOT NULL,
      reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- When a request may be acted upon: after its pause, or when a limit opens.
    ALTER TABLE request ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
    UPDATE request SET due_at = at;
    DROP INDEX request_waiting;
    CREATE INDEX request_due ON request (due_at, id) WHERE address <> '';
    """,
    """
    -- When the latest run of a sending ended, and why if it stopped by itself.
    ALTER TABLE sending ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sending ADD COLUMN stopped TEXT NOT NULL DEFAULT '';
    """,
    """
    -- What a sending carried: a set of article identities, case-folded. One for all who got the same.
    CREATE TABLE edition (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL,
      issue TEXT NOT NULL,
      mark BLOB NOT NULL,
      UNIQUE (digest, issue, mark)
    ) STRICT;
    CREATE TABLE edition_article (
      article TEXT NOT NULL,
      edition_id INTEGER NOT NULL REFERENCES edition ON DELETE CASCADE,
      PRIMARY KEY (article, edition_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX edition_article_by_edition ON edition_article (edition_id);
    -- NULL: begun before this was kept. The next sender takes what the issue holds by then.
    ALTER TABLE sending ADD COLUMN edition_id INTEGER REFERENCES edition;
    -- NULL: what its sending carried. Only who got something else has an edition of their own.
    ALTER TABLE delivery ADD COLUMN edition_id INTEGER REFERENCES edition;

    -- A third kind of mail about a signup.
    CREATE TABLE letter_of_three_kinds (
      id INTEGER PRIMARY KEY,
      subscriber_id TEXT NOT NULL REFERENCES subscriber ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('confirm', 'already', 'welcome')),
      digests TEXT NOT NULL DEFAULT '',
      created_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'unknown')),
      tries INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      detail TEXT NOT NULL DEFAULT ''
    ) STRICT;
    INSERT INTO letter_of_three_kinds SELECT * FROM letter;
    DROP TABLE letter;
    ALTER TABLE letter_of_three_kinds RENAME TO letter;
    CREATE INDEX letter_waiting ON letter (next_at) WHERE state = 'pending';
    CREATE INDEX letter_by_subscriber ON letter (subscriber_id, kind, created_at);
    """,
)
_BUSY_SECONDS = 20.0
_TRIES, _PAUSE_SECONDS = 40, 0.05


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, made and brought up to date where needed. A connection belongs to one thread.

    Write-ahead logging, so that readers never wait for a writer, and every commit on the disk before it
    counts: a kill or a power cut at any point loses nothing that was answered. Raises Unusable for a file
    that is no database of ours or of a later version.
    """
    try:
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        path.chmod(0o600)
        connection.row_factory = sqlite3.Row
        _log_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is erased is to be gone from the file too.
        connection.execute("PRAGMA secure_delete = ON")
        _migrate(connection, path)
    except (sqlite3.Error, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).rstrip(".")
        message = f"The database of subscribers cannot be opened: {reason}."
        fix = "See that this user may read and write the file; else put back the copy from your last backup."
        raise Unusable([Problem(path=path.as_posix(), message=message, fix=fix)]) from None
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that is there to look at it alone: nothing is made, brought up to date or changed.

    Raises sqlite3.Error, here or at the first look, where it cannot be read or is no database of ours.
    """
    # Not read-only to SQLite, which would leave the files of its log lying about.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=_BUSY_SECONDS, uri=True)
    connection.execute("PRAGMA query_only = ON")
    connection.row_factory = sqlite3.Row
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch a new file to write-ahead logging.

    Of two that do so at once each would wait for the other, so SQLite refuses one of them without waiting.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # The lower byte: SQLite has several kinds of busy.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not tries_left:
                raise
            sleep(_PAUSE_SECONDS)
        else:
            return


def seconds(now: datetime) -> int:
    """An aware datetime as the database keeps it."""
    return int(now.timestamp())


def moment(at: int) -> datetime:
    """A moment of the database as an aware datetime in UTC."""
    return datetime.fromtimestamp(at, UTC)


def error_name(error: Exception) -> str:
    """What went wrong, for a log: SQLite's own name for it (``SQLITE_FULL``), never a message, which may hold
    a value."""
    return getattr(error, "sqlite_errorname", "") or type(error).__name__


@contextmanager
def transaction(connection: sqlite3.Connection, *, dry_run: bool = False) -> Iterator[None]:
    """All or nothing. It takes the right to write at once, so that what is read stays true until the end.

    A ``dry_run`` takes back all that was done in it.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("ROLLBACK" if dry_run else "COMMIT")
    except BaseException:
        # After a full disk SQLite itself has taken everything back; a second time would hide the reason.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        version = _version(connection)
        if version > len(MIGRATIONS):
            message = "The database of subscribers was written by a later version of this program."
            fix = "Update this checkout, then start again. Nothing was changed."
            raise Unusable([Problem(path=path.as_posix(), message=message, fix=fix)])
        for number, step in enumerate(MIGRATIONS[version:], version + 1):
            for statement in _statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _statements(script: str) -> Iterator[str]:
    """One by one, because executescript would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
