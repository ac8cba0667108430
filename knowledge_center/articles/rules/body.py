"""Rules about the text of one article as it stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.articles.markdown_links import all_lines
from knowledge_center.front_matter.parser import Document
from knowledge_center.rules import Finding, RuleSet

# The file taken apart, and the article's title.
rule = RuleSet[[Document, str]]("articles.body")

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HEADING = re.compile(r"(?:\s{4,}|\s*>[\s>]*)?#(?!#)(?P<blank>\s*)(?P<text>.*?)[\s#]*")


@rule
def has_text(document: Document, title: str) -> Iterator[Finding]:
    """An article without a text is a promise that its page does not keep."""
    if not document.body.strip():
        yield Finding(
            line=document.body_line - 1,
            message="The article has no text below its fields.",
            fix="Write it, or set draft: true",
        )


@rule
def has_no_invisible_characters(document: Document, title: str) -> Iterator[Finding]:
    """Control characters come with text that was pasted; no feed and no parser takes them."""
    if not document.body.strip() or not _CONTROL.search(document.body):
        return
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if _CONTROL.search(line):
            yield Finding(
                line=number,
                message="This line holds an invisible control character.",
                fix=_CONTROL.sub("", line).strip() or "Delete the line.",
            )


@rule
def leaves_the_first_level_to_the_title(document: Document, title: str) -> Iterator[Finding]:
    """The title is the page's only heading of the first level: screen readers and search engines go by it."""
    if not _may_have_one(document.body):
        return
    message = "The text has a heading of the first level; that level belongs to the title."
    above = ["", ""]
    for number, line, html in all_lines(document.body, document.body_line):
        found = None if html else _HEADING.fullmatch(line)
        if html and re.match(r"\s*<h1\b", line, re.IGNORECASE):
            fix = "Write it as ## and the words of the heading."
            yield Finding(line=number, message=message, fix=fix)
        elif found:
            # The generator makes a heading of "#1" too, its author a number.
            fix = f"## {found['text']}" if found["blank"] or not found["text"] else f"\\{line.strip()}"
            fix = "Delete the line: the title says it already." if found["text"] == title else fix
            yield Finding(line=number, message=message, fix=fix)
        elif re.fullmatch(r"=+ *", line) and above[1].strip() and not above[0].strip():
            fix = f"Write it as one line: ## {above[1].strip()}"
            yield Finding(line=number - 1, message=message, fix=fix)
        above = [above[1], "" if html else line]


def _may_have_one(body: str) -> bool:
    """Whether a text may have a heading of the first level at all: most have not, and are read no further."""
    return "=" in body or "<h1" in body or "<H1" in body or "#" in re.findall("#+", body)
