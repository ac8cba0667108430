"""The built site as the rules see it: its files, their public addresses, and what is in them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from PIL import ExifTags
from PIL import Image as Picture

from knowledge_center.settings.model import Settings
from knowledge_center.site_addresses.static_host import StaticHost, files_below, url_of

# What the formats are called on the web (iana.org/assignments/media-types); MPO is a telephone's JPEG.
_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
_TURNED = (5, 6, 7, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFile:
    """A file of the site as its bytes tell: length, MIME type, and the pixels of a picture.

    ``type`` is empty for what is no picture; width and height are 0 where there are no pixels (SVG).
    """

    length: int
    type: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True)
class Site:
    """A folder with a finished site, the settings it was built from, and the moment it is checked at.

    It remembers what it has looked up: another look at a folder that has changed needs another Site.
    """

    folder: Path
    settings: Settings
    now: datetime
    _measured: dict[str, LocalFile] = field(init=False, default_factory=dict, repr=False, compare=False)

    def display_path(self, path: str) -> str:
        """A file of the site as the maintainer knows it: ``site/feed.xml``."""
        return f"{self.folder.as_posix()}/{path}" if path else self.folder.as_posix()

    def address(self, path: str) -> str:
        """The public address of a file of the site."""
        return self.settings.site_url + url_of(path)

    def owns(self, address: str) -> bool:
        """Whether an address lies inside the site."""
        return address.startswith(self.settings.site_url)

    @cached_property
    def host(self) -> StaticHost:
        """What answers for the site."""
        return StaticHost(self.settings.site_url, files_below(self.folder))

    def file_of(self, address: str, base: str = "") -> str:
        """The file a server answers with for an address of ours; empty where there is none.

        ``base`` is the public address a relative one is meant from.
        """
        return self.host.file_of(address, base)

    def measure(self, path: str) -> LocalFile:
        """A file of the site by its content, whatever its name says. Each is read once."""
        if path not in self._measured:
            self._measured[path] = _measure(self.folder / path)
        return self._measured[path]


def _measure(file: Path) -> LocalFile:
    length = file.stat().st_size
    try:
        with warnings.catch_warnings():
            # Only the head is read, so a picture that is large unpacked is no danger.
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            with Picture.open(file) as picture:
                width, height = picture.size
                kind = _TYPES.get(picture.format or "", f"image/{(picture.format or '').lower()}")
                if kind == "image/jpeg" and picture.getexif().get(ExifTags.Base.Orientation) in _TURNED:
                    width, height = height, width
                return LocalFile(length=length, type=kind, width=width, height=height)
    except Exception:
        # A damaged picture can make Pillow raise anything.
        with file.open("rb") as stream:
            head = stream.read(2048)
        return LocalFile(length=length, type="image/svg+xml" if b"<svg" in head else "")
