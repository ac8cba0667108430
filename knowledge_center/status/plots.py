"""Plots as SVG: bars that stand on each other and lines, in panels over the same steps.

Colours, fonts and the pattern of hatched bars come from the page's style sheet: what is told apart by colour is told
apart by its pattern too, in print and for those who see no colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

# Units of the drawing; on a phone one is a little less than a pixel, on a desk a little more.
_WIDTH, _LEFT, _RIGHT, _TOP = 360, 40, 8, 24
_PANEL, _GAP, _FOOT = 86, 36, 20
_MOST_LABELS = 4

# How something is drawn: solid, hatched or in outline.
Look = Literal["solid", "hatched", "outline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is drawn of one kind: a value for each step."""

    label: str
    values: Sequence[float]
    look: Look = "solid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """``bars`` stand on each other, or, with ``line``, the first one is drawn as a line with its last value."""

    title: str
    series: tuple[Series, ...]
    line: bool = False
    unit: str = ""


def plot(name: str, steps: Sequence[str], panels: Sequence[Panel]) -> Markup:
    """The drawing. ``name`` says in a sentence what it shows: who does not see it reads that, and then a table."""
    height = _TOP + len(panels) * (_PANEL + _GAP) - _GAP + _FOOT
    parts = [
        part
        for number, panel in enumerate(panels)
        for part in _panel(panel, len(steps), _TOP + number * (_PANEL + _GAP))
    ]
    parts += _labels(steps, height)
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, height, name, Markup("").join(parts)
    )


def nice_most(value: float) -> float:
    """The end of a scale that holds the value: 1, 2, 5, 10, 20 …"""
    most = 1.0
    while True:
        for step in (1, 2, 5):
            if value <= most * step:
                return most * step
        most *= 10


def number(value: float) -> str:
    """A value as it stands in words: ``1,200`` or ``0.5``."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _on_scale(value: float) -> str:
    """A value beside a scale, where six signs have no room: ``50k`` are 50,000."""
    return f"{value / 1000:g}k" if value >= 10_000 else number(value)


def _panel(panel: Panel, steps: int, top: float) -> Iterator[Markup]:
    sums = [sum(values) for values in zip(*(one.values for one in panel.series), strict=True)]
    most = nice_most(max(sums, default=0))
    bottom = top + _PANEL
    yield _text(0, top - 12, panel.title, "name")
    for share in (0, 0.5, 1):
        y = bottom - share * _PANEL
        yield Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
            _LEFT, _WIDTH - _RIGHT, y, y
        )
        if share != 0.5 or most * share == int(most * share) or most < 1:
            yield _text(_LEFT - 5, y + 4, f"{_on_scale(most * share)}{panel.unit}", "scale")
    if panel.line:
        yield from _line(panel.series[0], steps, bottom, most)
    else:
        yield from _bars(panel.series, steps, bottom, most)


def _bars(series: Sequence[Series], steps: int, bottom: float, most: float) -> Iterator[Markup]:
    slot = (_WIDTH - _LEFT - _RIGHT) / max(steps, 1)
    width = min(slot * 0.72, 26)
    stood = [0.0] * steps
    for one in series:
        for at, value in enumerate(one.values):
            if not value:
                continue
            high = value / most * _PANEL
            yield Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                one.look, _LEFT + slot * (at + 0.5) - width / 2, bottom - stood[at] - high, width, high
            )
            stood[at] += high


def _line(one: Series, steps: int, bottom: float, most: float) -> Iterator[Markup]:
    slot = (_WIDTH - _LEFT - _RIGHT) / max(steps, 1)
    points = [
        (_LEFT + slot * (at + 0.5), bottom - value / most * _PANEL) for at, value in enumerate(one.values)
    ]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield Markup('<polyline class="line" points="{}"/>').format(drawn)
    if points:
        x, y = points[-1]
        yield Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3"/>').format(x, y)
        above = y - 8 if y > bottom - _PANEL + 14 else y + 16
        yield _text(x + 3, above, number(one.values[-1]), "last")


def _labels(steps: Sequence[str], height: float) -> Iterator[Markup]:
    slot = (_WIDTH - _LEFT - _RIGHT) / max(len(steps), 1)
    every = max(1, -(-len(steps) // _MOST_LABELS))
    for at in range(0, len(steps), every):
        # The first stands at the edge of the drawing, so that none is cut.
        yield _text(_LEFT + slot * (at + 0.5), height - 4, steps[at], "step" if at else "first step")


def _text(x: float, y: float, words: str, look: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(look, x, y, escape(words))
