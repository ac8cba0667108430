"""One article's fields as they are read one by one: their values by kind, and what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.articles.rules.suggested_fixes import flow_text
from knowledge_center.front_matter.parser import Field
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Edit, did_you_mean, one_of
from knowledge_center.rules import Finding

KNOWN = ARTICLE.names
UNKNOWN = "unknown"
# What stood in a fix of earlier versions, or stands in place of words in one of today.
SAMPLES = re.compile(
    r"(?:A headline that says what the reader gets|Your title|(?:What|Describe what) the picture shows.*|…|\.\.\."
    r"|One sentence of 50 to 160 characters.*)\.?",
    re.IGNORECASE,
)
YES = ("true", "yes", "on", "y", "1")
NO = ("false", "no", "off", "n", "0", "never")
# The last but two turn the direction of what stands behind them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]")


class FieldReader:
    """The fields that were ``found`` in a file, on the clock of ``zone``, and the ``findings`` about each so far.

    ``meant`` are the names of fields that are there, but under a misspelled one.
    """

    def __init__(self, found: Mapping[str, Field], zone: ZoneInfo) -> None:
        self.found = found
        self.zone = zone
        self.findings: dict[str, list[Finding]] = {}
        self.meant: set[str] = set()

    def say(
        self,
        name: str,
        message: str,
        fix: str = "",
        line: int = 0,
        *,
        edits: tuple[Edit, ...] = (),
        safe: bool = False,
    ) -> None:
        item = self.found.get(name)
        finding = Finding(
            line=line or (item.line if item else 1), message=message, fix=fix, edits=edits, safe=safe
        )
        self.findings.setdefault(name if name in KNOWN else UNKNOWN, []).append(finding)

    def offer(self, name: str, message: str, line: str, *, safe: bool = False) -> None:
        """Say what is wrong with a field, whose fix is another line in its place, or above the other fields."""
        item = self.found.get(name)
        comment = f" {item.comment}" if item and item.comment and "#" not in line else ""
        edit = Edit(item.line, max(item.line, item.last), (line + comment,)) if item else Edit(2, 1, (line,))
        self.say(name, message, line, edits=(edit,), safe=safe)

    def drop(self, name: str, message: str, fix: str) -> None:
        """Say what is wrong with a field, whose fix is to do without it."""
        item = self.found[name]
        self.say(name, message, fix, edits=(Edit(item.line, max(item.line, item.last)),))

    def text(self, name: str, required: str = "") -> str:
        item = self.found.get(name)
        if item is not None and item.text is not None and item.text.strip():
            value = " ".join(item.text.split())
            if _CONTROL.search(value):
                message = f"The field “{name}” holds an invisible control character."
                self.offer(name, message, f"{name}: {double_quoted(_CONTROL.sub('', value))}", safe=True)
                return ""
            return value
        if item is not None and isinstance(item.value, (list, dict)):
            message = f"The field “{name}” holds {item.in_words}, but one line of text is expected."
            typed = flow_text(item)
            if name not in ("title", "description", "image_alt"):
                # Nobody's file, identifier or word is called [so].
                typed = typed[1:-1]
            if typed:
                self.offer(name, message, f"{name}: {double_quoted(typed)}")
            else:
                self.say(name, message, required or f"Write one line that begins with {name}: and its text.")
        elif required and name not in self.meant:
            empty = "is empty" if item is not None else "is missing"
            self.say(name, f"The field “{name}” {empty}.", required)
        return ""

    def prose(self, name: str, required: str = "") -> str:
        """A text for readers; what stands behind a # is no comment there, but the rest of the sentence."""
        item = self.found.get(name)
        if item is None or not item.comment or not re.match(r"#\S", item.comment):
            return self.text(name, required)
        message = f"The text of “{name}” ends before {item.comment.split()[0]}: what follows a # is not read."
        whole = f"{item.text or ''} {item.comment}".strip()
        self.offer(name, message, f"{name}: {double_quoted(whole)}", safe=True)
        return item.text or ""

    def own_words(self, name: str, text: str, fix: str) -> str:
        """The text, unless it is the sample of what to write there."""
        if text and SAMPLES.fullmatch(text):
            self.say(name, f"The field “{name}” still holds a sample: “{text}”.", fix)
            return ""
        return text

    def flag(self, name: str) -> bool:
        item = self.found.get(name)
        if item is None or item.value is None:
            return False
        if item.text in ("true", "false") and not item.quoted:
            return item.text == "true"
        # Whoever wrote something into "draft" did not mean to publish, unless it means no.
        text = (item.text or "").strip().casefold()
        meant_draft = text not in NO
        without = " without quotes" if item.quoted else ""
        message = f"The field “{name}” says {item.in_words}, but true or false{without} is expected."
        self.offer(name, message, f"{name}: {str(meant_draft).lower()}", safe=text in (*YES, *NO))
        return meant_draft

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        text = self.text(name)
        if not text or text in options:
            return text
        meant = did_you_mean(text, options) or options[0]
        message = f"The field “{name}” says “{text}”, but {one_of(options)} is expected."
        self.offer(name, message, f"{name}: {meant}", safe=text.casefold() == meant)
        return ""
