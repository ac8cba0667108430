"""How an address of the web begins, and what people write in the place of that."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_BEGINS = re.compile(
    r"(?P<scheme>[a-z]{3,7})(?P<behind>[:;]/{0,3}|//)(?P<rest>[\w-]+(?:\.[\w-]+)+(?:[/?#:].*)?)", re.I
)
_TWICE = re.compile(r"https?://(?=https?[:;]?/)", re.IGNORECASE)
_ALIKE = 0.7


def mended_scheme(target: str) -> str:
    """The address that was meant by one whose https:// is misspelled or stands there twice; else nothing."""
    twice = _TWICE.match(target)
    if twice:
        rest = target[twice.end() :]
        return mended_scheme(rest) or rest
    found = _BEGINS.fullmatch(target)
    if found is None:
        return ""
    scheme = found["scheme"].lower()
    if scheme in ("http", "https"):
        return "" if found["behind"] == "://" else f"https://{found['rest']}"
    near = scheme != "html" and SequenceMatcher(None, scheme, "https").ratio() >= _ALIKE
    return f"https://{found['rest']}" if near else ""
