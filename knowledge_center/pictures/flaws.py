"""Why a file that is called a picture cannot be shown, in the words of whoever has to mend it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image as Picture

from knowledge_center.pictures.measuring import measure


class Flaw(NamedTuple):
    """What is wrong with a picture's file, as the rest of a sentence that begins with its name, and the fix."""

    says: str
    fix: str


_SAVE_ANEW = "Open it in a picture program and save it anew as .jpg or .png."
UNREADABLE = Flaw("cannot be read as a picture; it may be damaged or something else.", _SAVE_ANEW)
_LONGEST_SIDE = 4000
# What a file really is, by its first bytes (of ISO media those behind the length of the first box).
_ELSE = (
    (re.compile(rb"\s*<(?:!doctype|html)\b", re.IGNORECASE), "a web page"),
    (re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL), "a HEIC photograph of a telephone"),
    (re.compile(rb"....ftyp", re.DOTALL), "a film"),
    (re.compile(rb"BM"), "a BMP picture"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF picture"),
    (re.compile(rb"8BPS"), "a Photoshop picture"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"\s*<(?:\?xml|svg)\b"), "a drawing (SVG)"),
)  # fmt: skip
_LARGE_FILE = b"version https://git-lfs"
_AVIF = re.compile(rb"....ftypavi[fs]", re.DOTALL)
# What runs in an SVG that is opened by itself: elements, attributes of elements, addresses.
_RUNS = (
    (re.compile(rb"<(?:\w+:)?(script)\b", re.IGNORECASE), "<{}>"),
    (re.compile(rb"<[a-z][^<>]*?\s(on[a-z]+)\s*=", re.IGNORECASE), "{}"),
    (re.compile(rb"=\s*[\"']\s*(javascript):", re.IGNORECASE), "{}:"),
)


def flaw_of(file: Path) -> Flaw | None:
    """What is wrong with the picture in ``file``, which ends as one does; None where it can be shown."""
    if file.suffix.lower() == ".svg":
        return _script(file)
    if measure(file, path="", alt="") is not None:
        return None
    try:
        with file.open("rb") as opened:
            head = opened.read(1000)
    except OSError:
        return UNREADABLE
    if not head:
        return Flaw("is empty, so it cannot be read as a picture.", "Copy the picture here once more.")
    if head.startswith(_LARGE_FILE):
        says = "is not here, only the note that Git LFS keeps in its place; it cannot be read as a picture."
        return Flaw(says, "git lfs pull")
    for begins, what in _ELSE:
        if begins.match(head) and not _AVIF.match(head):
            return Flaw(f"is {what}, whatever its name says, and is shown nowhere.", _SAVE_ANEW)
    return _of_pixels(file)


def _script(file: Path) -> Flaw | None:
    try:
        text = file.read_bytes()
    except OSError:
        return UNREADABLE
    for runs, shown in _RUNS:
        if found := runs.search(text):
            what = shown.format(found[1].decode().lower())
            says = f"holds a script ({what}): it would run for whoever opens the drawing by itself."
            return Flaw(says, "Save it anew in a drawing program as plain SVG, or as .png.")
    return None


def _of_pixels(file: Path) -> Flaw:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            with Picture.open(file) as picture:
                picture.load()
    except Picture.DecompressionBombError:
        says = "has more pixels than can be read as a picture."
        return Flaw(says, f"Make it smaller: {_LONGEST_SIDE:,} pixels on its longer side are plenty.")
    except OSError as error:
        if "truncated" in str(error):
            says = "breaks off before its end, so it cannot be read as a picture."
            return Flaw(
                says, f"Copy it here once more. If it stays so: {_SAVE_ANEW[0].lower()}{_SAVE_ANEW[1:]}"
            )
    except Exception:
        # Each of Pillow's decoders raises what it likes.
        return UNREADABLE
    return UNREADABLE
