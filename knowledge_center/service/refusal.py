"""A request that is not done, with the reason for whoever sent it."""

from __future__ import annotations


class Refusal(Exception):
    """``status`` is an HTTP status of 400 or more, ``reason`` a sentence that repeats nothing secret."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(reason)
