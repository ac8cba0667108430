"""A colour, how well it can be read on another, and the nearest that can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, replace

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.I)


@dataclass(frozen=True, slots=True)
class Color:
    """Red, green and blue from 0 to 255, and how much of it covers what is below, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: Color) -> Color:
        """This colour as it looks on another one that covers all."""
        mixed = (
            mine * self.alpha + below * (1 - self.alpha)
            for mine, below in zip(
                (self.red, self.green, self.blue), (ground.red, ground.green, ground.blue), strict=True
            )
        )
        return Color(*mixed)

    def mixed(self, other: Color, share: float) -> Color:
        """This colour with a share of another, as it is written down: in whole numbers."""
        found = replace(other, alpha=share).over(self)
        return Color(round(found.red), round(found.green), round(found.blue))

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2.2)."""
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (self.red / 255, self.green / 255, self.blue / 255)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def __str__(self) -> str:
        return f"#{round(self.red):02x}{round(self.green):02x}{round(self.blue):02x}"


BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


def hex_color(text: str) -> Color | None:
    """The colour of ``#rrggbb`` or ``#rgb``, or None."""
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    return Color(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours that cover all, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((one.luminance, other.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(color: Color, ground: Color, least: float) -> Color:
    """The nearest colour of the same hue with that contrast: darker on a light ground, lighter on a dark one."""
    # Where black and white stand out alike.
    towards = BLACK if ground.luminance > 0.179 else WHITE
    return next((found for found in _shades(color, towards) if contrast(found, ground) >= least), towards)


def _shades(color: Color, towards: Color) -> Iterator[Color]:
    yield color
    hue, lightness, saturation = rgb_to_hls(color.red / 255, color.green / 255, color.blue / 255)
    for step in range(1, 101):
        shade = lightness + (towards.luminance - lightness) * step / 100
        yield Color(*(round(part * 255) for part in hls_to_rgb(hue, shade, saturation)))
