"""Colours as style sheets write them, and how well one can be read on another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import ImageColor

_FUNCTION = re.compile(
    r"rgba?\(\s*([\d.]+)\s*[,\s]\s*([\d.]+)\s*[,\s]\s*([\d.]+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)"
)


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


TRANSPARENT = Color(0, 0, 0, 0.0)


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours that cover all, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((one.luminance, other.luminance), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def read_color(text: str) -> Color | None:
    """A colour of CSS or of an HTML attribute, or None for what no mail program in wide use understands."""
    text = text.strip().lower()
    if text == "transparent":
        return TRANSPARENT
    function = _FUNCTION.fullmatch(text)
    if function:
        red, green, blue = (min(float(part), 255.0) for part in function.groups()[:3])
        alpha = float(function[4] or 1) / (100 if function[5] else 1)
        return Color(red, green, blue, min(alpha, 1.0))
    try:
        found = ImageColor.getrgb(text)
    except ValueError:
        return None
    return Color(found[0], found[1], found[2], found[3] / 255 if len(found) > 3 else 1.0)
