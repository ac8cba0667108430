"""The colours of pages, mails and cards, by day and by night, of a brand's few: accents and ground.

Each is such that what is written in it, or on it, can be read: 4.5 for words, 3 for edges and marks (WCAG 2.2, 1.4.3
and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from knowledge_center.brand.colors import BLACK, WHITE, Color, contrast, readable

WORDS, EDGES = 4.5, 3.0
# An accent that is made for dark screens: what can just be read there looks dim.
_BRIGHT = 7.0
# Ink on the boxes of a ground: far enough that greyer words can be read there too.
_INK = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The colours of a light or a dark screen.

    ``paper`` is the ground, ``tint`` that of boxes on it, ``line`` parts, ``field`` is the edge of a field. ``ink`` and
    ``soft`` are words, ``accent`` is a link and the ground of a button, ``accent_strong`` either under the pointer,
    ``on_accent`` the words of a button. ``warn`` warns, ``mark`` is the ground of marked words, ``focus`` a frame.
    """

    paper: Color
    tint: Color
    line: Color
    field: Color
    soft: Color
    ink: Color
    accent: Color
    accent_strong: Color
    on_accent: Color
    warn: Color
    mark: Color
    focus: Color

    def css(self, without: Scheme | None = None) -> str:
        """The custom properties of a style sheet, those alone that are others than in ``without``."""
        return _properties(self, without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The band of the signup, the same by day and by night; ``signal`` is its button and what is wrong there."""

    band: Color
    on_band: Color
    on_band_soft: Color
    signal: Color
    signal_strong: Color
    on_signal: Color


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """All colours of a site."""

    day: Scheme
    night: Scheme
    band: Band

    def css(self) -> str:
        """What a style sheet has to say behind ours: what is others than there; empty where nothing is."""
        day = _properties(self.day, PALETTE.day) + _properties(self.band, PALETTE.band)
        night = self.night.css(PALETTE.night)
        return (f"\n:root {{ {day}}}\n" if day else "") + (
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {night}}} }}\n" if night else ""
        )


def _properties(colors: Scheme | Band, without: Scheme | Band | None) -> str:
    return "".join(
        f"--{name.replace('_', '-')}: {color}; "
        for name, color in _named(colors)
        if without is None or color != getattr(without, name)
    )


def _named(colors: Scheme | Band) -> Iterator[tuple[str, Color]]:
    for field in fields(colors):
        yield field.name, getattr(colors, field.name)


def _of(number: int) -> Color:
    return Color(number >> 16, number >> 8 & 255, number & 255)


# As in site.css.
PALETTE = Palette(
    day=Scheme(
        paper=_of(0xFDFCF9), tint=_of(0xF3EFE7), line=_of(0xDDD7CB), field=_of(0x857D70), soft=_of(0x544F47),
        ink=_of(0x1D1B18), accent=_of(0x0B5A63), accent_strong=_of(0x083F46), on_accent=_of(0xFDFCF9),
        warn=_of(0x7F3109), mark=_of(0xF6DDB0), focus=_of(0xB3470F),
    ),
    night=Scheme(
        paper=_of(0x171614), tint=_of(0x282521), line=_of(0x3A362F), field=_of(0x837B6E), soft=_of(0xBBB3A5),
        ink=_of(0xE9E4DA), accent=_of(0x7FCBD3), accent_strong=_of(0xA9E0E6), on_accent=_of(0x0F2B2E),
        warn=_of(0xFFB86B), mark=_of(0x5B4523), focus=_of(0xFFB86B),
    ),
    band=Band(
        band=_of(0x0F3D43), on_band=_of(0xFDFCF9), on_band_soft=_of(0xCFE3E4),
        signal=_of(0xE8B36A), signal_strong=_of(0xF2C88B), on_signal=_of(0x1D1B18),
    ),
)  # fmt: skip


def palette(accent: Color | None, ground: Color | None, accent_dark: Color | None = None) -> Palette:
    """All colours, of those that a brand has; None is ours. Of an accent that cannot be read, those of the nearest.

    ``accent_dark`` is the accent by night; without it a lighter one is made of ``accent``. Ours, written down, is no
    other: the rest of it is ours as well.
    """
    ground = readable_ground(ground or PALETTE.day.paper)
    day, night, band = _by_day(ground), _by_night(ground), PALETTE.band
    accent = None if accent == day.accent else accent
    if accent or contrast(day.accent, day.tint) < WORDS:
        accent = readable_accent(accent or day.accent, ground)
        strong = accent.mixed(BLACK, 0.3)
        day = replace(day, accent=accent, accent_strong=strong, on_accent=ground)
        band = _band(strong)
    if light := accent_dark or accent:
        light = readable(light, night.tint, WORDS if accent_dark else _BRIGHT)
        night = replace(night, accent=light, accent_strong=light.mixed(WHITE, 0.35), on_accent=night.paper)
    return Palette(day=day, night=night, band=band)


def readable_accent(accent: Color, ground: Color) -> Color:
    """The nearest colour that can be read on that ground, on its boxes, and with words in the ground's colour on it."""
    return readable(accent, _tint(ground), WORDS)


def readable_ground(ground: Color) -> Color:
    """The nearest ground that is light enough for dark words on it, greyer ones among them."""
    ink = PALETTE.day.ink
    lighter = (ground.mixed(WHITE, step / 100) for step in range(101))
    return next(found for found in lighter if contrast(ink, _tint(found)) >= _INK)


def _tint(ground: Color) -> Color:
    return PALETTE.day.tint if ground == PALETTE.day.paper else ground.mixed(PALETTE.day.ink, 0.045)


def _band(color: Color) -> Band:
    on_band = PALETTE.band.on_band
    band = readable(color, on_band, 9)
    # A button that is neither a field nor the ground.
    signal = readable(color, band, WORDS).mixed(WHITE, 0.2)
    return Band(
        band=band, on_band=on_band, on_band_soft=on_band.mixed(band, 0.15),
        signal=signal, signal_strong=signal.mixed(WHITE, 0.35), on_signal=band,
    )  # fmt: skip


def _by_day(ground: Color) -> Scheme:
    ours, tint = PALETTE.day, _tint(ground)
    if ground == ours.paper:
        return ours
    return replace(
        ours, paper=ground, tint=tint, line=ground.mixed(ours.ink, 0.14), on_accent=ground,
        field=readable(ground.mixed(ours.ink, 0.5), tint, EDGES),
        soft=readable(ground.mixed(ours.ink, 0.75), tint, WORDS),
        warn=readable(ours.warn, tint, WORDS),
        focus=readable(ours.focus, tint, EDGES),
    )  # fmt: skip


def _by_night(ground: Color) -> Scheme:
    if ground == PALETTE.day.paper:
        return PALETTE.night
    ours, paper = PALETTE.night, ground.mixed(BLACK, 0.91)
    light = readable(paper.mixed(ground, 0.9), ours.mark, WORDS)
    tint = paper.mixed(light, 0.08)
    return replace(
        ours, paper=paper, tint=tint, line=paper.mixed(light, 0.16), ink=light, on_accent=paper,
        field=readable(paper.mixed(light, 0.5), tint, EDGES),
        soft=readable(paper.mixed(light, 0.75), tint, WORDS),
        accent=readable(ours.accent, tint, WORDS),
    )  # fmt: skip
