"""A site's colours: whatever its brand is, what is written in them can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge_center.brand.colors import Color, contrast, hex_color
from knowledge_center.brand.material_colors import named_color
from knowledge_center.brand.palette import (
    PALETTE,
    Palette,
    palette,
    readable_accent,
    readable_ground,
)
from knowledge_center.pictures.share_cards import colours_of
from tests.samples import ROOT

colors = st.builds(Color, *[st.integers(0, 255)] * 3)
# What is read on what, with the contrast of WCAG 2.2: 1.4.3 for words, 1.4.11 for edges and frames.
WORDS = {
    "paper": ("ink", "soft", "accent", "accent_strong", "warn"),
    "tint": ("ink", "soft", "accent", "accent_strong", "warn"),
    "accent": ("on_accent",),
    "accent_strong": ("on_accent",),
    "mark": ("ink",),
}
EDGES = {"paper": ("field", "focus"), "tint": ("field", "focus")}
ON_BAND = {
    "band": ("on_band", "on_band_soft", "signal_strong"),
    "signal": ("on_signal",),
    "signal_strong": ("on_signal",),
}


def pale(found: Palette) -> list[str]:
    """Each pair that cannot be told apart well enough."""
    wrong = []
    pairs: list[tuple[str, object, Mapping[str, tuple[str, ...]], float]] = [
        ("band", found.band, ON_BAND, 4.5),
        ("band", found.band, {"band": ("signal",)}, 3),
    ]
    for name, scheme in (("day", found.day), ("night", found.night)):
        pairs += [(name, scheme, WORDS, 4.5), (name, scheme, EDGES, 3)]
    for name, colors_of, on, least in pairs:
        for ground, words in on.items():
            for word in words:
                reached = contrast(getattr(colors_of, word), getattr(colors_of, ground))
                if reached < least:
                    wrong.append(f"{name}: {word} on {ground} has {reached:.2f}")
    return wrong


@given(accent=st.none() | colors, ground=st.none() | colors, dark=st.none() | colors)
@example(accent=None, ground=None, dark=None)
@example(accent=Color(255, 255, 255), ground=Color(0, 0, 0), dark=Color(0, 0, 0))
@example(accent=Color(0, 0, 0), ground=Color(255, 255, 255), dark=Color(255, 255, 255))
def test_every_brand_can_be_read(accent: Color | None, ground: Color | None, dark: Color | None) -> None:
    """Text, links, buttons, fields and frames, on the ground, on boxes and on the band, by day and by night."""
    assert pale(palette(accent, ground, dark)) == []


@given(accent=colors, ground=colors, dark=colors)
def test_the_nearest_colour_passes(accent: Color, ground: Color, dark: Color) -> None:
    """What a message offers is taken as it is; a colour that passes stays."""
    paper = readable_ground(ground)
    nearest = readable_accent(accent, paper)
    assert readable_ground(paper) == paper and readable_accent(nearest, paper) == nearest
    by_night = palette(None, paper, dark).night.accent
    found = palette(nearest, paper, by_night)
    assert (found.day.accent, found.day.paper, found.night.accent) == (nearest, paper, by_night)
    assert hex_color(str(nearest)) == nearest


def test_ours_are_those_of_the_style_sheet() -> None:
    """site.css has them for those who read it; a site without a brand adds nothing to it."""
    css = (ROOT / "overrides/assets/site.css").read_text("utf-8")
    light, _, dark = css.partition("@media screen and (prefers-color-scheme: dark)")
    day, night = colours_of([light]), colours_of([dark.partition("@media")[0]])
    for scheme, found in ((PALETTE.day, day), (PALETTE.band, day), (PALETTE.night, night)):
        for field in fields(scheme):
            assert found[field.name.replace("_", "-")] == str(getattr(scheme, field.name)), field.name
    assert palette(None, None) == PALETTE == palette(PALETTE.day.accent, PALETTE.day.paper)
    assert PALETTE.css() == ""


def test_what_is_others_stands_in_the_style() -> None:
    """Accents of day and night and the band, where only the accent is the site's own."""
    found = palette(Color(0x7A, 0x1F, 0x3D), None)
    assert contrast(found.night.accent, found.night.tint) >= 7
    css = found.css()
    day, night = css.split("@media")
    assert "--accent: #7a1f3d;" in day and "--band:" in day and "--paper" not in css
    assert "--accent: #" in night and "#7a1f3d" not in night


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({"primary": "deep purple"}, ("primary", "#7e56c2")),
        ([{"scheme": "slate"}, {"primary": "Teal", "accent": "lime"}], ("primary", "#009485")),
        ({"primary": "white", "accent": "pink"}, ("accent", "#f50056")),
        ([{"scheme": "slate", "primary": "red"}, {"primary": "Teal"}], ("primary", "#009485")),
        ({"scheme": "slate", "primary": "red"}, ("primary", "#ef5552")),
        ({"primary": "custom"}, None),
        ("slate", None),
        (None, None),
        ([None, {"primary": ["teal"]}], None),
    ],
)
def test_materials_names_are_known(written: object, found: tuple[str, str] | None) -> None:
    """In a palette of one scheme or several; custom and what is no colour say nothing."""
    color = named_color(written)
    assert (color and (color[0], str(color[1]))) == found
