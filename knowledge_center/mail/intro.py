"""The editor's introduction: from Markdown to HTML fit for mail, and to text.

The Markdown is the site's own, and what is made of it the same that stands on the issue's page and in its feed.
It is read by a parser and written anew from a short list of elements; what a mail cannot show gets a form that
it can. What is not on the list keeps its words and loses its tags; scripts and styles lose both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from markupsafe import Markup, escape

from knowledge_center.feeds.content_html import below_the_title, flattened
from knowledge_center.mail.intro_text import intro_text
from knowledge_center.mail.model import Intro
from knowledge_center.mail.utm import Tag
from knowledge_center.text.markdown_dialect import MarkdownDialect
from knowledge_center.text.web_addresses import whole_address

_BLOCKS = {
    "p": "p", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "ul": "ul", "ol": "ol", "li": "li",
    "blockquote": "blockquote", "pre": "pre", "dl": "dl", "dt": "dt", "dd": "dd", "table": "table", "tr": "tr",
    "th": "th", "td": "td", "summary": "p", "figcaption": "p", "caption": "p",
}  # fmt: skip
_INLINE = {
    "strong": "strong", "b": "strong", "mark": "strong", "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "code": "code", "kbd": "code", "samp": "code", "s": "s", "del": "s", "sup": "sup", "sub": "sub",
}  # fmt: skip
_READ_BY_THEIR_WORDS = ("p", "h2", "h3", "li", "dt", "dd", "th", "td")
# Controls and non-characters: no mail and no parser takes them, also where an entity spells them out.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# What a mail program does not run: a line says what it is, and leads to the page that does.
_RUN = {"video": "Video", "audio": "Recording", "form": "Form"}
# Extensions draw these from characters; the picture's description is the character.
_CHARACTERS = frozenset(["emojione", "gemoji", "twemoji"])

# Where a link of the editor's leads, or None where nothing better is known than what is written.
Resolve = Callable[[str], str | None]


def read_intro(
    text: str,
    page_url: str,
    resolve: Resolve | None = None,
    tag: Tag = str,
    markdown: MarkdownDialect | None = None,
) -> Intro:
    """An introduction as HTML and as text; every link is absolute against ``page_url``, the issue's page.

    ``tag`` has the last word about where a link leads. Raises ValueError as ``markdown`` does.
    """
    rendered = (markdown or MarkdownDialect()).html(_UNFIT.sub("", text)) if text.strip() else ""
    if not rendered.strip():
        return Intro(html=Markup(""), text="")
    root = flattened(below_the_title(rendered), keep=_RUN)
    _mail_forms(root, page_url)
    for link in root.iter("a"):
        href = link.attrib.pop("href", "")
        better = resolve(href) if resolve else None
        href = _address(href if better is None else better, page_url)
        if href and link.text_content().strip():
            link.set("href", tag(href))
    _first_step_first(root)
    html = _UNFIT.sub("", _inside(root)).strip()
    return Intro(html=Markup(html), text=_UNFIT.sub("", intro_text(root)))


def _mail_forms(root: Any, page: str) -> None:
    """What a mail shows otherwise than a page; ``page`` is the address of the one that has it all."""
    for reference in root.iter("sup"):
        # The note stands below, in the same mail: nothing is to be opened for it.
        if (reference.get("id") or "").startswith("fnref"):
            for link in list(reference.iter("a")):
                link.drop_tag()
    for picture in list(root.iter("img")):
        words = " ".join((picture.get("alt") or "").split())
        if set((picture.get("class") or "").split()) & _CHARACTERS or not words:
            _to_words(picture, words)
        else:
            # Its size is not known, and a mail without sizes jumps.
            _to_link(picture, f"Picture: {words}", page)
    for element in list(root.iter(*_RUN)):
        words = " ".join((element.get("title") or element.get("aria-label") or "").split())
        _to_link(element, f"{_RUN[element.tag]}: {words or 'on the page of this issue'}", page)
    explained = set[str]()
    for short in root.iter("abbr"):
        title = " ".join((short.get("title") or "").split())
        if title and title not in explained:
            explained.add(title)
            last = short[-1] if len(short) else None
            if last is None:
                short.text = f"{short.text or ''} ({title})"
            else:
                last.tail = f"{last.tail or ''} ({title})"
    for quotation in root.iter("q"):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"


def _to_words(element: Any, words: str) -> None:
    element.tail = words + (element.tail or "")
    element.drop_tree()


def _to_link(element: Any, words: str, address: str) -> None:
    if next(element.iterancestors("a"), None) is not None:
        _to_words(element, words)
        return
    link = lxml.html.Element("a", href=address)
    link.text, link.tail = words, element.tail
    element.getparent().replace(element, link)


def _first_step_first(root: Any) -> None:
    """An introduction that begins with a small heading: no level is left out below the mail's own."""
    for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
        if heading.tag == "h2":
            return
        heading.tag = "h2"


def _address(href: str, page_url: str) -> str:
    """An address a mail may hold, or an empty string."""
    whole = whole_address(_UNFIT.sub("", href), page_url, ("http", "https", "mailto"))
    return whole if whole.startswith("mailto:") or (whole and urlsplit(whole).hostname) else ""


def _inside(element: Any) -> str:
    parts = [str(escape(element.text or ""))]
    for child in element:
        parts.append(_html(child))
        parts.append(str(escape(child.tail or "")))
    return "".join(parts)


def _html(element: Any) -> str:
    tag = element.tag
    if tag in ("br", "hr"):
        return f"<{tag}>"
    inside = _inside(element)
    if tag == "a" and "href" in element.attrib:
        return f'<a href="{escape(element.get("href"))}">{inside}</a>'
    if is_note(element):
        return (
            '<table role="presentation" class="note" width="100%" cellpadding="0" cellspacing="0" border="0">'
            f'<tr><td class="note-words">{inside}</td></tr></table>'
        )
    name = _BLOCKS.get(tag) or _INLINE.get(tag)
    if name is None:
        return inside
    return f"<{name}{_attributes(element, name)}>{inside}</{name}>"


def is_note(element: Any) -> bool:
    """Whether a quotation is one that was made of a note or of a part that can be closed."""
    return element.tag == "blockquote" and "admonition" in (element.get("class") or "").split()


def _attributes(element: Any, name: str) -> str:
    # Every paragraph is read in the direction of its own words.
    found = ' dir="auto"' if name in _READ_BY_THEIR_WORDS else ""
    if name == "ol" and _is_number(element.get("start")):
        found = f' start="{element.get("start")}"'
    if name == "table":
        # A table without headings is read out cell by cell.
        role = "" if next(element.iter("th"), None) is not None else ' role="presentation"'
        found = f'{role} class="data" width="100%" cellpadding="0" cellspacing="0" border="0"'
    if name in ("th", "td"):
        side = re.search(r"text-align:\s*(left|right|center)", element.get("style") or "")
        found += f' align="{side[1]}"' if side else ""
        found += ' valign="top"'
        for span in ("colspan", "rowspan"):
            found += f' {span}="{element.get(span)}"' if _is_number(element.get(span)) else ""
    return found


def _is_number(value: str | None) -> bool:
    return re.fullmatch(r"\d{1,6}", value or "", re.ASCII) is not None
