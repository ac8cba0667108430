"""Pictures for mails: made of the site's own when somebody asks for them, and published beside those."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from knowledge_center.article import Image
from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.feeds.email import WIDTH
from knowledge_center.mail.model import Picture
from knowledge_center.renditions import render
from knowledge_center.settings import Settings


@dataclass(slots=True, kw_only=True)
class Renditions:
    """``sources`` maps the site-relative path of a picture to its file; ``cache`` outlives the build."""

    config: MkDocsConfig
    files: Files
    sources: Mapping[str, str]
    settings: Settings
    cache: Path
    made: dict[str, Image] = field(default_factory=dict)

    def fitted(self, url: str) -> Image | None:
        """The picture at an absolute address as a JPEG for mails, or None where it is not ours or has no pixels."""
        path = unquote(url.removeprefix(self.settings.site_url))
        if path in self.made:
            return self.made[path]
        source = self.sources.get(path)
        made = render(Path(source), WIDTH, self.cache) if source else None
        if made is None:
            return None
        own = f"{posixpath.splitext(path)[0]}.w{WIDTH}.jpg"
        self.files.append(File.generated(self.config, own, content=made.data))
        self.made[path] = Image(
            path=self.settings.absolute(own), alt="", width=made.width, height=made.height,
            type=made.type, size=len(made.data),
        )  # fmt: skip
        return self.made[path]

    def picture_for(self, image: SnapshotImage, width: int) -> Picture | None:
        """A picture of a closed issue at the place of ``width`` CSS pixels that it has in the mail."""
        made = self.fitted(self.settings.absolute(image.path))
        if made is None:
            return None
        shown = min(width, made.width)
        height = round(made.height * shown / made.width)
        return Picture(url=made.path, alt=image.alt, width=shown, height=height)
