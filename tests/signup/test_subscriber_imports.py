"""Moving in from another mail engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import consents
from knowledge_center.signup.csv_reader import read_csv
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscriber_exports import export
from knowledge_center.signup.subscriber_imports import FORMATS, Outcome, bring_in, format_import, newcomers
from tests.signup.people import ASKED, NOW, ask, subscribe

LISTMONK = """uuid,email,name,attributes,status,created_at,updated_at
1b,ann@example.com,Ann,"{""city"": ""Lyon, FR""}",enabled,2024-05-31T14:05:00.123456Z,2024-06-01T00:00:00Z
2c,bob@example.com,Bob,{},blocklisted,2024-05-31T14:05:00Z,2024-06-01T00:00:00Z
3d,cid@example.com,Cid,{},disabled,2024-05-31T14:05:00Z,2024-06-01T00:00:00Z
"""
BUTTONDOWN = """email_address,type,tags,creation_date,ip_address
ann@example.com,regular,weekly,2024-05-31 14:05:00.12+00:00,192.0.2.1
bob@example.com,unsubscribed,,2024-05-31,
cid@example.com,unactivated,,2024-05-31,
dee@example.com,undeliverable,,2024-05-31,
eve@example.com,premium,,2024-05-31 16:05:00+02,not an address
"""
MAILCHIMP = """"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,TAGS
ann@example.com,Ann,2,"2024-05-31 14:00:00",192.0.2.1,"2024-05-31 14:05:00",192.0.2.2,"2024-06-01 00:00:00","""
MAILCHIMP += '"""weekly"",""vip"""\n'
CLEANED = """"Email Address",CONFIRM_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE
ann@example.com,"2024-05-31 14:05:00","2025-01-01 00:00:00","January"
"""
THEN = datetime(2024, 5, 31, 14, 5, tzinfo=UTC)


def run(
    db: sqlite3.Connection, keys: Keys, text: str, source: str = "csv", digests: Sequence[str] = ("weekly",)
) -> Outcome:
    people, outcome = newcomers(read_csv(text.encode(), "list.csv"), FORMATS[source], "list.csv", NOW)
    with transaction(db):
        bring_in(db, keys, people, digests, "moved from our old service", outcome, NOW)
    return outcome


def active(db: sqlite3.Connection) -> list[str]:
    return [found.address for found in subscribers.everybody(db, state="active")]


def test_listmonk_brings_those_who_are_enabled(db: sqlite3.Connection, keys: Keys) -> None:
    """Blocklisted and disabled people stay out; the moment of consent comes along."""
    outcome = run(db, keys, LISTMONK, "listmonk")
    assert active(db) == ["ann@example.com"]
    assert outcome.elsewhere == [
        "line 3: bob@example.com (blocklisted)",
        "line 4: cid@example.com (disabled)",
    ]
    found = subscribers.find_address(db, read_address("ann@example.com"))
    assert found and found.confirmed == THEN and found.changed == NOW


def test_buttondown_brings_regular_and_paying_readers(db: sqlite3.Connection, keys: Keys) -> None:
    """Who unsubscribed, never confirmed or cannot be reached stays out."""
    outcome = run(db, keys, BUTTONDOWN, "buttondown")
    assert active(db) == ["ann@example.com", "eve@example.com"]
    assert len(outcome.elsewhere) == 3 and outcome.wrong == []
    eve = subscribers.find_address(db, read_address("eve@example.com"))
    assert eve and eve.confirmed == THEN
    (consent,) = consents(db, eve.id)
    assert consent.evidence.ip == ""


def test_mailchimp_brings_the_consent_with_its_address(db: sqlite3.Connection, keys: Keys) -> None:
    """The evidence says who vouches for it, when consent was given there, and from where."""
    run(db, keys, MAILCHIMP, "mailchimp")
    found = subscribers.find_address(db, read_address("ann@example.com"))
    assert found and found.confirmed == THEN
    (consent,) = consents(db, found.id)
    assert (consent.event, consent.digests, consent.evidence.ip) == ("imported", ("weekly",), "192.0.2.2")
    assert consent.evidence.text == "moved from our old service; consent there 2024-05-31T14:05:00Z"


def test_mailchimps_file_of_cleaned_addresses_brings_nobody(db: sqlite3.Connection, keys: Keys) -> None:
    """The zip holds a file of those who bounced; taking the wrong one does no harm."""
    outcome = run(db, keys, CLEANED, "mailchimp")
    assert active(db) == []
    assert outcome.elsewhere == ["line 2: ann@example.com (clean_time 2025-01-01 00:00:00)"]


def test_a_status_in_any_column_is_heeded(db: sqlite3.Connection, keys: Keys) -> None:
    """Enabled at listmonk and unsubscribed from the list; a state or a date of leaving in a list of one's own."""
    listmonk = "email,status,subscription_status\na@example.com,enabled,unsubscribed\n"
    assert run(db, keys, listmonk, "listmonk").elsewhere == ["line 2: a@example.com (unsubscribed)"]
    own = "email,state,unsubscribed_at\nb@example.com,left,\nc@example.com,active,2025-01-01\nd@example.com,Active,\n"
    assert len(run(db, keys, own).elsewhere) == 2
    flags = "email,unsubscribed\ne@example.com,true\nf@example.com,False\n"
    assert run(db, keys, flags).elsewhere == ["line 2: e@example.com (unsubscribed true)"]
    assert active(db) == ["d@example.com", "f@example.com"]


@pytest.mark.parametrize("service", ["listmonk", "buttondown", "mailchimp"])
def test_what_we_export_can_be_read_back_as_csv(db: sqlite3.Connection, keys: Keys, service: str) -> None:
    """Our own files lead into a fresh database, addresses as they are."""
    subscribe(db, keys, "Ann@example.com")
    subscribe(db, keys, "o'hara{x}|y@example.com")
    made = export(db, service)
    with transaction(db):
        for found in list(subscribers.everybody(db)):
            subscribers.erase(db, read_address(found.address))
    assert run(db, keys, made.text).added == 2
    assert active(db) == ["Ann@example.com", "o'hara{x}|y@example.com"]


def test_every_bad_line_is_reported_with_its_number(db: sqlite3.Connection, keys: Keys) -> None:
    """The rest is imported; whoever mends the file knows where."""
    text = (
        "Name;E-Mail;confirmed_at\n"
        "Ann;ann@example.com;2024-05-31\n"
        "Bob;bob@@example.com;\n"
        "Cid;;\n"
        "Dee;dee@example.com;31.05.2024\n"
        "Eve;eve@example.com;2031-01-01\n"
        'Fay;"fay@example.com\n'
        "Gil;ANN@example.com;\n"
        "Hal;hal@example.com;;;;x\n"
        "Ida;ida@example.com;1969-01-01\n"
        "Jo\x1b[2J;jo\x1b[2J;\n"
        "Kay;kay@example.com;\n"
    )
    outcome = run(db, keys, text)
    assert active(db) == ["ann@example.com", "kay@example.com"]
    assert [line.split(":")[0] for line in outcome.wrong] == [f"line {n}" for n in range(3, 12)]
    assert "line 5: dee@example.com: “31.05.2024” is no moment such as 2024-05-31 14:05:00" in outcome.wrong
    assert "line 8: ANN@example.com is on line 2 already" in outcome.wrong
    assert "\x1b" not in format_import(outcome, dry_run=False)
    assert format_import(outcome, dry_run=False).endswith(
        "2 added, 0 known already, 0 left out, 9 could not be read."
    )


def test_nobody_who_left_or_is_suppressed_is_brought_back(db: sqlite3.Connection, keys: Keys) -> None:
    """An old list cannot undo what a reader decided here, nor a bounce, not even after an erasure."""
    left = subscribe(db, keys, "left@example.com")
    for address in ("bounced@example.com", "erased@example.com"):
        subscribe(db, keys, address)
    with transaction(db):
        subscribers.leave(db, left, ASKED, NOW)
        subscribers.suppress(db, keys, read_address("bounced@example.com"), "bounced 5.1.1", NOW)
        subscribers.suppress(db, keys, read_address("erased@example.com"), "complained", NOW)
        subscribers.erase(db, read_address("erased@example.com"))
    outcome = run(db, keys, "email\nleft@example.com\nbounced@example.com\nErased@example.com\n")
    assert active(db) == [] and outcome.added == 0
    assert outcome.kept_out == [
        "line 2: left@example.com left on 2026-11-20",
        "line 3: bounced@example.com bounced or complained, and is never mailed again",
        "line 4: Erased@example.com bounced or complained, and is never mailed again",
    ]


def test_a_subscriber_of_ours_stays_as_they_are(db: sqlite3.Connection, keys: Keys) -> None:
    """Importing a list twice changes nothing, and the consent given here is the one that counts."""
    text = "email,confirmed_at\nann@example.com,2024-05-31\n"
    key = subscribe(db, keys, "ann@example.com")
    before = subscribers.find(db, key)
    assert run(db, keys, text).known == 1
    assert subscribers.find(db, key) == before


def test_another_digest_is_added_unless_they_chose_themselves(db: sqlite3.Connection, keys: Keys) -> None:
    """Two lists can be merged; a digest that somebody dropped in the preferences stays dropped."""
    ann = subscribe(db, keys, "ann@example.com")
    bob = subscribe(db, keys, "bob@example.com", "weekly", "monthly")
    with transaction(db):
        subscribers.choose(db, bob, ["weekly"], ASKED, NOW)
    before = subscribers.find(db, ann)
    run(db, keys, "email,confirmed_at\nann@example.com,2020-01-01\nbob@example.com,\n", digests=["monthly"])
    after = subscribers.find(db, ann)
    assert before and after and after.digests == ("monthly", "weekly")
    assert after.confirmed == before.confirmed
    found = subscribers.find(db, bob)
    assert found and found.digests == ("weekly",)


def test_a_signup_that_waits_here_is_confirmed_by_the_list(db: sqlite3.Connection, keys: Keys) -> None:
    """Consent was given elsewhere already; the click is not needed any more."""
    ask(db, keys, "ann@example.com", now=NOW - timedelta(days=1))
    assert run(db, keys, "email\nann@example.com\n").added == 1
    assert active(db) == ["ann@example.com"]


def test_a_file_without_addresses_says_what_it_has() -> None:
    """The columns that were found help to see what is wrong."""
    with pytest.raises(Unusable) as refused:
        newcomers(read_csv(b"name,town\nAnn,Lyon\n", "list.csv"), FORMATS["csv"], "list.csv", NOW)
    assert "There is no column “email”; the columns are: name, town." in str(refused.value)
