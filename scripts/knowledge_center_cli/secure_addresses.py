"""Addresses with http:// in an article's text that have moved to https:// for good, as ``check --links`` was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from knowledge_center.front_matter.parser import parse
from knowledge_center.markdown_text.parsed_text import MarkdownText, parse_text
from knowledge_center.problems import Edit, Problem, Unusable
from knowledge_center.site_addresses.link_answers import LinkAnswer, known_https


def moved_to_https(path: str, text: str, answers: Mapping[str, LinkAnswer]) -> Iterator[Problem]:
    """For each line of an article, as it is in its file, the same with its addresses as they are now."""
    if "http://" not in text:
        return
    try:
        document = parse(text, path)
    except Unusable:
        return
    parsed = parse_text(document.body, document.body_line)
    lines: dict[int, str] = {}
    for line, address in _addresses(parsed):
        secure = known_https(address, answers)
        if secure:
            before = lines.get(line, parsed.lines[line - parsed.first_line])
            lines[line] = _replaced(before, address, secure)
    for line, mended in lines.items():
        if mended != parsed.lines[line - parsed.first_line]:
            yield Problem(
                path=path,
                line=line,
                message="An address on this line has moved to https:// for good.",
                fix=mended.strip(),
                advice=True,
                edits=(Edit(line, line, (mended,)),),
                safe=True,
            )


def _addresses(text: MarkdownText) -> Iterable[tuple[int, str]]:
    for inline in text.of("link", "picture", "autolink", "bare"):
        # One whose target is defined for elsewhere, or stands on a later line, is mended there or by hand.
        if inline.target.startswith("http://") and not inline.label:
            yield inline.line, inline.target
    for block in text.blocks:
        if block.kind == "reference" and block.target.startswith("http://"):
            yield block.line(block.text.index(block.target)), block.target


def _replaced(line: str, address: str, secure: str) -> str:
    """The line with that address, and no longer one that begins like it, written anew."""
    parts = line.split(address)
    made = parts[0]
    for part in parts[1:]:
        ends = not part or part[0] in " \t)>\"'.,;:!?]|*_"
        made += (secure if ends else address) + part
    return made
