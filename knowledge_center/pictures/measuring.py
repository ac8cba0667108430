"""The door to Pillow: what kind of picture a file is, and how large."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import ExifTags
from PIL import Image as Picture

from knowledge_center.pictures.model import Image

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


def measure(file: Path, *, path: str, alt: str) -> Image | None:
    """The picture in ``file``, published at the site-relative ``path``; None if it is not a picture.

    Only the head of the file is read. Width and height are as browsers show it, turned where the camera
    was. An SVG has no pixels: its width and height are 0.
    """
    kind = TYPES.get(file.suffix.lower())
    if kind is None:
        return None
    try:
        size = file.stat().st_size
        if kind == "image/svg+xml":
            return Image(path=path, alt=alt, width=0, height=0, type=kind, size=size)
        width, height, kind = _head(file)
    except Exception:
        # A damaged file makes each of Pillow's decoders raise what it likes (AVIF: RuntimeError).
        return None
    return Image(path=path, alt=alt, width=width, height=height, type=kind, size=size) if kind else None


def _head(file: Path) -> tuple[int, int, str]:
    """Width, height and MIME type; the type is empty for a kind of picture that browsers do not show."""
    with warnings.catch_warnings():
        # Large photographs are not read here, so they are no danger.
        warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
        with Picture.open(file) as picture:
            width, height = picture.size
            kind = _FORMATS.get(picture.format or "", "")
            if kind == "image/jpeg" and picture.getexif().get(ExifTags.Base.Orientation) in _LYING:
                width, height = height, width
            return width, height, kind
