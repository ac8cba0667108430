"""Reading one group of settings: every reader says what is wrong and goes on with a stand-in."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml

from knowledge_center.problems import Problem, did_you_mean, one_of

FILE = "mkdocs.yml"
# One of the words that a setting may be.
Option = TypeVar("Option", bound=str)
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value with a tag of the site generator's, such as ``!ENV``: not for us to read."""

    tag: str


class Section:
    """One group of keys; every reader says what is wrong and goes on with a stand-in."""

    def __init__(self, data: object, path: str, problems: list[Problem], *, silent: bool = False) -> None:
        self.path = path
        self.problems = problems
        self.seen: set[str] = set()
        # Of a group that is none, one thing is wrong and not every key in it.
        self.silent = silent
        if not isinstance(data, Mapping):
            fix = f"{path.rpartition('.')[2]}:\n  key: value"
            self._add(path, f"{described(data)} was found, but a group of keys is expected.", fix)
            self.silent = True
            data = {}
        self.data: Mapping[str, Any] = data

    def say(self, key: str, message: str, fix: str = "") -> None:
        self._add(f"{self.path}.{key}" if self.path else key, message, fix)

    def expected(self, key: str, found: object, expected: str, fix: str) -> None:
        """Say that a value ``found`` is none of those that are ``expected`` (with its verb: ``text is``)."""
        self.say(key, f"{described(found)} was found, but {expected} expected.", fix)

    def _add(self, where: str, message: str, fix: str) -> None:
        if not self.silent:
            self.problems.append(Problem(path=FILE, message=f"{where}: {message}", fix=fix))

    def _take(self, key: str) -> object:
        self.seen.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if value in (None, "") and default is not None:
            return default
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        self.expected(key, value, "text is", f"{key}: …")
        return default or ""

    def matching(
        self, key: str, pattern: re.Pattern[str], expected: str, example: str, default: str | None = None
    ) -> str:
        """A text that the whole pattern matches; ``expected`` as in ``expected``."""
        value = self.text(key, default)
        if value and not pattern.fullmatch(value):
            self.expected(key, value, expected, f"{key}: {example}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(" ".join(item.split()) for item in value)
        if isinstance(value, list):
            value = next(item for item in value if not isinstance(item, str) or not item.strip())
            self.say(
                key,
                f"{described(value)} was found in the list, but text is expected.",
                f'{key}: ["one", "two"]',
            )
            return ()
        self.expected(key, value, "a list of texts is", f"{key}: [one, two]")
        return ()

    def url(self, key: str, default: str | None = None) -> str:
        value = self.text(key, default)
        if value and not is_http_url(value):
            fix = f"{key}: https://knowledge.example.com/"
            self.expected(key, value, "an address that begins with https:// is", fix)
        return value

    def site_path(self, key: str) -> str:
        """A file of the site, by its path below docs; empty where there is none."""
        value = self.text(key, "")
        if "://" in value or value.startswith("//"):
            self.expected(key, value, "the path of a file below docs is", f"{key}: assets/{key}.svg")
        return value

    def address(self, key: str, default: str | None = None) -> str:
        return self.matching(key, _MAIL_ADDRESS, "an e-mail address is", "knowledge@example.com", default)

    def number(self, key: str, default: int, *, at_least: int, at_most: int) -> int:
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and at_least <= value <= at_most:
            return value
        self.expected(key, value, f"a whole number from {at_least} to {at_most} is", f"{key}: {default}")
        return default

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.expected(key, value, "true or false is", f"{key}: true")
        return default

    def choice(self, key: str, options: tuple[Option, ...], default: Option | None = None) -> Option:
        value = self._take(key)
        if value is None and default is not None:
            return default
        for option in options:
            if value == option:
                return option
        meant = did_you_mean(value, options) if isinstance(value, str) else ""
        self.expected(key, value, f"{one_of(options)} is", f"{key}: {meant or options[0]}")
        return options[0]

    def day(self, key: str, every: str) -> int:
        value = self._take(key)
        if every == "month":
            if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 28:
                return value
            self.expected(key, value, "a day from 1 to 28 is", "day: 1")
            return 1
        if isinstance(value, str) and value.casefold() in WEEKDAYS:
            return WEEKDAYS.index(value.casefold())
        self.expected(key, value, "a day of the week is", "day: monday")
        return 0

    def wall_time(self, key: str) -> time:
        value = self._take(key)
        if isinstance(value, str) and re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
            hour, minute = value.split(":")
            return time(int(hour), int(minute))
        fix = f'{key}: "08:00"'
        # YAML 1.1 reads 9:30 without quotes as a number in base sixty; 930 could be that or half past nine.
        if isinstance(value, int) and not isinstance(value, bool) and 60 <= value < 24 * 60:
            fix = f'{key}: "{value // 60:02}:{value % 60:02}"'
        self.expected(key, value, "a time of the day in quotes is", fix)
        return time(8)

    def zone(self, key: str) -> ZoneInfo:
        name = self.text(key)
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            if name:
                self.expected(key, name, "the name of a time zone is", f"{key}: America/Detroit")
            return ZoneInfo("UTC")

    def section(self, key: str) -> Section:
        value = self._take(key)
        value = {} if value is None else value
        return Section(value, f"{self.path}.{key}", self.problems, silent=self.silent)

    def sections(self, key: str) -> list[Section]:
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.expected(key, value, "a list is", f"{key}: []")
            return []
        return [Section(item, f"{self.path}.{key}[{n}]", self.problems) for n, item in enumerate(value, 1)]

    def nothing_else(self) -> None:
        for key in self.data:
            if key in self.seen:
                continue
            meant = did_you_mean(str(key), self.seen)
            fix = (
                _renamed(key, meant, self.data[key])
                if meant
                else f"Known here: {', '.join(sorted(self.seen))}"
            )
            self.say(str(key), "This key is not known.", fix)


def _renamed(key: object, meant: str, value: object) -> str:
    """The line of a misspelled key with the value that stands behind it; one with more lines keeps those."""
    if isinstance(value, (str, int, float)):
        line = yaml.safe_dump({meant: value}, allow_unicode=True, width=math.inf).rstrip("\n")
        if "\n" not in line:
            return line
    return f"Write {meant}: instead of {key}:"


def is_http_url(value: str) -> bool:
    """Whether ``value`` is an absolute http or https address with a host."""
    if re.search(r"[\s<>\"\\^`{}|\x00-\x1f\x7f]", value):
        return False
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and port != 0
    return known and re.fullmatch(r"[\w-]+(\.[\w-]+)*\.?|[0-9a-f:.]+", host) is not None


def described(value: object) -> str:
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, Mapping):
        return "A group of keys"
    if isinstance(value, list):
        return "A list"
    if isinstance(value, Opaque):
        return f"The tag {value.tag.replace('tag:yaml.org,2002:', '!!')}"
    return f"“{value}”"
