"""Lines that say who wrote an article and when, as they stand below a title."""

from __future__ import annotations

import re
from datetime import UTC

from knowledge_center.tools.importer.import_notes import one_line
from knowledge_center.tools.importer.source_dates import read_moment

_LONGEST = 120
_PERSON = r"[^.,;:!?\d|·•]{3,60}(?:\.[^.,;:!?\d|·•]{1,40})?"
_BY = re.compile(
    rf"(?:(?:written|posted|published|words)\s+)?(?:by|von|par|por|di)\s*:?\s+({_PERSON})", re.IGNORECASE
)
_ON = re.compile(
    r"(?:first )?(?:posted|published|updated|last updated|date|on|am|le)(?: on)?\s*:?\s+(?P<day>.+)",
    re.IGNORECASE,
)
_READING = re.compile(r"\d+\s*(?:min(?:ute)?s?)(?: (?:read|to read))?|reading time.{0,20}", re.IGNORECASE)
_PARTS = re.compile(
    r"\s*[|·•—–]\s*|\s+-\s+|(?<=\d),?\s+(?=(?:by|von|par)\s)"
    r"|(?<!posted)(?<!published)(?<!updated)\s+(?=(?:on|am)\s+\w+\s+\d)",
    re.IGNORECASE,
)


def read_byline(line: str) -> dict[str, str] | None:
    """The fields ``author`` and ``date`` that a line names, maybe none of them; None if it is no such line."""
    line = one_line(line)
    if not line or len(line) > _LONGEST:
        return None
    found: dict[str, str] = {}
    for part in filter(None, _PARTS.split(line)):
        named, on = _BY.fullmatch(part), _ON.fullmatch(part)
        moment = read_moment(on["day"] if on is not None else part, UTC)
        if named is not None:
            found["author"] = named[1].strip()
        elif moment is not None:
            found.setdefault("date", str(moment))
        elif not _READING.fullmatch(part):
            return None
    return found
