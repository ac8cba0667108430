"""Rules about the HTML as a document: what it says of itself, its headings, what mail programs cannot bear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import shows
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.text import languages
from tests.mail.writing_rules.computed_styles import sheets

rule = RuleSet[[ParsedMessage]]("written.document")

_FORBIDDEN = {
    "script": "mail programs remove it, and filters take it for an attack",
    "iframe": "mail programs remove it",
    "object": "mail programs remove it",
    "embed": "mail programs remove it",
    "applet": "mail programs remove it",
    "form": "most mail programs remove it; link to a page with the form",
    "input": "most mail programs remove it; link to a page with the form",
    "button": "it sends forms; a link in a table cell looks the same",
    "select": "most mail programs remove it",
    "textarea": "most mail programs remove it",
    "link": "nothing is loaded into a mail; styles stand in it",
    "base": "links have to be whole without it",
    "svg": "most mail programs do not draw it; use a picture file",
    "math": "most mail programs do not draw it",
    "video": "few mail programs play it; link to it",
    "audio": "few mail programs play it; link to it",
    "canvas": "it needs script",
    "frameset": "mail programs remove it",
}
_LOADING = re.compile(r"@import|url\s*\(|expression\s*\(|behavior\s*:|-moz-binding", re.IGNORECASE)


@rule.advice
def doctype(message: ParsedMessage) -> Iterator[Finding]:
    """Without its doctype a document is drawn by the rules of the nineties.

    Source: HTML, 13.1.1
    """
    if not re.match(r"\s*<!doctype html\s*>", message.html, re.IGNORECASE):
        yield Finding(message="The HTML does not begin with its doctype.", fix="<!DOCTYPE html>")


@rule.advice
def language(message: ParsedMessage) -> Iterator[Finding]:
    """The document says its language, so that it is read out and hyphenated as such.

    Source: WCAG 2.2, 3.1.1
    """
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", message.tree.get("lang") or ""):
        found = quoted(message.tree.get("lang") or "")
        yield Finding(
            message=f"The language of the HTML is {found}; a tag is expected.", fix='<html lang="en">'
        )


@rule.advice
def direction(message: ParsedMessage) -> Iterator[Finding]:
    """The document says from which side it is read, as its language is.

    Source: HTML, 3.2.6.4
    """
    value = (message.tree.get("dir") or "").lower()
    tongue = message.tree.get("lang") or ""
    if value not in ("ltr", "rtl"):
        yield Finding(message=f"The direction of the HTML is {quoted(value)}; ltr or rtl is expected.")
    elif value != languages.direction(tongue):
        yield Finding(
            message=f"The HTML is laid out {value}, but its language {quoted(tongue)} is not read so."
        )


@rule.advice
def title(message: ParsedMessage) -> Iterator[Finding]:
    """The document has one title: the tab and the screen reader say it.

    Source: WCAG 2.2, 2.4.2
    """
    titles = [" ".join(found.text_content().split()) for found in message.tree.iterfind("head/title")]
    if len(titles) != 1 or not titles[0]:
        yield Finding(message="The HTML has no title of its own, or more than one.", fix="<title>…</title>")


@rule.advice
def charset(message: ParsedMessage) -> Iterator[Finding]:
    """The document says that it is UTF-8, for whoever saves it as a file.

    Source: HTML, 4.2.5.4
    """
    charsets = [
        meta.get("charset", "").lower() for meta in message.tree.iter("meta") if "charset" in meta.attrib
    ]
    if charsets != ["utf-8"]:
        yield Finding(message="The HTML does not say its charset once.", fix='<meta charset="utf-8">')


@rule.advice
def first_heading(message: ParsedMessage) -> Iterator[Finding]:
    """One first heading says what the mail is.

    Source: WCAG 2.2, 1.3.1
    """
    found = [heading for heading in message.tree.iter("h1") if shows(heading)]
    if len(found) != 1:
        yield Finding(message=f"The HTML has {len(found)} first headings (h1); one is expected.")


@rule.advice
def tables(message: ParsedMessage) -> Iterator[Finding]:
    """Tables are for the layout, and say so: a screen reader counts no rows. Those with headings hold something.

    Source: WAI-ARIA 1.2, presentation
    """
    found = list(message.tree.iter("table"))
    missing = sum(
        table.get("role") not in ("presentation", "none") and not any(True for _ in table.iter("th"))
        for table in found
    )
    if missing:
        yield Finding(
            message=f"{missing} of {len(found)} tables do not say that they are for the layout.",
            fix='<table role="presentation">',
        )


@rule.advice
def elements(message: ParsedMessage) -> Iterator[Finding]:
    """Nothing that mail programs remove, run or load.

    Source: caniemail.com
    """
    present = {element.tag for element in message.tree.iter() if isinstance(element.tag, str)}
    for name, reason in _FORBIDDEN.items():
        if name in present:
            yield Finding(message=f"The HTML holds <{name}>: {reason}.")
    if any(meta.get("http-equiv", "").lower() == "refresh" for meta in message.tree.iter("meta")):
        yield Finding(message="The HTML sends its reader on by itself (meta refresh).")


@rule.advice
def handlers(message: ParsedMessage) -> Iterator[Finding]:
    """No element carries script.

    Source: caniemail.com
    """
    for element in message.tree.iter():
        for name in element.attrib if isinstance(element.tag, str) else ():
            if name.lower().startswith("on"):
                yield Finding(message=f"<{element.tag}> carries script in {quoted(name)}.")
                return


@rule.advice
def loading(message: ParsedMessage) -> Iterator[Finding]:
    """No style loads or runs anything: pictures are in img, where a reader can keep them off.

    Source: caniemail.com
    """
    found = [*sheets(message.html), *(e.get("style", "") for e in message.tree.iter() if "style" in e.attrib)]
    for style in found:
        asked = _LOADING.search(style)
        if asked:
            yield Finding(
                message=f"A style holds {quoted(asked[0])}; a mail loads no styles and runs nothing."
            )
            return
    if any("background" in element.attrib for element in message.tree.iter()):
        yield Finding(message="An element loads a picture by its background attribute.")
    if any("srcset" in picture.attrib for picture in message.tree.iter("img")):
        yield Finding(message="A picture has a srcset, which Outlook and Gmail do not read.")
