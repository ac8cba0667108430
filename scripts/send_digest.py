#!/usr/bin/env python3
"""Send a closed issue of a digest to its subscribers: the latest one, or the one that is named.

Nobody gets an issue twice, and it can be stopped and started again at any point. Mails go to the mail
server of KC_SMTP_URL, else into outbox/ as files. Exit code 0 when nothing is left to do, also when some
were refused; 1 when it stopped or nothing could be sent; 2 when the command line is not understood; 3 when
some wait for a later try; 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Literal

from tqdm import tqdm

from knowledge_center.clock import read_clock
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import read_ledger
from knowledge_center.drafts.choice import SERVICES, make_draft
from knowledge_center.inventory import read_everything
from knowledge_center.mail.model import web_links
from knowledge_center.mailroom import open_mailroom
from knowledge_center.problems import Problem, Unusable, one_of, report
from knowledge_center.sending import outbox
from knowledge_center.sending.checking import look_at, look_for_page
from knowledge_center.sending.choice import (
    OUTBOX,
    mail_server,
    refuse_dead_links,
    signed_transport,
    signer,
    where,
)
from knowledge_center.sending.outbox import Edition
from knowledge_center.sending.presence import Presence, is_alive
from knowledge_center.sending.run import Orders, Sender, run
from knowledge_center.sending.stencil import Making, Stencil
from knowledge_center.sending.telling import number, told
from knowledge_center.sending.wishes import begin, nothing_to_do, reader, send_again
from knowledge_center.settings import DigestSettings, Settings, read
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import Keys, make_keys
from knowledge_center.signup.links import Links
from knowledge_center.signup.state import DATABASE_FILE, open_state, public_url, state_folder
from knowledge_center.signup.subscribers import Subscriber

DONE, STOPPED, WAITS, INTERRUPTED = 0, 1, 3, 130
SENDERS = "senders"
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What is sent and by which settings, read once."""

    root: Path
    options: argparse.Namespace
    settings: Settings
    digest: DigestSettings
    issue: Issue
    folder: Path
    clock: Callable[[], datetime]

    @property
    def edition(self) -> Edition:
        return Edition(digest=self.digest.key, issue=self.issue.key)

    def is_alive(self, owner: str) -> bool:
        return is_alive(self.folder / SENDERS, owner)


class _Stop:
    """Ctrl-C and SIGTERM: the first lets the message in hand be finished, the second does not wait for it."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def sleep(self, seconds: float) -> None:
        """Wait, but not longer than until somebody says stop."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))

    @contextmanager
    def heard(self) -> Iterator[None]:
        """As long as it lasts, the signals come here."""
        before = {number: signal.signal(number, self) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in the folder that holds mkdocs.yml; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    root = Path()
    try:
        settings = read(root / "mkdocs.yml")
        digest = settings.digest(options.digest)
        if digest is None:
            keys = ", ".join(digest.key for digest in settings.digests) or "none"
            parser.error(f"there is no digest “{options.digest}” in mkdocs.yml; there are: {keys}")
        issue = _issue(root, settings, digest, options.issue)
        desk = _Desk(
            root=root,
            options=options,
            settings=settings,
            digest=digest,
            issue=issue,
            folder=state_folder(settings, os.environ),
            clock=_running(read_clock(os.environ)),
        )
        if options.status:
            return _status(desk)
        if options.as_draft:
            return _as_draft(desk)
        return _dry_run(desk) if options.dry_run else _send(desk)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        print("Nothing was sent.", file=sys.stderr)
    except sqlite3.Error as error:
        print(f"The database of subscribers cannot be used: {error}. Run the command again.", file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or OUTBOX}: it cannot be read or written: {error.strerror}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. Whether the message in hand has left is unknown: see --status.", file=sys.stderr)
        return INTERRUPTED
    return STOPPED


def _send(desk: _Desk) -> int:
    # What cannot be used is said before anything begins.
    refuse_dead_links(os.environ, public_url(os.environ))
    way = signed_transport(os.environ, OUTBOX, desk.settings.mail)
    state = open_state(desk.folder)
    with closing(connect(state.database)) as db, closing(way):
        with transaction(db):
            outbox.sweep(db, desk.edition, desk.clock(), desk.is_alive)
            _send_again(db, desk)
            only = _only(db, desk)
            reasons = list(nothing_to_do(db, desk.edition, only, desk.settings.zone))
        if reasons:
            _print(reasons)
            return DONE
        making = _making(desk, state.keys)
        _check(desk, making)
        with transaction(db):
            began = begin(db, desk.edition, only, desk.clock())
        print(f"{desk.edition.digest} {desk.edition.issue} goes to {where(os.environ, OUTBOX)}.", flush=True)
        stencil, stop = making(public_url(os.environ), began), _Stop()
        with stop.heard(), _presence(desk) as owner, _progress(db, desk, only) as bar:
            sender = Sender(
                edition=desk.edition,
                owner=owner,
                keys=state.keys,
                transport=way,
                envelope_sender=desk.settings.mail.bounces,
                message=stencil.message,
                clock=desk.clock,
                sleep=stop.sleep,
                stopped=lambda: stop.asked,
                tell=lambda state: None if state == "pending" else bar(1, ""),
                tell_wait=lambda due: bar(0, f"waiting until {due.astimezone(desk.settings.zone):%H:%M}"),
            )
            reason = run(db, sender, _orders(desk, only))
        return _summary(db, desk, only, reason, stop)


def _summary(db: sqlite3.Connection, desk: _Desk, only: Subscriber | None, reason: str, stop: _Stop) -> int:
    """Say how it stands; returns the exit code."""
    with transaction(db):
        outbox.sweep(db, desk.edition, desk.clock(), desk.is_alive)
    _print(told(db, desk.edition, desk.settings.zone))
    if reason:
        print(reason, file=sys.stderr)
        return STOPPED
    if stop.asked:
        print("Interrupted; the message in hand was finished.", file=sys.stderr)
        return INTERRUPTED
    if desk.options.limit is not None:
        return DONE
    row = outbox.delivery(db, desk.edition, only.id) if only else None
    left = row.state == "pending" if row else outbox.counts(db, desk.edition).pending
    return WAITS if left else DONE


def _status(desk: _Desk) -> int:
    """How it stands with the issue that is named, else with every issue of the digest."""
    with _database(desk) as db:
        if db is None:
            print("Nothing was sent yet: there is no database of subscribers.")
            return DONE
        editions = (desk.edition,) if desk.options.issue else outbox.editions(db, desk.digest.key)
        for edition in editions:
            with transaction(db):
                outbox.sweep(db, edition, desk.clock(), desk.is_alive)
            _print(told(db, edition, desk.settings.zone))
    if not editions:
        print(f"Nothing of {desk.digest.key} was sent yet.")
    return DONE


def _dry_run(desk: _Desk) -> int:
    """Say what a sending would do; nothing is written, not even the database's own file."""
    refuse_dead_links(os.environ, public_url(os.environ))
    place = where(os.environ, OUTBOX)
    addresses: list[str] = []
    with _database(desk) as db:
        if db:
            only = _only(db, desk)
            addresses = [only.address] if only else list(outbox.recipients(db, desk.edition))
    _check(desk, _making(desk, make_keys()))
    print(
        f"{desk.edition.digest} {desk.edition.issue} would go to {place}: {number(len(addresses), 'recipient')}."
    )
    for address in addresses[:_SHOWN]:
        print(f"  {address}")
    if len(addresses) > _SHOWN:
        print(f"  and {len(addresses) - _SHOWN:,} more")
    print("Nothing was sent.")
    return DONE


def _as_draft(desk: _Desk) -> int:
    """Hand the issue to a mail service, where a person looks at it and sends it."""
    settings, issue, now = desk.settings, desk.issue, desk.clock()
    room = open_mailroom(desk.root, settings, read_everything(desk.root, settings, now), now)
    mail = room.compose(issue, web_links(issue, settings))
    print(make_draft(desk.options.as_draft, os.environ, settings, desk.digest, issue, mail))
    return DONE


def _issue(root: Path, settings: Settings, digest: DigestSettings, key: str) -> Issue:
    """The issue of that name, or the latest one. Raises Unusable where there is none."""
    ledger = read_ledger(root / settings.docs_dir, settings.docs_dir, digest.key, settings.zone)
    if not ledger.issues:
        message = "No issue has been closed yet, so there is nothing to send."
        fix = f"scripts/close_digest.py {digest.key}"
        raise Unusable([Problem(path=ledger.source, message=message, fix=fix)])
    issue = ledger.issue(key) if key else ledger.issues[-1]
    if issue is None:
        latest = ledger.issues[-1].key
        message = f"There is no closed issue “{key}”; the latest one is {latest}."
        fix = f"scripts/send_digest.py {digest.key} {latest}"
        raise Unusable([Problem(path=ledger.source, message=message, fix=fix)])
    return issue


def _only(db: sqlite3.Connection, desk: _Desk) -> Subscriber | None:
    """Whom --only names. Raises Unusable."""
    address = desk.options.only
    return reader(db, desk.edition, address, option="--only") if address else None


def _send_again(db: sqlite3.Connection, desk: _Desk) -> None:
    """What --retry-unknown and --retry-failed ask for. Raises Unusable."""
    states: tuple[Literal["unknown", "failed"], ...] = ("unknown", "failed")
    for state in states:
        whom: str = getattr(desk.options, f"retry_{state}")
        if whom:
            zone, option = desk.settings.zone, f"--retry-{state}"
            count = send_again(db, desk.edition, state, whom, desk.clock(), zone=zone, option=option)
            print(f"{number(count, 'message')} will be sent again.")


def _check(desk: _Desk, making: Making) -> None:
    """Raise Unusable where the mail has faults and would leave; what stays in a folder is only told of them."""
    found = look_at(
        desk.issue,
        desk.settings,
        making,
        signer(os.environ, desk.settings.mail),
        public_url(os.environ),
        desk.clock(),
    )
    if desk.options.check_page:
        found = (*found, *look_for_page(desk.issue, desk.settings))
    stops = any(not problem.advice for problem in found)
    if stops and mail_server(os.environ) and not desk.options.force:
        raise Unusable(found)
    if found:
        print(report(found), file=sys.stderr)


def _making(desk: _Desk, keys: Keys) -> Making:
    """What makes the messages of the issue."""
    now = desk.clock()
    room = open_mailroom(desk.root, desk.settings, read_everything(desk.root, desk.settings, now), now)

    def making(public: str, began: datetime) -> Stencil:
        links, compose = Links(keys=keys, public_url=public), partial(room.compose, desk.issue)
        return Stencil(desk.issue, desk.digest, desk.settings, links, compose, date=began)

    return making


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _orders(desk: _Desk, only: Subscriber | None) -> Orders:
    options = desk.options
    return Orders(
        only=only.id if only else "", limit=options.limit, rate=options.rate, wait=not options.no_wait
    )


@contextmanager
def _database(desk: _Desk) -> Iterator[sqlite3.Connection | None]:
    """The database if there is one: who only looks makes none."""
    path = desk.folder / DATABASE_FILE
    if not path.exists():
        yield None
        return
    with closing(connect(path)) as db:
        yield db


def _running(begun: datetime) -> Callable[[], datetime]:
    """A clock that starts at the moment the one clock was read, so that waiting works at a fixed time too."""
    zero = time.monotonic()
    return lambda: begun + timedelta(seconds=time.monotonic() - zero)


@contextmanager
def _presence(desk: _Desk) -> Iterator[str]:
    """Be seen by other senders; what is given is the name that our rows are owned by."""
    presence = Presence.enter(desk.folder / SENDERS)
    try:
        yield presence.name
    finally:
        presence.leave()


@contextmanager
def _progress(
    db: sqlite3.Connection, desk: _Desk, only: Subscriber | None
) -> Iterator[Callable[[int, str], None]]:
    """A bar on a terminal, silence elsewhere. What is given is told how many are done, and a remark."""
    total = 1 if only else outbox.counts(db, desk.edition).pending
    if desk.options.limit is not None:
        total = min(total, desk.options.limit)
    with tqdm(total=total, unit=" mails", disable=not sys.stderr.isatty()) as bar:

        def show(done: int, remark: str) -> None:
            bar.set_postfix_str(remark, refresh=bool(remark))
            bar.update(done)

        yield show


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="send_digest.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("digest", help="the key of a digest in mkdocs.yml, such as weekly")
    parser.add_argument(
        "issue", nargs="?", default="", help="such as 2026-W46; the latest closed one if left out"
    )
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--dry-run", action="store_true", help="say who would get it and write nothing")
    does.add_argument("--status", action="store_true", help="only say who has it, who has not, and why")
    does.add_argument(
        "--as-draft", choices=tuple(SERVICES), metavar="SERVICE",
        help=f"send nothing; make a draft at {one_of(SERVICES)}, once",
    )  # fmt: skip
    parser.add_argument(
        "--only", metavar="ADDRESS", default="",
        help="only this subscriber; before the sending has begun, a trial that leaves the others for later",
    )  # fmt: skip
    parser.add_argument("--limit", type=_count, metavar="N", help="at most so many messages this time")
    parser.add_argument(
        "--rate", type=_rate, default=0.0, metavar="N", help="at most so many messages a second"
    )
    parser.add_argument(
        "--no-wait", action="store_true", help="end instead of waiting for messages that were put off"
    )
    for state, why in (("unknown", "though it may have arrived"), ("failed", "though it was refused")):
        parser.add_argument(
            f"--retry-{state}", metavar="ADDRESS", default="", help=f"send again {why}; or: all"
        )
    parser.add_argument("--check-page", action="store_true", help="only if the issue's page answers 200")
    parser.add_argument("--force", action="store_true", help="although the check of the mail found problems")
    return parser


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” was found; a whole number above 0 is expected")
    return int(text)


def _rate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 100_000:
        raise argparse.ArgumentTypeError(
            f"“{text}” was found; a number above 0 is expected, such as 10 or 0.5"
        )
    return value


if __name__ == "__main__":
    sys.exit(main())
