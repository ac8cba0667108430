"""What became of each issue: sent, refused, and who went within seven days."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.issue_figures import IssueFigures, issue_figures
from knowledge_center.signup.keys import Keys
from tests.signup.people import NOW, deliver, subscribe

DAY = timedelta(days=1)
MONTH_AGO = NOW - 30 * DAY


def test_an_issue_and_what_followed_it(db: sqlite3.Connection, keys: Keys) -> None:
    """Leaving, choosing another digest and bouncing count for seven days; another choice that keeps it does not."""
    ids = {name: subscribe(db, keys, f"{name}@example.com", now=MONTH_AGO) for name in "abcdefg"}
    for name, subscriber in ids.items():
        deliver(db, subscriber, "2026-W46", state="failed" if name == "g" else "sent", began=NOW)
    with transaction(db):
        subscribers.leave(db, ids["a"], Evidence(), NOW + 6 * DAY)
        subscribers.leave(db, ids["b"], Evidence(), NOW + 8 * DAY)
        subscribers.choose(db, ids["c"], ["monthly"], Evidence(), NOW + DAY)
        subscribers.choose(db, ids["d"], ["weekly", "monthly"], Evidence(), NOW + DAY)
        subscribers.suppress(db, keys, read_address("e@example.com"), "hard bounce", NOW + DAY)
    assert issue_figures(db) == (
        IssueFigures(
            digest="weekly",
            issue="2026-W46",
            welcome=False,
            at=NOW,
            sent=6,
            refused=1,
            unknown=0,
            left=2,
            bounced=1,
        ),
    )


def test_all_mailings_of_an_issue_are_one_and_welcomes_are_apart(db: sqlite3.Connection, keys: Keys) -> None:
    """What was added to an issue and mailed later belongs to it; mails that greet new subscribers do not."""
    one, two = (subscribe(db, keys, f"{name}@example.com", now=MONTH_AGO) for name in "ab")
    deliver(db, one, "2026-W46")
    deliver(db, one, "2026-W46+2", began=NOW + DAY)
    deliver(db, two, "2026-W46+welcome", began=NOW + 2 * DAY)
    deliver(db, two, "2026-W47", state="pending", began=NOW + 3 * DAY)
    assert [(one.issue, one.welcome, one.sent) for one in issue_figures(db)] == [
        ("2026-W46", False, 2), ("2026-W46", True, 1),
    ]  # fmt: skip


def test_who_leaves_after_two_mailings_of_an_issue_left_once(db: sqlite3.Connection, keys: Keys) -> None:
    """Whoever had both of them is one reader lost; after a welcome it is the welcome's."""
    one, two = (subscribe(db, keys, f"{name}@example.com", now=MONTH_AGO) for name in "ab")
    for issue in ("2026-W46", "2026-W46+2"):
        deliver(db, one, issue)
        deliver(db, two, issue)
    deliver(db, two, "2026-W47+welcome")
    with transaction(db):
        subscribers.leave(db, one, Evidence(), NOW + DAY)
        subscribers.suppress(db, keys, read_address("b@example.com"), "hard bounce", NOW + DAY)
    assert [(i.issue, i.welcome, i.sent, i.left, i.bounced) for i in issue_figures(db)] == [
        ("2026-W46", False, 4, 1, 1), ("2026-W47", True, 1, 0, 1),
    ]  # fmt: skip
