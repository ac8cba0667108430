"""What lies on the job of a sending."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.sending import outbox
from knowledge_center.sending.issue_key import IssueKey
from knowledge_center.sending.outbox import Counts
from knowledge_center.sending.send_job import SendJob, with_unsent
from knowledge_center.signup.database import connect, transaction
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from knowledge_center.signup.state_folder import DATABASE_FILE
from tests.digests.samples import MONDAY, entry, issue
from tests.samples import NOW
from tests.sending.conftest import Checkout
from tests.sending.samples import make_sending_site


def test_the_latest_issue_unless_one_is_named(checkout: Checkout) -> None:
    """By its key; one that was never closed is refused with the latest that was."""
    make_sending_site(checkout.root, issue(entry("c"), key="2026-W47", boundary=MONDAY.replace(day=23)))
    assert checkout.job().issue_key == IssueKey(digest="weekly", issue="2026-W47")
    assert checkout.job("2026-W46").issue_key == IssueKey(digest="weekly", issue="2026-W46")
    with pytest.raises(Unusable, match=r"no closed issue “2026-W10”; the latest one is 2026-W47") as caught:
        checkout.job("2026-W10")
    assert caught.value.problems[0].fix == "knowledge-center send weekly 2026-W47"


def test_issues_of_every_day_that_were_missed_are_sent_too(checkout: Checkout) -> None:
    """Since the last one that was begun, oldest first; of a weekly digest the latest alone."""
    days = ("2026-11-14", "2026-11-15", "2026-11-16", "2026-11-17")
    issues = [issue(entry(f"a{day}"), key=day, boundary=MONDAY.replace(day=int(day[-2:]))) for day in days]
    shutil.rmtree(checkout.root / "docs/digests")
    make_sending_site(checkout.root, *issues)
    job = checkout.job()
    daily = replace(job, digest=replace(job.digest, every="day"))

    def unsent(job: SendJob) -> list[str]:
        return [one.issue.key for one in with_unsent(job)]

    assert unsent(daily) == ["2026-11-17"]
    with closing(connect(checkout.state / DATABASE_FILE)) as db, transaction(db):
        outbox.begin(db, IssueKey(digest="weekly", issue="2026-11-15"), NOW)
    # That of the 15th has messages left, as where a server put them off.
    assert unsent(daily) == ["2026-11-15", "2026-11-16", "2026-11-17"]
    assert unsent(job) == ["2026-11-17"]
    with closing(connect(checkout.state / DATABASE_FILE)) as db, transaction(db):
        outbox.begin(db, daily.issue_key, NOW)
        db.execute("UPDATE delivery SET state = 'sent'")
    assert unsent(daily) == ["2026-11-17"]
    with closing(connect(checkout.state / DATABASE_FILE)) as db, transaction(db):
        db.execute("UPDATE delivery SET state = 'pending' WHERE issue = '2026-11-15'")
    assert unsent(daily) == ["2026-11-15", "2026-11-17"]


def test_without_any_issue_the_command_that_closes_one_is_named(checkout: Checkout) -> None:
    """A digest that was never closed has nothing to send."""
    shutil.rmtree(checkout.root / "docs/digests")
    with pytest.raises(Unusable, match="No issue has been closed yet") as caught:
        checkout.job()
    assert caught.value.problems[0].fix == "knowledge-center close weekly"


def test_who_only_looks_makes_no_database(checkout: Checkout) -> None:
    """Where there is none, there is none afterwards."""
    with checkout.job().database() as db:
        assert db
    shutil.rmtree(checkout.state)
    with checkout.job().database() as db:
        assert db is None
    assert not checkout.state.exists()


def test_what_a_dead_sender_had_in_hand_is_unknown(checkout: Checkout) -> None:
    """As long as its sender is present, a message is on its way; from then on nobody knows."""
    job = checkout.job()
    with closing(connect(checkout.state / DATABASE_FILE)) as db:
        with job.process_lock() as owner:
            with transaction(db):
                outbox.begin(db, job.issue_key, NOW)
                assert outbox.claim(db, job.issue_key, owner, NOW)
                job.sweep(db, job.issue_key)
            assert outbox.counts(db, job.issue_key) == Counts(pending=2, sending=1)
        with transaction(db):
            job.sweep(db, job.issue_key)
        assert outbox.counts(db, job.issue_key) == Counts(pending=2, unknown=1)


def test_a_lock_ends_however_the_sending_ends(checkout: Checkout) -> None:
    """An error leaves no sign of life behind."""
    job = checkout.job()
    with pytest.raises(OSError, match="gone"), job.process_lock() as owner:
        assert (checkout.state / "senders" / owner).exists()
        raise OSError("gone")
    assert list((checkout.state / "senders").iterdir()) == []


def test_the_clock_of_a_job_runs(checkout: Checkout) -> None:
    """It begins at the fixed time, and does not stand."""
    clock = checkout.job().clock
    first = clock()
    assert timedelta() <= first - NOW < timedelta(minutes=1)
    assert clock() > first


def test_a_message_has_the_links_of_the_service_and_of_its_reader(checkout: Checkout) -> None:
    """Of the address that the environment names; dated now."""
    keys = make_keys()
    template = checkout.job(KC_PUBLIC_URL="https://subscribe.example.com").message_template(keys)
    read = message_from_bytes(template.message("abcdefghij", "ann@example.com"))
    links = Links(keys=keys, public_url="https://subscribe.example.com")
    assert f"<{links.unsubscribe('abcdefghij')}>" in "".join(read["List-Unsubscribe"].split())
    assert read["Date"].startswith("Fri, 20 Nov 2026 07:00:0")
