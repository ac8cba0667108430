from __future__ import annotations

import pytest

from knowledge_center.mail.rules.mailing_list import scheme, unsubscribe_addresses
from knowledge_center.mail.rules.parsed_message import parse_message
from tests.mail.rules.samples import found_in, good
from tests.mail.samples import LINKS

COVERED = "from:to:subject:date:message-id:list-unsubscribe:list-unsubscribe-post"


def signed(domain: str = "example.com", covered: str = COVERED, more: str = "") -> bytes:
    """The good message with a signature as signers write it, folded."""
    lines = f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=x;{more}\r\n h={covered};\r\n bh=l=; b=l=\r\n"
    return lines.encode() + good()


def test_a_signature_by_the_senders_domain_is_good() -> None:
    """Its own domain or one above it; what follows b= is no tag."""
    assert found_in(signed(), signed=True) == ()
    parent = good().replace(b"<knowledge@example.com>", b"<knowledge@mail.example.com>")
    assert found_in(signed().replace(good(), parent), signed=True) == ()


def test_a_message_that_should_be_signed_and_is_not_does_not_leave() -> None:
    """Without a signature large services refuse mail to many."""
    (problem,) = found_in(good(), signed=True)
    assert problem.rule == "mail.mailing_list.signature"
    assert problem.message.startswith("The message is to be signed, but has no DKIM-Signature.")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (signed("example.net"), "No DKIM signature is by “example.com”"),
        (signed("ample.com"), "No DKIM signature is by “example.com”"),
        (
            signed(covered="from:to:subject:date:message-id"),
            "does not cover list-unsubscribe, list-unsubscribe-post",
        ),
        (signed(more=" l=100;"), "has l="),
    ],
)
def test_a_signature_that_lets_others_in_is_said(data: bytes, says: str) -> None:
    """What it does not cover can be changed on the way, and the button would lead elsewhere."""
    (problem,) = found_in(data, signed=True)
    assert says in problem.message


def test_a_second_signature_may_be_somebody_elses() -> None:
    """A sending service signs too; one signature by the sender's domain is enough."""
    assert found_in(signed("mailer.example.net").replace(good(), signed()), signed=True) == ()


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
