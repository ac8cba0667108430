"""The faces that cards are set in: which letters they have, and how wide a line of them is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont, features

Files = tuple[Path, ...]
# Pixels in which a file is tried.
_TRIED = 34
# Read from right to left, or joined: only a layout engine can set them.
_JOINED = ("R", "AL")
# Which of its forms a sign has (Unicode, 23.4): nothing to be seen in themselves.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


def is_face(file: Path) -> bool:
    """Whether letters can be drawn with the face in a file."""
    try:
        ImageFont.truetype(str(file), _TRIED)
    except OSError:
        return False
    return True


def weights_of(file: Path) -> tuple[int, int] | None:
    """The lightest and the heaviest weight of a face, None where it has one alone. Raises OSError for no face."""
    face = ImageFont.truetype(str(file), _TRIED)
    try:
        axes = face.get_variation_axes()
    except OSError:
        return None
    weight = next((axis for axis in axes if axis["name"] in (b"Weight", "Weight", "wght")), None)
    return (int(weight["minimum"] or 0), int(weight["maximum"] or 0)) if weight else None


@cache
def without_ligatures() -> list[str] | None:
    """What a font is told so that each letter stands by itself; without a layout engine it does anyway."""
    return ["-liga", "-clig"] if features.check("raqm") else None


@lru_cache(maxsize=4096)
def has(face: ImageFont.FreeTypeFont, char: str) -> bool:
    """Whether it is a letter or sign of the face's own; what it lacks all looks alike."""
    if char in _SELECTORS or unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn"):
        return False
    return bytes(face.getmask(char)) != _nothing(face)


@lru_cache(maxsize=64)
def _nothing(face: ImageFont.FreeTypeFont) -> bytes:
    # No face has a letter where Unicode will never have one (Unicode 16.0, 23.7).
    return bytes(face.getmask("\uffff"))


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """A face at one size and weight, in as many fonts as have its letters."""

    fonts: tuple[ImageFont.FreeTypeFont, ...]

    def settable(self, text: str) -> str:
        """The text as it can be set: without emoji and signs that are lacking; empty where a letter is."""
        text = " ".join(unicodedata.normalize("NFC", text).split())
        has_layout = features.check("raqm")
        kept = []
        for char in text:
            kind = unicodedata.category(char)
            if not has_layout and unicodedata.bidirectional(char) in _JOINED:
                return ""
            if char == " " or any(has(font, char) for font in self.fonts):
                kept.append(char)
            elif kind[0] in "LMN" and kind != "Me" and char not in _SELECTORS:
                return ""
        return " ".join("".join(kept).split())

    def parts(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        """The text, each part of it with the first font that has its letters."""
        if len(self.fonts) == 1:
            return [(self.fonts[0], text)]
        parts = groupby(
            text, lambda char: next((n for n, font in enumerate(self.fonts) if has(font, char)), 0)
        )
        return [(self.fonts[number], "".join(part)) for number, part in parts]

    def getlength(self, text: str) -> float:
        """The width of a line, in pixels."""
        alone = without_ligatures()
        return sum(font.getlength(part, features=alone) for font, part in self.parts(text))


@lru_cache(maxsize=64)
def face_at(files: Files, size: int, weight: int, is_rtl: bool) -> Face:
    """A face at so many pixels and, where it is variable, at a weight as CSS counts it."""
    # What is read from the right is a line for the layout engine as a whole, in one font.
    return Face(tuple(_font(file, size, weight) for file in (files[:1] if is_rtl else files)))


def _font(file: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(file), size)
    try:
        axes = face.get_variation_axes()
    except OSError:
        return face
    if len(axes) == 1:
        face.set_variation_by_axes([min(max(weight, axes[0]["minimum"] or 0), axes[0]["maximum"] or weight)])
    return face
