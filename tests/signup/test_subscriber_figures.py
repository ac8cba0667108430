"""How many came and went: counts that agree with who is subscribed, and name nobody."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscriber_figures import signup_pages, subscriber_figures
from tests.signup.people import NOW, subscribe

UTC_ZONE, DETROIT = ZoneInfo("UTC"), ZoneInfo("America/Detroit")
DAY = timedelta(days=1)


def figures(
    db: sqlite3.Connection, digest: str, *, now: datetime = NOW, zone: ZoneInfo = UTC_ZONE
) -> list[tuple[object, ...]]:
    """Day, joined, left, bounced and subscribed of each period."""
    return [astuple(period) for period in subscriber_figures(db, zone, now).get(digest, ())]


def test_nobody_is_nothing(db: sqlite3.Connection) -> None:
    """An empty database has no digests to tell of."""
    assert subscriber_figures(db, UTC_ZONE, NOW) == {} and signup_pages(db) == ()


def test_who_came_and_went_by_week(db: sqlite3.Connection, keys: Keys) -> None:
    """Weeks begin on Monday and have no gap; a choice, a leave and a bounce each count where they belong."""
    start = datetime(2026, 11, 2, 12, tzinfo=UTC)
    ids = [subscribe(db, keys, f"{name}@example.com", "weekly", now=start) for name in "abcd"]
    with transaction(db):
        later = start + 14 * DAY
        subscribers.choose(db, ids[0], ["monthly"], Evidence(), later)
        subscribers.leave(db, ids[1], Evidence(), later)
        subscribers.suppress(db, keys, read_address("c@example.com"), "hard bounce", later + DAY)
        # A second bounce of the same address, and of one that nobody has, are no more losses.
        subscribers.suppress(db, keys, read_address("c@example.com"), "complained", later + 2 * DAY)
        subscribers.suppress(db, keys, read_address("x@example.com"), "hard bounce", later)
    assert figures(db, "weekly") == [
        (date(2026, 11, 2), 4, 0, 0, 4), (date(2026, 11, 9), 0, 0, 0, 4), (date(2026, 11, 16), 0, 2, 1, 1),
    ]  # fmt: skip
    assert figures(db, "monthly")[-1] == (date(2026, 11, 16), 1, 0, 0, 1)


def test_months_after_half_a_year_on_the_site_s_clock(db: sqlite3.Connection, keys: Keys) -> None:
    """What happened at midnight in London belongs to the month before in Detroit."""
    subscribe(db, keys, "a@example.com", "weekly", now=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    days = [period[0] for period in figures(db, "weekly", zone=DETROIT)]
    assert days[0] == date(2026, 1, 1) and days[-1] == date(2026, 11, 1) and len(days) == 11
    assert figures(db, "weekly")[0][0] == date(2026, 2, 1)


def test_figures_end_with_who_is_subscribed(db: sqlite3.Connection, keys: Keys) -> None:
    """Whatever people do, in whatever order: the last figure is the number of those who get the digest."""
    chance = random.Random(7)
    names = [f"p{number}@example.com" for number in range(12)]
    for step in range(160):
        name, now = chance.choice(names), NOW - timedelta(days=300) + step * DAY
        address = read_address(name)
        found = subscribers.find_address(db, address)
        digests = chance.sample(["weekly", "monthly"], chance.randint(1, 2))
        match chance.randrange(7):
            case 0 | 1 if found is None or found.may_confirm:
                subscribe(db, keys, name, *digests, now=now)
            case 2 if found:
                with transaction(db):
                    subscribers.choose(db, found.id, digests, Evidence(), now)
            case 3 if found:
                with transaction(db):
                    subscribers.leave(db, found.id, Evidence(), now)
            case 4:
                with transaction(db):
                    subscribers.suppress(db, keys, address, "hard bounce", now)
            case 5:
                with transaction(db):
                    subscribers.unsuppress(db, keys, address, Evidence(), now)
            case 6:
                with transaction(db):
                    subscribers.add(db, keys, address, digests, Evidence(), now)
    for digest in ("weekly", "monthly"):
        subscribed = db.execute("SELECT count(*) FROM choice WHERE digest = ?", (digest,)).fetchone()[0]
        found_figures = figures(db, digest)
        assert found_figures[-1][-1] == subscribed > 0
        assert sum(period[1] for period in found_figures) > subscribed  # type: ignore[misc]


def test_the_page_of_the_form_that_was_confirmed(db: sqlite3.Connection, keys: Keys) -> None:
    """Counted for those who confirmed, by the form of their latest signup; who was added by hand came by none."""
    for name in "abc":
        subscribe(db, keys, f"{name}@example.com")
    with transaction(db):
        subscribers.ask(db, keys, read_address("d@example.com"), ["weekly"], Evidence(page="/x/"), NOW)
        subscribers.add(db, keys, read_address("e@example.com"), ["weekly"], Evidence(), NOW)
    assert signup_pages(db) == (("/articles/second-interview/", 3),)
