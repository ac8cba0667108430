"""Colours as style sheets and HTML write them."""

from __future__ import annotations

import re

from PIL import ImageColor

from knowledge_center.brand.colors import Color

_FUNCTION = re.compile(
    r"rgba?\(\s*([\d.]+)\s*[,\s]\s*([\d.]+)\s*[,\s]\s*([\d.]+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)"
)
TRANSPARENT = Color(0, 0, 0, 0.0)


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
