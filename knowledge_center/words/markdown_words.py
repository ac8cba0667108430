"""The words that extensions of Markdown put into a text by themselves, in the site's language: an extension of our own.

Sources: Python-Markdown's admonition, footnotes and toc; the types of notes that Material knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import Treeprocessor

from knowledge_center.words.catalogues import Words, gettext_noop

NAME = __name__
_BACK = gettext_noop("Jump back to footnote %(num)s in the text")
_TITLE = "BACKLINK_TITLE"
_HERE = gettext_noop("Permanent link")
# The title of a note that has none is its type.
_NOTES = (
    gettext_noop("Abstract"),
    gettext_noop("Attention"),
    gettext_noop("Bug"),
    gettext_noop("Caution"),
    gettext_noop("Danger"),
    gettext_noop("Error"),
    gettext_noop("Example"),
    gettext_noop("Failure"),
    gettext_noop("Hint"),
    gettext_noop("Important"),
    gettext_noop("Info"),
    gettext_noop("Note"),
    gettext_noop("Question"),
    gettext_noop("Quote"),
    gettext_noop("Success"),
    gettext_noop("Summary"),
    gettext_noop("Tip"),
    gettext_noop("Warning"),
)


def markdown_words(words: Words) -> dict[str, str]:
    """The settings of the extension in that language, empty where it says what is said without it."""
    said = {text: words.template(text) for text in (_BACK, _HERE, *_NOTES)}
    return {text: other for text, other in said.items() if text != other}


def makeExtension(**said: str) -> Extension:
    """What Python-Markdown makes an extension with: ``said`` has the words for each English one."""
    return _MarkdownWords(said)


class _MarkdownWords(Extension):
    def __init__(self, said: Mapping[str, str]) -> None:
        super().__init__()
        self.said = said

    def extendMarkdown(self, md: Markdown) -> None:
        # What a site has set itself stays.
        for extension in md.registeredExtensions:
            if isinstance(extension, FootnoteExtension):
                title = str(extension.getConfig(_TITLE)).replace("{}", "%(num)s")
                extension.setConfig(_TITLE, self.said.get(title, title).replace("%(num)s", "{}"))
        for step in md.treeprocessors:
            if isinstance(step, TocTreeprocessor):
                step.permalink_title = self.said.get(step.permalink_title, step.permalink_title)
        # Before what stands within a line is looked at (20).
        md.treeprocessors.register(_Titles(self.said), "knowledge_center_words", 30)


class _Titles(Treeprocessor):
    def __init__(self, said: Mapping[str, str]) -> None:
        super().__init__()
        self.said = said

    def run(self, root: Element) -> None:
        for box in root.iter():
            if box.tag in ("div", "details") and len(box):
                text, kinds = box[0].text or "", (box.get("class") or "").split()
                box[0].text = self.said.get(text, text) if text.lower() in kinds else box[0].text
