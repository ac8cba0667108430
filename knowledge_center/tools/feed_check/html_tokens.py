"""The tags of a piece of HTML as they stand there, each with its line.

A parser that builds a tree repairs what it reads, so that nothing wrong can be seen afterwards; this one
only tells what is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from knowledge_center.tools.feed_check.vocabulary import words

VOID = words("area base br col embed hr img input link meta param source track wbr")
"""The elements without an end tag (HTML Standard, 13.1.2)."""

Kind = Literal["start", "end", "text", "entity", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A start tag, an end tag, text, a character reference, or something else (a comment, an instruction).

    ``name`` is the element's, ``text`` the words, the reference or the comment. ``repeated`` are attributes
    that stand in the tag twice.
    """

    kind: Kind
    line: int
    name: str = ""
    text: str = ""
    attributes: Mapping[str, str | None]
    repeated: tuple[str, ...] = ()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tokens: list[Token] = []

    def _add(self, kind: Kind, name: str = "", text: str = "") -> None:
        self.tokens.append(Token(kind=kind, line=self.getpos()[0], name=name, text=text, attributes={}))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        repeated = tuple(sorted({name for name in names if names.count(name) > 1}))
        self.tokens.append(
            Token(kind="start", line=self.getpos()[0], name=tag, attributes=dict(attrs), repeated=repeated)
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML knows no <p/>: the slash means nothing, and the element stays open.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._add("end", name=tag)

    def handle_data(self, data: str) -> None:
        self._add("text", text=data)

    def handle_entityref(self, name: str) -> None:
        self._add("entity", text=name)

    def handle_charref(self, name: str) -> None:
        self._add("entity", text=f"#{name}")

    def handle_comment(self, data: str) -> None:
        self._add("other", text=f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._add("other", text=f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._add("other", text=f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._add("other", text=f"<![{data}]>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """A piece of HTML as an entry carries it; lines count from 1."""

    source: str
    tokens: tuple[Token, ...]

    @property
    def tags(self) -> tuple[Token, ...]:
        """Its start tags."""
        return tuple(token for token in self.tokens if token.kind == "start")


def read_html(source: str) -> Html:
    """What stands in ``source``, in order."""
    reader = _Reader()
    try:
        reader.feed(source)
        reader.close()
    except AssertionError:
        # Before Python 3.14 a section that HTML does not have (“<![x[”) stops the parser.
        reader.unknown_decl("…")
    return Html(source=source, tokens=tuple(reader.tokens))
