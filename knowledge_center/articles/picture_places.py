"""Where the pictures and downloads of articles are published: in the folder of the article that used each first."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from zlib import crc32

from knowledge_center.articles.article_files import ArticleFile
from knowledge_center.articles.docs_files import DocsFiles
from knowledge_center.articles.model import POSTS
from knowledge_center.articles.rules.pictures import MainPicture, PictureUse
from knowledge_center.pictures.flaws import flaw_of
from knowledge_center.pictures.measuring import TYPES, measure

_PICTURES = tuple(TYPES)


def place_pictures(
    articles: Iterable[ArticleFile], files: DocsFiles, attachments: Collection[str] = ()
) -> tuple[dict[str, str], list[tuple[PictureUse, str]]]:
    """The site-relative path of every used picture by its path below docs, and the uses that found it taken.

    With each of those comes the picture that is published there. A linked file with one of the endings ``attachments``
    (``pdf``) is published like a picture.
    """
    endings = (*_PICTURES, *(f".{ending}" for ending in attachments))
    places: dict[str, str] = {}
    taken: dict[str, str] = {}
    clashes: list[tuple[PictureUse, str]] = []
    # Those of the oldest article first.
    for article in sorted(articles, key=_age):
        for path, line in _named_by(article):
            if path in places or not path.lower().endswith(endings) or not _is_among_articles(path, files):
                continue
            use = _use(article, path, line)
            other = taken.setdefault(use.address.casefold(), path)
            if other == path:
                places[path] = use.address
            else:
                clashes.append((use, other))
    return places, clashes


def main_picture(
    file: ArticleFile, docs: Path, files: DocsFiles, places: Mapping[str, str]
) -> MainPicture | None:
    """The picture in an article's ``image``, measured; None where it names none."""
    name = file.fields.image
    if not name:
        return None
    path = posixpath.normpath(posixpath.join(file.folder, name))
    is_there = _is_among_articles(path, files)
    image = flaw = None
    if is_there and posixpath.splitext(path)[1].lower() in TYPES:
        fields = file.fields
        image = measure(
            docs / path, path=places.get(path, path), alt=fields.image_alt, focus=fields.image_focus
        )
        flaw = flaw_of(docs / path)
    return MainPicture(
        name=name,
        line=file.line("image"),
        comment=file.fields.image_comment,
        path=path,
        folder=file.folder,
        is_there=is_there,
        image=image,
        flaw=flaw,
    )


def _named_by(article: ArticleFile) -> Iterator[tuple[str, int]]:
    """Every file that an article names, its main picture first, each with the line."""
    if name := article.fields.image:
        yield posixpath.normpath(posixpath.join(article.folder, name)), article.line("image")
    for link, path in article.named_files:
        yield path, link.line


def _is_among_articles(path: str, files: DocsFiles) -> bool:
    return path in files and path.startswith(POSTS + "/")


def _use(article: ArticleFile, path: str, line: int) -> PictureUse:
    inside = path.removeprefix(article.folder + "/")
    address = _plain(inside if inside != path else posixpath.basename(path))
    return PictureUse(
        path=path,
        address=f"articles/{article.name}/{address}",
        display_path=article.display_path,
        line=line,
        draft=article.fields.draft,
    )


def _age(article: ArticleFile) -> tuple[bool, float, str]:
    published = article.fields.published
    return article.fields.draft, published.timestamp() if published else float("inf"), article.path


def _plain(path: str) -> str:
    """A file's path with only what may stand in an address, in a ledger and on any disk."""
    return "/".join(map(_plain_name, path.split("/")))


def _plain_name(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_only)
    if re.search(r"[A-Za-z0-9]", plain.rpartition(".")[0] if "." in plain else plain):
        return plain
    # Of a name in another script nothing is left, and of the next one the same. A Mac takes its letters apart.
    return f"{crc32(unicodedata.normalize('NFC', name).encode()):08x}{plain}"
