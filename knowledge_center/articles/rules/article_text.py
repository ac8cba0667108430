"""What the rules for the text of one article look at."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_center.articles.rules.fields import Fields
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import MarkdownText


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """What a site settles about its texts: their ``language``, and whether a bare address is a link there."""

    language: str = "en"
    addresses_are_links: bool = False


EVERYWHERE = TextSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """One article's file taken apart, the parse of its text, and the values of its fields."""

    document: Document
    text: MarkdownText
    fields: Fields
    settings: TextSettings = EVERYWHERE
