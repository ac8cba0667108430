"""Files for other mail engines, read back as those engines read them."""

from __future__ import annotations

import csv
import json
import sqlite3
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.signup import subscribers
from knowledge_center.signup.database import transaction
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.keys import Keys
from knowledge_center.signup.subscriber_exports import SERVICES, export, save
from tests.programs import keeps_modes
from tests.signup.people import ASKED, NOW, ask, subscribe


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def test_listmonk_gets_an_address_and_attributes_in_json(db: sqlite3.Connection, keys: Keys) -> None:
    """listmonk reads three columns; the consent is in the attributes."""
    subscribe(db, keys, "Ann@example.com", "monthly", "weekly")
    made = export(db, "listmonk")
    assert made.text.splitlines()[0] == "email,name,attributes"
    (row,) = rows(made.text)
    assert (row["email"], row["name"]) == ("Ann@example.com", "")
    assert json.loads(row["attributes"]) == {
        "digests": ["monthly", "weekly"],
        "subscribed_at": "2026-11-20T12:00:00Z",
        "confirmed_at": "2026-11-20T13:00:00Z",
        "confirmed_from": "198.51.100.9",
        "consent_version": "2026-11",
    }


def test_buttondown_gets_digests_as_tags(db: sqlite3.Connection, keys: Keys) -> None:
    """Buttondown maps email and tags by itself."""
    subscribe(db, keys, "ann@example.com", "monthly", "weekly")
    (row,) = rows(export(db, "buttondown").text)
    assert row == {
        "email": "ann@example.com",
        "tags": "monthly,weekly",
        "subscribed_at": "2026-11-20T12:00:00Z",
        "confirmed_at": "2026-11-20T13:00:00Z",
        "confirmed_from": "198.51.100.9",
        "consent_version": "2026-11",
    }


def test_mailchimp_gets_the_columns_of_its_own_export(db: sqlite3.Connection, keys: Keys) -> None:
    """Mailchimp keeps who opted in and confirmed when and from where."""
    subscribe(db, keys, "ann@example.com")
    (row,) = rows(export(db, "mailchimp").text)
    assert row == {
        "Email Address": "ann@example.com",
        "OPTIN_TIME": "2026-11-20 12:00:00",
        "OPTIN_IP": "192.0.2.7",
        "CONFIRM_TIME": "2026-11-20 13:00:00",
        "CONFIRM_IP": "198.51.100.9",
        "TAGS": "weekly",
    }


@pytest.mark.parametrize("service", SERVICES)
def test_only_those_who_want_mail_are_exported(db: sqlite3.Connection, keys: Keys, service: str) -> None:
    """Who left, did not click, bounced or complained goes nowhere; a digest alone can be asked for."""
    subscribe(db, keys, "weekly@example.com")
    subscribe(db, keys, "monthly@example.com", "monthly")
    ask(db, keys, "waiting@example.com")
    gone = subscribe(db, keys, "gone@example.com")
    subscribe(db, keys, "bounced@example.com")
    with transaction(db):
        subscribers.leave(db, gone, ASKED, NOW)
        subscribers.suppress(db, keys, read_address("bounced@example.com"), "bounced 5.1.1", NOW)
    everybody = export(db, service)
    assert everybody.count == 2
    assert [next(iter(row.values())) for row in rows(everybody.text)] == [
        "monthly@example.com",
        "weekly@example.com",
    ]
    assert [next(iter(row.values())) for row in rows(export(db, service, digest="weekly").text)] == [
        "weekly@example.com"
    ]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("address", ["=cmd|x!A0@example.com", "+1@example.com", "-1+1@example.com"])
def test_no_cell_begins_like_a_formula(
    db: sqlite3.Connection, keys: Keys, service: str, address: str
) -> None:
    """A spreadsheet would run it; a changed address would be somebody else's. So it is left out and named."""
    subscribe(db, keys, address)
    made = export(db, service)
    assert (made.count, made.left_out) == (0, (address,))
    assert rows(made.text) == []
    assert next(iter(rows(export(db, service, formulas=True).text)[0].values())) == address


@pytest.mark.parametrize("service", SERVICES)
def test_commas_and_quotes_in_an_address_stay_in_their_cell(
    db: sqlite3.Connection, keys: Keys, service: str
) -> None:
    """Every line has as many cells as the header, whatever an address holds."""
    subscribe(db, keys, "o'hara{x}|y@example.com")
    lines = list(csv.reader(StringIO(export(db, service).text, newline="")))
    assert {len(line) for line in lines} == {len(SERVICES[service][0])}
    assert lines[1][0] == "o'hara{x}|y@example.com"


def test_a_second_signup_is_the_one_that_counts(db: sqlite3.Connection, keys: Keys) -> None:
    """Who left and came back is exported with the later consent."""
    key = subscribe(db, keys, "ann@example.com")
    with transaction(db):
        subscribers.leave(db, key, ASKED, NOW + timedelta(days=1))
    subscribe(db, keys, "ann@example.com", now=NOW + timedelta(days=2))
    (row,) = rows(export(db, "mailchimp").text)
    assert (row["OPTIN_TIME"], row["CONFIRM_TIME"]) == ("2026-11-22 12:00:00", "2026-11-22 13:00:00")


@keeps_modes
def test_a_saved_export_is_its_owners_alone(tmp_path: Path) -> None:
    """Also where an older file was readable for everybody; line ends stay as they are."""
    target = tmp_path / "list.csv"
    text = "email,name,attributes\r\nä@example.com,,{}\r\n"
    target.write_text("email,name,attributes\n", newline="\r\n")
    target.chmod(0o644)
    save(target, text)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes() == text.encode()


@pytest.mark.parametrize("service", SERVICES)
def test_an_export_replaces_nothing_but_an_export(
    db: sqlite3.Connection, keys: Keys, tmp_path: Path, service: str
) -> None:
    """One slip in the name must cost neither the settings nor the database."""
    subscribe(db, keys, "ann@example.com")
    target = tmp_path / "list.csv"
    for _ in range(2):
        save(target, export(db, service).text)
    used = Path(db.execute("PRAGMA database_list").fetchone()["file"])
    with pytest.raises(Unusable, match="no export"):
        save(used, export(db, service).text)
    assert subscribers.find_address(db, read_address("ann@example.com"))
    assert used.exists()
