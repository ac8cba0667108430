"""The editor's introduction: from Markdown to HTML fit for mail, and to text.

Markdown is rendered, read by a parser, and written anew from a short list of elements. What is not on
the list keeps its words and loses its tags; scripts and styles lose both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import markdown
from markupsafe import Markup, escape

from knowledge_center.mail.intro_text import SILENT, intro_text
from knowledge_center.mail.model import Intro
from knowledge_center.mail.utm import Tag

# A page's first heading is the mail's own, so the editor's begin below it.
_BLOCKS = {
    "p": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3",
    "ul": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote", "pre": "pre",
}  # fmt: skip
_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "s": "s", "del": "s"}
# Controls and non-characters: no mail and no parser takes them, also where an entity spells them out.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

# Where a link of the editor's leads, or None where nothing better is known than what is written.
Resolve = Callable[[str], str | None]


def read_intro(text: str, page_url: str, resolve: Resolve | None = None, tag: Tag = str) -> Intro:
    """An introduction as HTML and as text; every link is absolute against ``page_url``, the issue's page.

    ``tag`` has the last word about where a link leads.
    """
    rendered = markdown.markdown(_UNFIT.sub("", text), extensions=["sane_lists", "fenced_code"])
    if not rendered.strip():
        return Intro(html=Markup(""), text="")
    root = lxml.html.fragment_fromstring(rendered, create_parent="div")
    for link in root.iter("a"):
        href = link.attrib.pop("href", "")
        better = resolve(href) if resolve else None
        href = _absolute(href if better is None else better, page_url)
        if href and link.text_content().strip():
            link.set("href", tag(href))
    _first_step_first(root)
    html = _UNFIT.sub("", _inside(root)).strip()
    return Intro(html=Markup(html), text=_UNFIT.sub("", intro_text(root)))


def _first_step_first(root: Any) -> None:
    """An introduction that begins with a small heading: no level is left out below the mail's own."""
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if heading.tag in ("h1", "h2"):
            return
        heading.tag = "h2"


def _absolute(href: str, page_url: str) -> str:
    """An address a mail may hold, or an empty string."""
    try:
        joined = urljoin(page_url, _UNFIT.sub("", href).strip())
        parts = urlsplit(joined)
    except ValueError:
        return ""
    usable = parts.scheme == "mailto" or (parts.scheme in ("http", "https") and parts.hostname)
    return re.sub(r"\s", "%20", joined) if usable else ""


def _inside(element: Any) -> str:
    parts = [str(escape(element.text or ""))]
    for child in element:
        parts.append(_html(child))
        parts.append(str(escape(child.tail or "")))
    return "".join(parts)


def _html(element: Any) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag in SILENT:  # the first is a comment
        return ""
    if tag in ("br", "hr"):
        return f"<{tag}>"
    if tag == "img":
        # Its size is not known, and a mail without sizes jumps; the words for it say as much.
        return str(escape(element.get("alt") or ""))
    inside = _inside(element)
    if tag == "a" and "href" in element.attrib:
        return f'<a href="{escape(element.get("href"))}">{inside}</a>'
    name = _BLOCKS.get(tag) or _INLINE.get(tag)
    if name is None:
        return inside
    # Every paragraph is read in the direction of its own words.
    attributes = ' dir="auto"' if name in ("p", "h2", "h3", "li") else ""
    if name == "ol" and re.fullmatch(r"\d{1,6}", element.get("start") or "", re.ASCII):
        attributes = f' start="{element.get("start")}"'
    return f"<{name}{attributes}>{inside}</{name}>"
