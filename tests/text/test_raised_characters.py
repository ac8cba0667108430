"""Raised and lowered signs as characters."""

from __future__ import annotations

import pytest

from knowledge_center.text.raised_characters import lowered, raised, raised_words
from knowledge_center.tools.importer.stripped_text import plain_text, plain_title


@pytest.mark.parametrize(
    ("text", "high", "low", "in_prose"),
    [
        ("2", "²", "₂", "²"),
        ("-10", "⁻¹⁰", "₋₁₀", "⁻¹⁰"),
        ("st", "ˢᵗ", "ₛₜ", "st"),
        ("n", "ⁿ", "ₙ", "ⁿ"),
        ("a/b", "^(a/b)", "_(a/b)", "^(a/b)"),
        ("", "", "", ""),
        ("π", "^π", "_π", "^π"),
    ],
)
def test_a_raised_number_is_no_part_of_the_one_before(text: str, high: str, low: str, in_prose: str) -> None:
    """x² is not x2, H₂O not H2O; 1st and Mme are as they are said."""
    assert (raised(text), lowered(text), raised_words(text)) == (high, low, in_prose)


def test_an_imported_title_and_description_keep_their_numbers() -> None:
    """Both are text without tags: a square stays a square. What stands in code is left."""
    assert (
        plain_title("From x<sup>2</sup> to CO<sub>2</sub>, the 1<sup>st</sup>") == "From x² to CO₂, the 1st"
    )
    assert plain_text("x<sup>2</sup> and `<sup>2</sup>`") == "x² and <sup>2</sup>"
