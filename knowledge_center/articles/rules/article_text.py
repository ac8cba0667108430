"""What the rules for the text of one article look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge_center.articles.rules.fields import Fields
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import MarkdownText


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """What of the site's settings its articles go by.

    ``hosts`` are those a page may fetch from, the site's own among them; ``templates`` says that a plugin fills in
    ``{{ … }}`` and ``{% … %}`` in a text. ``language`` is what articles are written in; ``addresses_are_links`` says
    that an extension makes a link of a bare address.
    """

    hosts: tuple[str, ...] = ()
    templates: bool = False
    language: str = "en"
    addresses_are_links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """One article's file taken apart, the parse of its text, and the values of its fields."""

    document: Document
    text: MarkdownText
    fields: Fields
    settings: TextSettings = field(default_factory=TextSettings)

    def line(self, number: int) -> str:
        """A line of the text as it stands in the file."""
        return self.text.lines[number - self.text.first_line]
