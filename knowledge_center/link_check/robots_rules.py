"""What a host's robots.txt lets a program ask for. Source: RFC 9309.

Python's own parser takes the first rule that fits where the longest counts, and knows no ``*`` and no ``$``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits
from urllib.parse import quote, urlsplit

_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_UNRESERVED = f"{ascii_letters}{digits}-._~"
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*(.*?)\s*(?:#.*)?")


class RobotsRules:
    """The rules of the file ``text`` for the program ``name``.

    ``delay`` are the seconds that the host wants between two questions. Without a group for the name those for ``*``
    count, and of several groups all rules.
    """

    def __init__(self, text: str, name: str) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        opened: list[str] = []
        was_agent = False
        for field, value in _lines(text):
            if field == "user-agent":
                agent = value.partition("/")[0].strip().lower()
                opened = [*opened, agent] if was_agent else [agent]
                groups.setdefault(agent, [])
            else:
                for agent in opened:
                    groups[agent].append((field, value))
            was_agent = field == "user-agent"
        ours = groups.get(name.lower(), groups.get("*", []))
        self._rules = [
            (len(value), field == "allow", _pattern(value))
            for field, value in ours
            if field in ("allow", "disallow") and value
        ]
        seconds = [
            float(value) for field, value in ours if field == "crawl-delay" and _SECONDS.fullmatch(value)
        ]
        self.delay = max(seconds, default=0.0)

    def allow(self, address: str) -> bool:
        """Whether the address may be asked for. The longest rule that fits says so; of two, the one that allows."""
        parts = urlsplit(address)
        path = _written(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
        if path == "/robots.txt":
            return True
        fitting = [(length, allows) for length, allows, pattern in self._rules if pattern.match(path)]
        return max(fitting, default=(0, True))[1]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        if found := _LINE.fullmatch(line):
            yield found[1].lower(), found[2]


def _pattern(path: str) -> re.Pattern[str]:
    """A rule's path: ``*`` stands for anything, ``$`` at its end for the end."""
    ends = path.endswith("$")
    parts = _written(path.removesuffix("$")).split("*")
    # No star is tried twice: what follows it is looked for once, from where the last was found.
    inner = "".join(f"(?>.*?{re.escape(part)})" for part in parts[1:-1])
    last = "" if len(parts) == 1 else f".*{re.escape(parts[-1])}" if ends else f".*?{re.escape(parts[-1])}"
    return re.compile(f"{re.escape(parts[0])}{inner}{last}{'$' if ends else ''}", re.DOTALL)


def _written(path: str) -> str:
    """A path in one way of writing: ``%7e`` and ``~`` are the same, ``%2F`` and ``/`` are not."""
    return _ESCAPE.sub(_plain, quote(path, safe=_ASCII))


def _plain(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign in _UNRESERVED else found[0].upper()
