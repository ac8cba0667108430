from __future__ import annotations

import pytest

from knowledge_center.brand.colors import Color, contrast
from tests.mail.writing_rules.colors import TRANSPARENT, read_color

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#0b5a63", Color(11, 90, 99)),
        ("#FFF", WHITE),
        ("White", WHITE),
        (" navy ", Color(0, 0, 128)),
        ("rgb(11, 90, 99)", Color(11, 90, 99)),
        ("rgb(11 90 99 / 50%)", Color(11, 90, 99, 0.5)),
        ("rgba(11,90,99,.25)", Color(11, 90, 99, 0.25)),
        ("#0b5a6380", Color(11, 90, 99, 128 / 255)),
        ("transparent", TRANSPARENT),
        ("var(--ink)", None),
        ("inherit", None),
        ("#12", None),
        ("rgb(1,2)", None),
        ("", None),
    ],
)
def test_colours_are_read_as_mail_programs_read_them(text: str, expected: Color | None) -> None:
    """Numbers, names and functions; what some program would not know is not known here either."""
    assert read_color(text) == expected


def test_contrast_is_what_wcag_says() -> None:
    """Black on white is 21, a colour on itself 1, the grey that is used as an example just enough."""
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == 1
    grey = read_color("#767676")
    assert grey
    assert contrast(grey, WHITE) == pytest.approx(4.54, abs=0.01)


def test_a_colour_that_lets_through_is_mixed_with_what_is_below() -> None:
    """Half of black on white is grey."""
    assert str(Color(0, 0, 0, 0.5).over(WHITE)) == "#808080"
    assert TRANSPARENT.over(WHITE) == WHITE
