"""A guard before the database: a computer that sends requests without pause costs no write to the disk."""

from __future__ import annotations

from collections import OrderedDict

# Far above the limits of the form, and whatever is over those gets the same answer: nobody who would have got
# a mail is turned away here, unless a robot shares the computer.
BURST = 60
PER_SECOND = 0.5
MOST_COMPUTERS = 20_000


class RequestLimiter:
    """A bucket of tokens for each computer, refilled as time goes by; the longest unseen are forgotten."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, computer: str, at: float) -> bool:
        """Whether a request from ``computer`` at ``at`` (seconds) is worth keeping."""
        tokens, since = self._buckets.pop(computer, (float(BURST), at))
        tokens = min(float(BURST), tokens + max(0.0, at - since) * PER_SECOND)
        let_in = tokens >= 1
        self._buckets[computer] = (tokens - 1 if let_in else tokens, at)
        if len(self._buckets) > MOST_COMPUTERS:
            self._buckets.popitem(last=False)
        return let_in
