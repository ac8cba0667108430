"""Defects to put into a good site, one at a time, each with the rule that has to find it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

Change = Callable[[bytes], bytes | None]


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One thing done to one file: what it is, which rule finds it (``feeds.`` before it), and what the message names.

    ``blamed`` is the file that the message names where it is not the changed one; ``at`` is a text in the
    changed file in whose line the problem is expected to be.
    """

    what: str
    rule: str
    path: str
    change: Change
    says: str
    blamed: str = ""
    at: str = ""


def swap(pattern: str, new: str) -> Change:
    """Replace the first match of a regular expression; a test whose pattern matches nothing fails."""

    def change(data: bytes) -> bytes:
        text, count = re.subn(
            pattern, lambda match: match.expand(new), data.decode(), count=1, flags=re.DOTALL
        )
        assert count == 1, f"nothing to change: {pattern}"
        return text.encode()

    return change


def swap_all(pattern: str, new: str) -> Change:
    """Replace every match of a regular expression."""

    def change(data: bytes) -> bytes:
        text, count = re.subn(pattern, lambda match: match.expand(new), data.decode(), flags=re.DOTALL)
        assert count, f"nothing to change: {pattern}"
        return text.encode()

    return change


def html(snippet: str) -> Change:
    """Put HTML into the first full text of an XML feed, in front of its list."""
    return swap("&lt;ul&gt;", escape(snippet, quote=False).replace("\\", r"\\") + "&lt;ul&gt;")


def member(edit: Callable[[Any], object]) -> Change:
    """Change the object of a JSON feed; ``edit`` works on it in place."""

    def change(data: bytes) -> bytes:
        root = json.loads(data)
        edit(root)
        return (json.dumps(root, ensure_ascii=False, indent=1) + "\n").encode()

    return change


def item(edit: Callable[[Any], object]) -> Change:
    """Change the first item of a JSON feed."""
    return member(lambda root: edit(root["items"][0]))


def gone(data: bytes) -> None:
    """Leave the file out."""
    return None
