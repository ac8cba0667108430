"""Pictures for pages: in the sizes of their places, as AVIF, as WebP, and as JPEG or PNG for every other browser.

``articles/x/desk.jpg`` becomes ``articles/x/desk.jpg.800.avif``: the name is made of the picture's and how many pixels
wide it is at most, so that a page can be written before a single one is made.
"""

from __future__ import annotations

import io
import math
import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import PIL
from PIL import Image as Picture
from PIL import ImageCms, UnidentifiedImageError

from knowledge_center.build_cache.digests import digest
from knowledge_center.pictures.kept_files import keep, kept
from knowledge_center.pictures.measuring import orientation, upright

# Pixels of a file for places of 400 (a card) and 680 (in the text), and twice as many. Over the whole width, which is
# 1040, the largest of them serves every screen: twice as many would cost more than all others together.
COVER = (400, 800, 1360)
TEXT = (680, 1360)
# Browsers that read no AVIF are those of older devices (before 2022), for which one size is enough.
_WIDEST_FOR_OLDER = 800
# Of two that are so near to each other one is enough.
_NEAR = 1.15
# A file of so few bytes is as light as anything that could be made of it.
_LIGHT = 16_000

_AVIF = {"quality": 56, "speed": 9, "max_threads": 1}
# Where several pixels of a file go into one of a page, nobody sees what the coarser ones lost: shown at 1040, such a
# file of 1360 is as near to the photograph, and as heavy, as one of 1040 with the quality above.
_DENSE, _AVIF_DENSE = 1200, _AVIF | {"quality": 44}
_WEBP = {"quality": 76, "method": 0}
_JPEG = {"quality": 80, "optimize": True, "progressive": True}
# Formats of pictures that stand still; what else a browser shows is published as it is.
_STILL = {".jpg": ".jpg", ".jpeg": ".jpg", ".png": ".png", ".webp": ".png", ".avif": ".png"}
# A photograph that is read at half its size may be that much smaller than its largest place.
_ENOUGH = 0.96
_SRGB = ImageCms.createProfile("sRGB")
# Counts the ways in which pictures have been made: those of another way are made anew.
_WAY = "4"
_LYING = (5, 6, 7, 8)
_TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png"}


class Made(NamedTuple):
    """One file to be made of a picture: pixels wide at most, and the ending that says its format."""

    width: int
    ending: str

    def of(self, path: str) -> str:
        """The site-relative path of the one made of the picture at ``path``."""
        return f"{path}.{self.width}{self.ending}"


_SIZED = re.compile(r"(.+\.\w+)\.(\d{2,4})(\.(?:avif|webp|jpg|png))")


def made_of(path: str) -> tuple[str, Made] | None:
    """The picture of which another size at ``path`` is made, and which; None where the path is of no such size."""
    found = _SIZED.fullmatch(path)
    return (found[1], Made(int(found[2]), found[3])) if found else None


class Source(NamedTuple):
    """The files of one format that a page offers of a picture: site-relative paths with their pixels."""

    type: str
    files: tuple[tuple[str, int], ...]


def files_for(path: str, width: int, size: int, widths: Sequence[int]) -> tuple[Made, ...]:
    """What is made of a picture of that many pixels and bytes for places of ``widths``, none larger than the picture.

    Nothing of one that cannot be scaled or is as light as it can be. ``size`` is 0 where it is not known.
    """
    ending = _STILL.get(os.path.splitext(path)[1].lower())
    if not ending or not width or 0 < size <= _LIGHT:
        return ()
    wanted = sorted({min(width, wide) for wide in widths})
    kept = [w for w, above in zip(wanted, [*wanted[1:], math.inf], strict=True) if above > w * _NEAR]
    older = max((w for w in kept if w <= _WIDEST_FOR_OLDER), default=kept[0])
    return *(Made(w, ".avif") for w in kept), Made(older, ".webp"), Made(older, ending)


def sources(path: str, width: int, size: int, widths: Sequence[int]) -> tuple[Source, ...]:
    """The formats of a picture for a page, the best first; what knows none of them shows the picture itself."""
    found: dict[str, list[tuple[str, int]]] = {}
    for made in files_for(path, width, size, widths):
        found.setdefault(_TYPES[made.ending], []).append((made.of(path), made.width))
    return tuple(Source(type, tuple(files)) for type, files in found.items())


def render_for_pages(file: Path, wanted: Collection[Made], cache: Path) -> dict[Made, Path] | None:
    """All that is wanted of the picture in ``file``, as files in the folder ``cache``, made once by its bytes.

    They are made together, each of the one before: what is wanted beside a file has a part in its bytes.
    None where it cannot be read to its end. It is turned as its camera says; no metadata (place, camera) is passed on,
    and its colours are those of every screen. Of an animation the first picture is taken.
    """
    try:
        data = file.read_bytes()
    except OSError:
        return None
    largest_first = sorted(wanted, reverse=True)
    settings = repr((_AVIF, _AVIF_DENSE, _WEBP, _JPEG))
    key = digest("page", _WAY, PIL.__version__, settings, repr(largest_first), data).hex()
    found = {made: cache / f"{key}.{made.width}{made.ending}" for made in largest_first}
    if all(kept(path) is not None for path in found.values()):
        return found
    try:
        picture, has_few_colours = _opened(data, largest_first[0].width)
        for made, path in found.items():
            # Each is made of the one before it, which costs least.
            picture = _scaled(picture, made.width)
            keep(path, _encoded(picture, made, has_few_colours))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Picture.DecompressionBombError):
        return None
    return found


def _opened(data: bytes, width: int) -> tuple[Picture.Image, bool]:
    """The picture, upright and in sRGB, at least ``width`` pixels wide or all it has; whether it had a palette."""
    with Picture.open(io.BytesIO(data)) as opened:
        turned = orientation(opened)
        share = min(1.0, _ENOUGH * width / (opened.height if turned in _LYING else opened.width))
        # A photograph is read at the half, quarter or eighth of its size that is still large enough.
        opened.draft(None, (math.ceil(opened.width * share), math.ceil(opened.height * share)))
        profile = opened.info.get("icc_profile")
        picture = upright(opened, turned)
        picture = _scaled(picture, width) if picture.mode in ("RGB", "CMYK") else picture
        picture = _in_srgb(picture, profile)
        # Formats write down what they find here.
        picture.info.clear()
        return picture, opened.mode == "P"


def _in_srgb(picture: Picture.Image, profile: bytes | None) -> Picture.Image:
    if picture.mode.startswith("I"):
        # 16 bits a pixel, in grey.
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode == "CMYK" or (picture.mode == "RGB" and profile):
        try:
            from_ = ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
            if "sRGB" not in ImageCms.getProfileDescription(from_):
                return ImageCms.profileToProfile(picture, from_, _SRGB, outputMode="RGB") or picture
        except (ImageCms.PyCMSError, OSError):
            # A damaged profile says nothing about the colours.
            pass
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _scaled(picture: Picture.Image, width: int) -> Picture.Image:
    if width >= picture.width:
        return picture
    high = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, high), Picture.Resampling.HAMMING, reducing_gap=2.0)


def _encoded(picture: Picture.Image, made: Made, has_few_colours: bool) -> bytes:
    out = io.BytesIO()
    if made.ending == ".avif":
        picture.save(out, "AVIF", **(_AVIF_DENSE if made.width > _DENSE else _AVIF))
    elif made.ending == ".webp":
        picture.save(out, "WEBP", **_WEBP)
    elif made.ending == ".png":
        (picture.quantize() if has_few_colours else picture).save(out, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(out, "JPEG", **_JPEG)
    return out.getvalue()
