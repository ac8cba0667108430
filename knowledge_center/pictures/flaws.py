"""Why a file that is called a picture cannot be shown, in the words of whoever has to mend it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

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
    (re.compile(rb"\s*<(?:!doctype\s+)?html\b", re.IGNORECASE), "a web page"),
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
# What runs in an SVG that is opened by itself, or brings a page along in which something does.
_RUNNING = ("script", "iframe", "frame", "embed", "object")
_BLANKS = re.compile(r"[\0-\x20]+")


def flaw_of(file: Path) -> Flaw | None:
    """What is wrong with the picture in ``file``, which ends as one does; None where it can be shown."""
    drawing = file.suffix.lower() == ".svg"
    if not drawing and measure(file, path="", alt="") is not None:
        return None
    try:
        with file.open("rb") as opened:
            head = opened.read(-1 if drawing else 1000)
    except OSError:
        return UNREADABLE
    if not head:
        return Flaw("is empty, so it cannot be read as a picture.", "Copy the picture here once more.")
    if head.startswith(_LARGE_FILE):
        says = "is not here, only the note that Git LFS keeps in its place; it cannot be read as a picture."
        return Flaw(says, "git lfs pull")
    for begins, what in _ELSE[: -1 if drawing else None]:
        if begins.match(head) and not _AVIF.match(head):
            return Flaw(f"is {what}, whatever its name says, and is shown nowhere.", _SAVE_ANEW)
    return _of_drawing(head) if drawing else _of_pixels(file)


def _of_drawing(text: bytes) -> Flaw | None:
    """Read as browsers read it: what is no whole XML they do not draw, and signs can be written in many ways."""
    runs: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        if local in _RUNNING:
            runs.append(f"<{local}>")
        for key, value in attributes.items():
            attribute = key.rpartition(" ")[2].lower()
            if attribute.startswith("on"):
                runs.append(attribute)
            elif any(one.startswith("javascript:") for one in _BLANKS.sub("", value).lower().split(";")):
                runs.append("javascript:")

    def instruction(target: str, data: str) -> None:
        if target == "xml-stylesheet" and "css" not in data:
            runs.append(f"<?{target}>")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.ProcessingInstructionHandler = element, instruction
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError, LookupError):
        return UNREADABLE
    if not runs:
        return None
    says = f"holds a script ({runs[0]}): it would run for whoever opens the drawing by itself."
    return Flaw(says, "Save it anew in a drawing program as plain SVG, or as .png.")


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
