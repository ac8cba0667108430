"""An address of its own for each delivery: what comes back to it names the delivery, and cannot be made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge_center.signup.keys import Keys, make_keys
from knowledge_center.signup.return_path import (
    found_in,
    is_of_issue,
    is_of_signup,
    issue_return_path,
    signup_return_path,
)
from tests.samples import settings

KEYS = make_keys()
MAIL = replace(settings().mail, bounces="bounces@example.com", verp=True)
ANN, BEN = "abcdefghij", "bcdefghijk"
BACK = issue_return_path(MAIL, KEYS, ANN, "weekly", "2026-W46")


def own(address: str) -> str:
    (found,) = found_in(address.encode())
    return found


def test_without_the_setting_all_go_back_to_one_address() -> None:
    """Which a mailbox without sub-addresses needs."""
    plain = replace(MAIL, verp=False)
    assert issue_return_path(plain, KEYS, ANN, "weekly", "2026-W46") == "bounces@example.com"
    assert signup_return_path(plain, KEYS, ANN) == "bounces@example.com"


def test_each_delivery_has_its_own() -> None:
    """Of an issue, a subscriber, and a mail about a signup; it fits into an envelope."""
    assert BACK.startswith(f"bounces+{ANN}.") and BACK.endswith("@example.com")
    assert len(BACK.partition("@")[0]) <= 64
    assert is_of_issue(KEYS, own(BACK), "weekly", "2026-W46")
    assert not is_of_issue(KEYS, own(BACK), "weekly", "2026-W47")
    assert not is_of_issue(KEYS, own(BACK), "monthly", "2026-W46")
    assert not is_of_signup(KEYS, own(BACK))
    signup = own(signup_return_path(MAIL, KEYS, ANN))
    assert is_of_signup(KEYS, signup) and not is_of_issue(KEYS, signup, "weekly", "2026-W46")


def test_nobody_else_can_make_one() -> None:
    """Not for another reader, not by other keys; older keys of ours still count."""
    mark = own(BACK).partition(".")[2]
    assert not is_of_issue(KEYS, f"{BEN}.{mark}", "weekly", "2026-W46")
    assert not is_of_issue(make_keys(), own(BACK), "weekly", "2026-W46")
    assert is_of_issue(
        Keys(links=(*make_keys().links, *KEYS.links), marks=KEYS.marks), own(BACK), "weekly", "2026-W46"
    )


@pytest.mark.parametrize("written", ["To: <{}>", "for <{}>;", "x {0} y {0}"])
def test_it_is_found_wherever_a_server_writes_it(written: str) -> None:
    """In capitals too."""
    for text in (written.format(BACK), written.format(BACK).upper()):
        assert is_of_issue(KEYS, own(text), "weekly", "2026-W46")


@pytest.mark.parametrize("text", ["", "bounces@example.com", f"{ANN}.aaaa@example.com", "+a.b@example.com"])
def test_other_addresses_are_none(text: str) -> None:
    """Nor is a mark that no key could have made."""
    assert found_in(text.encode()) == ()
    assert not is_of_issue(KEYS, f"{ANN}.{'a1' * 10}", "weekly", "2026-W46")
