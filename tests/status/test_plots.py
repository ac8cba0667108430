"""Plots: what is drawn is as large as its value, told apart without colours, and said in words."""

from __future__ import annotations

import pytest
from lxml import etree

from knowledge_center.status.plots import Panel, Series, nice_most, number, plot

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*panels: Panel, steps: list[str], name: str = "Figures") -> etree._Element:
    html = str(plot(name, steps, panels)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return etree.fromstring(html)


def test_bars_are_as_high_as_their_values_and_stand_on_each_other() -> None:
    """Two kinds in one bar: the second begins where the first ends, and has a look of its own."""
    left, bounced = Series(label="left", values=[4, 0]), Series(label="b", values=[2, 8], look="hatched")
    root = drawn(Panel(title="Went", series=(left, bounced)), steps=["May", "June"])
    bars = [
        (rect.get("class"), float(rect.get("y", "")), float(rect.get("height", "")))
        for rect in root.iter(f"{SVG}rect")
    ]
    assert [look for look, _, _ in bars] == ["solid", "hatched", "hatched"]
    (_, first_y, first), (_, second_y, second), (_, third_y, third) = bars
    assert first == pytest.approx(2 * second, abs=0.2) and third == pytest.approx(4 * second, abs=0.2)
    assert second_y + second == pytest.approx(first_y, abs=0.2)
    assert third_y + third == pytest.approx(first_y + first, abs=0.2)


def test_a_line_says_its_last_value() -> None:
    """Nobody has to measure how many there are now."""
    root = drawn(
        Panel(title="Subscribed", series=(Series(label="", values=[1, 1200]),), line=True), steps=["a", "b"]
    )
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "last"] == ["1,200"]


def test_it_is_said_what_is_shown() -> None:
    """The name is escaped, and is what a screen reader reads; no step is named twice, and few are."""
    steps = [f"W{number}" for number in range(30)]
    root = drawn(
        Panel(title="A & <b>", series=(Series(label="", values=[0] * 30),)), steps=steps, name='"A" & <b>'
    )
    assert (root.get("role"), root.get("aria-label")) == ("img", '"A" & <b>')
    named = [text.text for text in root.iter(f"{SVG}text") if "step" in (text.get("class") or "")]
    assert 2 <= len(named) <= 5 and named[0] == "W0"


def test_nothing_at_all_is_drawn_too() -> None:
    """No steps and only zeros make an empty plot, no fault."""
    for values in ([], [0, 0]):
        panel = Panel(title="x", series=(Series(label="", values=values),), line=bool(values))
        assert drawn(panel, steps=["a"] * len(values)).tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("value", "most"), [(0, 1), (1, 1), (1.2, 2), (3, 5), (10, 10), (11, 20), (4321, 5000)]
)
def test_scales_end_at_round_numbers(value: float, most: float) -> None:
    """A reader can name the line a bar ends at."""
    assert nice_most(value) == most


def test_numbers_are_written_as_people_do() -> None:
    """No point without need."""
    assert [number(value) for value in (1200, 0.5, 2.0)] == ["1,200", "0.5", "2"]
    drawn = plot("x", ["a"], [Panel(title="y", series=(Series(label="z", values=(20_001,)),), line=True)])
    # Beside the scale is no room for six signs; the last value is written out.
    assert all(f">{words}<" in drawn for words in ("25k", "50k", "20,001"))
