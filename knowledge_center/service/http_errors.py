"""A request that is not done, with the reason for whoever sent it."""

from __future__ import annotations


class HttpError(Exception):
    """``status`` is an HTTP status of 400 or more, ``reason`` a sentence that repeats nothing secret.

    ``title`` is the heading above it, empty for the usual one of the status. Both are messages of the catalogues
    (``gettext_noop``): who raises it need not know the reader's language.
    """

    def __init__(self, status: int, reason: str, title: str = "") -> None:
        self.status = status
        self.reason = reason
        self.title = title
        super().__init__(reason)
