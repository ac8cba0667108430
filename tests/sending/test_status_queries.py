"""What is asked before and after a sending."""

from __future__ import annotations

import shutil

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.sending.send_issue import SendOptions, send
from knowledge_center.sending.status_queries import format_dry_run, recipients, status
from tests.digests.samples import MONDAY, entry, issue
from tests.sending.conftest import Checkout, Notes
from tests.sending.samples import addresses, make_sending_site


def test_how_it_stands_with_one_issue_and_with_all(checkout: Checkout) -> None:
    """Before anything was sent, that is reported too."""
    assert list(status(checkout.job(), every=True)) == ["Nothing of weekly was sent yet."]
    send(checkout.job(), SendOptions(), Notes())
    make_sending_site(checkout.root, issue(entry("c"), key="2026-W47", boundary=MONDAY.replace(day=23)))
    send(checkout.job(), SendOptions(limit=1), Notes())
    first, second, more = status(checkout.job(), every=True)
    assert first == "weekly 2026-W46: 3 of 3 recipients have it."
    assert second == "weekly 2026-W47: 1 of 3 recipients has it."
    assert "2 messages still to be sent" in more
    assert list(status(checkout.job("2026-W46"), every=False)) == [first]
    shutil.rmtree(checkout.state)
    assert list(status(checkout.job(), every=True)) == [
        "Nothing was sent yet: there is no database of subscribers."
    ]


def test_whom_a_sending_would_reach(checkout: Checkout) -> None:
    """Those who have not got it, one of them, or nobody where there is no database."""
    assert recipients(checkout.job(), "") == addresses(3)
    assert recipients(checkout.job(), "Reader1@example.com") == ["reader1@example.com"]
    with pytest.raises(Unusable, match="not known here"):
        recipients(checkout.job(), "nobody@example.com")
    with pytest.raises(Unusable, match="nobody else's computer"):
        recipients(checkout.job(KC_SMTP_URL="smtp://mail.example.com"), "")
    shutil.rmtree(checkout.state)
    assert recipients(checkout.job(), "") == []


def test_a_rehearsal_names_twenty_and_counts_the_rest(checkout: Checkout) -> None:
    """And says in the end that nothing happened."""
    goes = "weekly 2026-W46 would go to files in outbox/ (KC_SMTP_URL is not set): "
    assert list(format_dry_run(checkout.job(), addresses(1))) == [
        f"{goes}1 recipient.", "  reader0@example.com", "Nothing was sent.",
    ]  # fmt: skip
    exact = list(format_dry_run(checkout.job(), addresses(20)))
    assert (len(exact), exact[-2]) == (22, "  reader19@example.com")
    many = list(format_dry_run(checkout.job(), addresses(1021)))
    assert (len(many), many[0], many[-2]) == (23, f"{goes}1,021 recipients.", "  and 1,001 more")
