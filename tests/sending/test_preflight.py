"""The preflight before a sending."""

from __future__ import annotations

from email import message_from_bytes

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.sending.preflight import making, preflight
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links
from tests.samples import NOW
from tests.sending.conftest import Checkout

SERVER = {"KC_SMTP_URL": "smtp://127.0.0.1:2525"}
# A one-click address has to be https (RFC 8058, 3.1).
FAULTY = "http://subscribe.example.com"


def test_a_message_has_the_links_of_the_service_and_the_date_it_is_given(checkout: Checkout) -> None:
    """And the links of its own reader."""
    keys = make_keys()
    template = making(checkout.job(), keys)("https://subscribe.example.com", NOW)
    read = message_from_bytes(template.message("abcdefghij", "ann@example.com"))
    links = Links(keys=keys, public_url="https://subscribe.example.com")
    assert f"<{links.unsubscribe('abcdefghij')}>" in "".join(read["List-Unsubscribe"].split())
    assert read["Date"].startswith("Fri, 20 Nov 2026 07:00:00")


def test_a_fault_stops_only_what_would_leave(checkout: Checkout) -> None:
    """In a folder it is told; on its way to a server it is refused, unless somebody insists."""
    for more in ({}, SERVER):
        job = checkout.job(KC_PUBLIC_URL=FAULTY, **more)
        made = making(job, make_keys())
        found = preflight(job, made, force=bool(more))
        assert any("https" in problem.message and not problem.advice for problem in found)
    with pytest.raises(Unusable, match="https"):
        preflight(job, made)


def test_advice_stops_nothing(checkout: Checkout) -> None:
    """What is only worth saying is said, and the mail may leave."""
    job = checkout.job(KC_PUBLIC_URL="https://subscribe.example.com", **SERVER)
    assert all(problem.advice for problem in preflight(job, making(job, make_keys())))
