"""A web page as Google Docs exports it (File > Download > Web Page): a zip file, or what is in it.

Its looks are classes (``c1 { font-weight: 700 }``), its lists stand one behind the other, each with its level in a
class (``lst-kix_x-1``), its links lead through google.com/url, notes and comments are links to the end.
"""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from knowledge_center.tools.importer.decoding import decode
from knowledge_center.tools.importer.documents.archives import Archive
from knowledge_center.tools.importer.documents.document import Document, DocumentError
from knowledge_center.tools.importer.import_notes import Refused

_RULE = re.compile(r"\.(?P<name>[\w-]+)\s*\{(?P<says>[^{}]*)\}")
# What a declaration means, by the element that says it.
_LOOKS = (
    ("strong", re.compile(r"font-weight:\s*(?:bold|[7-9]00)")),
    ("em", re.compile(r"font-style:\s*italic")),
    ("s", re.compile(r"text-decoration:[^;]*line-through")),
    ("sup", re.compile(r"vertical-align:\s*super")),
    ("sub", re.compile(r"vertical-align:\s*sub\b")),
    ("code", re.compile(r"font-family:[^;]*(?:mono|courier|consolas|source code)", re.IGNORECASE)),
)
_LEVEL = re.compile(r"lst-(?P<list>[\w]+)-(?P<level>\d)$")


def read_page(file: Path) -> Document:
    """Read a page, or the zip file with one. Raises DocumentError where there is none, OSError."""
    if file.suffix.lower() == ".zip":
        archive = Archive(file)
        pages = sorted(name for name in archive.names if name.lower().endswith((".html", ".htm")))
        if len(pages) != 1:
            raise DocumentError(
                f"{file} holds {len(pages)} web pages; one is expected. Name the page itself."
            )
        return _document(file, archive.read(pages[0]), lambda name: _from_archive(archive, pages[0], name))
    return _document(file, file.read_bytes(), lambda name: _beside(file, name))


def _from_archive(archive: Archive, page: str, name: str) -> bytes | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
    return archive.read(path) if path in archive.names else None


def _beside(file: Path, name: str) -> bytes | None:
    """A picture in a folder beside the page, and nowhere else."""
    folder = file.parent.resolve()
    path = (folder / name).resolve()
    return path.read_bytes() if path.is_relative_to(folder) and path.is_file() else None


def _document(file: Path, data: bytes, picture: Callable[[str], bytes | None]) -> Document:
    try:
        text, _ = decode(data)
    except Refused as refused:
        raise DocumentError(f"{file}: {refused}") from None
    if re.search(r"<meta[^>]*content=[\"']?Microsoft Word|urn:schemas-microsoft-com:office:word", text):
        raise DocumentError(
            f"{file} is a web page that Word wrote. Save the document as Word Document (.docx): more comes along."
        )
    soup = BeautifulSoup(text, "html.parser")
    body = soup.body
    if body is None or not body.get_text(strip=True):
        raise DocumentError(f"{file} is no web page with a text in it.")
    notes = list(_comments(body))
    if not re.search(r"doc-content|lst-kix|docs-internal-guid|googleusercontent", text):
        notes.append("This is no page of Google Docs: take out what came along of menus and the like.")
    _take_footnotes(soup, body)
    _show_looks(soup, body, "".join(style.get_text() for style in soup.find_all("style")))
    _nest_lists(body)
    pictures = dict(_pictures(body, picture))
    return Document(html=body.decode_contents(), pictures=pictures, notes=tuple(notes))


def _ends(body: Tag, kind: str) -> Iterator[tuple[Tag, Tag]]:
    """Each reference to the end of the page and the block there: ``ftnt`` of notes, ``cmnt`` of comments."""
    for link in body.select(f"a[href^='#{kind}']:not([href^='#{kind}_ref'])"):
        there = body.find(id=str(link["href"]).removeprefix("#"))
        if not isinstance(there, Tag):
            continue
        paragraph = there.find_parent("p")
        block = paragraph.find_parent("div") or paragraph if paragraph is not None else there
        mark = link.find_parent("sup") or link
        there.decompose()
        yield mark, block


def _comments(body: Tag) -> Iterator[str]:
    for mark, block in _ends(body, "cmnt"):
        yield f"A comment was left out: “{' '.join(block.get_text(' ').split())}”"
        block.decompose()
        mark.decompose()


def _take_footnotes(soup: BeautifulSoup, body: Tag) -> None:
    for number, (mark, block) in enumerate([*_ends(body, "ftnt")], 1):
        for rule in block.find_previous_siblings("hr", limit=1):
            if number == 1 and rule.find_next_sibling() is block:
                rule.decompose()
        footnote = soup.new_tag("footnote-text", attrs={"name": str(number)})
        footnote.extend([*block.contents])
        block.replace_with(footnote)
        mark.replace_with(soup.new_tag("footnote-ref", attrs={"name": str(number)}))


def _show_looks(soup: BeautifulSoup, body: Tag, css: str) -> None:
    """Bold, italic and the like as elements, which classes and styles of a span say."""
    of_class = {rule["name"]: rule["says"] for rule in _RULE.finditer(css)}
    for span in body.find_all("span"):
        says = ";".join(
            [*(of_class.get(name, "") for name in span.get("class") or []), str(span.get("style", ""))]
        )
        if not span.get_text(strip=True) or span.find("footnote-ref"):
            continue
        for name, look in _LOOKS:
            if look.search(says):
                span.wrap(soup.new_tag(name))


def _nest_lists(body: Tag) -> None:
    """Lists of a deeper level, which stand behind the one they belong to, put into its last item."""
    # The open lists, the outermost first: level, name and the list itself.
    stack: list[tuple[int, str, Tag]] = []
    for one in body.find_all(["ul", "ol"]):
        found = next(filter(None, (_LEVEL.search(name) for name in one.get("class") or [])), None)
        if found is None:
            continue
        level, name = int(found["level"]), found["list"]
        if not stack or one.find_previous_sibling() is not stack[0][2]:
            stack = [(level, name, one)]
            continue
        while len(stack) > 1 and stack[-1][0] > level:
            stack.pop()
        above, known, last = stack[-1]
        items = last.find_all("li", recursive=False)
        if level > above and items:
            items[-1].append(one.extract())
            stack.append((level, name, one))
        elif (level, name, one.name) == (above, known, last.name):
            last.extend([*one.extract().contents])
        elif len(stack) > 1:
            last.insert_after(one.extract())
            stack[-1] = (level, name, one)
        else:
            stack = [(level, name, one)]


def _pictures(body: Tag, read: Callable[[str], bytes | None]) -> Iterator[tuple[str, bytes]]:
    for image in body.find_all("img"):
        source = str(image.get("src", ""))
        inside = re.match(r"data:image/[\w.+-]+;base64,", source)
        if inside is not None:
            with suppress(ValueError):
                yield source, base64.b64decode(source[inside.end() :])
        elif not re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.IGNORECASE):
            data = read(unquote(source))
            if data is not None:
                yield source, data
