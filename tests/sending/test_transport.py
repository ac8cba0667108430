"""What transports say when they do not take a message."""

from __future__ import annotations

from knowledge_center.sending.transport import NothingTaken, NotSent


def test_what_is_nobodys_fault_is_for_later() -> None:
    """That nothing is taken at all is a kind of “not sent” which blames no message and ends the connection."""
    refused = NothingTaken("the disk is full")
    assert isinstance(refused, NotSent)
    assert (refused.outcome, refused.connection_lost, refused.failure) == ("later", True, None)
    assert not refused.lasting
    assert str(refused) == refused.detail == "the disk is full"
