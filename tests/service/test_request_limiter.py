"""The guard before the database."""

from __future__ import annotations

from knowledge_center.service import request_limiter as limiter
from knowledge_center.service.request_limiter import BURST, RequestLimiter


def test_a_burst_is_let_in_and_no_more() -> None:
    """Sixty at once, then one every two seconds; another computer has its own sixty."""
    guard = RequestLimiter()
    assert [guard.allows("a", 100.0) for _ in range(BURST + 2)] == [True] * BURST + [False] * 2
    assert guard.allows("b", 100.0)
    assert [guard.allows("a", 102.0), guard.allows("a", 102.0)] == [True, False]
    assert sum(guard.allows("a", 100_000.0) for _ in range(200)) == BURST


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    """When the machine's clock is set back, nobody gains by it and nobody is locked out."""
    guard = RequestLimiter()
    for _ in range(BURST):
        guard.allows("a", 1000.0)
    assert not guard.allows("a", 10.0)
    assert guard.allows("a", 12.0)


def test_it_remembers_no_more_than_it_can_hold() -> None:
    """A crowd of computers takes no memory without end: those longest unseen are forgotten."""
    guard = RequestLimiter()
    for n in range(limiter.MOST_COMPUTERS + 50):
        guard.allows(str(n), 1.0)
    assert len(guard._buckets) == limiter.MOST_COMPUTERS
    assert "0" not in guard._buckets and "60" in guard._buckets
