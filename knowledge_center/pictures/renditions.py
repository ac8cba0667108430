"""Pictures at the size a place needs, made once and kept by their content."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

import PIL
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

_QUALITY = 82


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A JPEG made of a picture: its bytes, ``width`` and ``height`` in pixels."""

    data: bytes
    width: int
    height: int

    type: str = "image/jpeg"


def render(file: Path, width: int, cache: Path) -> Rendition | None:
    """The picture in ``file`` as a JPEG of at most ``width`` pixels, never enlarged.

    Kept in the folder ``cache`` under a name made of the picture's bytes, so it is made once. None for
    what has no pixels (SVG) or cannot be read. Transparent parts become white; of an animation the first
    picture is taken; no metadata (place, camera) is passed on.
    """
    try:
        source = file.read_bytes()
    except OSError:
        return None
    key = hashlib.sha256(f"{PIL.__version__} {width} {_QUALITY} ".encode() + source).hexdigest()
    kept = cache / f"{key}.jpg"
    data = _kept(kept)
    if data is None:
        data = _jpeg(source, width)
        if data is None:
            return None
        cache.mkdir(parents=True, exist_ok=True)
        # Beside it and renamed: a build that is killed leaves no half picture for the next one.
        unfinished = kept.with_name(f"{key}.{os.getpid()}")
        unfinished.write_bytes(data)
        unfinished.replace(kept)
    with Picture.open(io.BytesIO(data)) as picture:
        return Rendition(data=data, width=picture.width, height=picture.height)


def _kept(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _jpeg(source: bytes, width: int) -> bytes | None:
    try:
        with Picture.open(io.BytesIO(source)) as opened:
            picture = ImageOps.exif_transpose(opened) or opened
            if picture.mode not in ("RGB", "L"):
                layer = picture.convert("RGBA")
                picture = Picture.new("RGB", layer.size, "white")
                picture.paste(layer, mask=layer.getchannel("A"))
            if picture.width > width:
                height = max(1, round(picture.height * width / picture.width))
                picture = picture.convert("RGB").resize((width, height), Picture.Resampling.LANCZOS)
            out = io.BytesIO()
            picture.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    except (UnidentifiedImageError, OSError, ValueError, Picture.DecompressionBombError):
        return None
    return out.getvalue()
