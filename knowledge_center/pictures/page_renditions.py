"""Pictures for pages: in the sizes of their places, as AVIF, as WebP, and as JPEG or PNG for every other browser.

``articles/x/desk.jpg`` becomes ``articles/x/desk.jpg.800.avif``: the name is made of the picture's and how many pixels
wide it is at most, so that a page can be written before a single one is made.
"""

from __future__ import annotations

import io
import math
from collections.abc import Collection
from pathlib import Path

import PIL
from PIL import Image as Picture
from PIL import UnidentifiedImageError

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.pictures.kept_files import keep, kept
from knowledge_center.pictures.measuring import orientation, upright
from knowledge_center.pictures.page_sizes import Made

# To weigh each coefficient (trellis) takes a fifth of AOM's time, and what it gains in bytes it loses in sharpness.
_AVIF = {"quality": 56, "speed": 9, "max_threads": 1, "advanced": {"disable-trellis-quant": "1"}}
# Where several pixels of a file go into one of a page, nobody sees what the coarser ones lost: shown at 1040, such a
# file of 1360 is as near to the photograph, and as heavy, as one of 1040 with the quality above.
_DENSE, _AVIF_DENSE = 1200, _AVIF | {"quality": 44}
_WEBP = {"quality": 76, "method": 0}
_JPEG = {"quality": 80, "optimize": True, "progressive": True}
# A photograph that is read at half its size may be that much smaller than its largest place.
_ENOUGH = 0.96
# Counts the ways in which pictures have been made: those of another way are made anew.
_WAY = "5"
_LYING = (5, 6, 7, 8)


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
    key = content_hash("page", _WAY, PIL.__version__, settings, repr(largest_first), data).hex()
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
        from PIL import ImageCms  # few builds have such a picture

        try:
            from_ = ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
            if "sRGB" not in ImageCms.getProfileDescription(from_):
                to = ImageCms.createProfile("sRGB")
                return ImageCms.profileToProfile(picture, from_, to, outputMode="RGB") or picture
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
