"""The adapter to Pillow: what kind of picture a file is, and how large."""

from __future__ import annotations

import os
import warnings
from functools import lru_cache
from pathlib import Path

from PIL import ExifTags
from PIL import Image as Picture

from knowledge_center.pictures.model import CENTER, Focus, Image

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
# Pillow knows many more, which no browser shows. MPO is what some telephones call their JPEG.
_FORMATS = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
}
_LYING = (5, 6, 7, 8)


def measure(file: Path, *, path: str, alt: str, focus: Focus = CENTER) -> Image | None:
    """The picture in ``file``, published at the site-relative ``path``; None if it is not a picture.

    Only the head of the file is read, and only once as long as the file does not change. Width and height are
    as browsers show it, turned where the camera was. An SVG has no pixels: its width and height are 0.
    """
    kind = TYPES.get(file.suffix.lower())
    if kind is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    if kind == "image/svg+xml":
        return Image(path=path, alt=alt, width=0, height=0, type=kind, size=found.st_size, focus=focus)
    width, height, kind = _head(os.path.abspath(file), found.st_mtime_ns, found.st_size)
    if not kind:
        return None
    return Image(
        path=path, alt=alt, width=width, height=height, type=kind, size=found.st_size, focus=focus
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def _head(file: str, changed: int, size: int) -> tuple[int, int, str]:
    """Width, height and MIME type of a version of the file; the type is empty for what no browser shows."""
    try:
        return _opened(file)
    except Exception:
        # A damaged file makes each of Pillow's decoders raise what it likes (AVIF: RuntimeError).
        return 0, 0, ""


def _opened(file: str) -> tuple[int, int, str]:
    with warnings.catch_warnings():
        # Large photographs are not read here, so they are no danger.
        warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
        with Picture.open(file) as picture:
            width, height = picture.size
            kind = _FORMATS.get(picture.format or "", "")
            if kind == "image/jpeg" and picture.getexif().get(ExifTags.Base.Orientation) in _LYING:
                width, height = height, width
            return width, height, kind
