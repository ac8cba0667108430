"""The adapter to Pillow: what kind of picture a file is, and how large."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PIL import ExifTags
from PIL import Image as Picture

from knowledge_center.pictures.metadata import without_metadata
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

    The file is read once as long as it does not change. Width and height are as browsers show it, turned where the
    camera was; ``size`` is that of the published file. An SVG has no pixels: its width and height are 0.
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
    head = _head(os.path.abspath(file), found.st_mtime_ns, found.st_size)
    if not head.type:
        return None
    return Image(
        path=path, alt=alt, width=head.width, height=head.height, type=head.type, size=head.size, focus=focus,
        moves=head.moves,
    )  # fmt: skip


class Head(NamedTuple):
    """A file's picture as ``Image`` has it. The type is empty for what no browser shows."""

    width: int
    height: int
    type: str
    size: int
    moves: bool


_NOTHING = Head(0, 0, "", 0, False)
# By a version of a file: where it lies, nanoseconds, bytes. A site has many, and asks for them more than once.
_heads: dict[tuple[str, int, int], Head] = {}


def keep_heads(files: Iterable[Path], remembered: Callable[[Path, Callable[[], Head]], Head]) -> None:
    """Look at these pictures as far as ``remembered`` does not know them by what they hold."""
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        name = os.path.abspath(file)
        version = name, found.st_mtime_ns, found.st_size
        _heads[version] = remembered(file, partial(_look, name, found.st_size))


def _head(file: str, changed: int, size: int) -> Head:
    version = file, changed, size
    if version not in _heads:
        _heads[version] = _look(file, size)
    return _heads[version]


def _look(file: str, size: int) -> Head:
    try:
        return _opened(file, size)
    except Exception:
        # A damaged file makes each of Pillow's decoders raise what it likes (AVIF: RuntimeError).
        return _NOTHING


def _opened(file: str, size: int) -> Head:
    with warnings.catch_warnings():
        # Large photographs are not read here, so they are no danger.
        warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
        with Picture.open(file) as picture:
            width, height = picture.size
            kind = _FORMATS.get(picture.format or "", "")
            turned = _orientation(picture)
            # A telephone's JPEG may hold a second picture, which nobody sees.
            moves = kind != "image/jpeg" and getattr(picture, "is_animated", False)
            if kind == "image/jpeg" and turned in _LYING:
                width, height = height, width
    if kind in ("image/jpeg", "image/png", "image/webp"):
        size = len(without_metadata(Path(file).read_bytes(), turned))
    return Head(width, height, kind, size, moves)


def published(file: Path) -> bytes:
    """The bytes of a picture as everybody may have it: without place, names and times. Raises OSError."""
    data = file.read_bytes()
    try:
        with Picture.open(io.BytesIO(data)) as picture:
            return without_metadata(data, _orientation(picture))
    except Exception:
        # No picture, whatever it is called.
        return data


def _orientation(picture: Picture.Image) -> int:
    if _FORMATS.get(picture.format or "") != "image/jpeg":
        return 1
    found = picture.getexif().get(ExifTags.Base.Orientation, 1)
    return found if found in range(1, 9) else 1
