"""The colours and the face of a site's brand, as mkdocs.yml has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge_center.brand.colors import Color, contrast, hex_color
from knowledge_center.brand.material_colors import named_color
from knowledge_center.brand.model import FACES, FORMATS, Brand
from knowledge_center.brand.palette import PALETTE, palette, readable_accent, readable_ground
from knowledge_center.problems import Problem, one_of
from knowledge_center.settings.reader import FILE, Section


def read_brand(section: Section, theme: object, docs: Path | None) -> Brand:
    """The group ``brand``; ``docs`` is the site's folder, None where nobody knows. Says what cannot be read."""
    ground = _color(section, "ground", str(PALETTE.day.paper))
    if ground and (lighter := readable_ground(ground)) != ground:
        section.say(
            "ground",
            f"“{ground}” was found, but a light colour is expected, on which dark words can be read. "
            "The ground of dark screens is made of it.",
            f'ground: "{lighter}"',
        )
    paper = readable_ground(ground or PALETTE.day.paper)
    accent = _color(section, "accent", str(PALETTE.day.accent))
    if accent and (nearest := readable_accent(accent, paper)) != accent:
        section.say(
            "accent",
            f"“{accent}” was found, with a contrast of {contrast(accent, paper):.1f} to the ground {paper}: links and "
            "buttons in it cannot be read by everybody (WCAG 2.2 asks for 4.5, also on the darker ground of boxes).",
            f'accent: "{nearest}"',
        )
    named = named_color(_palette_of(theme))
    if not accent and named:
        accent = named[1]
    font = _font(section)
    weights = _weights(section, docs / font) if docs and docs.is_dir() and font not in ("", *FACES) else None
    section.nothing_else()
    return Brand(colors=palette(accent, ground), font=font, weights=weights)


def of_palette(theme: object, brand: Brand, has_accent: bool) -> Iterator[Problem]:
    """Advice about what becomes of the colours of Material's palette in our own look."""
    found = _palette_of(theme)
    schemes = found if isinstance(found, list) else [found]
    if any(isinstance(scheme, dict) and set(scheme) - {"primary", "accent"} for scheme in schemes):
        yield _advice(
            "theme.palette: Of this, only the colour in primary has an effect here: day or night is as the reader's "
            "machine has it.",
            "Keep primary and delete the rest.",
        )
    named = named_color(found)
    shown = brand.colors.day.accent
    if named and not has_accent and named[1] != shown:
        yield _advice(
            f"theme.palette.{named[0]}: That colour, {named[1]}, cannot be read on the ground "
            f"{brand.colors.day.paper}; the nearest that can is shown, {shown}.",
            f'extra:\n  knowledge_center:\n    brand:\n      accent: "{shown}"',
        )


def _palette_of(theme: object) -> Any:
    return theme.get("palette") if isinstance(theme, dict) else None


def _color(section: Section, key: str, example: str) -> Color | None:
    if key not in section.data:
        section.seen.add(key)
        return None
    # Without quotes # begins a comment, and nothing is left.
    found = section.text(key, "")
    color = hex_color(found)
    if color is None:
        was = f"“{found}”" if found else "Nothing"
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
    from knowledge_center.pictures.share_cards import weights_of

    try:
        return weights_of(file)
    except OSError:
        what = "No font can be read in" if file.is_file() else "There is no file"
        section.say("font", f"{what} {file}.", f"font: {next(iter(FACES))}")
    return None


def _advice(message: str, fix: str) -> Problem:
    return Problem(path=FILE, message=message, fix=fix, advice=True)
