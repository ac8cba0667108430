"""How an address of the web begins, and what people write in the place of that."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_BEGINS = re.compile(
    r"(?P<scheme>[a-z]{3,7})(?P<behind>[:;]/{0,3}|//)(?P<rest>(?>[\w-]++(?:\.[\w-]++)+)(?:[/?#:].*)?)", re.I
)
# A number to call is written without blanks; parts of it may stand apart by hyphens.
_CALL = re.compile(r"(?P<scheme>tel|sms|mailto):(?=.*\s)(?P<rest>.+)", re.IGNORECASE)
_TWICE = re.compile(r"https?://(?=https?[:;]?/)", re.IGNORECASE)
_ALIKE = 0.7
_IN_QUOTES = re.compile(r"[“”„«»‘’‚]\s*(?P<rest>(?:https?://|mailto:)[^\s“”„«»‘’‚]+)\s*[“”„«»‘’‚]")
# Quotation marks that a program made curly make no title of what stands between them.
_TITLE = re.compile(r"(?P<rest>https?://\S+)\s+[“„«‘](?P<title>[^“”„«»\"]+)[”“»’]")


def mended_scheme(target: str) -> str:
    """The address that was meant by one whose https:// is misspelled or stands there twice, or by one with blanks; else
    nothing."""
    if call := _CALL.fullmatch(target):
        return f"{call['scheme'].lower()}:{''.join(call['rest'].split())}"
    if quoted := _IN_QUOTES.fullmatch(target):
        return quoted["rest"]
    if title := _TITLE.fullmatch(target):
        return f'{title["rest"]} "{title["title"]}"'
    if " " in target and target.startswith(("https://", "http://")):
        return target.replace(" ", "%20")
    again = False
    while twice := _TWICE.match(target):
        target, again = target[twice.end() :], True
    found = _BEGINS.fullmatch(target)
    if found is None:
        return target if again else ""
    scheme = found["scheme"].lower()
    if scheme in ("http", "https"):
        right = target if again else ""
        return right if found["behind"] == "://" else f"https://{found['rest']}"
    near = scheme != "html" and SequenceMatcher(None, scheme, "https").ratio() >= _ALIKE
    return f"https://{found['rest']}" if near else ""
