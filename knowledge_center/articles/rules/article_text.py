"""What the rules for the text of one article look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge_center.articles.rules.fields import Fields
from knowledge_center.front_matter.parser import Document
from knowledge_center.markdown_text.parsed_text import MarkdownText
from knowledge_center.problems import Problem
from knowledge_center.rules import RuleSet

if TYPE_CHECKING:
    from knowledge_center.settings.model import Settings

# Extensions in which a list begins with its own number.
_KEEP_NUMBERS = (
    "sane_lists",
    "markdown.extensions.sane_lists",
    "pymdownx.fancylists",
    "mdx_truly_sane_lists",
)
# Extensions that read Markdown between the tags of HTML.
_READ_IN_HTML = ("md_in_html", "extra")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """What of the site's settings its articles go by.

    ``hosts`` are those a page may fetch from, the site's own among them; ``templates`` says that a plugin fills in
    ``{{ … }}`` and ``{% … %}`` in a text, ``brought_along`` that one puts what is fetched from elsewhere into the site.
    ``language`` is what articles are written in; ``addresses_are_links`` says that an extension makes a link of a bare
    address, ``lists_keep_numbers`` that one has lists begin with the number they are written with,
    ``markdown_in_html`` that one reads Markdown within a tag that says ``markdown``, ``formulas`` that one knows TeX.
    """

    hosts: tuple[str, ...] = ()
    templates: bool = False
    brought_along: bool = False
    language: str = "en"
    addresses_are_links: bool = False
    lists_keep_numbers: bool = False
    markdown_in_html: bool = True
    formulas: bool = False


def text_settings(settings: Settings) -> TextSettings:
    """What of the settings the text of an article goes by."""
    own = urlsplit(settings.site_url).hostname or ""
    return TextSettings(
        hosts=(own, *settings.articles.embed_hosts),
        templates=settings.text_templates,
        brought_along=settings.brings_along,
        language=settings.language,
        addresses_are_links="pymdownx.magiclink" in settings.markdown.extensions,
        lists_keep_numbers=any(name in settings.markdown.extensions for name in _KEEP_NUMBERS),
        markdown_in_html=any(name.endswith(_READ_IN_HTML) for name in settings.markdown.extensions),
        formulas="pymdownx.arithmatex" in settings.markdown.extensions,
    )


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


class TextRules:
    """All the rules of some sets, ready to be tried on many texts.

    Most rules look for what few texts have: one none of whose signs is in a text is not even called.
    """

    def __init__(self, *sets: RuleSet[[ArticleText]]) -> None:
        self.sets = sets
        self._rules = [rule for rules in sets for rule in rules.rules]
        self._signs = frozenset(sign for rule in self._rules for sign in rule.signs)

    def problems(self, path: str, article: ArticleText) -> Iterator[Problem]:
        """Everything that any of them finds wrong with the text of the file ``path``."""
        there = article.text.those_of(self._signs)
        for rule in self._rules:
            if rule.signs and rule.signs.isdisjoint(there):
                continue
            for finding in rule.check(article):
                yield rule.problem(finding, path)
