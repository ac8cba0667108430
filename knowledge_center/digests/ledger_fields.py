"""One group of fields of a ledger file, read with a message for everything that is not as expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from knowledge_center.digests.schedule import wall_moment
from knowledge_center.front_matter.parser import Field
from knowledge_center.problems import Problem, did_you_mean

_BOUNDARY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d(:\d\d)?)", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Group:
    """Every reader collects what is wrong in ``problems`` and goes on with a stand-in."""

    def __init__(
        self, value: Field, *, display_path: str, problems: list[Problem], known: Sequence[str], fix: str = ""
    ) -> None:
        self.display_path = display_path
        self.line = value.line
        self.problems = problems
        self.fields: dict[str, Field] = {}
        if isinstance(value.value, dict):
            self.fields = value.value
        else:
            self._say(value.line, f"{value.in_words} was found, but a group of fields is expected.", fix)
        for name, field in self.fields.items():
            if name not in known:
                meant = did_you_mean(name, [other for other in known if other not in self.fields])
                hint = f"{meant}: …" if meant else f"Delete the line, or use one of: {', '.join(known)}."
                self._say(field.line, f"The field “{name}” is not known here.", hint)

    def say(self, name: str, expected: str, fix: str) -> None:
        """What was found under ``name`` is not what is expected."""
        field = self.fields.get(name)
        if field is None:
            self._say(self.line, f"The field “{name}” is missing; {expected} is expected.", fix)
        else:
            self._say(field.line, f"{field.in_words} was found in “{name}”, but {expected} is expected.", fix)

    def _say(self, line: int, message: str, fix: str) -> None:
        message = message[:1].upper() + message[1:]
        self.problems.append(Problem(path=self.display_path, line=line, message=message, fix=fix))

    def text(self, name: str, *, example: str) -> str:
        """Text with at least one visible character."""
        text = self._text(name)
        if text is None or not text.strip():
            self.say(name, "text", f"{name}: {example}")
            return ""
        return text

    def text_or_nothing(self, name: str, *, example: str, required: bool = False) -> str:
        """Text that may be empty; ``required`` asks for the field itself."""
        text = self._text(name)
        field = self.fields.get(name)
        if text is None and (required if field is None else field.value is not None):
            self.say(name, "text", f"{name}: {example}")
        return text or ""

    def _text(self, name: str) -> str | None:
        field = self.fields.get(name)
        return field.text if field else None

    def site_path(self, name: str, *, example: str) -> str:
        """A place on the site: relative to its address, without scheme, dots or blanks."""
        text = self.text(name, example=example)
        if text and (text.startswith("/") or re.search(r"[\s:\\?#]|//|(^|/)\.\.?(/|$)", text)):
            self.say(name, "an address below the site's own, without a slash in front,", f"{name}: {example}")
        return text

    def boundary(self, name: str, zone: ZoneInfo) -> datetime:
        """A wall-clock minute of the site, as an aware datetime in ``zone``."""
        text = self._text(name) or ""
        try:
            if _BOUNDARY.fullmatch(text):
                moment = datetime.fromisoformat(text)
                # Also where the clock jumps over it: a close would have written what the clock showed.
                return wall_moment(moment.date(), moment.time(), zone)
        except ValueError:
            pass
        self.say(name, "a day and a time of the site's clock", f"{name}: 2026-11-16 08:00")
        return _EPOCH

    def moment(self, name: str) -> datetime:
        """A moment with its offset, as written."""
        text = self._text(name) or ""
        try:
            if _MOMENT.fullmatch(text):
                return datetime.fromisoformat(text)
        except ValueError:
            pass
        self.say(name, "a date and time with its offset", f"{name}: 2026-11-16T08:00:00-05:00")
        return _EPOCH

    def texts(self, name: str, *, example: str, required: bool = True) -> tuple[str, ...]:
        """A list of texts, which may be empty."""
        field = self.fields.get(name)
        if field is None and not required:
            return ()
        if field is not None and isinstance(field.value, list):
            found = [item.text for item in field.value]
            texts = tuple(text for text in found if text is not None and text.strip())
            if len(texts) == len(found):
                return texts
        self.say(name, "a list of texts", f"{name}: [{example}]")
        return ()

    def line_of(self, name: str) -> int:
        """The line of a field, 0 where it is missing."""
        field = self.fields.get(name)
        return field.line if field else 0

    def lines(self, name: str) -> tuple[int, ...]:
        """The line of each item of a list."""
        field = self.fields.get(name)
        return tuple(item.line for item in field.value) if field and isinstance(field.value, list) else ()

    def number(self, name: str) -> int:
        """A whole number from 0 up."""
        text = self._text(name) or ""
        if re.fullmatch(r"\d{1,6}", text, re.ASCII):
            return int(text)
        self.say(name, "a whole number", f"{name}: 1200")
        return 0
