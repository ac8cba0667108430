"""Pictures in the text: those that were found lie beside the article, all others leave a link or nothing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property

from knowledge_center.tools.importer.body.conversion_context import ConversionContext, Step
from knowledge_center.tools.importer.body.html_wrappers import HtmlWrappers
from knowledge_center.tools.importer.body.raw_html import as_target, escape_text
from knowledge_center.tools.importer.body.template_marks import UNKNOWN_TARGET
from knowledge_center.tools.importer.code_spans import visible_tags
from knowledge_center.tools.importer.html_tags import (
    Part,
    Tag,
    elements,
    escape_value,
    inside,
    write_tag,
)
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out, one_line
from knowledge_center.tools.importer.indented_code import Span as TextSpan
from knowledge_center.tools.importer.link_targets import resolve
from knowledge_center.tools.importer.markdown_spans import Span, spans
from knowledge_center.tools.importer.old_addresses import path_on_site
from knowledge_center.tools.importer.source_text import Edit, SourceText, removal
from knowledge_center.tools.importer.stripped_text import plain_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What becomes of a picture: a ``file`` beside the article, a link to ``address``, its words, or nothing."""

    file: str = ""
    address: str = ""
    alt: str = ""


def rewrite_pictures(source_text: SourceText, context: ConversionContext) -> Step:
    """Point each picture to its file beside the article; leave out what is missing or not described."""
    return _PictureRewriter(source_text, context).run()


class _PictureRewriter:
    def __init__(self, source_text: SourceText, context: ConversionContext) -> None:
        self.source_text = source_text
        self.text = source_text.text
        self.context = context
        self.tags = visible_tags(self.text)
        self.spans = spans(self.text)
        self.figures = elements(self.tags, ("figure",))
        self.wrappers = HtmlWrappers(self.text, self.tags)
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

    @cached_property
    def anchors(self) -> list[TextSpan]:
        """The words of the links that stay."""
        return [
            (anchor.open.end, anchor.end)
            for anchor in elements(self.tags, ("a",))
            if anchor.close is not None and self._leads(anchor.open.get("href") or "")
        ] + [
            (span.text_start, span.text_end)
            for span in self.spans
            if not span.image and self._leads(span.target)
        ]

    def _leads(self, target: str) -> bool:
        """Whether a link stays one; often it only leads to the picture in it, which is lost as well."""
        context = self.context
        resolved = resolve(target, origin=context.entry, link_index=context.link_index, site=context.site)
        return UNKNOWN_TARGET not in target and not resolved.why

    def _in_picture(self, tag: Tag) -> bool:
        pictures = elements(self.tags, ("picture",))
        return any(one.open.start <= tag.start < one.end for one in pictures)

    def _markdown(self, span: Span) -> None:
        alt = html.unescape(re.sub(r"\\([\\\[\]`*_])", r"\1", self.text[span.text_start : span.text_end]))
        outcome = self._settle(span.target, alt, span.title, span.start)
        raw = self.wrappers.is_raw(span.start)
        if not outcome.file:
            self._stand_in(outcome, span.start, span.end, raw=raw)
        elif raw:
            replacement = write_tag("img", (("src", outcome.file), ("alt", outcome.alt)))
            self.edits.append(Edit(span.start, span.end, replacement))
        else:
            title = f' "{span.title}"' if span.title and '"' not in span.title else ""
            replacement = f"![{escape_text(outcome.alt)}]({as_target(outcome.file)}{title}){span.tail}"
            self.edits.append(Edit(self.wrappers.start(span.start), span.end, replacement))
            self.edits.extend(self.wrappers.opened(span.start))

    def _html(self, tag: Tag) -> None:
        source = tag.get("src") or ""
        if not source or source.startswith("data:"):
            source = tag.get("data-src") or source
        # Quotation marks in a description end it; where it stands last, all up to the end was meant.
        whole = re.search(r"\salt=\"([^=]*)\"\s*/?>$", self.text[tag.start : tag.end])
        alt = whole[1] if whole else tag.get("alt") or ""
        outcome = self._settle(source, html.unescape(alt), tag.get("title") or "", tag.start)
        raw = self.wrappers.is_raw(tag.start)
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
            replacement = f"![{escape_text(outcome.alt)}]({as_target(outcome.file)}){size}"
            self.edits.append(Edit(self.wrappers.start(tag.start), tag.end, replacement))
            self.edits.extend(self.wrappers.opened(tag.start))

    def _stand_in(self, outcome: _Outcome, start: int, end: int, *, raw: bool) -> None:
        if outcome.address and raw:
            replacement = f'<a href="{escape_value(outcome.address)}">{escape_value(outcome.alt)}</a>'
        elif outcome.address:
            replacement = f"[{escape_text(outcome.alt)}]({as_target(outcome.address)})"
        elif outcome.alt:
            replacement = escape_value(outcome.alt) if raw else escape_text(outcome.alt)
        else:
            self.edits.append(removal(self.text, start, end))
            return
        self.edits.append(Edit(start, end, _apart(self.text, start, end, replacement)))

    def _settle(self, source: str, alt: str, title: str, at: int) -> _Outcome:
        """Decide about one picture: what its source, its alt text and its title say, and where it stands."""
        source, alt, title = source.strip(), " ".join(alt.split()), " ".join(title.split())
        if not source or UNKNOWN_TARGET in source:
            return self._left_out("a picture without an address was left out.", at)
        if source.startswith("data:"):
            return self._left_out("a picture written into the text itself was left out.", at)
        # As it is written, but for the host: a relative address means the folder of the source file.
        picture = self.context.assets.find(re.sub(r"^(https?:)?//[^/]*", "", source))
        if isinstance(picture, str):
            return self._missing(source, alt, picture, at)
        if not alt:
            alt = title or self._caption(at)
            short = one_line(source)
            if not alt:
                return self._left_out(
                    f"the picture {short} has no description (alt text) and was left out.", at
                )
            message = (
                f"the picture {short} has no description; its caption “{one_line(alt)}” stands in for it."
            )
            self.notes.append(changed(message, self.source_text.line(at)))
        return _Outcome(file=self.context.assets.add(picture), alt=alt)

    def _missing(self, source: str, alt: str, why: str, at: int) -> _Outcome:
        """What stands for a picture whose file was not found, which ``why`` says as half a sentence."""
        site, short = self.context.site, one_line(source)
        if alt and inside(self.anchors, at):
            message = f"the picture {short} {why}; its description stands in the link."
            return self._left_out(message, at, _Outcome(alt=alt))
        absolute = re.match(r"(https?:)?//", source)
        if alt and (path_on_site(source, site) is None or (absolute and not site.known)):
            address = f"https:{source}" if source.startswith("//") else source
            message = f"the picture {short} is on another site; a link to it stands in its place."
            return self._left_out(message, at, _Outcome(address=address, alt=alt))
        described = f" (“{one_line(alt)}”)" if alt else ""
        return self._left_out(f"the picture {short}{described} {why} and was left out.", at)

    def _left_out(self, message: str, at: int, outcome: _Outcome | None = None) -> _Outcome:
        self.notes.append(left_out(message, self.source_text.line(at)))
        return outcome or _Outcome()

    def _caption(self, at: int) -> str:
        """The words of the caption in the figure around a picture."""
        for figure in self.figures:
            if figure.open.start <= at < figure.end:
                for caption in elements(self.tags, ("figcaption",)):
                    if figure.open.start <= caption.open.start < figure.end and caption.close is not None:
                        return plain_text(self.text[caption.open.end : caption.close.start])
        return ""


def _apart(text: str, start: int, end: int, words: str) -> str:
    """Words in the place of a picture, with a space where the picture stood close to another word."""
    before = " " if re.search(r"[^\W_]|[.,;:!?)\]]", text[max(start - 1, 0) : start]) else ""
    after = " " if re.match(r"[^\W_]|[(\[]", text[end : end + 1]) else ""
    return f"{before}{words}{after}"
