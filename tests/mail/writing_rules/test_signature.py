from __future__ import annotations

import pytest

from tests.mail.rules.samples import good
from tests.mail.writing_rules.written_message import judged

COVERED = "from:to:subject:date:message-id:list-unsubscribe:list-unsubscribe-post"


def signed(domain: str = "example.com", covered: str = COVERED, more: str = "") -> bytes:
    """The good message with a signature as signers write it, folded."""
    lines = f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=x;{more}\r\n h={covered};\r\n bh=l=; b=l=\r\n"
    return lines.encode() + good()


def test_a_signature_by_the_senders_domain_is_good() -> None:
    """Its own domain or one above it; what follows b= is no tag."""
    assert judged(signed()) == ()
    parent = good().replace(b"<knowledge@example.com>", b"<knowledge@mail.example.com>")
    assert judged(signed().replace(good(), parent)) == ()


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
    (problem,) = judged(data)
    assert says in problem.message


def test_a_second_signature_may_be_somebody_elses() -> None:
    """A sending service signs too; one signature by the sender's domain is enough."""
    assert judged(signed("mailer.example.net").replace(good(), signed())) == ()
