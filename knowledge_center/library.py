"""Everything in docs/ that concerns articles, read once: the articles, their lists, and every problem."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from knowledge_center.article import Article, Author, Category, Image, feed_id, identity_of, newest_first
from knowledge_center.checks.fields import Fields, read_fields
from knowledge_center.checks.links import check_links
from knowledge_center.checks.names import Claim, check_claims, check_name
from knowledge_center.front_matter import Document, parse, read_text
from knowledge_center.images import TYPES, measure
from knowledge_center.markdown_links import Link, links, text_lines
from knowledge_center.problems import Problem, Unusable, did_you_mean, in_order
from knowledge_center.registers import Gone, read_authors, read_categories, read_gone
from knowledge_center.settings import Settings

POSTS = "articles/posts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All usable articles, newest first, drafts and scheduled ones included, and what is wrong.

    ``claimed`` maps the identity of every article that has a name, usable or not, to its file; ``images``
    maps each picture an article uses (path relative to docs) to the site-relative path it is published at.
    """

    articles: tuple[Article, ...]
    authors: Mapping[str, Author]
    categories: Mapping[str, Category]
    gone: tuple[Gone, ...]
    claimed: Mapping[str, str]
    images: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(slots=True, kw_only=True)
class _File:
    """One article file on its way to an Article."""

    path: str
    shown: str
    document: Document
    fields: Fields
    links: tuple[Link, ...]
    problems: list[Problem]
    article: Article | None = None

    @property
    def name(self) -> str:
        return posixpath.splitext(posixpath.basename(self.path))[0]

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)

    @property
    def identity(self) -> str:
        return identity_of(guid=self.fields.guid, aliases=self.fields.aliases, name=self.name)


def read_library(root: Path, settings: Settings, now: datetime) -> Library:
    """Read every article below ``root``/docs_dir/articles. Nothing is raised: see ``problems``."""
    docs = root / settings.docs_dir
    shown_docs = settings.docs_dir
    problems: list[Problem] = []
    authors = read_authors(docs / "articles/.authors.yml", f"{shown_docs}/articles/.authors.yml", problems)
    categories = read_categories(
        docs / "articles/.categories.yml", f"{shown_docs}/articles/.categories.yml", problems
    )
    gone = read_gone(docs / "articles/.gone.yml", f"{shown_docs}/articles/.gone.yml", problems)
    files = {path: True for path in _walk(docs)}
    read: list[_File] = []
    claims: list[Claim] = []
    claimed: dict[str, str] = {}
    for path in files:
        if not path.startswith(POSTS + "/") or not path.endswith(".md"):
            continue
        shown = f"{shown_docs}/{path}"
        file = _read(docs, path, shown, settings, authors, categories, problems)
        if file is not None:
            read.append(file)
            lines = (file.fields.lines.get("aliases", 1), file.fields.lines.get("guid", 1))
            claims.append(
                Claim(
                    shown=shown,
                    name=file.name,
                    aliases=file.fields.aliases,
                    guid=file.fields.guid,
                    lines=lines,
                )
            )
        claimed.setdefault(file.identity if file else _stem(path), shown)
    problems.extend(check_claims(claims))
    images = _place_images(docs, files, read, problems)
    for file in read:
        _make(docs, file, images, settings)
    usable = {file.path: file.article for file in read if file.article is not None}
    for file in read:
        found = check_links(
            file.links, shown=file.shown, folder=file.folder, article=file.article, articles=usable,
            files=files, now=now,
        )  # fmt: skip
        file.problems.extend(found)
        # What is wrong with a draft is nobody's emergency.
        problems.extend(replace(p, advice=True) if file.fields.draft else p for p in file.problems)
    problems.extend(_pages(docs, shown_docs, files, usable, now))
    return Library(
        articles=newest_first([article for article in usable.values()]),
        authors=authors,
        categories=categories,
        gone=gone,
        claimed=claimed,
        images=images,
        problems=in_order(problems),
    )


def _walk(docs: Path) -> list[str]:
    """All files below docs, relative and sorted, so that no folder order shows in the site."""
    found: list[str] = []
    for folder, folders, names in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(folder).relative_to(docs).as_posix()
        found.extend(posixpath.normpath(posixpath.join(base, name)) for name in names)
    return sorted(found)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _read(
    docs: Path,
    path: str,
    shown: str,
    settings: Settings,
    authors: Mapping[str, Author],
    categories: Mapping[str, Category],
    problems: list[Problem],
) -> _File | None:
    own: list[Problem] = check_name(shown)
    try:
        text = read_text(docs / path, shown)
        document = parse(text, shown)
    except Unusable as error:
        draft = _says_draft(docs / path)
        own.extend(error.problems)
        problems.extend(replace(p, advice=True) if draft else p for p in own)
        return None
    fields = read_fields(
        document.fields, shown, authors=authors, categories=categories, zone=settings.zone, problems=own
    )
    own.extend(_body(document, shown, fields.title))
    found = tuple(links(document.body, document.body_line))
    return _File(path=path, shown=shown, document=document, fields=fields, links=found, problems=own)


def _says_draft(path: Path) -> bool:
    """Whether a file that cannot be read as an article at least calls itself a draft."""
    try:
        head = path.read_bytes()[:4096]
    except OSError:
        return False
    return any(line.strip() == b"draft: true" for line in head.splitlines())


def _body(document: Document, shown: str, title: str) -> list[Problem]:
    if not document.body.strip():
        message = "The article has no text below its fields."
        return [
            Problem(path=shown, line=document.body_line, message=message, fix="Write it, or set draft: true")
        ]
    problems = []
    for number, line in text_lines(document.body, document.body_line):
        if line.startswith("# ") or line.rstrip() == "#":
            message = "The text has a heading of the first level; that level belongs to the title."
            heading = line.lstrip("# ").strip()
            fix = "Delete the line: the title says it already." if heading == title else f"## {heading}"
            problems.append(Problem(path=shown, line=number, message=message, fix=fix))
    return problems


def _place_images(
    docs: Path, files: Mapping[str, bool], read: list[_File], problems: list[Problem]
) -> dict[str, str]:
    """Where each used picture is published: in the folder of the article that used it first."""
    placed: dict[str, str] = {}
    taken: dict[str, str] = {}

    def age(file: _File) -> tuple[bool, float, str]:
        published = file.fields.published
        return (file.fields.draft, published.timestamp() if published else float("inf"), file.path)

    for file in sorted(read, key=age):
        targets = [file.fields.image] + [link.file for link in file.links]
        for target in targets:
            path = posixpath.normpath(posixpath.join(file.folder, target)) if target else ""
            is_picture = posixpath.splitext(path)[1].lower() in TYPES
            if not is_picture or path not in files or not path.startswith(POSTS + "/") or path in placed:
                continue
            inside = path.removeprefix(file.folder + "/")
            public_path = f"articles/{file.name}/{inside if inside != path else posixpath.basename(path)}"
            if public_path in taken:
                message = (
                    f"Two pictures would be published as /{public_path}: {taken[public_path]} and {path}."
                )
                file.problems.append(Problem(path=file.shown, message=message, fix="Rename one of them."))
                continue
            placed[path] = public_path
            taken[public_path] = path
    return placed


def _make(docs: Path, file: _File, images: Mapping[str, str], settings: Settings) -> None:
    fields = file.fields
    image = _image(docs, file, images)
    if not (
        fields.title and fields.published and fields.description and fields.authors and fields.categories
    ):
        return
    file.article = Article(
        identity=file.identity,
        id=feed_id(file.identity, settings.feeds.tag_authority),
        name=file.name,
        source=file.shown,
        url=f"articles/{file.name}/",
        title=fields.title,
        summary=fields.description,
        published=fields.published,
        updated=fields.updated,
        authors=fields.authors,
        categories=fields.categories,
        image=image,
        digest="feature" if fields.digest == "feature" else "skip" if fields.digest == "skip" else "",
        draft=fields.draft,
        expires=fields.expires,
        review_by=fields.review_by,
        aliases=fields.aliases,
        body=file.document.body,
    )


def _image(docs: Path, file: _File, images: Mapping[str, str]) -> Image | None:
    name = file.fields.image
    if not name:
        return None
    line = file.fields.lines.get("image", 0)
    path = posixpath.normpath(posixpath.join(file.folder, name))
    suffix = posixpath.splitext(path)[1].lower()
    if suffix not in TYPES:
        message = f"The image “{name}” is not a picture this site can show."
        fix = "image: a file that ends in .jpg, .png, .webp, .avif, .gif or .svg"
    elif not path.startswith(POSTS + "/") or not (docs / path).is_file():
        message = f"There is no picture “{name}” beside the article."
        beside = [p.name for p in (docs / file.folder).glob("*") if p.suffix.lower() in TYPES]
        meant = did_you_mean(name, sorted(beside))
        fix = f"image: {meant}" if meant else "Put the picture into the folder of the article."
    else:
        image = measure(docs / path, path=images.get(path, path), alt=file.fields.image_alt)
        if image is not None:
            return image
        message = f"The file “{name}” cannot be read as a picture; it may be damaged or have a wrong ending."
        fix = "Open it in a picture program and save it anew as .jpg or .png."
    file.problems.append(Problem(path=file.shown, line=line, message=message, fix=fix))
    return None


def _pages(
    docs: Path, shown_docs: str, files: Mapping[str, bool], articles: Mapping[str, Article], now: datetime
) -> list[Problem]:
    """Problems of the ordinary pages: fields that cannot be read, links that lead nowhere."""
    problems: list[Problem] = []
    for path in files:
        if not path.endswith(".md") or path.startswith((POSTS + "/", "digests/")):
            continue
        shown = f"{shown_docs}/{path}"
        try:
            text = read_text(docs / path, shown)
            first_line = 1
            if text.startswith("---"):
                document = parse(text, shown)
                text, first_line = document.body, document.body_line
        except Unusable as error:
            problems.extend(error.problems)
            continue
        problems.extend(
            check_links(
                links(text, first_line),
                shown=shown,
                folder=posixpath.dirname(path),
                article=None,
                articles=articles,
                files=files,
                now=now,
            )
        )
    return problems
