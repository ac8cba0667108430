"""The colours that Material knows by a name, as ``theme.palette`` has them."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_center.brand.colors import Color, hex_color

# Material 9.8: what `primary` makes of links and headers. White and black are no colour of a link there either.
_PRIMARY = {
    "red": "#ef5552", "pink": "#e92063", "purple": "#ab47bd", "deep-purple": "#7e56c2", "indigo": "#4051b5",
    "blue": "#2094f3", "light-blue": "#02a6f2", "cyan": "#00bdd6", "teal": "#009485", "green": "#4cae4f",
    "light-green": "#8bc34b", "lime": "#cbdc38", "yellow": "#ffec3d", "amber": "#ffc105", "orange": "#ffa724",
    "deep-orange": "#ff6e42", "brown": "#795649", "grey": "#757575", "blue-grey": "#546d78",
}  # fmt: skip
_ACCENT = {
    "red": "#ff1a47", "pink": "#f50056", "purple": "#df41fb", "deep-purple": "#7c4dff", "indigo": "#526cfe",
    "blue": "#4287ff", "light-blue": "#0091eb", "cyan": "#00bad6", "teal": "#00bda4", "green": "#00c753",
    "light-green": "#63de17", "lime": "#b0eb00", "yellow": "#ffd500", "amber": "#ffaa00", "orange": "#ff9100",
    "deep-orange": "#ff6e42",
}  # fmt: skip


def named_color(palette: object, *, dark: bool = False) -> tuple[str, Color] | None:
    """The first colour that ``theme.palette`` names, with the key it stands at: ``primary``, else ``accent``.

    With ``dark`` that of its dark scheme alone; without, that of another scheme before it.
    """
    written = palette if isinstance(palette, list) else [palette]
    schemes = [scheme for scheme in written if isinstance(scheme, Mapping)]
    slate = [scheme for scheme in schemes if scheme.get("scheme") == "slate"]
    others = [scheme for scheme in schemes if scheme not in slate]
    for key, known in (("primary", _PRIMARY), ("accent", _ACCENT)):
        for scheme in slate if dark else others + slate:
            # As Material: a name with blanks is one with hyphens.
            name = str(scheme.get(key, "")).lower().replace(" ", "-")
            color = hex_color(known.get(name, ""))
            if color:
                return key, color
    return None
