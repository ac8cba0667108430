"""Reading the old site from a disk: a folder with all that stands around its articles, or one file."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge_center.problems import Unusable
from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.tools.importer.asset_index import PICTURE_ENDINGS, Picture
from knowledge_center.tools.importer.data_files import read_data
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.exports.export_model import Export
from knowledge_center.tools.importer.exports.source_files import read_file, read_pages
from knowledge_center.tools.importer.exports.source_kinds import may_be_page
from knowledge_center.tools.importer.foreign_front_matter import Value
from knowledge_center.tools.importer.hugo_pages import read_hugo_pages
from knowledge_center.tools.importer.import_model import (
    Source,
)
from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind, Refused
from knowledge_center.tools.importer.kept_aside import ByName
from knowledge_center.tools.importer.link_index import MARKDOWN
from knowledge_center.tools.importer.material_blog import MaterialBlog, author_details, blog_from_settings
from knowledge_center.tools.importer.old_addresses import DEFAULT_PERMALINK
from knowledge_center.tools.importer.old_site_settings import SiteSettings, hugo_settings, jekyll_settings
from knowledge_center.tools.importer.source_authors import names_from_data
from knowledge_center.tools.importer.unread_files import way_to_bring_over

# Folders of generators and package managers, where Markdown is no article.
_NO_ARTICLES = frozenset(("_includes", "_layouts", "_site", "_data", "_sass", "node_modules", "vendor"))
_ELEVENTY = (".eleventy.js", *(f"eleventy.config.{ending}" for ending in ("js", "mjs", "cjs", "ts")))
_SETTINGS = (
    "_config.yml", "_config.yaml", "_config.toml",
    *(f"{folder}{name}.{ending}" for folder in ("", "config/_default/") for name in ("hugo", "config")
      for ending in ("toml", "yaml", "yml", "json")),
)  # fmt: skip
# Where Hugo and Jekyll have pictures, beside the folder of articles.
_PICTURE_FOLDERS = ("static", "assets", "images", "img", "uploads")
_DATA = ("authors.yml", "authors.yaml", "authors.json", "authors.toml")


def read_source(folder: Path, images: Path | None) -> Source:
    """All Markdown files below ``folder``, the pictures there and in ``images``, and the authors' names.

    Without Markdown it is a folder of saved pages and texts, if it holds any.

    If it is a blog of Material's that lies in a site's docs, also the pictures and the pages around it.
    """
    files: dict[str, Path] = {}
    found_pages: dict[str, Path] = {}
    pictures = []
    unread: dict[str, str] = {}
    others: Counter[str] = Counter()
    for path in walk(folder):
        ending = posixpath.splitext(path)[1].lower()
        if ending in MARKDOWN:
            files[path] = folder / path
        elif ending in PICTURE_ENDINGS:
            pictures.append(Picture(file=str(folder / path), path=path))
        elif may_be_page(path, beginning := _beginning(folder / path)):
            found_pages[path] = folder / path
        elif way := way_to_bring_over(path, beginning):
            unread[path] = way
        else:
            others[ending or "no ending"] += 1
    refused = {path: ImportNote(message=why, kind=NoteKind.REFUSED) for path, why in _links(folder)}
    if images is not None and not _within(images, folder):
        pictures.extend(_pictures(images))
    if found_pages and not files:
        export = read_pages(found_pages)
        return replace(
            export_source(export, pictures),
            unread=unread,
            others=others,
            refused={**export.refused, **refused},
        )
    for path, file in found_pages.items():
        # Among articles in Markdown a page is a page, but may be one of them.
        if way := way_to_bring_over(path, _beginning(file)):
            unread[path] = way
        else:
            others[posixpath.splitext(path)[1].lower() or "no ending"] += 1
    blog, docs = _blog(folder)
    if blog is None:
        settings = _settings(folder)
        said = read_hugo_pages(files, lambda path: files[path].read_bytes(), settings.place)
        settings = replace(settings, scopes=(*settings.scopes, *said.scopes))
        pictures += _around(folder, settings, images)
        names = {**_author_names(folder), **said.author_names}
        if settings.unread:
            unread[settings.file] = f"not heeded of these settings: {'; '.join(settings.unread)}."
        return Source(
            files=ByName(files, Path.read_bytes), pictures=pictures, author_names=names, unread=unread, others=others,
            jekyll=_is_jekyll(folder, files), settings=settings, site_url=settings.url,
            permalink=settings.permalink or DEFAULT_PERMALINK, refused=refused, author_details=said.author_details,
            topics=said.topics, series=said.series,
        )  # fmt: skip
    authors = _blog_authors(blog, folder, docs)
    pages = {}
    for path in walk(docs) if docs is not None else ():
        place = Path(os.path.relpath((docs or folder) / path, folder.resolve())).as_posix()
        if not place.startswith("../") or path.startswith("articles/"):
            continue
        if posixpath.splitext(path)[1].lower() in PICTURE_ENDINGS:
            pictures.append(Picture(file=str((docs or folder) / path), path=place))
        pages[place] = path
    return Source(
        files=ByName(files, Path.read_bytes),
        pictures=pictures,
        author_names=names_from_data(authors),
        author_details=author_details(authors),
        blog=blog,
        pages=pages,
        folder=folder.resolve().relative_to(docs).as_posix() if docs is not None else f"{blog.folder}",
        unread=unread,
        others=others,
        refused=refused,
    )


def _pictures(folder: Path) -> Iterator[Picture]:
    for path in walk(folder):
        if posixpath.splitext(path)[1].lower() in PICTURE_ENDINGS:
            yield Picture(file=str(folder / path), path=path)


def _around(folder: Path, settings: SiteSettings, images: Path | None) -> Iterator[Picture]:
    """The pictures of the site that ``folder`` is a part of, where its generator has them."""
    root = folder.resolve()
    root = root.parents[len(settings.place.split("/")) - 1] if settings.place else root
    for name in _PICTURE_FOLDERS if settings.place else ():
        beside = root / name
        if beside.is_dir() and not any(_within(beside, one) for one in (folder, images) if one is not None):
            yield from (Picture(file=one.file, path=f"{name}/{one.path}") for one in _pictures(beside))


def read_source_file(file: Path, images: Path | None, *, pages: bool) -> Source:
    """An export, a feed or a saved page; ``images`` is a copy of the old site's pictures.

    Raises ExportError for a file that cannot be read.
    """
    export = read_file(file, pages=pages)
    aside = ", ".join(f"{kind} ({number})" for kind, number in export.aside.items())
    # A browser puts what a page shows into a folder beside it.
    beside = file.with_name(f"{file.stem}_files")
    found = [
        Picture(file=one.file, path=f"{beside.name}/{one.path}")
        for one in (_pictures(beside) if beside.is_dir() else ())
    ]
    found += _pictures(images) if images is not None else ()
    unread = {file.name: f"left in the export: {aside}. {export.hint}".rstrip()} if aside else {}
    return replace(export_source(export, found), unread=unread)


def export_source(export: Export, pictures: Sequence[Picture] = ()) -> Source:
    """An export and the pictures that are there of it as a source."""
    here = {posixpath.basename(one.path).casefold() for one in pictures}
    notes, furniture, numbers = {}, {}, {}
    for number, entry in enumerate(export.entries):
        path = entry.path
        if path in numbers:
            # Of exports that were joined, two may go by one number and name.
            path = posixpath.join(posixpath.dirname(path), str(number + 1), posixpath.basename(path))
        numbers[path] = number
        notes[path], furniture[path] = entry.notes, entry.furniture
    return Source(
        files=ByName(numbers, lambda number: export.entries[number].markdown_file()),
        html=ByName(numbers, lambda number: export.entries[number].html),
        notes=notes,
        furniture=furniture,
        pictures=pictures,
        author_names=export.author_names,
        refused=export.refused,
        site_url=export.site_url,
        permalink=export.permalink,
        to_fetch=[
            one
            for one in export.pictures
            if unquote(posixpath.basename(urlsplit(one).path)).casefold() not in here
        ],
    )


def _beginning(file: Path) -> bytes:
    """Enough of a file to see what it is."""
    with file.open("rb") as opened:
        return opened.read(4000)


def _blog(folder: Path) -> tuple[MaterialBlog | None, Path | None]:
    """The blog of Material's that ``folder`` is, if it is one, and the docs folder it lies in."""
    looks_like_one = (folder / "posts").is_dir() or folder.name == "posts"
    for parent in folder.resolve().parents:
        if (parent / "mkdocs.yml").is_file():
            try:
                settings = load(parent / "mkdocs.yml")
            except Unusable:
                break
            docs = parent / str(settings.get("docs_dir", "docs"))
            if not looks_like_one or not folder.resolve().is_relative_to(docs):
                break
            return blog_from_settings(settings, folder.resolve().relative_to(docs).as_posix()), docs
    return (MaterialBlog() if looks_like_one and (folder / ".authors.yml").is_file() else None), None


def _blog_authors(blog: MaterialBlog, folder: Path, docs: Path | None) -> Value:
    """What stands in the blog's list of authors; nothing if there is none that can be read."""
    named = docs / blog.authors_file.replace("{blog}", blog.folder or ".") if docs is not None else folder
    for file in (named, folder / ".authors.yml", folder.parent / ".authors.yml"):
        if (data := _read(file, ".yml")) is not None:
            return data
    return {}


def _read(file: Path, ending: str) -> Value | None:
    """What a file of data holds; None where there is none that can be read."""
    try:
        return read_data(decode(file.read_bytes())[0], ending) if file.is_file() else None
    except (Refused, OSError):
        return None


def _within(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())


def walk(root: Path) -> Iterator[str]:
    """All files below ``root``, sorted, without hidden folders and those that never hold articles."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NO_ARTICLES)
        base = Path(folder).relative_to(root).as_posix()
        for name in sorted(names):
            if not name.startswith(".") and os.path.isfile(os.path.join(folder, name)):
                yield posixpath.normpath(posixpath.join(base, name))


def _links(root: Path) -> Iterator[tuple[str, str]]:
    """Links that ``walk`` does not follow, as they may lead in circles, and why."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NO_ARTICLES)
        for name in (*folders, *names):
            path = Path(folder, name)
            # Editors mark a file that is open by a hidden link to nothing.
            if not name.startswith(".") and path.is_symlink() and not path.is_file():
                where = path.relative_to(root).as_posix()
                if not path.is_dir():
                    yield where, "it is a link to nothing: delete it."
                elif path.resolve().is_relative_to(root.resolve()):
                    yield where, "it is a link to a folder that is read anyway: delete it."
                else:
                    yield (
                        where,
                        "it leads to another folder, and links are not followed: import that one, too.",
                    )


def _settings(folder: Path) -> SiteSettings:
    """The settings of the Jekyll or Hugo site that ``folder`` is or lies in; none where there are none to read."""
    here = folder.resolve()
    for root in (here, *here.parents[:4]):
        for name in _SETTINGS:
            file = root / name
            if not file.is_file():
                continue
            if (data := _read(file, file.suffix)) is None:
                return SiteSettings(file=name, unread=("all of them, for they cannot be read",))
            read = jekyll_settings if name.startswith("_") else hugo_settings
            names = {key.casefold() for key in data} if isinstance(data, dict) else set()
            # Others have a file config.yml, too.
            if isinstance(data, dict) and (name.startswith(("_", "hugo")) or "baseurl" in names):
                return replace(
                    read(data), file=name, place=here.relative_to(root).as_posix().removeprefix(".")
                )
    return SiteSettings()


def _is_jekyll(folder: Path, files: Iterable[str]) -> bool:
    """Whether articles lie where Jekyll has them, and no Eleventy has taken them over."""
    folder = folder.resolve()
    if folder.name != "_posts" and not any("_posts" in path.split("/")[:-1] for path in files):
        return False
    around = [folder, *folder.parents[:2]]
    return not any((place / name).is_file() for place in around for name in _ELEVENTY)


def _author_names(folder: Path) -> Mapping[str, str]:
    """The authors in the ``_data`` folder of the old site, in the source folder or above it, or beside articles."""
    here = folder.resolve()
    places = [*(place / "_data" for place in (here, *here.parents)), here, here / "blog"]
    for place in places:
        for name in _DATA:
            file = place / name
            if (data := _read(file, file.suffix)) is not None:
                return names_from_data(data)
    return {}
