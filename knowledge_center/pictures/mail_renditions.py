"""Pictures for mails and for the feeds that mail services read, each published beside the one it was made of.

``articles/x/a.png`` becomes ``articles/x/a.w1200.jpg``: the name says how many pixels wide it is at most, and how
high and about which point where it is cut.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from knowledge_center.brand.palette import PALETTE
from knowledge_center.pictures.measuring import measure
from knowledge_center.pictures.model import CENTER, Focus, Image
from knowledge_center.pictures.renditions import Box, Rendition, render, render_logo

# Below the folder with mkdocs.yml; outlives a build.
CACHE = Path(".build/renditions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a picture stands: ``width`` and ``height`` in CSS pixels, and how many pixels of a file go into one.

    ``crop`` says which pictures are cut to that shape, around their focal point. A file weighs ``most_bytes`` at most.
    """

    width: int
    height: int
    density: int
    crop: Literal["none", "portrait", "all"]
    most_bytes: int

    def box(self, width: int, height: int, focus: Focus) -> Box | None:
        """The part of a picture of that size that is shown here, or None for all of it."""
        if self.crop == "none" or (self.crop == "portrait" and width > height):
            return None
        wide = min(width, max(1, round(height * self.width / self.height)))
        high = min(height, max(1, round(width * self.height / self.width)))
        left, top = round((width - wide) * focus[0] / 100), round((height - high) * focus[1] / 100)
        return left, top, left + wide, top + high


# In a feed for mail services, some of which show a picture at the size of its file.
FEED = Place(width=600, height=400, density=1, crop="none", most_bytes=120_000)
# The first article of a mail: over its whole width, and no higher than wide. The others: small and alike.
LEAD = Place(width=600, height=400, density=2, crop="portrait", most_bytes=200_000)
ROW = Place(width=180, height=120, density=2, crop="all", most_bytes=40_000)

# The logo in the head of a mail, in CSS pixels.
LOGO_WIDTH, LOGO_HEIGHT = 160, 36


@dataclass(slots=True, kw_only=True)
class MailRenditions:
    """Pictures as mails need them, each made when somebody first asks for it.

    ``sources`` maps the site-relative path of a picture to its file; the folder ``cache`` outlives the run. ``paper``
    is the colour behind the logo. ``made`` fills up with what has to be published, by its site-relative path, and
    ``asked`` with the pictures that somebody had fitted, by the path of what was made of each.
    """

    site_url: str
    sources: Mapping[str, Path]
    cache: Path
    paper: str = str(PALETTE.day.paper)
    made: dict[str, Rendition] = field(default_factory=dict, init=False)
    asked: dict[str, str] = field(default_factory=dict, init=False)
    _known: dict[tuple[str, Place | None, Focus], tuple[str, Image] | None] = field(
        default_factory=dict, init=False
    )

    def fitted(self, url: str, place: Place = FEED, focus: Focus = CENTER) -> Image | None:
        """The picture at an absolute address as a JPEG for that place, with the size at which it is shown there.

        None where it is not ours or has no pixels.
        """
        return self._once(unquote(url.removeprefix(self.site_url)), place, focus)

    def logo(self, path: str) -> Image | None:
        """The logo at a site-relative path as a PNG; of a drawing (SVG) the .png that lies beside it.

        None where there is neither.
        """
        return self._once(logo_file(path), None, CENTER)

    def _once(self, path: str, place: Place | None, focus: Focus) -> Image | None:
        key = path, place, focus
        if key not in self._known:
            source = self.sources.get(path)
            measured = measure(source, path=path, alt="") if source else None
            self._known[key] = (
                None if source is None or measured is None or not measured.width
                else self._fit(source, measured, place, focus) if place
                else self._fit_logo(source, measured)
            )  # fmt: skip
        found = self._known[key]
        if found is None:
            return None
        self.asked[found[0]] = path
        return found[1]

    def _fit(self, source: Path, whole: Image, place: Place, focus: Focus) -> tuple[str, Image] | None:
        box = place.box(whole.width, whole.height, focus)
        left, top, right, bottom = box or (0, 0, whole.width, whole.height)
        pixels = place.width * place.density
        made = render(source, pixels, self.cache, most_bytes=place.most_bytes, box=box)
        # A file that is shown at its own size, and had to lose some of it.
        shown = made.width if made and place.density == 1 else min(place.width, right - left)
        mark = f"w{pixels}"
        if box:
            mark += f"h{place.height * place.density}"
            mark += "" if focus == CENTER else f"at{focus[0]}-{focus[1]}"
        return self._published(
            made, f"{posixpath.splitext(whole.path)[0]}.{mark}.jpg", shown,
            max(1, round((bottom - top) * shown / (right - left))),
        )  # fmt: skip

    def _fit_logo(self, source: Path, whole: Image) -> tuple[str, Image] | None:
        made = render_logo(source, 2 * LOGO_WIDTH, 2 * LOGO_HEIGHT, self.paper, self.cache)
        share = min(1.0, LOGO_WIDTH / whole.width, LOGO_HEIGHT / whole.height)
        size = max(1, round(whole.width * share)), max(1, round(whole.height * share))
        return self._published(made, f"{posixpath.splitext(whole.path)[0]}.mail.png", *size)

    def _published(
        self, made: Rendition | None, path: str, width: int, height: int
    ) -> tuple[str, Image] | None:
        if made is None:
            return None
        self.made[path] = made
        image = Image(
            path=f"{self.site_url}{path}", alt="", width=width, height=height, type=made.type, size=len(made.data)
        )  # fmt: skip
        return path, image


def logo_file(path: str) -> str:
    """Where the logo for mails lies, a site-relative path: that of a drawing is the .png beside it."""
    return f"{posixpath.splitext(path)[0]}.png" if path.lower().endswith(".svg") else path
