"""The door to Pillow: what kind of picture a file is, and how large."""

from __future__ import annotations

from pathlib import Path

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from knowledge_center.article import Image

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


def measure(file: Path, *, path: str, alt: str) -> Image | None:
    """The picture in ``file``, published at the site-relative ``path``; None if it is not a picture.

    Only the head of the file is read. An SVG has no pixels: its width and height are 0.
    """
    kind = TYPES.get(file.suffix.lower())
    if kind is None:
        return None
    size = file.stat().st_size
    if kind == "image/svg+xml":
        return Image(path=path, alt=alt, width=0, height=0, type=kind, size=size)
    try:
        with Picture.open(file) as picture:
            width, height = picture.size
            kind = Picture.MIME.get(picture.format or "", kind)
    except (UnidentifiedImageError, OSError, ValueError, Picture.DecompressionBombError):
        return None
    return Image(path=path, alt=alt, width=width, height=height, type=kind, size=size)
