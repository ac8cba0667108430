"""Numbers with their words."""

from __future__ import annotations

from knowledge_center.text.plurals import counted


def test_numbers_have_their_words() -> None:
    """One recipient, two recipients, fifty thousand with a comma."""
    assert [counted(number, "recipient") for number in (0, 1, 2, 50_000)] == [
        "0 recipients",
        "1 recipient",
        "2 recipients",
        "50,000 recipients",
    ]
    assert counted(2, "entry", "entries") == "2 entries"
    assert counted(1, "entry", "entries") == "1 entry"
