"""Pictures at mail size: JPEG files of at most 600 pixels, each published beside the picture it was made of.

``articles/x/a.png`` becomes ``articles/x/a.w600.jpg``. Mails show them, and the feeds that mail services read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from knowledge_center.pictures.model import Image
from knowledge_center.pictures.renditions import Rendition, render

# Pixels: the width of a mail.
MAIL_WIDTH = 600
# Below the folder with mkdocs.yml; outlives a build.
CACHE = Path(".build/renditions")


@dataclass(slots=True, kw_only=True)
class MailRenditions:
    """Pictures at mail size, each made when somebody first asks for it.

    ``sources`` maps the site-relative path of a picture to its file; the folder ``cache`` outlives the
    run. ``made`` fills up with what has to be published, by its site-relative path, and ``asked`` with the pictures
    that somebody had fitted, by the path of what was made of each.
    """

    site_url: str
    sources: Mapping[str, Path]
    cache: Path
    made: dict[str, Rendition] = field(default_factory=dict, init=False)
    asked: dict[str, str] = field(default_factory=dict, init=False)
    _known: dict[str, Image | None] = field(default_factory=dict, init=False)

    def fitted(self, url: str) -> Image | None:
        """The picture at an absolute address as a JPEG for mails, or None where it is not ours or has no pixels."""
        path = unquote(url.removeprefix(self.site_url))
        if path not in self._known:
            self._known[path] = self._make(path)
        if self._known[path] is not None:
            self.asked[_own(path)] = path
        return self._known[path]

    def _make(self, path: str) -> Image | None:
        source = self.sources.get(path)
        made = render(source, MAIL_WIDTH, self.cache) if source else None
        if made is None:
            return None
        own = _own(path)
        self.made[own] = made
        return Image(
            path=f"{self.site_url}{own}", alt="", width=made.width, height=made.height,
            type=made.type, size=len(made.data),
        )  # fmt: skip


def _own(path: str) -> str:
    """Where the picture at mail size stands."""
    return f"{posixpath.splitext(path)[0]}.w{MAIL_WIDTH}.jpg"
