"""What mail programs do with what our mails are made of, as caniemail.com tested it.

``mail_support.json`` holds those of its results that concern our mails. To take new ones over, or once a mail uses
something new (the data is a package for Node; nothing else here needs one):

    npm install --prefix /tmp/caniemail caniemail
    python -m tests.mail.mail_support /tmp/caniemail/node_modules/caniemail/data/caniemail.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import lxml.html

RECORD: Path = Path(__file__).with_name("mail_support.json")
PROGRAMS = ("apple-mail", "gmail", "outlook", "yahoo")

_SAME = {
    **{f"h{level}": "html-h1-h6" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd"), "html-lists"),
    **dict.fromkeys(("tr", "td", "th", "tbody", "thead"), "html-table"),
    **{f"border-{side}": "css-border" for side in ("top", "bottom", "left", "right")},
    **{f"padding-{side}": "css-padding" for side in ("bottom", "left", "right")},
    "s": "html-del", "meta": "html-meta-color-scheme",
}  # fmt: skip
# What every program has shown since mail had HTML, and what tells a single program something: nothing was tested there.
_NOT_TESTED = {
    "html", "head", "title", "a", "br", "em", "sup", "sub", "href", "src", "alt", "border", "bgcolor", "class", "style",
    "content", "charset", "name", "start", "scope", "colspan", "tabindex", "aria-roledescription", "xmlns:o", "xmlns:v",
    "data-css-inline", "color", "font-family", "font-style", "mso-hide", "-ms-text-size-adjust",
    "-webkit-text-size-adjust", "supported-color-schemes",
}  # fmt: skip


def used(html: str) -> set[str]:
    """The features that a mail uses, as caniemail.com names them, without what is in its style sheets.

    Raises KeyError for a feature of which nobody has said yet how it is called there.
    """
    record = set(json.loads(RECORD.read_text(encoding="utf-8"))["features"]) if RECORD.exists() else set()
    return {slug for slug in map(_slug, _names(html)) if slug and (not record or _known(slug, record))}


def _known(slug: str, record: set[str]) -> bool:
    if slug not in record:
        raise KeyError(slug)
    return True


def _names(html: str) -> set[tuple[str, str]]:
    found = {("html", "style")} if "<style" in html else set()
    for element in lxml.html.document_fromstring(
        re.sub(r"<style\b.*?</style>", "", html, flags=re.DOTALL)
    ).iter():
        if not isinstance(element.tag, str):
            continue
        found.add(("html", element.tag))
        found |= {("html", name) for name in element.attrib}
        for declaration in (element.get("style") or "").split(";"):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if name:
                found.add(("css", "display-none" if (name, value) == ("display", "none") else name))
    return found


def _slug(name: tuple[str, str]) -> str:
    kind, word = name
    if word in _NOT_TESTED and not (kind == "html" and word == "style"):
        return ""
    return _SAME.get(word, f"{kind}-{word}")


def record(data: dict[str, Any], features: set[str]) -> dict[str, Any]:
    """The latest result of each program for these features, with what is said about it."""
    by_slug = {feature["slug"]: feature for feature in data["data"]}
    return {
        "source": "https://www.caniemail.com/",
        "date": data["last_update_date"],
        "features": {slug: _results(by_slug[slug]) for slug in sorted(features)},
    }


def _results(feature: dict[str, Any]) -> dict[str, str]:
    """Program and platform: ``y``, ``n``, ``u`` (nobody knows) or what it does only in part."""
    found = {}
    notes = feature["notes_by_num"] or {}
    for program in PROGRAMS:
        for platform, versions in feature["stats"].get(program, {}).items():
            answer, *numbers = list(versions.values())[-1].split()
            said = " ".join(notes.get(number.strip("#"), "") for number in numbers)
            found[f"{program} {platform}"] = answer if answer in "yu" else f"{answer}: {said}".rstrip(": ")
    return found


if __name__ == "__main__":
    from tests.mail.test_mail_support import every_mail

    RECORD.unlink(missing_ok=True)
    features = set().union(*map(used, every_mail()))
    taken = record(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), features)
    RECORD.write_text(json.dumps(taken, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
