"""Pictures at the size a place needs, made once and kept by their content."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image as Picture
from PIL import UnidentifiedImageError

from knowledge_center.pictures.kept_files import keep, kept
from knowledge_center.pictures.measuring import orientation, upright

# The best first; the next one where the picture would be too heavy.
_QUALITIES = (82, 74, 66, 58)
_SMALLER = 0.8
# Counts the ways in which pictures have been made: those of another way are made anew.
_WAY = 3

# Left, top, right and bottom of a part of a picture, in its pixels.
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A file made of a picture: its bytes, ``width`` and ``height`` in pixels."""

    data: bytes
    width: int
    height: int
    type: str = "image/jpeg"


def render(
    file: Path, width: int, cache: Path, *, most_bytes: int, box: Box | None = None
) -> Rendition | None:
    """The picture in ``file``, or the part of it in ``box``, as a JPEG of at most ``width`` pixels, never enlarged.

    It has at most ``most_bytes``: of what would be heavier the quality goes down, then the number of pixels. Kept
    in the folder ``cache`` under a name made of the picture's bytes, so it is made once. None for what has no
    pixels (SVG) or cannot be read. Transparent parts become white; of an animation the first picture is taken;
    no metadata (place, camera) is passed on.
    """
    asked = f"jpg {width} {box} {most_bytes} {_QUALITIES}"
    return _made_once(file, asked, cache, lambda source: _jpeg(source, width, box, most_bytes))


def render_logo(file: Path, width: int, height: int, ground: str, cache: Path) -> Rendition | None:
    """The logo in ``file`` as a PNG of at most that many pixels, on the colour ``ground`` where it is transparent.

    Kept, and None, as ``render`` says.
    """
    asked = f"png {width} {height} {ground}"
    return _made_once(file, asked, cache, lambda source: _png(source, width, height, ground))


def _made_once(file: Path, asked: str, cache: Path, make: Callable[[bytes], bytes]) -> Rendition | None:
    try:
        source = file.read_bytes()
    except OSError:
        return None
    key = hashlib.sha256(f"{PIL.__version__} {_WAY} {asked} ".encode() + source).hexdigest()
    path = cache / f"{key}.{asked[:3]}"
    data = kept(path)
    if data is None:
        try:
            data = make(source)
        except (UnidentifiedImageError, OSError, ValueError, Picture.DecompressionBombError):
            return None
        keep(path, data)
    with Picture.open(io.BytesIO(data)) as picture:
        kind = Picture.MIME[picture.format or "JPEG"]
        return Rendition(data=data, width=picture.width, height=picture.height, type=kind)


def _jpeg(source: bytes, width: int, box: Box | None, most_bytes: int) -> bytes:
    with Picture.open(io.BytesIO(source)) as opened:
        whole, turned = opened.width, orientation(opened)
        part = (box[2] - box[0]) if box else min(opened.size)
        # A photograph is read at the half, quarter or eighth of its size that is still large enough.
        share = min(1.0, width / part)
        opened.draft(None, (math.ceil(opened.width * share), math.ceil(opened.height * share)))
        read = opened.width / whole
        picture = upright(opened, turned)
        left, top, right, bottom = (side * read for side in box) if box else (0, 0, *picture.size)
        right, bottom = min(right, picture.width), min(bottom, picture.height)
        picture = _on(picture, "white")
        # A JPEG writes down the comment that it finds here.
        picture.info.clear()
        if not box:
            part = round(picture.width / read)
        wide = min(width, part)
        high = max(1, round((bottom - top) * wide / (right - left)))
        if picture.size != (wide, high) or box:
            picture = picture.resize((wide, high), Picture.Resampling.HAMMING, (left, top, right, bottom))
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= most_bytes:
                return out.getvalue()
        size = (max(1, int(picture.width * _SMALLER)), max(1, int(picture.height * _SMALLER)))
        picture = picture.resize(size, Picture.Resampling.HAMMING)


def _png(source: bytes, width: int, height: int, ground: str) -> bytes:
    with Picture.open(io.BytesIO(source)) as opened:
        picture = _on(upright(opened, orientation(opened)), ground)
        picture.thumbnail((width, height), Picture.Resampling.HAMMING)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _on(picture: Picture.Image, ground: str) -> Picture.Image:
    """The picture without transparency: what is behind it has this colour."""
    if picture.mode in ("RGB", "L"):
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    below = Picture.new("RGB", layer.size, ground)
    below.paste(layer, mask=layer.getchannel("A"))
    return below
