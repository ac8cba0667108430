"""Links in the text: to the articles that came along, to the old site, or unwrapped to their words."""

from __future__ import annotations

import re

from knowledge_center.tools.importer.body.conversion_context import ConversionContext, Step
from knowledge_center.tools.importer.body.raw_html import as_target
from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.html_tags import Element, elements, write_tag
from knowledge_center.tools.importer.import_notes import ImportNote, left_out, one_line
from knowledge_center.tools.importer.link_targets import Target, resolve
from knowledge_center.tools.importer.markdown_spans import Definition, Span, definitions, spans
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal


def rewrite_links(source_text: SourceText, context: ConversionContext) -> Step:
    """Give every link a target that is there, or take the link off and keep its words."""
    return _LinkRewriter(source_text, context).run()


class _LinkRewriter:
    def __init__(self, source_text: SourceText, context: ConversionContext) -> None:
        self.source_text = source_text
        self.text = source_text.text
        self.context = context
        self.edits: list[Edit] = []
        self.notes: list[ImportNote] = []

    def run(self) -> Step:
        for span in spans(self.text):
            if not span.image:
                self._markdown(span)
        for definition in definitions(self.text):
            self._definition(definition)
        for element in elements(visible_tags(self.text), ("a", "area")):
            if element.open.has("href"):
                self._html(element)
        return self.source_text.edited(self.edits), self.notes

    def _resolved(self, target: str) -> Target:
        if UNKNOWN_TARGET in target:
            return Target(why="leads to an article that is not among these")
        return resolve(
            target, origin=self.context.entry, link_index=self.context.link_index, site=self.context.site
        )

    def _note(self, target: str, why: str, at: int) -> None:
        link = f"the link to {one_line(target)}" if target and UNKNOWN_TARGET not in target else "a link"
        self.notes.append(left_out(f"{link} {why}; its words stay.", self.source_text.line(at)))

    def _drop_wordless(self, target: str, start: int, end: int) -> None:
        self.edits.append(removal(self.text, start, end))
        link = f"a link to {one_line(target)}" if target and UNKNOWN_TARGET not in target else "a link"
        self.notes.append(left_out(f"{link} without any words was left out.", self.source_text.line(start)))

    def _markdown(self, span: Span) -> None:
        if not self.text[span.text_start : span.text_end].strip():
            self._drop_wordless(span.target, span.start, span.end)
            return
        resolved = self._resolved(span.target)
        if resolved.why:
            self.edits.append(Edit(span.start, span.text_start))
            self.edits.append(Edit(span.text_end, span.end))
            self._note(span.target, resolved.why, span.start)
            return
        target = resolved.from_markdown(self.context.entry)
        # Python-Markdown takes code and escapes out of a text before it looks for labels, and finds none with them.
        # A title in brackets it takes for part of the address.
        in_brackets = span.title and self.text.startswith("))", span.end - len(span.tail) - 2)
        if (not span.label and (target != span.target or in_brackets)) or re.search(r"[`\\]", span.label):
            title = f' "{span.title}"' if span.title else ""
            replacement = f"]({as_target(target)}{title}){span.tail}"
            self.edits.append(Edit(span.text_end, span.end, replacement))

    def _definition(self, definition: Definition) -> None:
        resolved = self._resolved(definition.target)
        if resolved.why:
            # Each link that uses it has its note.
            self.edits.append(removal(self.text, definition.start, definition.end))
            return
        target = resolved.from_markdown(self.context.entry)
        if target != definition.target:
            self.edits.append(Edit(definition.target_start, definition.target_end, as_target(target)))

    def _html(self, element: Element) -> None:
        href = element.open.get("href") or ""
        inner = self.text[element.open.end : element.close.start] if element.close is not None else "x"
        named = element.open.has("id") or element.open.has("name")
        if not inner.strip() and not named and element.open.name == "a":
            self._drop_wordless(href, element.open.start, element.end)
            return
        resolved = self._resolved(href)
        others = tuple(pair for pair in element.open.attributes if pair[0] != "href")
        if resolved.why:
            if named:
                opening = write_tag(element.open.name, others)
                self.edits.append(Edit(element.open.start, element.open.end, opening))
            else:
                self.edits.append(removal(self.text, element.open.start, element.open.end))
                if element.close is not None:
                    self.edits.append(removal(self.text, element.close.start, element.close.end))
            self._note(href, resolved.why, element.open.start)
            return
        target = resolved.from_html()
        if target != href.strip():
            changed = tuple(
                (name, target if name == "href" else value) for name, value in element.open.attributes
            )
            self.edits.append(
                Edit(element.open.start, element.open.end, write_tag(element.open.name, changed))
            )
