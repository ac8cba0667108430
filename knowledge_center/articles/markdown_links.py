"""Links and images in Markdown text, with their lines: what the checks look at before anything is rendered."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from knowledge_center.markdown_text.model import Block, Inline
from knowledge_center.markdown_text.parsed_text import MarkdownText, parse_text

# A path of which nothing means more than it says.
_FILE = re.compile(r"[A-Za-z0-9_.-][A-Za-z0-9_./-]*")
# Tags that lead somewhere, and the attribute that says where.
_NAMED_IN = {"a": "href", "video": "src", "audio": "src", "source": "src", "track": "src"}


class Link(NamedTuple):
    """One link or image: its target as written, its text (an image's alt text), its line from 1.

    ``html`` says that it is written as a tag.
    """

    target: str
    text: str
    line: int
    image: bool
    html: bool = False

    @property
    def file(self) -> str:
        """The target as a relative file path, or empty for an address, an anchor or an absolute path."""
        # Most links lead elsewhere, and taking an address apart costs more than all else here.
        if "://" in self.target:
            return ""
        if _FILE.fullmatch(self.target):
            return self.target
        try:
            parts = urlsplit(self.target)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc or parts.path.startswith("/"):
            return ""
        return unquote(parts.path)


def links_to_files(links: Iterable[Link], folder: str) -> tuple[tuple[Link, str], ...]:
    """Each link to a file of the site in a text of ``folder``, with that file's path; both relative to docs."""
    files = ((link, link.file) for link in links)
    return tuple((link, posixpath.normpath(posixpath.join(folder, file))) for link, file in files if file)


def links(body: str, first_line: int = 1) -> Iterator[Link]:
    """Every link and image of a Markdown text that begins on ``first_line`` of its file."""
    if "](" in body or "]:" in body or "<" in body:
        yield from links_of(parse_text(body, first_line))


def links_of(text: MarkdownText) -> Iterator[Link]:
    """Every link and image of a parsed text, by line; a target that is defined for elsewhere once, where that is."""
    found: list[tuple[int, Link]] = []
    for block in text.blocks if text.holds("]:") else ():
        if block.kind == "reference":
            found.append((block.last, _defined(block)))
    found += ((inline.line, link) for inline in text.inlines if (link := _link(inline)))
    found.sort(key=lambda item: item[0])
    return (link for _, link in found)


def raw_links_of(text: MarkdownText) -> Iterator[Link]:
    """Links that Markdown hands on as they are: in HTML, films and sounds among them, and addresses between angles."""
    for inline in text.of("tag", "autolink") if text.holds("<") else ():
        if inline.kind == "autolink":
            yield Link(target=inline.target, text=inline.text, line=inline.line, image=False)
        elif (named := _NAMED_IN.get(inline.label)) and (target := inline.attributes.get(named, "").strip()):
            yield Link(target=target, text="", line=inline.line, image=False)


def _defined(block: Block) -> Link:
    at = block.text.index(block.target)
    return Link(target=block.target, text=block.mark, line=block.line(at), image=False)


def _link(inline: Inline) -> Link | None:
    image = inline.kind == "picture"
    if image or inline.kind == "link":
        # Pictures without words are found wherever their file is named.
        if not inline.label or (image and not inline.text):
            return Link(target=inline.target, text=inline.text, line=inline.line, image=image)
    elif inline.kind == "tag" and inline.label == "img":
        found = inline.attributes
        if "src" in found:
            text = " ".join(found.get("alt", "").split())
            return Link(target=found["src"].strip(), text=text, line=inline.line, image=True, html=True)
    return None
