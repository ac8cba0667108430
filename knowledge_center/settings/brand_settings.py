"""The colours and the face of a site's brand, as mkdocs.yml has them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge_center.brand.colors import Color, contrast, hex_color
from knowledge_center.brand.material_colors import named_color
from knowledge_center.brand.model import FACES, FORMATS, Brand
from knowledge_center.brand.palette import PALETTE, palette
from knowledge_center.problems import Problem, one_of
from knowledge_center.settings.reader import FILE, Section


def read_brand(section: Section, theme: object, docs: Path | None) -> Brand:
    """The group ``brand``; ``docs`` is the site's folder, None where nobody knows. Says what cannot be read."""
    ground = _color(section, "ground", PALETTE.day.paper)
    accent = _color(section, "accent", PALETTE.day.accent)
    accent_dark = _color(section, "accent_dark", PALETTE.night.accent)
    colors = palette(accent, ground, accent_dark)
    if ground and colors.day.paper != ground:
        section.say(
            "ground",
            f"“{ground}” was found, but a light colour is expected, on which dark words can be read. "
            "The ground of dark screens is made of it.",
            f'ground: "{colors.day.paper}"',
        )
    for key, color, scheme in (("accent", accent, colors.day), ("accent_dark", accent_dark, colors.night)):
        if color and scheme.accent != color:
            section.say(
                key,
                f"“{color}” was found, with a contrast of {contrast(color, scheme.paper):.1f} to the ground "
                f"{scheme.paper}: links and buttons in it cannot be read by everybody (WCAG 2.2 asks for 4.5, also on "
                "the ground of boxes).",
                f'{key}: "{scheme.accent}"',
            )
    if not accent:
        by_day, by_night = (named_color(_palette_of(theme), dark=dark) for dark in (False, True))
        dark = accent_dark or (by_night and by_night[1])
        colors = palette(by_day and by_day[1], ground, dark)
    font = _font(section)
    weights = _weights(section, docs / font) if docs and docs.is_dir() and font not in ("", *FACES) else None
    section.nothing_else()
    return Brand(colors=colors, font=font, weights=weights)


def of_palette(theme: object, brand: Brand, written: Container[str]) -> Iterator[Problem]:
    """Advice about what becomes of the colours of Material's palette in our own look, beside those ``written``."""
    found = _palette_of(theme)
    schemes = found if isinstance(found, list) else [found]
    if any(isinstance(scheme, dict) and set(scheme) - {"primary", "accent"} for scheme in schemes):
        yield _advice(
            "theme.palette: Of this, only the colours in primary have an effect here: day or night is as the reader's "
            "machine has it.",
            "Keep primary and delete the rest.",
        )
    by_day = named_color(found)
    by_night = named_color(found, dark=True)
    for key, named, scheme in (
        ("accent", by_day, brand.colors.day),
        # The same colour in both is what most have: a lighter one by night is no news.
        ("accent_dark", by_night if by_night != by_day else None, brand.colors.night),
    ):
        if named and "accent" not in written and key not in written and named[1] != scheme.accent:
            yield _advice(
                f"theme.palette.{named[0]}: That colour, {named[1]}, cannot be read on the ground "
                f"{scheme.paper}; the nearest that can is shown, {scheme.accent}.",
                f'extra:\n  knowledge_center:\n    brand:\n      {key}: "{scheme.accent}"',
            )


def _palette_of(theme: object) -> Any:
    return theme.get("palette") if isinstance(theme, dict) else None


def _color(section: Section, key: str, example: Color) -> Color | None:
    if key not in section.data:
        section.seen.add(key)
        return None
    # Without quotes # begins a comment, and nothing is left.
    found = section.text(key, "")
    color = hex_color(found)
    if color is None:
        was = f"“{found}”" if found else "Nothing"
        # A name that Material has for a colour says which was meant.
        named = named_color({"primary": found})
        near = palette(named and named[1], None, named and named[1])
        example = {"accent": near.day.accent, "accent_dark": near.night.accent}.get(key, example)
        message = f"{was} was found, but a colour such as {example} is expected, in quotes."
        section.say(key, message, f'{key}: "{example}"')
    return color


def _font(section: Section) -> str:
    """A face of the package by its name, or the path of a font below docs; empty for both of ours."""
    font = section.site_path("font")
    path = PurePosixPath(font)
    if not font or font in FACES:
        return font
    if path.suffix.lower() in FORMATS and not path.is_absolute() and ".." not in path.parts:
        return path.as_posix()
    if "://" not in font:
        section.say(
            "font",
            f"“{font}” was found, but {one_of(FACES)} is expected, or a font of your own below docs "
            f"({', '.join(FORMATS)}).",
            "font: assets/fonts/ours.woff2",
        )
    return ""


def _weights(section: Section, file: Path) -> tuple[int, int] | None:
    """The lightest and heaviest weight of a font that varies; says what is no font."""
    # Only a site with a font of its own waits for this.
    from knowledge_center.pictures.faces import weights_of

    try:
        return weights_of(file)
    except OSError:
        what = "No font can be read in" if file.is_file() else "There is no file"
        section.say("font", f"{what} {file}.", f"font: {next(iter(FACES))}")
    return None


def _advice(message: str, fix: str) -> Problem:
    return Problem(path=FILE, message=message, fix=fix, advice=True)
