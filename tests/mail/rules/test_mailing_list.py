from __future__ import annotations

import pytest

from knowledge_center.mail.rules.mailing_list import scheme, unsubscribe_addresses
from knowledge_center.mail.rules.parsed_message import parse_message
from tests.mail.rules.samples import good
from tests.mail.samples import LINKS


def test_the_addresses_to_leave_are_read_in_their_order() -> None:
    """The web first, then mail."""
    found = unsubscribe_addresses(parse_message(good()))
    assert found == (LINKS.unsubscribe, "mailto:leave@example.com?subject=leave")


@pytest.mark.parametrize(
    ("address", "expected"),
    [("https://a.example/u", "https"), ("HTTPS://a.example", "https"), ("mailto:a@b.example", "mailto"),
     ("mailto:", ""), ("https:///u", ""), ("https://[x", ""), ("u", "")],
)  # fmt: skip
def test_an_address_with_a_part_missing_is_none(address: str, expected: str) -> None:
    """No host, no mailbox, no address."""
    assert scheme(address) == expected
