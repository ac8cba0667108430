"""The old site's pictures: finding the file that an address meant, and its name beside the article."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import unquote

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.old_addresses import normalize_path

SHOWN_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
# What an address may end in to be taken for a picture at all, whether we can show it or not.
PICTURE_ENDINGS = (*SHOWN_ENDINGS, ".bmp", ".tif", ".tiff", ".heic", ".ico", ".jfif", ".pjpeg")


def looks_like_picture(address: str) -> bool:
    """Whether an address ends like a picture's."""
    return posixpath.splitext(normalize_path(address))[1].lower() in PICTURE_ENDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture file: where it is, and its path below the folder that was read."""

    file: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCopy:
    """Copy ``file`` to ``target``, a path below docs/articles/posts."""

    file: str
    target: str


class AssetIndex:
    """All pictures of the old site, found by the end of their path."""

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self._by_name: dict[str, list[Picture]] = {}
        for picture in sorted(pictures, key=lambda p: p.path):
            self._by_name.setdefault(_key(posixpath.basename(picture.path)), []).append(picture)

    def find(self, address: str, *, beside: str = "") -> Picture | str:
        """The picture an address means, else a half sentence that says why there is none.

        ``beside`` is the folder of the source file: a picture there is meant first.
        """
        wanted = [
            _key(part) for part in unquote(normalize_path(address)).split("/") if part not in ("", ".", "..")
        ]
        if not wanted:
            return "has no name"
        same_name = self._by_name.get(wanted[-1], [])
        if not same_name:
            return "is not among the pictures"
        own = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        near = "" if own.startswith("/") else posixpath.normpath(posixpath.join(beside, own))
        beside_it = [picture for picture in same_name if near and _key(picture.path) == _key(near)]
        if beside_it:
            # Of two whose names differ in case, the one that is written.
            return next((picture for picture in beside_it if picture.path == near), beside_it[0])
        written = [p for p in same_name if posixpath.basename(p.path) == posixpath.basename(own)]
        ranked = sorted(written or same_name, key=lambda p: -_common_folders(wanted, p.path))
        if len(ranked) > 1 and _common_folders(wanted, ranked[0].path) == _common_folders(
            wanted, ranked[1].path
        ):
            return f"could be any of {len(ranked)} pictures of that name"
        return ranked[0]


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _common_folders(wanted: list[str], path: str) -> int:
    """How many of the last folders two paths have in common."""
    count = 0
    for ours, theirs in zip(
        reversed(wanted), reversed([_key(part) for part in path.split("/")]), strict=False
    ):
        if ours != theirs:
            break
        count += 1
    return count


@dataclass(slots=True, kw_only=True)
class ArticleAssets:
    """The pictures of one article: found in the index, named, and listed as files to copy.

    ``beside`` is the folder of its source file, ``usable`` says whether a file can be read as a picture,
    ``names_taken`` maps every file name of the year's folder to the content it holds (see ``fingerprint``);
    it is shared by all articles of that year, so that two pictures never meet under one name. ``damaged`` are the paths
    of pictures that are none.
    """

    index: AssetIndex
    year: str
    article: str
    beside: str
    names_taken: MutableMapping[str, str]
    fingerprint: Callable[[str], str]
    usable: Callable[[str], bool]
    copies: list[FileCopy] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def find(self, address: str) -> Picture | str:
        """The picture an address means if a page can show it, else a half sentence that says why not."""
        found = self.index.find(address, beside=self.beside)
        if isinstance(found, str):
            return found
        ending = posixpath.splitext(found.path)[1].lower()
        if ending not in SHOWN_ENDINGS:
            return f"is a {ending.lstrip('.')} file, which not every browser shows,"
        if self.usable(found.file):
            return found
        self.damaged.append(found.path)
        return "is damaged or no picture"

    def copied_name(self, picture: Picture) -> str:
        """The file name of a picture that is to be copied already, else an empty text."""
        return next((copy.target.partition("/")[2] for copy in self.copies if copy.file == picture.file), "")

    def add(self, picture: Picture) -> str:
        """List a picture for copying. Returns its file name beside the article."""
        stem, ending = posixpath.splitext(posixpath.basename(picture.path))
        content = self.fingerprint(picture.file)
        names = _names(slug(stem) or "image", self.article, ending.lower())
        name = next(name for name in names if self.names_taken.setdefault(name, content) == content)
        copy = FileCopy(file=picture.file, target=f"{self.year}/{name}")
        if copy not in self.copies:
            self.copies.append(copy)
        return name


def _names(base: str, article: str, ending: str) -> Iterable[str]:
    yield f"{base}{ending}"
    yield f"{article}-{base}{ending}"
    for number in count(2):
        yield f"{article}-{base}-{number}{ending}"
