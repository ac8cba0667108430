"""The faces that the package brings: small, and with every letter that pages in one of our languages have."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from PIL import ImageFont

from knowledge_center.pictures.faces import has
from tests.samples import ROOT

FOLDER = ROOT / "overrides/assets/fonts"
STEMS = ("source-serif-4-{}-wght-normal", "source-serif-4-{}-wght-italic", "public-sans-{}-wght-normal")
# What print has beside letters.
SIGNS = "“”‘’„‚«»‹›–—…·•©®§°×€ "

# Polish, Czech and Slovak, Hungarian, Turkish, Romanian, Croatian, Latvian, Lithuanian, Maltese.
EXTENDED = "ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžĽľĹĺŔŕŐőŰűĞğİŞşĂăȘșȚțĐđĀāĒēĢģĪīĶķĻļŅņŪūĖėĮįŲųĊċĠġĦħ".replace(
    "ı", ""
)


def opened(stem: str, part: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / f"{stem.format(part)}.woff2"), 30)


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_in_any_of_our_languages_is_set_in_one_face(stem: str) -> None:
    """Each Latin letter of every catalogue is in the first file or in the one that is asked for by its letters."""
    first = opened(stem, "latin")
    catalogues = sorted((ROOT / "knowledge_center/words").rglob("*.po"))
    text = "".join(file.read_text(encoding="utf-8") for file in catalogues) + SIGNS
    letters = {char for char in text if char in SIGNS or "LATIN" in unicodedata.name(char, "")}
    assert len(catalogues) >= 11 and set("ąłżéßñåAz") <= letters
    beyond = {char for char in letters if char != " " and not has(first, char)}
    # What a page of ours fetches beside the first file is small: Polish alone has such letters.
    assert beyond <= ranged("latin-pl")
    assert set(EXTENDED) <= ranged("latin-pl") | ranged("latin-ext")
    assert not ranged("latin-pl") & ranged("latin-ext")
    for part in ("latin-pl", "latin-ext"):
        assert [char for char in EXTENDED if char in ranged(part) and not has(opened(stem, part), char)] == []


def ranged(part: str) -> set[str]:
    """The letters for which the style sheet asks for a part of each face."""
    style = (ROOT / "overrides/assets/site.css").read_text(encoding="utf-8")
    service = (ROOT / "knowledge_center/service/templates/style.css").read_text(encoding="utf-8")
    found = re.findall(rf"-{part}-wght-[^}}]+?unicode-range: (.+?);", style)
    assert len(found) == len(STEMS) and len(set(found)) == 1
    assert f'("{part}", "{found[0]}")' in service
    parts = [part.removeprefix("U+").split("-") for part in found[0].split(", ")]
    return {chr(code) for part in parts for code in range(int(part[0], 16), int(part[-1], 16) + 1)}


@pytest.mark.parametrize("stem", [STEMS[0], STEMS[2]])
@pytest.mark.parametrize("part", ["latin", "latin-pl", "latin-ext"])
def test_faces_have_the_weights_of_the_style_sheet(stem: str, part: str) -> None:
    """From regular to bold, as site.css says of them, so that none is drawn lighter than it is meant."""
    (axis,) = opened(stem, part).get_variation_axes()
    assert (axis["minimum"], axis["maximum"]) == (400, 700)


def test_the_faces_of_a_first_visit_are_light() -> None:
    """Three files; all else is fetched where a page has its letters, and those of Polish weigh little."""

    def weight(part: str) -> int:
        files: list[Path] = [FOLDER / f"{stem.format(part)}.woff2" for stem in STEMS]
        return sum(file.stat().st_size for file in files)

    assert weight("latin") < 62_500
    assert weight("latin-pl") < 9_500
