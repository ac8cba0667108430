"""Whole numbers in attributes."""

from __future__ import annotations

from knowledge_center.tools.feed_check.whole_numbers import count


def test_only_a_few_plain_digits_are_a_number() -> None:
    """No sign, no space, no other script's digits, no thousand of them."""
    assert (count("0"), count("600"), count("007")) == (0, 600, 7)
    for text in (None, "", " 1", "-1", "1.5", "1e3", "100%", "٣", "9" * 5000):
        assert count(text) is None
