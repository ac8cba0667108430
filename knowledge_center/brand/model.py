"""How a site looks: its colours and its face, and what style sheets say of them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from knowledge_center.brand.palette import PALETTE, Palette

SERIF = "assets/fonts/source-serif-4-latin-wght-normal.woff2"
SANS = "assets/fonts/public-sans-latin-wght-normal.woff2"
# The faces of the package by their names, each with the property of the other and its own in site.css.
FACES = {"Source Serif 4": SERIF, "Public Sans": SANS}
_INSTEAD = {"Source Serif 4": "--sans: var(--serif);", "Public Sans": "--serif: var(--sans);"}
# The files of fonts that browsers know, with their names in CSS.
FORMATS = {".woff2": "woff2", ".woff": "woff", ".ttf": "truetype", ".otf": "opentype"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A site's colours, and a ``font`` for all that is written; of one that varies, its lightest and heaviest weight.

    A font is a face of the package by its name, or the path of a file below docs; empty: both faces of the package.
    """

    colors: Palette = PALETTE
    font: str = ""
    weights: tuple[int, int] | None = None

    @property
    def font_file(self) -> str:
        """The path of a font of the site's own, or empty."""
        return "" if self.font in FACES else self.font

    @property
    def faces(self) -> tuple[str, ...]:
        """The fonts that every page needs at once, site-relative: for texts, then for what is around them."""
        if not self.font:
            return SERIF, SANS
        return (FACES.get(self.font, self.font),)

    def css(self, folder: str) -> str:
        """What the style sheet in a folder of the site has to say behind ours; empty where all is as there."""
        return self.colors.css() + self.face_css(posixpath.relpath(self.font_file or folder, folder))

    def face_css(self, address: str) -> str:
        """The same of the face alone; ``address`` is where a font of the site's own is."""
        if not self.font_file:
            return f":root {{ {_INSTEAD[self.font]} }}\n" if self.font else ""
        kind = FORMATS[posixpath.splitext(self.font)[1].lower()]
        weight = "font-weight: {} {}; ".format(*self.weights) if self.weights else ""
        return (
            f'@font-face {{ font-family: "Site face"; {weight}font-display: swap; '
            f'src: url("{quote(address)}") format("{kind}"); }}\n'
            ':root { --sans: "Site face", system-ui, sans-serif; --serif: var(--sans); }\n'
        )
