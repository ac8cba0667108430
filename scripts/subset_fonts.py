# /// script
# dependencies = ["fonttools[woff]==4.68.0"]
# ///
"""Make the faces in overrides/assets/fonts of those that Fontsource publishes, once for each of their versions.

    npm pack @fontsource-variable/source-serif-4@5.3.1 @fontsource-variable/public-sans@5.3.0
    uv run scripts/subset_fonts.py FOLDER     # that both archives were unpacked into

A reader's first visit pays for every glyph, kerning pair and weight in them. What is left: the weights that the style
sheets name, in italics the regular one alone; Latin-1 with the signs of print in one file, the letters of Polish and
those of other European languages in two more, which are fetched where a page has one of them (``unicode-range``); the
kerning that can be seen.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "overrides/assets/fonts"
# Lightest and heaviest of the style sheets.
WEIGHTS = (400, 700)
LATIN = (
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2002, 0x2003, *range(0x2009, 0x200E),
    *range(0x2010, 0x2028), 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x2060, 0x20AC, 0x2122, 0x2191,
    0x2193, 0x2212, 0x2215,
)  # fmt: skip
# These two are the same as unicode-range in site.css. Of our languages Polish alone has letters beyond Latin-1.
POLISH = (*range(0x104, 0x108), 0x118, 0x119, *range(0x141, 0x145), 0x15A, 0x15B, *range(0x179, 0x17D))
# Latin Extended-A, the commas of Romanian, the capital ß.
EXTENDED = tuple(
    letter
    for letter in (
        *range(0x100, 0x131),
        *range(0x132, 0x152),
        *range(0x154, 0x180),
        *range(0x218, 0x21C),
        0x1E9E,
    )
    if letter not in POLISH
)
# What is in the files, and which of Fontsource's each is made of.
PARTS = (("latin", LATIN, "latin"), ("latin-pl", POLISH, "latin-ext"), ("latin-ext", EXTENDED, "latin-ext"))
# No "ccmp": there are no letters with marks of their own. No kerning but in the first file: browsers set no two letters
# of two files together, and those of another seldom meet.
FEATURES = ("locl", "liga", "calt")
KERNED = ("latin",)
# Of an em: a third of a pixel in running text.
LEAST_KERNING = 0.015
# The files, and how each is called in itself: a changed face may not bear the name that its licence reserves.
FACES: dict[str, tuple[str, int | tuple[int, int]]] = {
    "source-serif-4-{}-wght-normal": ("Knowledge Center Serif", WEIGHTS),
    "source-serif-4-{}-wght-italic": ("Knowledge Center Serif", WEIGHTS[0]),
    "public-sans-{}-wght-normal": ("Knowledge Center Sans", WEIGHTS),
}


def main() -> None:
    """Read the whole faces, write the parts, say what each weighs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where Fontsource's packages were unpacked")
    folder = parser.parse_args().folder
    for stem, (family, weights) in FACES.items():
        for part, letters, source in PARTS:
            name = f"{stem.format(part)}.woff2"
            whole = TTFont(next(folder.rglob(f"{stem.format(source)}.woff2")), recalcTimestamp=False)
            features = (*FEATURES, "kern") if part in KERNED else FEATURES
            data = made(whole, family, weights, letters, features)
            (FONTS / name).write_bytes(data)
            print(f"{name}: {len(data)} bytes")


def made(
    whole: TTFont,
    family: str,
    weights: int | tuple[int, int],
    letters: tuple[int, ...],
    features: tuple[str, ...],
) -> bytes:
    """A WOFF2 of a face with these weights, letters and OpenType features alone."""
    varied = whole["gvar"].variations
    # Glyphs that do not vary are left out in the file, and asked for by the subsetter.
    varied.update({glyph: [] for glyph in whole.getGlyphOrder() if glyph not in varied})
    face = _read_again(instancer.instantiateVariableFont(whole, {"wght": weights}))
    # Whose they are and their licence stand in a text beside the files.
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=[1, 2])
    options.layout_features = list(features)
    options.drop_tables += ["BASE", "STAT", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(face)
    if "kern" in features:
        _drop_small_kerning(face)
    for record in face["name"].names:
        if record.nameID == 1:
            record.string = family
    face.flavor = "woff2"
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def _drop_small_kerning(face: TTFont) -> None:
    """Leave out of the pairs of letters (OpenType, PairPos) those that are moved by less than ``LEAST_KERNING``."""
    least = LEAST_KERNING * face["head"].unitsPerEm
    for lookup in face["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            pairs = table.ExtSubTable if table.LookupType == 9 else table
            if pairs.LookupType != 2:
                continue
            if pairs.Format == 1:
                for first in pairs.PairSet:
                    first.PairValueRecord = [
                        pair for pair in first.PairValueRecord if abs(pair.Value1.XAdvance) >= least
                    ]
                    first.PairValueCount = len(first.PairValueRecord)
                continue
            for moved in (pair.Value1 for one in pairs.Class1Record for pair in one.Class2Record):
                if moved and abs(moved.XAdvance) < least:
                    moved.XAdvance = 0
                    moved.XAdvDevice = None


def _read_again(font: TTFont) -> TTFont:
    out = io.BytesIO()
    font.flavor = None
    font.save(out)
    out.seek(0)
    return TTFont(out, recalcTimestamp=False)


if __name__ == "__main__":
    main()
