"""The feed rendering of an article: from the page's HTML to what stands well in a feed reader.

A pure function over HTML through a parser. It keeps what is said and drops what only the site's own
styles and scripts can show.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

_DROP = (
    "script",
    "style",
    "noscript",
    "template",
    "form",
    "button",
    "select",
    "textarea",
    "svg",
    "link",
    "meta",
)
_KEEP_ATTRIBUTES = {
    "href", "src", "srcset", "poster", "alt", "title", "width", "height", "colspan", "rowspan", "scope",
    "start", "type", "reversed", "value", "datetime", "cite", "lang", "dir", "id", "name", "sizes", "media",
    "controls",
}  # fmt: skip
_URL_ATTRIBUTES = ("href", "src", "poster", "cite")


def feed_html(html: str, url: str) -> str:
    """``html`` as feed content, every address absolute against the page's own ``url``.

    Dropped: scripts, styles, forms, buttons, icons, header links, anchors of code lines, pictures for one
    colour scheme only. Flattened: tabs, task lists, details, line-number tables. Iframes become links.
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter()):
        if not isinstance(element, HtmlElement):
            _remove(element)
    _drop(root)
    _tabs(root)
    _tasks(root)
    _details(root)
    _code(root)
    _frames(root)
    for element in list(root.iter()):
        _attributes(element, url)
    for span in list(root.iter("span", "label")):
        span.drop_tag()
    text = etree.tostring(root, encoding="unicode", method="html")
    return _inner(text).strip()


def _inner(text: str) -> str:
    return text.removeprefix("<div>").removesuffix("</div>")


def _remove(element: Any) -> None:
    """Take an element out and keep the text behind it."""
    if element.getparent() is None:
        return
    if isinstance(element, HtmlElement):
        element.drop_tree()
        return
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _drop(root: HtmlElement) -> None:
    for element in list(root.iter(*_DROP)):
        _remove(element)
    for element in list(root.iter("a")):
        if _classes(element) & {"headerlink", "footnote-backref"}:
            _remove(element)
    for element in list(root.iter("img")):
        if urlsplit(element.get("src") or "").fragment in ("only-dark", "gh-dark-mode-only"):
            _remove(element)


def _tabs(root: HtmlElement) -> None:
    """Content tabs: each label in bold, then its block."""
    for tabs in [e for e in root.iter("div") if "tabbed-set" in _classes(e)]:
        for field in [e for e in tabs if e.tag == "input"]:
            _remove(field)
        boxes = [e for e in tabs if "tabbed-labels" in _classes(e)]
        labels = [label.text_content().strip() for box in boxes for label in box.iter("label")]
        for box in boxes:
            _remove(box)
        blocks = [e for e in tabs.iter("div") if "tabbed-block" in _classes(e)]
        for label, block in zip(labels, blocks, strict=False):
            bold = lxml.html.Element("p")
            strong = etree.SubElement(bold, "strong")
            strong.text = label
            block.insert(0, bold)
            bold.tail, block.text = block.text, None


def _tasks(root: HtmlElement) -> None:
    """Task lists: a box as a character."""
    for box in list(root.iter("input")):
        if box.get("type") == "checkbox" and box.getparent() is not None:
            box.tail = ("☑ " if box.get("checked") is not None else "☐ ") + (box.tail or "").lstrip()
        _remove(box)


def _details(root: HtmlElement) -> None:
    """Collapsed parts and notes: open, with their heading in bold."""
    for summary in list(root.iter("summary")):
        _to_bold(summary)
    for details in list(root.iter("details")):
        details.tag = "blockquote"
    for note in [e for e in root.iter("div") if "admonition" in _classes(e)]:
        note.tag = "blockquote"
        for title in [e for e in note if "admonition-title" in _classes(e)]:
            _to_bold(title)


def _to_bold(element: HtmlElement) -> None:
    element.tag = "p"
    strong = lxml.html.Element("strong")
    strong.text, element.text = element.text, None
    for child in list(element):
        strong.append(child)
    element.append(strong)


def _code(root: HtmlElement) -> None:
    """Code: its text with its line breaks; line numbers in tables go."""
    for table in [e for e in root.iter("table") if "highlighttable" in _classes(e)]:
        code = next((cell for cell in table.iter("td") if "code" in _classes(cell)), None)
        pre = next(code.iter("pre"), None) if code is not None else None
        if pre is not None:
            pre.tail = table.tail
            table.getparent().replace(table, pre)
    for pre in root.iter("pre"):
        for anchor in list(pre.iter("a")):
            if not anchor.text_content():
                _remove(anchor)
        for number in [e for e in pre.iter("span") if _classes(e) & {"linenos", "normal"}]:
            _remove(number)


def _frames(root: HtmlElement) -> None:
    """Embedded pages and objects: a link, because readers do not run them."""
    for frame in list(root.iter("iframe", "embed", "object")):
        address = frame.get("src") or frame.get("data") or ""
        if not address:
            _remove(frame)
            continue
        title = frame.get("title") or address
        link = lxml.html.Element("a", href=address)
        link.text = title
        link.tail = frame.tail
        frame.getparent().replace(frame, link)


def _attributes(element: HtmlElement, url: str) -> None:
    is_footnote = (element.get("id") or "").startswith(("fn:", "fnref"))
    for name in list(element.attrib):
        if name not in _KEEP_ATTRIBUTES or (name == "id" and not is_footnote):
            del element.attrib[name]
    for name in _URL_ATTRIBUTES:
        if name in element.attrib:
            address = _absolute(element.attrib[name], url)
            if address:
                element.attrib[name] = address
            else:
                del element.attrib[name]
    if "srcset" in element.attrib:
        parts = re.split(r",\s+", element.attrib["srcset"].strip())
        element.attrib["srcset"] = ", ".join(
            " ".join([_absolute(part.split()[0], url), *part.split()[1:]]) for part in parts if part.split()
        )


def _absolute(address: str, url: str) -> str:
    """The absolute address, or an empty string for one that runs script or cannot be read."""
    try:
        joined = urljoin(url, address.strip())
        scheme = urlsplit(joined).scheme
    except ValueError:
        return ""
    return "" if scheme in ("javascript", "vbscript") else joined
