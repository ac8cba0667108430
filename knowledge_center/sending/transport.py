"""What takes a message off our hands, and what it says when it does not."""

from __future__ import annotations

from typing import Literal, Protocol

from knowledge_center.signup.bounces.failure_kinds import Failure


class NotSent(Exception):
    """A message was not handed over, or nobody knows whether it was.

    ``outcome`` says what may be done about it:

    - ``later``: not taken now (4xx, or the connection was lost before the end of the message); try again
    - ``never``: refused for good (5xx)
    - ``unknown``: the connection was lost after the message's end was sent and before the answer came;
      it may be on its way, so it is not sent again

    ``failure`` says whose fault it is, where a server answered; ``connection_lost`` is true when the next
    message needs a new connection.
    """

    def __init__(
        self,
        outcome: Literal["later", "never", "unknown"],
        detail: str,
        *,
        failure: Failure | None = None,
        connection_lost: bool = False,
    ) -> None:
        self.outcome = outcome
        self.detail = detail
        self.failure = failure
        self.connection_lost = connection_lost
        super().__init__(detail)


class NothingTaken(NotSent):
    """No message would be taken at the moment, whoever it is for: the server cannot be reached, refuses our
    password or our sender's address, or the disk is full. Its outcome is always ``later``; no message is to
    blame, so it does not count as a try of any. ``lasting`` says that trying again will not help before
    somebody has mended something."""

    def __init__(self, detail: str, *, lasting: bool = False) -> None:
        self.lasting = lasting
        super().__init__("later", detail, connection_lost=True)


class Transport(Protocol):
    """One way for messages to leave. Not for two threads at once."""

    def send(self, sender: str, to: str, data: bytes) -> None:
        """Hand over one message: ``sender`` and ``to`` are envelope addresses (RFC 5321), ``data`` has CRLF
        line ends. Returns when the other side has taken responsibility for it. Raises NotSent (also
        NothingTaken)."""

    def close(self) -> None:
        """Say goodbye; more can be sent afterwards over a new connection."""
