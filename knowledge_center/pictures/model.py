"""A picture as everybody knows it: where it is published, what it shows, how large it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The point of a picture that a crop keeps: percent from its left and from its top, as in CSS object-position.
Focus = tuple[int, int]
CENTER: Focus = (50, 50)
# That of an upright picture for which nobody has named one: who stands in it has the head there.
UPRIGHT: Focus = (50, 25)
FOCUS = re.compile(r"(0?\d{1,2}|100)% +(0?\d{1,2}|100)%", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: site-relative ``path``, ``width`` and ``height`` in pixels, MIME ``type``, ``size`` in bytes.

    Width and height are 0 where they cannot be known (SVG). ``moves``: it has more than one frame.
    """

    path: str
    alt: str
    width: int
    height: int
    type: str
    size: int
    focus: Focus = CENTER
    moves: bool = False

    @property
    def sized_width(self) -> int:
        """Its width where smaller ones can be made of it, else 0."""
        return 0 if self.moves else self.width

    @property
    def is_upright(self) -> bool:
        """Whether a frame that lies would show but a strip of it."""
        return self.height > self.width

    @property
    def is_shown_whole(self) -> bool:
        """Whether an article has it whole: it is upright, and nobody has said what of it to keep."""
        return self.is_upright and self.focus == UPRIGHT


def read_focus(text: str) -> Focus | None:
    """The point that ``30% 20%`` names, or None for anything else."""
    found = FOCUS.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def focus_text(focus: Focus) -> str:
    """The point as ``read_focus`` reads it."""
    return f"{focus[0]}% {focus[1]}%"


def likely_focus(text: str) -> str:
    """What somebody most likely meant who wrote ``text``: ``30, 20`` or ``0.3 0.2``; else the middle."""
    numbers = [float(number) for number in _NUMBER.findall(text)][:2]
    if numbers and "%" not in text and max(numbers) <= 1:
        numbers = [100 * number for number in numbers]
    across, down = ([min(100, round(number)) for number in numbers] + list(CENTER[len(numbers) :]))[:2]
    return focus_text((across, down))
