"""What GitHub's Markdown adds to CommonMark's words: addresses that are links as they stand, and codes of emoji."""

from __future__ import annotations

import re

from pymdownx import gemoji_db  # type: ignore[import-untyped]

from knowledge_center.tools.importer.body.conversion_context import Step
from knowledge_center.tools.importer.code_spans import hide, visible_tags, without_code
from knowledge_center.tools.importer.html_tags import elements, html_blocks
from knowledge_center.tools.importer.import_notes import changed
from knowledge_center.tools.importer.markdown_spans import definitions, spans
from knowledge_center.tools.importer.source_text import Edit, SourceText

_ADDRESS = re.compile(
    r"(?<![\w\"'=/<(\[@:])https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#][^\s<>\"'`\\|\ufdd0*]*)?"
)
_EMOJI = re.compile(r"(?<![\w:/]):(?:\+1|-1|[a-z][a-z0-9_]+):(?![\w:/])")


def read_github_marks(source_text: SourceText) -> Step:
    """Write bare addresses as links, and emoji as the signs they are."""
    text = source_text.text
    if not _ADDRESS.search(text) and not _EMOJI.search(text):
        return source_text, []
    tags = visible_tags(text)
    away = [(tag.start, tag.end) for tag in tags] + html_blocks(text, tags)
    away += [(one.open.start, one.end) for one in elements(tags, ("a",))]
    away += [(one.start, one.end) for one in spans(text)] + [
        (one.start, one.end) for one in definitions(text)
    ]
    hidden = hide(without_code(text), away)
    edits, signs = [], dict[str, int]()
    for found in _ADDRESS.finditer(hidden):
        address = found[0].rstrip(".,:;!?_~")
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(".,:;!?_~")
        edits.append(Edit(found.start(), found.start() + len(address), f"<{address}>"))
    for found in _EMOJI.finditer(hidden):
        code = gemoji_db.aliases.get(found[0], found[0])
        points = gemoji_db.emoji.get(code, {}).get("unicode", "")
        if points:
            sign = "".join(chr(int(point, 16)) for point in points.split("-"))
            edits.append(Edit(found.start(), found.end(), sign))
            signs.setdefault(found[0], source_text.line(found.start()))
    said = f"{', '.join(signs)} became the signs these codes stand for."
    notes = [changed(said, next(iter(signs.values())))] if signs else []
    return source_text.edited(edits), notes
