"""Everything in docs/ that concerns articles, read once: the articles, their lists, and every problem."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.markdown_links import Link, all_lines, links
from knowledge_center.articles.metadata_files import Gone, read_authors, read_categories, read_gone
from knowledge_center.articles.model import Article, Author, Category, feed_id, identity_of, newest_first
from knowledge_center.articles.rules.corrections import check_correction, corrected
from knowledge_center.articles.rules.fields import Fields, read_fields
from knowledge_center.articles.rules.file_names import Claim, check_addresses, check_claims, check_name
from knowledge_center.articles.rules.text_links import NO_PICTURE, SAVE_ANEW, Files, check_links
from knowledge_center.front_matter.parser import Document, parse, read_text
from knowledge_center.pictures.measuring import TYPES, measure
from knowledge_center.pictures.model import Image
from knowledge_center.problems import Problem, Unusable, in_order
from knowledge_center.settings.model import Settings

POSTS = "articles/posts"
# What other generators take for Markdown: whoever names a file so expects it to be published.
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """``all`` usable articles, newest first, drafts and scheduled ones included, and what is wrong.

    ``claimed`` maps the identity of every article that has a name, usable or not, to its file; ``images``
    maps each picture an article uses (path relative to docs) to the site-relative path it is published at;
    ``date_lines`` says on which line of its file an article has its date.
    """

    all: tuple[Article, ...]
    authors: Mapping[str, Author]
    categories: Mapping[str, Category]
    gone: tuple[Gone, ...]
    claimed: Mapping[str, str]
    images: Mapping[str, str]
    problems: tuple[Problem, ...]
    date_lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _File:
    """One article file on its way to an Article."""

    path: str
    display_path: str
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

    @property
    def claim(self) -> Claim:
        fields = self.fields
        return Claim(
            display_path=self.display_path,
            name=self.name,
            aliases=fields.aliases,
            guid=fields.guid,
            lines=(*fields.alias_lines, fields.lines.get("guid", 1)),
            draft=fields.draft,
        )


def read_articles(root: Path, settings: Settings, now: datetime) -> Articles:
    """Read every article below ``root``/docs_dir/articles. Nothing is raised: see ``problems``."""
    docs = root / settings.docs_dir
    docs_dir = settings.docs_dir
    problems: list[Problem] = []
    authors = read_authors(docs / "articles/.authors.yml", f"{docs_dir}/articles/.authors.yml", problems)
    categories = read_categories(
        docs / "articles/.categories.yml", f"{docs_dir}/articles/.categories.yml", problems
    )
    gone = read_gone(docs / "articles/.gone.yml", f"{docs_dir}/articles/.gone.yml", problems)
    files = Files(_walk(docs, docs_dir, problems))
    read: list[_File] = []
    claimed: dict[str, str] = {}
    for path in files:
        if not path.startswith(POSTS + "/") or not path.lower().endswith(_MARKDOWN):
            continue
        display_path = f"{docs_dir}/{path}"
        file = _read(docs, path, display_path, settings, authors, categories, problems)
        if file is not None:
            read.append(file)
            claimed.setdefault(file.identity, display_path)
            continue
        for word in (_stem(path), *_said_words(docs / path)):
            claimed.setdefault(word, display_path)
    claims = [file.claim for file in read]
    problems.extend(check_claims(claims))
    images = _place_images(files, read)
    problems.extend(check_addresses(claims, _addresses(files, images, docs_dir)))
    names: set[str] = set()
    for file in sorted(read, key=lambda file: (file.fields.draft, file.display_path)):
        # Of two articles with one name there is no telling the second by it.
        if file.name.casefold() not in names:
            _make(docs, file, files, images, settings)
            _judge_correction(file, settings, now)
        names.add(file.name.casefold())
    usable = {file.path: file.article for file in read if file.article is not None}
    unfinished = {file.path for file in read if file.article is None and file.fields.draft}
    unreadable = {path for path in images if measure(docs / path, path=path, alt="") is None}
    for file in read:
        found = check_links(
            file.links, display_path=file.display_path, folder=file.folder, article=file.article, articles=usable,
            files=files, now=now, unfinished=unfinished, unreadable=unreadable,
        )  # fmt: skip
        file.problems.extend(found)
        # What is wrong with a draft is nobody's emergency.
        problems.extend(replace(p, advice=True) if file.fields.draft else p for p in file.problems)
    problems.extend(_pages(docs, docs_dir, files, usable, unfinished, now))
    return Articles(
        all=newest_first(tuple(usable.values())),
        authors=authors,
        categories=categories,
        gone=gone,
        claimed=claimed,
        images=images,
        problems=in_order(problems),
        date_lines={
            file.display_path: file.fields.lines["date"] for file in read if "date" in file.fields.lines
        },
    )


def _walk(docs: Path, docs_dir: str, problems: list[Problem]) -> list[str]:
    """All files below docs, relative and sorted, so that no folder order shows in the site.

    What begins with a dot is not the editor's: settings of programs, halves of files from a Mac.
    """
    found: list[str] = []
    for folder, folders, names in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(folder).relative_to(docs).as_posix()
        for name in names:
            path = posixpath.normpath(posixpath.join(base, name))
            if name.startswith("."):
                continue
            try:
                path.encode()
            except UnicodeEncodeError:
                display_path = f"{docs_dir}/{path}".encode(errors="replace").decode()
                message = "The file's name holds characters that no system is sure to read."
                problems.append(Problem(path=display_path, message=message, fix="Rename the file."))
                continue
            found.append(path)
    return sorted(found)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _read(
    docs: Path,
    path: str,
    display_path: str,
    settings: Settings,
    authors: Mapping[str, Author],
    categories: Mapping[str, Category],
    problems: list[Problem],
) -> _File | None:
    own: list[Problem] = check_name(display_path)
    try:
        text = read_text(docs / path, display_path)
        document = parse(text, display_path)
    except Unusable as error:
        draft = _says_draft(docs / path)
        own.extend(error.problems)
        problems.extend(replace(p, advice=True) if draft else p for p in own)
        return None
    fields = read_fields(
        document.fields,
        display_path,
        authors=authors,
        categories=categories,
        zone=settings.zone,
        problems=own,
    )
    own.extend(_body(document, display_path, fields.title))
    found = tuple(links(document.body, document.body_line))
    return _File(
        path=path, display_path=display_path, document=document, fields=fields, links=found, problems=own
    )


def _head(path: Path) -> list[str]:
    """The fields of a file that cannot be read as an article, line by line, as well as they can be read."""
    try:
        raw = path.read_bytes()[:8192]
    except OSError:
        return []
    lines = [line.strip() for line in raw.decode(errors="replace").lstrip("\ufeff\r\n\t ").splitlines()]
    start = 1 if lines[:1] == ["---"] else 0
    return lines[start : lines.index("---", start) if "---" in lines[start:] else None]


def _says_draft(path: Path) -> bool:
    return any(re.fullmatch(r"draft:\s*true(\s+#.*)?", line) for line in _head(path))


def _said_words(path: Path) -> list[str]:
    """What such a file may be known as, so that nobody is told that its article is gone."""
    lines = [line for line in _head(path) if line.startswith(("aliases:", "guid:", "-"))]
    return [word for line in lines for word in re.findall(r"[^\s\[\],'\"]+", line)[1:]]


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEADING = re.compile(r"(?:\s{4,}|\s*>[\s>]*)?#(?!#)(?P<blank>\s*)(?P<text>.*?)[\s#]*")


def _body(document: Document, display_path: str, title: str) -> list[Problem]:
    if not document.body.strip():
        message = "The article has no text below its fields."
        fix = "Write it, or set draft: true"
        return [Problem(path=display_path, line=document.body_line - 1, message=message, fix=fix)]
    problems = _invisible(document, display_path)
    message = "The text has a heading of the first level; that level belongs to the title."
    above = ["", ""]
    for number, line, html in all_lines(document.body, document.body_line):
        found = None if html else _HEADING.fullmatch(line)
        if html and re.match(r"\s*<h1\b", line, re.IGNORECASE):
            fix = "Write it as ## and the words of the heading."
            problems.append(Problem(path=display_path, line=number, message=message, fix=fix))
        elif found:
            # The generator makes a heading of "#1" too, its author a number.
            fix = f"## {found['text']}" if found["blank"] or not found["text"] else f"\\{line.strip()}"
            fix = "Delete the line: the title says it already." if found["text"] == title else fix
            problems.append(Problem(path=display_path, line=number, message=message, fix=fix))
        elif re.fullmatch(r"=+ *", line) and above[1].strip() and not above[0].strip():
            fix = f"Write it as one line: ## {above[1].strip()}"
            problems.append(Problem(path=display_path, line=number - 1, message=message, fix=fix))
        above = [above[1], "" if html else line]
    return problems


def _invisible(document: Document, display_path: str) -> list[Problem]:
    """Control characters, pasted with a text: no feed and no parser takes them."""
    if not _CONTROL.search(document.body):
        return []
    message = "This line holds an invisible control character."
    return [
        Problem(
            path=display_path,
            line=number,
            message=message,
            fix=_CONTROL.sub("", line).strip() or "Delete the line.",
        )
        for number, line in enumerate(document.body.split("\n"), document.body_line)
        if _CONTROL.search(line)
    ]


def _place_images(files: Files, read: list[_File]) -> dict[str, str]:
    """Where each used picture is published: in the folder of the article that used it first."""
    placed: dict[str, str] = {}
    taken: dict[str, str] = {}

    def age(file: _File) -> tuple[bool, float, str]:
        published = file.fields.published
        return (file.fields.draft, published.timestamp() if published else float("inf"), file.path)

    for file in sorted(read, key=age):
        targets = [(file.fields.image, file.fields.lines.get("image", 0))]
        targets += [(link.file, link.line) for link in file.links]
        for target, line in targets:
            path = posixpath.normpath(posixpath.join(file.folder, target)) if target else ""
            is_picture = posixpath.splitext(path)[1].lower() in TYPES
            if not is_picture or path not in files or not path.startswith(POSTS + "/") or path in placed:
                continue
            inside = path.removeprefix(file.folder + "/")
            public_path = (
                f"articles/{file.name}/{_plain(inside if inside != path else posixpath.basename(path))}"
            )
            if public_path.casefold() in taken:
                other = taken[public_path.casefold()]
                message = f"Two pictures would be published as /{public_path}: {other} and {path}."
                fix = "Rename one of them."
                file.problems.append(Problem(path=file.display_path, line=line, message=message, fix=fix))
                continue
            placed[path] = public_path
            taken[public_path.casefold()] = path
    return placed


def _plain(path: str) -> str:
    """A file's path with only what may stand in an address, in a ledger and on any disk."""
    ascii_only = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._/-]+", "-", ascii_only)


def _addresses(files: Files, images: Mapping[str, str], docs_dir: str) -> dict[str, str]:
    """Where ordinary pages, their files and the articles' pictures stand in the site."""
    found = {public_path: f"{docs_dir}/{path}" for path, public_path in images.items()}
    for path in files:
        if not path.startswith((POSTS + "/", "digests/")):
            stem, ending = posixpath.splitext(path)
            address = f"/{stem}".removesuffix("/index").strip("/") if ending in _MARKDOWN else path
            found[address] = f"{docs_dir}/{path}"
    return found


def _make(docs: Path, file: _File, files: Files, images: Mapping[str, str], settings: Settings) -> None:
    fields = file.fields
    image = _image(docs, file, files, images)
    if not (
        fields.title and fields.published and fields.description and fields.authors and fields.categories
    ):
        return
    file.article = Article(
        identity=file.identity,
        id=feed_id(file.identity, settings.feeds.tag_authority),
        name=file.name,
        source=file.display_path,
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


def _judge_correction(file: _File, settings: Settings, now: datetime) -> None:
    if file.article is not None:
        line = file.fields.lines.get("updated", 0)
        file.problems.extend(check_correction(file.article, now, settings.zone, line))
        file.article = corrected(file.article, now)


def _image(docs: Path, file: _File, files: Files, images: Mapping[str, str]) -> Image | None:
    name = file.fields.image
    if not name:
        return None
    line = file.fields.lines.get("image", 0)
    path = posixpath.normpath(posixpath.join(file.folder, name))
    suffix = posixpath.splitext(path)[1].lower()
    if suffix not in TYPES:
        message = f"The image “{name}” is not a picture this site can show."
        fix = "image: a file that ends in .jpg, .png, .webp, .avif, .gif or .svg"
    elif not path.startswith(POSTS + "/") or path not in files:
        message = f"There is no picture “{name}” beside the article."
        meant = files.meant(path)
        meant = posixpath.relpath(meant, file.folder) if meant.startswith(POSTS + "/") else ""
        fix = f"image: {meant}" if meant else "Put the picture into the folder of the article."
    else:
        image = measure(docs / path, path=images.get(path, path), alt=file.fields.image_alt)
        if image is not None:
            return image
        message, fix = f"The file “{name}” {NO_PICTURE}", SAVE_ANEW
    file.problems.append(Problem(path=file.display_path, line=line, message=message, fix=fix))
    return None


def _pages(
    docs: Path,
    docs_dir: str,
    files: Files,
    articles: Mapping[str, Article],
    unfinished: set[str],
    now: datetime,
) -> list[Problem]:
    """Problems of the ordinary pages: fields that cannot be read, links that lead nowhere."""
    problems: list[Problem] = []
    for path in files:
        if not path.endswith(".md") or path.startswith((POSTS + "/", "digests/")):
            continue
        display_path = f"{docs_dir}/{path}"
        if path.startswith("articles/") and path != "articles/index.md":
            message = f"Articles belong into {docs_dir}/{POSTS}/, one folder a year; this one is not read."
            fix = f"Move the file to {docs_dir}/{POSTS}/{now.year}/{posixpath.basename(path)}"
            problems.append(Problem(path=display_path, message=message, fix=fix))
            continue
        try:
            text = read_text(docs / path, display_path)
            first_line = 1
            if text.startswith("---"):
                document = parse(text, display_path)
                text, first_line = document.body, document.body_line
        except Unusable as error:
            problems.extend(error.problems)
            continue
        found = check_links(
            links(text, first_line), display_path=display_path, folder=posixpath.dirname(path), article=None,
            articles=articles, files=files, now=now, unfinished=unfinished,
        )  # fmt: skip
        problems.extend(found)
    return problems
