"""The cards of shared addresses: drawn, or taken over from the last site where they say the same."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from knowledge_center.brand.model import SANS
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_site import LastSite, SiteFile
from knowledge_center.pages.share_cards import share_cards
from knowledge_center.pages.site import Site
from knowledge_center.pictures.faces import Files, is_face
from knowledge_center.pictures.share_cards import CardLook, colours_of, draw_card, titles_without_letters
from knowledge_center.problems import Problem, quoted
from knowledge_center.progress import Progress
from knowledge_center.settings.reader import FILE
from knowledge_center.text.plurals import counted
from knowledge_center_mkdocs.brand_styles import STYLE
from knowledge_center_mkdocs.hashed_assets import BRAND
from knowledge_center_mkdocs.theme_layer import layer
from knowledge_center_mkdocs.workers import Backlog, share_out

# The files that one of our faces is parted into (scripts/subset_fonts.py), by what their names say.
_PARTS = ("-", "-pl-", "-ext-")
_NO_WOFF2 = (
    "The Pillow that is installed here reads no WOFF2 fonts, in which cards for shared links are written. Install "
    "the one that its makers built: pip install --force-reinstall --only-binary :all: pillow"
)
_LACKING = (
    "Cards for shared links say the site's name instead of {}, since their face lacks letters of that title."
)
_FONT = (
    "extra:\n  knowledge_center:\n    brand:\n"
    "      font: assets/fonts/ours.woff2   # a file below docs that has them"
)


class SiteCards:
    """Every card of a site. ``theirs`` are the site's own files: where one lies in a card's place, it is the card.

    ``advice`` tells what cannot be drawn as it was meant. ``to_draw`` are those that the last site has not.
    """

    def __init__(self, config: MkDocsConfig, site: Site, theirs: Container[str]) -> None:
        self.advice: list[Problem] = []
        self._keys: dict[str, bytes] = {}
        self.to_draw: Backlog[str, SiteFile]
        self._cards = {path: card for path, card in share_cards(site).items() if path not in theirs}
        self._folders = (Path(config.docs_dir), *([Path(own)] if (own := config.theme.custom_dir) else []))
        brand = site.settings.brand
        # Ours first: a style sheet in its place may lack some of the colours.
        styles = [_read(file) for file in (layer() / STYLE, *self._own(STYLE)[:1])]
        colours = colours_of([*styles, brand.colors.css(), *map(_read, self._own(BRAND)[:1])])
        serif, sans = (self._face(name) for name in (brand.faces[0], brand.faces[-1]))
        self._look = CardLook(serif=serif, sans=sans, colours=colours)
        lacking = titles_without_letters(self._cards.values(), self._look)
        if lacking:
            others = f" Likewise of {counted(len(lacking) - 1, 'other title')}." if lacking[1:] else ""
            message = f"{_LACKING.format(quoted(lacking[0]))}{others}"
            self.advice.append(Problem(path=FILE, message=message, fix=_FONT, advice=True))

    def _own(self, name: str) -> list[Path]:
        """The site's own files of that name, the one that is published first."""
        return [file for folder in self._folders if (file := folder / name).is_file()]

    def _face(self, name: str) -> Files:
        own = self._own(name)[:1]
        if own and is_face(own[0]):
            return (own[0],)
        for file in own:
            message = f"{file.name} is no font that can be drawn with; cards for shared links are in ours."
            self.advice.append(Problem(path=FILE, message=message, fix=_FONT, advice=True))
        ours = layer() / (name if (layer() / name).is_file() else SANS)
        if not is_face(ours):
            raise PluginError(_NO_WOFF2)
        return tuple(ours.with_name(ours.name.replace("-latin-", f"-latin{part}")) for part in _PARTS)

    def place(self, folder: Path) -> None:
        """Have all of them in the site in ``folder``."""
        for path in self._cards:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
        for _ in share_out(lambda path: self._draw(folder, path), list(self._cards)):
            pass

    def take_over(self, last: LastSite, folder: Path) -> None:
        """Have those of the last site in ``folder`` that say the same in the same look; the others are left to draw."""
        look = self._look.content_hash
        for path, card in self._cards.items():
            key = content_hash("share card", look, repr(tuple(card)))
            if file := last.file(path, key):
                last.take_over(path, file)
            else:
                last.will_write(path)
                self._keys[path] = key
        self.to_draw = Backlog(lambda path: last.written(path, data=self._draw(folder, path)), [*self._keys])

    def place_changes(self, last: LastSite, progress: Progress) -> None:
        """Have the others in their places, too."""
        with progress.phase("Cards", len(self.to_draw.left)):
            files = self.to_draw.finish(progress.step)
        for (path, key), file in zip(self._keys.items(), files, strict=True):
            last.keep(path, key, file)

    def _draw(self, folder: Path, path: str) -> bytes:
        data = draw_card(self._cards[path], self._look)
        with open(os.path.join(folder, path), "wb") as file:
            file.write(data)
        return data


def _read(style: Path) -> str:
    return style.read_text("utf-8", "replace")
