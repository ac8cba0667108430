"""The file system: reading this site, and writing what the plan says."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS, list_in_use
from knowledge_center.pictures.measuring import measure
from knowledge_center.progress import Progress
from knowledge_center.tools.importer.asset_index import PICTURE_ENDINGS, FileCopy
from knowledge_center.tools.importer.author_and_category_files import ListFileError
from knowledge_center.tools.importer.existing_articles import read_existing_article
from knowledge_center.tools.importer.file_writing import write_all
from knowledge_center.tools.importer.import_model import (
    POSTS,
    FileSystem,
    Plan,
    TargetSite,
)
from knowledge_center.tools.importer.import_record import record_of, record_text, written_before, written_hash
from knowledge_center.tools.importer.source_folder import walk


def read_target_site(docs: Path) -> TargetSite:
    """What is in ``docs`` already; it need not exist. Raises ListFileError for authors or categories
    that are not UTF-8."""
    posts = docs / POSTS
    articles = []
    pictures = {}
    written = written_before(docs)
    pages = [
        f"/{path.removesuffix('.md')}".removesuffix("index")
        for path in (walk(docs) if docs.is_dir() else ())
        if path.endswith(".md") and not path.startswith(POSTS)
    ]
    for path in walk(posts) if posts.is_dir() else ():
        ending = posixpath.splitext(path)[1].lower()
        if ending == ".md":
            raw = (posts / path).read_bytes()
            worked_on = written.get(f"{POSTS}/{path}", written_hash(raw)) != written_hash(raw)
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
    return written_hash(Path(file).read_bytes())


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
    record = written_before(docs) | {path: written_hash(plan.texts[path].encode()) for path in articles}

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
