"""The address that mails come from."""

from __future__ import annotations

import pytest

from tests.samples import DATA, settings

MAIL = DATA["extra"]["knowledge_center"]["mail"]


@pytest.mark.parametrize(
    "address", ["us@gmail.com", "us@GMX.net", "us@yahoo.co.uk", "us@web.de", "us@proton.me"]
)
def test_a_sender_at_a_free_mail_service_is_advised_against(address: str) -> None:
    """Nobody but the service can sign for its domain; a small list that is sent through it may be well."""
    (found,) = [
        p for p in settings(mail=MAIL | {"sender": address}).advice if p.rule.startswith("settings.mail")
    ]
    assert found.advice and address in found.message and "extra.knowledge_center.mail.sender" in found.fix


@pytest.mark.parametrize("address", ["us@example.com", "us@notgmail.com", "us@gmail.com.example.org"])
def test_a_domain_of_ones_own_is_well(address: str) -> None:
    """Names that only look like it are left in peace."""
    assert not [
        p for p in settings(mail=MAIL | {"sender": address}).advice if p.rule.startswith("settings.mail")
    ]
