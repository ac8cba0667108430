"""``brand`` in the settings: two colours and a face, and what cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_center.brand.colors import contrast, hex_color
from knowledge_center.brand.model import SANS, SERIF, Brand
from knowledge_center.brand.palette import PALETTE
from knowledge_center.problems import Unusable
from knowledge_center.settings.site_settings import read_settings
from tests.samples import DATA, ROOT, settings


def in_theme(palette: object, brand: object = None, **more: Any) -> Any:
    ours = DATA["extra"]["knowledge_center"] | ({"brand": brand} if brand else {}) | more
    return read_settings(DATA | {"theme": {"palette": palette}, "extra": {"knowledge_center": ours}})


def test_without_a_brand_all_is_ours() -> None:
    assert settings().brand == Brand()
    assert settings().brand.faces == (SERIF, SANS)


def test_a_face_of_ours_is_named() -> None:
    """It is the only one that a page fetches."""
    brand = settings(brand={"font": "Public Sans"}).brand
    assert brand.faces == (SANS,) and brand.css("assets") == ":root { --serif: var(--sans); }\n"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            {"accent": "#ffcc00"},
            "brand.accent: “#ffcc00” was found, with a contrast of 1.5 to the ground #fdfcf9",
        ),
        ({"accent": "#767676"}, "“#767676” was found, with a contrast of 4.4"),
        ({"accent": "#9a6b4a", "ground": "#efe6dc"}, "to the ground #efe6dc"),
        (
            {"accent_dark": "#8a1c3c"},
            "brand.accent_dark: “#8a1c3c” was found, with a contrast of 2.0 to the ground #171614",
        ),
        ({"accent_dark": "#7a7a7a", "ground": "#ffffff"}, "to the ground #171717"),
        ({"ground": "#102030"}, "brand.ground: “#102030” was found, but a light colour is expected"),
        (
            {"accent": "teal"},
            "brand.accent: “teal” was found, but a colour such as #007b6e is expected, in quotes.",
        ),
        ({"accent_dark": "Deep Purple"}, "but a colour such as #9c7dd0 is expected"),
        ({"accent": "teall"}, "“teall” was found, but a colour such as #0b5a63 is expected"),
        ({"accent": 123456}, "“123456” was found, but a colour such as #0b5a63"),
        (
            {"accent": None},
            "brand.accent: Nothing was found, but a colour such as #0b5a63 is expected, in quotes.",
        ),
        ({"font": "https://fonts.example.com/a.woff2"}, "but the path of a file below docs is expected"),
        (
            {"font": "Roboto"},
            "“Roboto” was found, but Source Serif 4 or Public Sans is expected, or a font of your own",
        ),
        ({"font": "../a.woff2"}, "“../a.woff2” was found"),
        ({"fonts": "a.woff2"}, "brand.fonts: This key is not known."),
        ("teal", "brand: “teal” was found, but a group of keys is expected."),
    ],
)
def test_what_cannot_be_is_told(written: Any, message: str) -> None:
    """With a line to paste, which is taken."""
    with pytest.raises(Unusable) as refused:
        settings(brand=written)
    (problem,) = refused.value.problems
    assert message in problem.message
    if problem.fix.startswith(("accent: ", "accent_dark: ", "ground: ")):
        settings(brand=written | yaml.safe_load(problem.fix))


def test_a_font_is_looked_at(tmp_path: Path) -> None:
    """Whether it is there and is one, and how light and heavy it can be; without docs nobody knows."""
    written = DATA["extra"]["knowledge_center"] | {"brand": {"font": "assets/a.woff2"}}
    data = DATA | {"extra": {"knowledge_center": written}}
    assert read_settings(data, tmp_path).brand.weights is None
    file = tmp_path / "docs/assets/a.woff2"
    file.parent.mkdir(parents=True)
    for words in ("There is no file", "No font can be read in"):
        with pytest.raises(Unusable, match=words):
            read_settings(data, tmp_path)
        file.write_bytes(b"wOF2 and nothing more")
    shutil.copy(ROOT / "overrides" / SANS, file)
    brand = read_settings(data, tmp_path).brand
    assert (brand.weights, brand.faces) == ((400, 700), ("assets/a.woff2",))
    assert 'font-weight: 400 700; font-display: swap; src: url("a.woff2") format("woff2")' in brand.css(
        "assets"
    )


def test_materials_colour_is_taken() -> None:
    """As it is where it can be read, else the nearest, with advice; brand.accent stands before it."""
    indigo = in_theme({"primary": "indigo"})
    assert str(indigo.brand.colors.day.accent) == "#4051b5" and indigo.advice == ()
    amber = in_theme({"primary": "amber"})
    shown = amber.brand.colors.day.accent
    assert contrast(shown, PALETTE.day.tint) >= 4.5
    (advice,) = amber.advice
    assert (
        "theme.palette.primary: That colour, #ffc105, cannot be read on the ground #fdfcf9" in advice.message
    )
    pasted = yaml.safe_load(advice.fix)["extra"]["knowledge_center"]["brand"]
    assert in_theme({"primary": "amber"}, pasted).brand.colors.day.accent == shown
    assert in_theme({"primary": "amber"}, {"accent": "#8a1c3c"}).brand.colors.day.accent == hex_color(
        "#8a1c3c"
    )
    assert in_theme({"primary": "amber"}, {"accent": "#8a1c3c"}).advice == ()


def test_the_night_has_an_accent_of_its_own() -> None:
    """As it is written, or as Material's dark scheme names it; a brand.accent alone makes both."""
    written = {"accent_dark": "#ff8fab"}
    brand = settings(brand=written).brand
    assert (brand.colors.day, str(brand.colors.night.accent)) == (PALETTE.day, "#ff8fab")
    assert "prefers-color-scheme: dark" in brand.css("assets") and "--accent: #0" not in brand.css("assets")
    both = [{"primary": "indigo"}, {"scheme": "slate", "primary": "lime"}]
    accents = [in_theme(both, brand).brand.colors for brand in (None, written, {"accent": "#8a1c3c"})]
    assert [str(found.night.accent) for found in accents[:2]] == ["#cbdc38", "#ff8fab"]
    assert [str(found.day.accent) for found in accents] == ["#4051b5", "#4051b5", "#8a1c3c"]
    assert accents[2] == in_theme(None, {"accent": "#8a1c3c"}).brand.colors
    unreadable = in_theme([{"primary": "indigo"}, {"scheme": "slate", "primary": "brown"}])
    assert "accent_dark: " in unreadable.advice[-1].fix
    same = in_theme([{"primary": "indigo"}, {"scheme": "slate", "primary": "indigo"}])
    assert "accent_dark" not in str(same.advice)


def test_the_rest_of_materials_palette_is_advice() -> None:
    """Day or night is as a reader's machine has it; in Material's look all of it is Material's."""
    written = [{"scheme": "default", "primary": "indigo", "toggle": {"name": "Dark"}}, {"scheme": "slate"}]
    (advice,) = in_theme(written).advice
    assert advice.message.startswith(
        "theme.palette: Of this, only the colours in primary have an effect here"
    )
    assert in_theme(written, look="material").advice == ()
