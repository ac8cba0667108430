"""The file system: reading the old site and this one, and writing what the plan says."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS, list_in_use
from knowledge_center.pictures.measuring import measure
from knowledge_center.problems import Unusable
from knowledge_center.progress import Progress
from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.tools.importer.asset_index import PICTURE_ENDINGS, FileCopy, Picture
from knowledge_center.tools.importer.author_and_category_files import ListFileError
from knowledge_center.tools.importer.data_files import read_data
from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.existing_articles import read_existing_article
from knowledge_center.tools.importer.exports.export_model import Export
from knowledge_center.tools.importer.exports.source_files import read_file, read_pages
from knowledge_center.tools.importer.exports.source_kinds import may_be_page
from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.file_writing import write_all
from knowledge_center.tools.importer.foreign_front_matter import Value, split
from knowledge_center.tools.importer.import_model import (
    POSTS,
    FileSystem,
    Plan,
    Source,
    TargetSite,
)
from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind, Refused
from knowledge_center.tools.importer.import_record import digest, record_of, record_text, written_before
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
    for path in _walk(folder):
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
        names = {**_author_names(folder), **_names_from_pages(files)}
        settings = _settings(folder)
        if settings.unread:
            unread[settings.file] = f"not heeded of these settings: {'; '.join(settings.unread)}."
        return Source(
            files=ByName(files, Path.read_bytes), pictures=pictures, author_names=names, unread=unread, others=others,
            jekyll=_is_jekyll(folder, files), settings=settings, site_url=settings.url,
            permalink=settings.permalink or DEFAULT_PERMALINK, refused=refused,
        )  # fmt: skip
    authors = _blog_authors(blog, folder, docs)
    pages = {}
    for path in _walk(docs) if docs is not None else ():
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
    for path in _walk(folder):
        if posixpath.splitext(path)[1].lower() in PICTURE_ENDINGS:
            yield Picture(file=str(folder / path), path=path)


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
        numbers[entry.path] = number
        notes[entry.path], furniture[entry.path] = entry.notes, entry.furniture
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


def _names_from_pages(files: Mapping[str, Path]) -> Mapping[str, str]:
    """The names in Hugo's pages of authors, ``content/authors/jo/_index.md``, by the name of their folder."""
    found = {}
    for path, file in files.items():
        folder, _, name = path.rpartition("/")
        if name != "_index.md" or posixpath.basename(posixpath.dirname(folder)) not in ("authors", "author"):
            continue
        try:
            parsed = split(decode(file.read_bytes())[0])
        except Refused:
            continue
        title = Fields(parsed).text("name", "title") if parsed is not None else ""
        if title:
            found[posixpath.basename(folder)] = title
    return found


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
        if file.is_file():
            try:
                return read_data(decode(file.read_bytes())[0], ".yml")
            except (Refused, OSError):
                continue
    return {}


def _within(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())


def _walk(root: Path) -> Iterator[str]:
    """All files below ``root``, sorted, without hidden folders and those that never hold articles."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NO_ARTICLES)
        base = Path(folder).relative_to(root).as_posix()
        for name in sorted(names):
            if not name.startswith(".") and os.path.isfile(os.path.join(folder, name)):
                yield posixpath.normpath(posixpath.join(base, name))


def _links(root: Path) -> Iterator[tuple[str, str]]:
    """Links that ``_walk`` does not follow, as they may lead in circles, and why."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NO_ARTICLES)
        for name in (*folders, *names):
            path = Path(folder, name)
            if path.is_symlink() and not path.is_file():
                where = path.relative_to(root).as_posix()
                if not path.is_dir():
                    yield where, "it is a link to nothing: delete it."
                elif path.resolve().is_relative_to(root.resolve()):
                    yield where, "it is a link to a folder that is read anyway: delete it."
                else:
                    yield (
                        where,
                        "it is a link to another folder, which is not followed: import that folder, too.",
                    )


def _settings(folder: Path) -> SiteSettings:
    """The settings of the Jekyll or Hugo site that ``folder`` is or lies in; none where there are none to read."""
    here = folder.resolve()
    for root in (here, *here.parents[:4]):
        for name in _SETTINGS:
            file = root / name
            if not file.is_file():
                continue
            try:
                data = read_data(decode(file.read_bytes())[0], file.suffix)
            except (Refused, OSError):
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
            if file.is_file():
                try:
                    data: Value = read_data(decode(file.read_bytes())[0], file.suffix)
                except (Refused, OSError):
                    continue
                return names_from_data(data)
    return {}


def read_target_site(docs: Path) -> TargetSite:
    """What is in ``docs`` already; it need not exist. Raises ListFileError for authors or categories
    that are not UTF-8."""
    posts = docs / POSTS
    articles = []
    pictures = {}
    written = written_before(docs)
    pages = [
        f"/{path.removesuffix('.md')}".removesuffix("index")
        for path in (_walk(docs) if docs.is_dir() else ())
        if path.endswith(".md") and not path.startswith(POSTS)
    ]
    for path in _walk(posts) if posts.is_dir() else ():
        ending = posixpath.splitext(path)[1].lower()
        if ending == ".md":
            raw = (posts / path).read_bytes()
            worked_on = written.get(f"{POSTS}/{path}", digest(raw)) != digest(raw)
            articles.append(read_existing_article(path, raw, worked_on=worked_on))
        elif ending in PICTURE_ENDINGS:
            pictures[path] = fingerprint(str(posts / path))
    author_list, category_list = (list_in_use(docs, both) for both in (AUTHOR_LISTS, TOPIC_LISTS))
    return TargetSite(
        display_path=docs.as_posix(),
        articles=articles,
        pages=pages,
        author_list=author_list,
        category_list=category_list,
        authors=_text(docs / author_list),
        categories=_text(docs / category_list),
        pictures=pictures,
    )


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8") if file.is_file() else ""
    except UnicodeDecodeError:
        raise ListFileError(
            f"{file} is not saved as UTF-8. Correct it first: knowledge-center check says how."
        ) from None


def fingerprint(file: str) -> str:
    """A word that two files share only if they hold the same."""
    return digest(Path(file).read_bytes())


def usable(file: str) -> bool:
    """Whether a file is a picture that can be read."""
    try:
        return os.path.getsize(file) > 0 and measure(Path(file), path="", alt="") is not None
    except OSError:
        return False


FILE_SYSTEM = FileSystem(fingerprint=fingerprint, usable=usable)


def write(
    plan: Plan,
    docs: Path,
    progress: Progress | None = None,
    first: Iterable[tuple[Path, bytes]] = (),
) -> None:
    """Write ``first``, then what the plan says: authors and topics, then article by article, each behind its pictures.

    So whatever stops it, what is there is whole, and the same import again adds the rest. Raises OSError where
    something cannot be written, a full disk say; then all is as it was before.
    """
    articles = [path for path in plan.texts if path.startswith(f"{POSTS}/")]
    shown = {copy.target for path in articles for copy in plan.pictures.get(path, ())}
    record = written_before(docs) | {path: digest(plan.texts[path].encode()) for path in articles}

    def groups() -> Iterator[Iterator[tuple[Path, bytes]]]:
        yield iter(first)
        yield copied(copy for copy in plan.copies if copy.target not in shown)
        yield ((docs / path, text.encode()) for path, text in plan.texts.items() if path not in articles)
        if articles:
            yield iter([(record_of(docs), record_text(record))])
        for path in (progress or Progress()).each("Articles written", articles):
            yield article(path)

    def article(path: str) -> Iterator[tuple[Path, bytes]]:
        yield from copied(plan.pictures.get(path, ()))
        yield docs / path, plan.texts[path].encode()

    def copied(copies: Iterable[FileCopy]) -> Iterator[tuple[Path, bytes]]:
        for copy in copies:
            target = docs / POSTS / copy.target
            if not target.exists():
                yield target, Path(copy.file).read_bytes()

    write_all(groups())
