"""The adapter to Pillow: what kind of picture a file is, and how large."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowledge_center.pictures.metadata import is_cut_off, without_metadata
from knowledge_center.pictures.model import CENTER, UPRIGHT, Focus, Image

if TYPE_CHECKING:
    from PIL import Image as Picture

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
# Exif's way to say how a picture is to be turned, and what Pillow calls that.
_ORIENTATION = 0x0112
_TURNS = {
    2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_270", 7: "TRANSVERSE",
    8: "ROTATE_90",
}  # fmt: skip


def measure(file: Path, *, path: str, alt: str, focus: Focus | None = None) -> Image | None:
    """The picture in ``file``, published at the site-relative ``path``; None if it is not a picture.

    The file is read once as long as it does not change. Width and height are as browsers show it, turned where the
    camera was; ``size`` is that of the published file. An SVG has no pixels: its width and height are 0. Without a
    ``focus`` a crop keeps the middle, of an upright picture what is above it.
    """
    kind = TYPES.get(file.suffix.lower())
    if kind is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    if kind == "image/svg+xml":
        return Image(
            path=path, alt=alt, width=0, height=0, type=kind, size=found.st_size, focus=focus or CENTER
        )
    head = _head(os.path.abspath(file), found.st_mtime_ns, found.st_size)
    if not head.type:
        return None
    return Image(
        path=path, alt=alt, width=head.width, height=head.height, type=head.type, size=head.size,
        focus=focus or (UPRIGHT if head.height > head.width else CENTER), moves=head.moves,
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
    # Not at the top: most commands know all pictures, and shall not wait for this to load.
    from PIL import Image as Picture

    with warnings.catch_warnings():
        # Large photographs are not read here, so they are no danger.
        warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
        with Picture.open(file) as picture:
            width, height = picture.size
            kind = _FORMATS.get(picture.format or "", "")
            turned = orientation(picture)
            # A telephone's JPEG may hold a second picture, which nobody sees.
            moves = kind != "image/jpeg" and getattr(picture, "is_animated", False)
            if turned in _LYING:
                width, height = height, width
    if kind in ("image/jpeg", "image/png", "image/webp"):
        bare = without_metadata(Path(file).read_bytes(), turned)
        size = len(bare)
        if is_cut_off(bare):
            # A half picture has a head, too. Some that lack their last bytes can be read all the same.
            with Picture.open(file) as picture:
                picture.load()
    return Head(width, height, kind, size, moves)


def published(file: Path) -> bytes:
    """The bytes of a picture as everybody may have it: without place, names and times. Raises OSError."""
    from PIL import Image as Picture

    data = file.read_bytes()
    try:
        with Picture.open(io.BytesIO(data)) as picture:
            return without_metadata(data, orientation(picture))
    except Exception:
        # No picture, whatever it is called.
        return data


def orientation(picture: Picture.Image) -> int:
    """How a picture that was just opened is to be turned (Exif 2.32, tag 0x0112); 1 is upright.

    Browsers heed it in a JPEG and a PNG, and in an AVIF what its format has for it; in a WebP they do not.
    """
    kind = _FORMATS.get(picture.format or "")
    # A PNG without Exif would be read to its end for it.
    if kind not in ("image/jpeg", "image/avif") and not (kind == "image/png" and "exif" in picture.info):
        return 1
    found = picture.getexif().get(_ORIENTATION, 1)
    return found if found in range(1, 9) else 1


def upright(picture: Picture.Image, turned: int) -> Picture.Image:
    """The picture as browsers show one whose ``orientation`` is ``turned``."""
    from PIL import Image as Picture

    return picture.transpose(Picture.Transpose[_TURNS[turned]]) if turned in _TURNS else picture
