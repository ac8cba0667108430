"""Pictures in the text: those at hand lie beside the article, all others leave a link or nothing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from knowledge_center.tools.importer.body.conversion_context import ConversionContext, Step
from knowledge_center.tools.importer.body.raw_html import as_target, escape_text
from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET
from knowledge_center.tools.importer.code_spans import Span as Stretch
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.html_tags import (
    Element,
    Part,
    Tag,
    elements,
    escape_value,
    html_blocks,
    inside,
    write_tag,
)
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, shorten
from knowledge_center.tools.importer.link_targets import settle
from knowledge_center.tools.importer.markdown_spans import Span, spans
from knowledge_center.tools.importer.old_addresses import plain_path
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal
from knowledge_center.tools.importer.stripped_text import plain_text

# Blocks around pictures, and what they may hold for Markdown to be read inside them. A picture that Markdown
# shows is known to the checks and published; one in raw HTML is not.
_WRAPPERS = ("figure", "div", "p", "center", "section", "aside")
_INLINE = frozenset((
    "figcaption", "img", "a", "br", "em", "strong", "b", "i", "span", "small", "cite", "code", "sup",
    "sub", "u", "mark", "abbr",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """A picture's fate: a ``file`` beside the article, a link to ``address``, its words, or nothing."""

    file: str = ""
    address: str = ""
    alt: str = ""


def place(source_text: SourceText, context: ConversionContext) -> Step:
    """Point each picture to its file beside the article; leave out what is missing or not described."""
    return _PictureRewriter(source_text, context).run()


class _PictureRewriter:
    def __init__(self, source_text: SourceText, context: ConversionContext) -> None:
        self.source_text = source_text
        self.text = source_text.text
        self.context = context
        self.tags = visible_tags(self.text)
        self.spans = spans(self.text)
        self.anchors: list[Stretch] = [
            (anchor.open.end, anchor.end)
            for anchor in elements(self.tags, ("a",))
            if anchor.close is not None and self._leads(anchor.open.get("href") or "")
        ] + [
            (span.text_start, span.text_end)
            for span in self.spans
            if not span.image and self._leads(span.target)
        ]
        self.figures = elements(self.tags, ("figure",))
        wrappers = elements(self.tags, _WRAPPERS)
        self.blocks = html_blocks(self.text, self.tags)
        self.in_markdown = [wrapper for wrapper in wrappers if self._simple(wrapper)]
        self.edits: list[Edit] = []
        self.notes: list[ImportNote] = []

    def run(self) -> Step:
        for span in self.spans:
            if span.image:
                self._markdown(span)
        for tag in self.tags:
            if tag.part is Part.OPEN and tag.name == "img":
                self._html(tag)
            elif tag.name in ("picture", "source") and tag.part is not Part.COMMENT and self._in_picture(tag):
                # Other sizes of a picture that has one size here.
                self.edits.append(Edit(tag.start, tag.end))
        return self.source_text.edited(self.edits), self.notes

    def _leads(self, target: str) -> bool:
        """Whether a link stays one; often it only leads to the picture in it, which is lost as well."""
        context = self.context
        settled = settle(target, origin=context.entry, link_index=context.link_index, site=context.site)
        return UNKNOWN_TARGET not in target and not settled.why

    def _in_picture(self, tag: Tag) -> bool:
        pictures = elements(self.tags, ("picture",))
        return any(one.open.start <= tag.start < one.end for one in pictures)

    def _simple(self, wrapper: Element) -> bool:
        """Whether an element is a block of its own and holds nothing but pictures and words."""
        if wrapper.close is None or (wrapper.open.start, wrapper.end) not in self.blocks:
            return False
        held = [tag for tag in self.tags if wrapper.open.end <= tag.start < wrapper.close.start]
        first = self.text[self.text.rfind("\n", 0, wrapper.open.start) + 1 : wrapper.open.start]
        return not first.strip() and all(tag.name in _INLINE for tag in held if tag.part is not Part.COMMENT)

    def _markdown(self, span: Span) -> None:
        alt = html.unescape(re.sub(r"\\([\\\[\]`*_])", r"\1", self.text[span.text_start : span.text_end]))
        outcome = self._settle(span.target, alt, span.title, span.start)
        raw = inside(self.blocks, span.start) and self._wrapper(span.start) is None
        if not outcome.file:
            self._stand_in(outcome, span.start, span.end, raw=raw)
        elif raw:
            shown = write_tag("img", (("src", outcome.file), ("alt", outcome.alt)))
            self.edits.append(Edit(span.start, span.end, shown))
        else:
            title = f' "{span.title}"' if span.title and '"' not in span.title else ""
            shown = f"![{escape_text(outcome.alt)}]({as_target(outcome.file)}{title}){span.tail}"
            self.edits.append(Edit(self._margin(span.start), span.end, shown))
            self._open_wrapper(span.start)

    def _html(self, tag: Tag) -> None:
        source = tag.get("src") or ""
        if not source or source.startswith("data:"):
            source = tag.get("data-src") or source
        outcome = self._settle(source, tag.get("alt") or "", tag.get("title") or "", tag.start)
        raw = inside(self.blocks, tag.start) and self._wrapper(tag.start) is None
        if not outcome.file:
            self._stand_in(outcome, tag.start, tag.end, raw=raw)
        elif raw:
            kept = tuple(
                pair for pair in tag.attributes if pair[0] in ("title", "width", "height", "class", "id")
            )
            attributes = (("src", outcome.file), ("alt", outcome.alt), *kept)
            self.edits.append(Edit(tag.start, tag.end, write_tag("img", attributes)))
        else:
            width = tag.get("width") or ""
            size = f'{{ width="{width}" }}' if re.fullmatch(r"[1-9]\d{0,3}", width) else ""
            shown = f"![{escape_text(outcome.alt)}]({as_target(outcome.file)}){size}"
            self.edits.append(Edit(self._margin(tag.start), tag.end, shown))
            self._open_wrapper(tag.start)

    def _margin(self, at: int) -> int:
        """Where a picture begins; in a block of HTML with its margin, which Markdown might take for code."""
        line_start = self.text.rfind("\n", 0, at) + 1
        inner = self._wrapper(at) is not None and not self.text[line_start:at].strip()
        return line_start if inner else at

    def _wrapper(self, at: int) -> Element | None:
        """The block around a place, if Markdown can be read inside it."""
        return next((one for one in self.in_markdown if one.open.start <= at < one.end), None)

    def _open_wrapper(self, at: int) -> None:
        """Have Markdown read inside the block around a place."""
        wrapper = self._wrapper(at)
        if wrapper is not None:
            opening = write_tag(wrapper.open.name, (*wrapper.open.attributes, ("markdown", "span")))
            self.edits.append(Edit(wrapper.open.start, wrapper.open.end, opening))

    def _stand_in(self, outcome: _Outcome, start: int, end: int, *, raw: bool) -> None:
        if outcome.address and raw:
            shown = f'<a href="{escape_value(outcome.address)}">{escape_value(outcome.alt)}</a>'
        elif outcome.address:
            shown = f"[{escape_text(outcome.alt)}]({as_target(outcome.address)})"
        elif outcome.alt:
            shown = escape_value(outcome.alt) if raw else escape_text(outcome.alt)
        else:
            self.edits.append(removal(self.text, start, end))
            return
        self.edits.append(Edit(start, end, shown))

    def _settle(self, source: str, alt: str, title: str, at: int) -> _Outcome:
        line = self.source_text.line(at)
        alt = " ".join(alt.split())
        source = source.strip()
        if not source or UNKNOWN_TARGET in source:
            self.notes.append(left_out("a picture without an address was left out.", line))
            return _Outcome()
        shown = shorten(source)
        if source.startswith("data:"):
            self.notes.append(left_out("a picture written into the text itself was left out.", line))
            return _Outcome()
        path = plain_path(source, self.context.site)
        foreign = path is None or bool(re.match(r"(https?:)?//", source) and not self.context.site.known)
        # As it is written, but for the host: a relative address means the folder of the source file.
        picture = self.context.assets.look(re.sub(r"^(https?:)?//[^/]*", "", source))
        linked = inside(self.anchors, at)
        if isinstance(picture, str):
            why = picture
            if alt and linked:
                self.notes.append(
                    left_out(f"the picture {shown} {why}; its description stands in the link.", line)
                )
                return _Outcome(alt=alt)
            if alt and foreign:
                address = f"https:{source}" if source.startswith("//") else source
                message = f"the picture {shown} is on another site; a link to it stands in its place."
                self.notes.append(left_out(message, line))
                return _Outcome(address=address, alt=alt)
            self.notes.append(left_out(f"the picture {shown} {why} and was left out.", line))
            return _Outcome()
        if not alt:
            alt = " ".join(title.split()) or self._caption(at)
            if not alt:
                message = f"the picture {shown} has no description (alt text) and was left out."
                self.notes.append(left_out(message, line))
                return _Outcome()
            message = (
                f"the picture {shown} has no description; its caption “{shorten(alt)}” stands in for it."
            )
            self.notes.append(changed(message, line))
        return _Outcome(file=self.context.assets.take(picture), alt=alt)

    def _caption(self, at: int) -> str:
        """The words of the caption in the figure around a picture."""
        for figure in self.figures:
            if figure.open.start <= at < figure.end:
                for caption in elements(self.tags, ("figcaption",)):
                    if figure.open.start <= caption.open.start < figure.end and caption.close is not None:
                        return plain_text(self.text[caption.open.end : caption.close.start])
        return ""
