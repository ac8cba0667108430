"""The card of an address where somebody shares it: topic, title and site, drawn in the site's faces and colours.

Where all faces lack a letter of a title they would draw boxes, so the site's name stands in its place.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

import PIL
from PIL import Image as Picture
from PIL import ImageColor, ImageDraw, ImageFont, features

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.pictures.faces import Face, Files, face_at, without_ligatures

# What Open Graph's readers show whole, in pixels.
WIDTH, HEIGHT = 1200, 630
_MARGIN, _BAND, _RULE = 80, 104, 10
_LABEL, _NAME = 34, 36
_LABEL_TOP, _TITLE_TOP, _TITLE_END = 76, 140, HEIGHT - _BAND - 40
# The largest of these in which a title has room.
_SIZES = (84, 76, 68, 60, 52, 46)
_LEADING = 1.14
# Sixteen colours, so that a pixel is half a byte: 0 is the accent, 1 the paper. The shades of letters on their ground:
_TITLE_SHADES = (1, 2, 3, 4, 5, 6, 7)
_LABEL_SHADES = (1, 8, 9, 10, 0)
_NAME_SHADES = (11, 12, 13, 14, 15)
# Counts the ways in which cards have been drawn: those of another way are drawn anew.
_WAY = "4"
_COLOUR = re.compile(r"--([a-z-]+)\s*:\s*(#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4}))\s*[;}]", re.I)
# Letters that look the same whatever stands beside them: Latin to Armenian without marks to be combined, punctuation,
# signs, Chinese, Japanese and Korean.
_ALONE = re.compile(
    r"[ -\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u20cf\u2100-\u2bff\u3000-\u3029"
    r"\u3030-\u3098\u309b-\ud7a3\uf900-\ufaff\uff00-\uff9d\uffa0-\uffef\U00020000-\U0003ffff]*"
)
# Where there is no blank, a line may break before and after these (Unicode TR 14, ID).
_WIDE = ("W", "F")


class ShareCard(NamedTuple):
    """What a card says: the title, a short label above it, the site's name below; ``is_rtl``: from right to left."""

    title: str
    label: str
    site_name: str
    is_rtl: bool = False


@dataclass(frozen=True, kw_only=True)
class CardLook:
    """Faces (TrueType, WOFF or WOFF2; variable in weight or not) and colours (``#rrggbb`` by their names in CSS).

    Of a face the second file has letters that the first lacks.
    """

    serif: Files
    sans: Files
    colours: dict[str, str]

    @cached_property
    def content_hash(self) -> bytes:
        """Stands for all that decides how a card is drawn but its words. Raises OSError."""
        engine = features.version("freetype2"), features.version("raqm"), zlib.ZLIB_RUNTIME_VERSION
        faces = (file.read_bytes() for file in (*self.serif, *self.sans))
        return content_hash(
            "share card", _WAY, PIL.__version__, repr((engine, sorted(self.colours.items()))), *faces
        )

    @cached_property
    def palette(self) -> bytes:
        """Red, green and blue of each colour in turn."""
        rgb: dict[int, list[int]] = {}
        for shades, ground, letters in (
            (_TITLE_SHADES, "paper", "ink"),
            (_LABEL_SHADES, "paper", "accent"),
            (_NAME_SHADES, "band", "on-band"),
        ):
            one, other = (ImageColor.getrgb(self.colours[name])[:3] for name in (ground, letters))
            steps = len(shades) - 1
            for step, number in enumerate(shades):
                rgb[number] = [round(a + (b - a) * step / steps) for a, b in zip(one, other, strict=True)]
        return bytes(value for number in sorted(rgb) for value in rgb[number])


def colours_of(styles: Iterable[str]) -> dict[str, str]:
    """The colours that style sheets give their custom properties for light screens, the last one's above all."""
    found: dict[str, str] = {}
    for css in styles:
        # Dark ones stand in a block of their own, behind these.
        found |= {name: colour for name, colour in _COLOUR.findall(css.partition("@media")[0])}
    return found


def draw_card(card: ShareCard, look: CardLook) -> bytes:
    """The card as a PNG of 1200 by 630 pixels: the same bytes for the same words and look. Raises OSError."""
    title = Picture.new("L", (WIDTH, HEIGHT - _BAND - _TITLE_TOP), 0)
    _set_title(ImageDraw.Draw(title), card, look.serif)
    _, _, _, end = title.getbbox() or (0, 0, 0, 1)
    # What cards of one topic have in common, and that is most of a card, is packed once.
    data = _joined(
        _above(card.label, look.sans, card.is_rtl),
        _packed(_shaded(title.crop((0, 0, WIDTH, end)), _TITLE_SHADES)),
        _below(title.height - end, card.site_name, look.sans, card.is_rtl),
    )
    # PNG, third edition, 5 and 11.2: the numbers of colours, in four bits.
    size = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"PLTE", look.palette), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def titles_without_letters(cards: Iterable[ShareCard], look: CardLook) -> list[str]:
    """The titles that hold a letter which the faces lack. Raises OSError."""
    found = []
    for is_rtl, some in groupby(cards, lambda card: card.is_rtl):
        face = face_at(look.serif, _SIZES[-1], 650, is_rtl)
        titles = [unicodedata.normalize("NFC", card.title) for card in some]
        # There are many titles, and few letters.
        doubtful = {char for char in set().union(*titles) if not face.settable(char)} - {" "}
        found += [
            title
            for title in titles
            if not doubtful.isdisjoint(title) and any(map(str.isalnum, title)) and not face.settable(title)
        ]
    return found


class _Packed(NamedTuple):
    """A part of a card's rows as a deflated stream has it (RFC 1951); length and checksum are those of the rows."""

    data: bytes
    length: int
    check: int


@lru_cache(maxsize=64)
def _above(label: str, sans: Files, is_rtl: bool) -> _Packed:
    """The rows above the title."""
    letters = Picture.new("L", (WIDTH, _TITLE_TOP), 0)
    _set_line(ImageDraw.Draw(letters), label, face_at(sans, _LABEL, 650, is_rtl), _LABEL_TOP, is_rtl)
    painted = _shaded(letters, _LABEL_SHADES)
    painted.paste(0, (0, 0, WIDTH, _RULE))
    return _packed(painted)


@lru_cache(maxsize=64)
def _below(blank: int, site_name: str, sans: Files, is_rtl: bool) -> _Packed:
    """The rows below the title: so many of paper, and the band."""
    letters = Picture.new("L", (WIDTH, _BAND), 0)
    face = face_at(sans, _NAME, 600, is_rtl)
    _set_line(ImageDraw.Draw(letters), site_name, face, _BAND // 2 - _NAME // 2, is_rtl)
    painted = Picture.new("L", (WIDTH, blank + _BAND), _TITLE_SHADES[0])
    painted.paste(_shaded(letters, _NAME_SHADES), (0, blank))
    return _packed(painted, is_last=True)


def _packed(painted: Picture.Image, *, is_last: bool = False) -> _Packed:
    """Rows as PNG has them, each behind the number of its filter, which is none."""
    numbers = Picture.new("P", (WIDTH + 2, painted.height), 0)
    numbers.paste(painted, (2, 0))
    rows = numbers.tobytes("raw", "P;4")
    # Of what is mostly ground runs of bytes say all: smaller than a search for repetitions, in half the time.
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    packed = packer.compress(rows) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)
    return _Packed(packed, len(rows), zlib.adler32(rows))


def _joined(*parts: _Packed) -> bytes:
    """One stream of all parts (RFC 1950, 2.2): its checksum is made of theirs, as zlib's adler32_combine does it."""
    low, high = 1, 0
    for part in parts:
        high = (high + part.check // 65536 + (low - 1) * part.length) % 65521
        low = (low + part.check % 65536 - 1) % 65521
    return b"\x78\x01" + b"".join(part.data for part in parts) + struct.pack(">HH", high, low)


def _chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _shaded(letters: Picture.Image, shades: tuple[int, ...]) -> Picture.Image:
    """Numbers of colours for how much of a letter lies on each pixel (0 to 255)."""
    return letters.point(_table(shades))


@cache
def _table(shades: tuple[int, ...]) -> list[int]:
    last = len(shades) - 1
    return [shades[round(value * last / 255)] for value in range(256)]


def _set_title(draw: ImageDraw.ImageDraw, card: ShareCard, files: Files) -> None:
    smallest = face_at(files, _SIZES[-1], 650, card.is_rtl)
    title = smallest.settable(card.title) or smallest.settable(card.site_name)
    if not title:
        return
    for size in _SIZES:
        face, step = face_at(files, size, 650, card.is_rtl), round(size * _LEADING)
        room = (_TITLE_END - _TITLE_TOP) // step
        # So much as fits at all: a title has no end that a check would see.
        lines = _lines(title, face, WIDTH - 2 * _MARGIN, room + 1)
        if len(lines) <= room:
            break
    else:
        lines = lines[:room]
        while lines[-1] and face.getlength(f"{lines[-1]}…") > WIDTH - 2 * _MARGIN:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] += "…"
    for number, line in enumerate(lines):
        _draw(draw, line, face, number * step, card.is_rtl)


def _set_line(draw: ImageDraw.ImageDraw, text: str, face: Face, top: int, is_rtl: bool) -> None:
    """One line, shortened where it is longer than the card."""
    text = face.settable(text)
    if not text:
        return
    lines = _lines(text, face, WIDTH - 2 * _MARGIN, 2)
    _draw(draw, lines[0] if len(lines) == 1 else f"{lines[0].rstrip(' .,')}…", face, top, is_rtl)


def _draw(draw: ImageDraw.ImageDraw, line: str, face: Face, top: int, is_rtl: bool) -> None:
    left = float(WIDTH - _MARGIN if is_rtl else _MARGIN)
    for font, part in face.parts(line):
        # A line from the right is the layout engine's as a whole.
        for unit, after in pairwise([*([part] if is_rtl else _units(part)), ""]):
            letters, x, y = _drawn(font, unit, is_rtl)
            draw.bitmap((round(left) + x, top + y), letters, fill=255)
            left += _step(font, unit, after)


def _units(text: str) -> list[str]:
    """What is drawn by itself: each letter, but a word as a whole where its letters change with their neighbours."""
    words = re.split("( )", text)
    return [unit for word in words for unit in (word if _ALONE.fullmatch(word) else [word])]


# Few letters make up all titles.
@lru_cache(maxsize=512)
def _drawn(font: ImageFont.FreeTypeFont, unit: str, is_rtl: bool) -> tuple[Picture.Image, int, int]:
    """A unit as its font draws it, and where that begins beside the place for it, in pixels."""
    anchor = "ra" if is_rtl else "la"
    direction = ("rtl" if is_rtl else "ltr") if features.check("raqm") else None
    alone = without_ligatures()
    box = font.getbbox(unit, anchor=anchor, direction=direction, features=alone)
    left, top, right, bottom = (int(edge) for edge in box)
    letters = Picture.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(letters).text((-left, -top), unit, 255, font, anchor, direction=direction, features=alone)
    return letters, left, top


@lru_cache(maxsize=8192)
def _step(font: ImageFont.FreeTypeFont, unit: str, after: str) -> float:
    """How far from one unit the next begins, in pixels; fonts set some pairs closer than others."""
    alone = without_ligatures()
    return font.getlength(unit + after, features=alone) - font.getlength(after, features=alone)


def _lines(text: str, face: Face, width: int, most: int) -> list[str]:
    """The text in lines of so many pixels, at most so many of them; a word that is longer is broken in itself."""
    lines, line, taken = list[str](), "", 0.0
    for piece in _pieces(text):
        if taken + _width(face, piece.rstrip()) <= width:
            line += piece
            taken += _width(face, piece)
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while face.getlength(line.rstrip()) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or face.getlength(line[:n]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
        taken = _width(face, line)
        if len(lines) >= most:
            return lines[:most]
    return [*lines, line.strip()] if line.strip() else lines


@lru_cache(maxsize=4096)
def _width(face: Face, text: str) -> float:
    """In pixels; of words that many titles have, it is known."""
    return face.getlength(text)


def _pieces(text: str) -> list[str]:
    """What stays together in a line: words with their blank, and single characters of scripts that have no blanks."""
    pieces = [""]
    for char in text:
        wide = unicodedata.east_asian_width(char) in _WIDE
        # A closing mark does not begin a line.
        if (wide and unicodedata.category(char) not in ("Pe", "Pf", "Po")) or pieces[-1].endswith(" "):
            pieces.append(char)
        else:
            pieces[-1] += char
    return pieces
