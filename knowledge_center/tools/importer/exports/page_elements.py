"""Furniture of a saved page, told by its elements: what they are, what they are called, and what stands in them."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from knowledge_center.tools.importer.exports.page_furniture import (
    ABOUT_BOX,
    SERVICE,
    Furniture,
    furniture_name,
)
from knowledge_center.tools.importer.import_notes import one_line

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_SILENT = ("script", "style", "template", "svg", "link", "meta", "canvas")
_ELEMENTS = {
    "nav": "navigation",
    "footer": "foot of the page",
    "aside": "sidebar",
    "menu": "navigation",
    "dialog": "dialog",
}
_ROLES = {
    "navigation": "navigation", "search": "search form", "contentinfo": "foot of the page", "complementary": "sidebar",
    "dialog": "dialog", "alertdialog": "dialog",
}  # fmt: skip
# Words in the class or id of an element, alone or two together, and what it is then.
_CALLED = {
    "nav": "navigation", "navbar": "navigation", "navigation": "navigation", "menu": "navigation",
    "breadcrumb": "navigation", "breadcrumbs": "navigation", "pagination": "navigation", "pager": "navigation",
    "skip link": "navigation", "skip links": "navigation", "nav links": "navigation", "post navigation": "navigation",
    "toc": "table of contents", "table of contents": "table of contents", "ez toc": "table of contents",
    "sidebar": "sidebar", "widget area": "sidebar", "footer": "foot of the page", "colophon": "foot of the page",
    "share": "share row", "sharing": "share row", "sharedaddy": "share row", "addtoany": "share row",
    "social": "share row", "share buttons": "share row", "addthis": "share row", "social links": "share row",
    "newsletter": "signup", "subscribe": "signup", "signup": "signup", "sign up": "signup", "optin": "signup",
    "subscription": "signup", "mailing list": "signup", "mc embed": "signup", "kg signup": "signup",
    "related": "related articles", "jp relatedposts": "related articles", "recommended": "related articles",
    "related posts": "related articles", "read next": "related articles", "readmore": "related articles",
    "recent posts": "related articles", "more posts": "related articles",
    "comments": "comments", "respond": "comments", "disqus": "comments", "comment list": "comments",
    "comment form": "comments", "author box": ABOUT_BOX, "author bio": ABOUT_BOX, "about box": ABOUT_BOX,
    "about author": ABOUT_BOX, "author info": ABOUT_BOX, "post author": ABOUT_BOX, "bio": ABOUT_BOX,
    "cookie": "cookie notice", "cookies": "cookie notice", "consent": "cookie notice", "gdpr": "cookie notice",
    "popup": "dialog", "modal": "dialog", "overlay": "dialog", "ads": "advertisement", "advertisement": "advertisement",
    "advert": "advertisement", "adsbygoogle": "advertisement", "sponsor": "advertisement",
    "tag links": "topics", "post tags": "topics", "tags links": "topics", "cat links": "topics",
    "post categories": "topics", "blog post tags": "topics",
    "sr only": "hidden words", "visually hidden": "hidden words", "screen reader text": "hidden words",
    "rating": "rating", "ratings": "rating", "likes": "rating",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SMALL = frozenset(
    ("p", "div", "span", "li", "a", "button", "h2", "h3", "h4", "h5", "h6", "label", "ul", "ol", "section")
)
# Elements of a line: what they say is part of a sentence where words stand right before or behind them.
_IN_LINES = frozenset(("span", "a", "button", "label", "input", "select"))
# Where each word is shown as it is.
_CODE = frozenset(("pre", "code", "samp", "kbd"))
_ANCHOR = re.compile(r"[#¶§🔗\s]*")
# No piece with a larger share of a page's words is furniture by what it is called.
_LARGEST_SHARE = 0.4


def drop_silent(page: HtmlElement) -> None:
    """Take out what shows no words: scripts, styles, drawings, comments, and pictures for those without scripts."""
    for element in page.xpath(
        "|".join(f"//{name}" for name in _SILENT) + "|//comment()|//processing-instruction()"
    ):
        if element.getparent() is not None:
            element.drop_tree()
    for element in page.xpath("//noscript"):
        shown = element.getprevious()
        pictures = element.xpath(".//img")
        if pictures and shown is not None and (shown.tag == "img" or shown.xpath(".//img")):
            element.drop_tree()
        else:
            element.drop_tag()


def leave_out_furniture(page: HtmlElement) -> list[Furniture]:
    """Take furniture out of a page, outer pieces first. Returns the pieces in the order of the page."""
    total = max(len(words(page).split()), 1)
    found: list[Furniture] = []
    waiting = list(reversed(page))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if element.tag in _CODE:
            continue
        name = _name(element)
        if name and not _holds_article(element, total):
            found += leave_out(element, name)
        else:
            waiting.extend(reversed(element))
    return found


def leave_out(element: HtmlElement, name: str) -> list[Furniture]:
    """Take an element out of its page. Returns it as a piece, unless it shows no word."""
    said = words(element)
    element.drop_tree()
    return [Furniture(name=name, text=said)] if said else []


def words(element: HtmlElement) -> str:
    """All words in an element, on one line."""
    return one_line(" ".join(element.itertext()))


def class_words(element: HtmlElement) -> str:
    """The words that an element's class and id are made of, with a blank around each.

    An id that was made of the heading below is none of these, whatever stands before it: a section “File menu” is no
    menu. Nor is that of a heading or a term.
    """
    called, identifier = element.get("class") or "", element.get("id") or ""
    if identifier and element.tag not in (*HEADINGS, "dt"):
        headings = [words(one).rstrip("¶ ") for one in element if one.tag in HEADINGS]
        of_heading = any(_is_made_of(identifier, said) and not furniture_name(said) for said in headings)
        called += "" if of_heading else f" {identifier}"
    return f" {' '.join(re.findall(r'[a-z]+|[A-Z][a-z]*', called)).casefold()} "


def _is_made_of(identifier: str, heading: str) -> bool:
    """Programs put a letter before an id, and a number before a heading."""
    said = _letters(re.sub(r"^[\d.]+\s", "", heading))
    return bool(said) and _letters(identifier).endswith(said)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _holds_article(element: HtmlElement, total: int) -> bool:
    """Whether an element is too much of the page to be furniture: by its words, or for the title in it."""
    return bool(element.xpath("self::h1|.//h1")) or len(words(element).split()) > total * _LARGEST_SHARE


def _name(element: HtmlElement) -> str:
    """What kind of furniture an element is; empty for none."""
    tag = element.tag
    if tag == "form":
        return _form(element)
    if tag in _ELEMENTS:
        return "" if tag == "aside" and _belongs_to_text(element) else _ELEMENTS[tag]
    if element.get("role") in _ROLES:
        return _ROLES[str(element.get("role"))]
    if tag == "header" and not element.xpath("ancestor::article|ancestor::main"):
        return "head of the page"
    if tag in _IN_LINES and _is_in_sentence(element):
        return ""
    if tag in ("button", "select", "textarea", "input"):
        return furniture_name(words(element)) or "button"
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden words"
    if (
        tag == "a"
        and _ANCHOR.fullmatch(words(element))
        and not len(element)
        and element.get("href", "#")[:1] == "#"
    ):
        return "mark of a heading"
    called = class_words(element)
    if tag not in ("body", "html", "main", "article", "img", "pre", "code"):
        for word, name in _CALLED.items():
            if f" {word} " in called:
                return name
    if tag not in _SMALL or element.xpath(".//img"):
        return ""
    said = words(element)
    if SERVICE.fullmatch(said) and not element.xpath(
        "ancestor-or-self::a|.//a|ancestor-or-self::button|.//button"
    ):
        return ""
    return furniture_name(said)


def _belongs_to_text(aside: HtmlElement) -> bool:
    """Whether an aside is a footnote, a note or a quotation: it stands in the text, and is no list of links."""
    if aside.xpath(".//blockquote"):
        return True
    linked = sum(len(words(link).split()) for link in aside.iter("a"))
    in_text = aside.xpath("ancestor::article|ancestor::main|ancestor::*[@role='main']")
    return bool(in_text) and linked * 2 < len(words(aside).split())


def _is_in_sentence(element: HtmlElement) -> bool:
    """Whether words stand right before or behind an element, in no element of their own."""
    before, parent = element.getprevious(), element.getparent()
    leading = before.tail if before is not None else parent.text if parent is not None else ""
    return any(re.search(r"\w", text or "") for text in (leading, element.tail))


def _form(form: HtmlElement) -> str:
    if form.xpath(".//input[@type='search']|self::*[@role='search']"):
        return "search form"
    if form.xpath(".//textarea"):
        return "comments"
    return "signup" if form.xpath(".//input[@type='email' or contains(@name, 'mail')]") else "form"
