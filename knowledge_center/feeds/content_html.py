"""The feed rendering of an article: from the page's HTML to what stands well in a feed reader.

A pure function over HTML through a parser. It keeps what is said and drops what only the site's own
styles and scripts can show.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import unescape
from html.entities import html5
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree
from lxml.html import HtmlElement, defs

from knowledge_center.feeds.math_text import local_name, math_text
from knowledge_center.text.embedded_pages import page_of
from knowledge_center.text.html_parser import HTML_PARSER
from knowledge_center.text.web_addresses import whole_address
from knowledge_center.text.xml import legal

# The title is the entry's own; the rest runs, styles, asks for something, or is not read as HTML by browsers.
_DROP = (
    "h1", "script", "style", "noscript", "noembed", "noframes", "template", "form", "button", "select", "textarea",
    "svg", "link", "meta", "base", "title", "applet", "param", "frameset", "frame", "xmp", "plaintext", "listing",
)  # fmt: skip
_MOST_ROUNDS = 5
_FRAME = re.compile(r"</?(?:html|head|body)\b[^<>]*>", re.IGNORECASE)
_NEW_VOID = ("source", "track", "wbr")
_REFERENCE = re.compile(r"&#(?:x0*[0-9a-f]{1,6}|0*[0-9]{1,7});?", re.IGNORECASE)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
# HTML Standard, 16.2: names that are no longer HTML, and what to say instead.
_TODAY = {"tt": "code", "strike": "s", "acronym": "abbr", "center": "div", "dir": "ul"}
_NOTHING_TODAY = {"font", "big", "basefont", "isindex"}
_KNOWN = (defs.tags | {"picture", "main", "bdi", "data", "rb", "rtc"}) - _NOTHING_TODAY
_SCHEMES = ("http", "https", "mailto", "tel", "sms", "ftp")
_KEEP_ATTRIBUTES = {
    "href", "src", "srcset", "poster", "alt", "title", "width", "height", "colspan", "rowspan", "scope",
    "start", "type", "reversed", "value", "datetime", "cite", "lang", "dir", "id", "name", "sizes", "media",
    "controls",
}  # fmt: skip
# HTML Standard, 13.1.2.4: what ends a paragraph in a browser; our older parser lets some of it stand inside.
_ENDS_A_PARAGRAPH = (
    "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main",
    "menu", "nav", "ol", "pre", "search", "section", "summary", "table", "ul",
)  # fmt: skip
_OF_A_TABLE = ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th")
_URL_ATTRIBUTES = ("href", "src", "poster", "cite")
# Found by the parser itself: most elements have nothing to look at, and there are many.
_NO_ELEMENTS = (etree.Comment, etree.ProcessingInstruction, etree.Entity)
_HOLDING_ELEMENTS = etree.XPath("descendant::p[*]")
_WITHOUT_CONTENT = etree.XPath("descendant-or-self::*[not(node())]")
_WITH_ATTRIBUTES = etree.XPath("descendant-or-self::*[@*]")


def feed_html(html: str, url: str) -> str:
    """``html`` as feed content, every address absolute against the page's own ``url``.

    See ``flattened``; beside that, a picture that no feed can carry (data:) becomes the words that describe it.
    """
    root = flattened(html)
    for element in _WITH_ATTRIBUTES(root):
        _attributes(element, url)
    for element in list(root.iter()):
        if element.tag == "img" and not (element.get("src") or element.get("srcset")):
            _to_words(element)
        elif element.tag in ("span", "label") or element.tag not in _KNOWN:
            element.drop_tag()
    # Taking elements out can leave a paragraph in a paragraph, which every reader would mend in its own way.
    text, before = written(root), ""
    for _ in range(_MOST_ROUNDS):
        if text == before:
            break
        text, before = written(parsed(text)), text
    return text


def below_the_title(html: str) -> str:
    """The HTML of a text whose first headings stand below a title of the page's own."""
    return re.sub(r"<(/?)h1\b", r"<\1h2", html)


def flattened(html: str, *, keep: Collection[str] = ()) -> HtmlElement:
    """``html`` below one division, with nothing in it that only the site's own styles and scripts can show.

    Dropped: scripts, styles, forms, buttons, icons, header links, anchors of code lines, pictures for one
    colour scheme only. Flattened: tabs, task lists, details, notes, line-number tables, formulas. Iframes become
    links, drawings the words of their label, names of old HTML those of today. Elements that are called as in
    ``keep`` stay.
    """
    root = parsed(html)
    # Most texts have nothing of these kinds, and most elements are no part of any.
    said = html.lower()
    for part in list(root.iter(*_NO_ELEMENTS)):
        _remove(part)
    if "math" in said or "katex" in said:
        _formulas(root)
    if "svg" in said or "role" in said:
        _labelled(root)
    _drop(root, [name for name in _DROP if name not in keep])
    if "tabbed" in said:
        _tabs(root)
    _tasks(root)
    if "<details" in said or "<summary" in said or "admonition" in said:
        _details(root)
    if "<pre" in said or "filename" in said or "highlighttable" in said:
        _code(root)
    _frames(root)
    for element in list(root.iter(*_TODAY)):
        element.tag = _TODAY[element.tag]
    return root


def parsed(html: str) -> HtmlElement:
    """The tree below one division; characters that no XML can hold are left out, also written as numbers."""
    html = _REFERENCE.sub(lambda found: found[0] if legal(unescape(found[0])) else "", legal(html))
    # The parser knows the names of HTML 4 alone.
    html = _NAMED.sub(_character, html)
    # Behind a stray </body> the parser would lose what is said.
    html = _FRAME.sub("", html)
    document = lxml.html.document_fromstring(f"<html><body>{html}</body></html>", parser=HTML_PARSER)
    root = document.find("body")
    root.tag = "div"
    # The parser is older than these and takes what follows for their content.
    for element in reversed(list(root.iter(*_NEW_VOID))):
        element.addprevious(element.makeelement(element.tag, element.attrib))
        element.drop_tag()
    return root


def _character(reference: re.Match[str]) -> str:
    """The character that a reference names; the reference itself where it is a sign of markup, or none."""
    character = html5.get(reference[1], "<")
    return reference[0] if set("<>&\"'") & set(character) else character


def written(root: HtmlElement) -> str:
    """The HTML below a root as every browser and every older parser reads it alike."""
    for part in list(root.iter(*_OF_A_TABLE)):
        # Browsers pass over its tags; what is called a caption beside a picture is meant as one.
        if next(part.iterancestors("table"), None) is None:
            if part.tag == "caption" and part.getparent().tag == "figure":
                part.tag = "figcaption"
            else:
                part.drop_tag()
    for paragraph in _HOLDING_ELEMENTS(root):
        if next(paragraph.iterdescendants(*_ENDS_A_PARAGRAPH), None) is not None:
            paragraph.tag = "div"
    for element in _WITHOUT_CONTENT(root):
        # Without this, <li></li> is written without its end, and what follows ends up in it.
        if element.tag not in defs.empty_tags:
            element.text = ""
    text = etree.tostring(root, encoding="unicode", method="html")
    text = re.sub(rf"</({'|'.join(_NEW_VOID)})>", "", text.removeprefix("<div>").removesuffix("</div>"))
    return text.strip()


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


def _drop(root: HtmlElement, names: Iterable[str]) -> None:
    for element in list(root.iter(*names)):
        _remove(element)
    for element in list(root.iter("a")):
        if _classes(element) & {"headerlink", "footnote-backref"}:
            _remove(element)
    for element in list(root.iter("img")):
        if urlsplit(element.get("src") or "").fragment in ("only-dark", "gh-dark-mode-only"):
            _remove(element)


def _formulas(root: HtmlElement) -> None:
    """MathML as a line of text; of a formula that stands there twice, for eyes and for ears, one."""
    for drawn in [e for e in root.iter("span") if "katex-html" in _classes(e)]:
        _remove(drawn)
    for formula in [e for e in root.iter() if local_name(e) == "math"]:
        _to_text(formula, math_text(formula))


def _labelled(root: HtmlElement) -> None:
    """Drawings and icons that say what they are: the words; those that say nothing are decoration."""
    for drawing in [e for e in root.iter() if local_name(e) == "svg" or e.get("role") == "img"]:
        # One that stood in another is gone with it.
        if drawing.tag != "img" and drawing.getparent() is not None and not _text_of(drawing):
            _to_text(drawing, _label(root, drawing))


def _text_of(element: HtmlElement) -> str:
    """What can be read in an element that is no drawing, such as an emoji with a label."""
    return "" if local_name(element) == "svg" else element.text_content().strip()


def _label(root: HtmlElement, drawing: HtmlElement) -> str:
    """The accessible name of a drawing (WAI-ARIA 1.2; SVG-AAM 1.0, 8.1)."""
    if drawing.get("aria-hidden") == "true":
        return ""
    named = [root.get_element_by_id(id, None) for id in (drawing.get("aria-labelledby") or "").split()]
    words = " ".join(element.text_content() for element in named if element is not None)
    titles = (e.text_content() for e in drawing if local_name(e) == "title")
    return " ".join((words or drawing.get("aria-label") or next(titles, "")).split())


def _to_text(element: HtmlElement, text: str) -> None:
    """Put a text in an element's place."""
    element.tail = text + (element.tail or "")
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
        # Only its own blocks: there may be tabs in a tab.
        contents = [e for e in tabs if "tabbed-content" in _classes(e)]
        blocks = [e for content in contents for e in content if "tabbed-block" in _classes(e)]
        for label, block in zip(labels, blocks, strict=False):
            block.insert(0, _bold(label))
            block[0].tail, block.text = block.text, None


def _bold(text: str) -> HtmlElement:
    paragraph = lxml.html.Element("p")
    etree.SubElement(paragraph, "strong").text = text
    return paragraph


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
        details.set("class", "admonition")
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
    """Code: its text with its line breaks, its file's name in bold before it; line numbers go."""
    for name in [e for e in root.iter("span") if "filename" in _classes(e)]:
        bold = _bold(name.text_content().strip())
        bold.tail, name.tail = name.tail, None
        above = next((e for e in name.iterancestors("table") if "highlighttable" in _classes(e)), None)
        if above is None:
            name.getparent().replace(name, bold)
        else:
            above.addprevious(bold)
    for table in [e for e in root.iter("table") if "highlighttable" in _classes(e)]:
        code = next((cell for cell in table.iter("td") if "code" in _classes(cell)), None)
        pre = next(code.iter("pre"), None) if code is not None else None
        if pre is not None:
            pre.tail = table.tail
            table.getparent().replace(table, pre)
    for pre in root.iter("pre"):
        for number in [e for e in pre.iter("span") if _classes(e) & {"linenos", "normal"}]:
            _remove(number)
        for anchor in list(pre.iter("a")):
            if not anchor.text_content():
                _remove(anchor)


def _frames(root: HtmlElement) -> None:
    """Embedded pages and objects: a link, because readers do not run them."""
    for frame in list(root.iter("iframe", "embed", "object")):
        address = frame.get("src") or frame.get("data") or ""
        if not address:
            _remove(frame)
            continue
        page = page_of(address)
        title = frame.get("title") or page
        link = lxml.html.Element("a", href=page)
        link.text = title
        link.tail = frame.tail
        frame.getparent().replace(frame, link)


def _to_words(picture: HtmlElement) -> None:
    picture.text = picture.get("alt") or ""
    picture.drop_tag()


def _attributes(element: HtmlElement, url: str) -> None:
    is_footnote = (element.get("id") or "").startswith(("fn:", "fnref"))
    for name in list(element.attrib):
        if name not in _KEEP_ATTRIBUTES or (name == "id" and not is_footnote):
            del element.attrib[name]
    for name in _URL_ATTRIBUTES:
        if name in element.attrib:
            address = whole_address(element.attrib[name], url, _SCHEMES)
            if address:
                element.attrib[name] = address
            else:
                del element.attrib[name]
    if "srcset" in element.attrib:
        found = [_candidate(at, more, url) for at, more in _CANDIDATE.findall(element.get("srcset"))]
        element.set("srcset", ", ".join(filter(None, found)))
        if not element.get("srcset"):
            del element.attrib["srcset"]


# HTML, "parse a srcset attribute": an address ends at a blank and may hold commas, but not at its end.
_CANDIDATE = re.compile(r"[\s,]*+(\S*[^\s,])(?:\s++([^\s,][^,]*+))?")
_SIZE = re.compile(r"\d+(?:\.\d+)?[wxh]")


def _candidate(start: str, more: str, url: str) -> str:
    """One picture of a srcset; words before its size are the rest of an address that holds blanks."""
    words = more.split()
    at = next((at for at, word in enumerate(words) if _SIZE.fullmatch(word)), len(words))
    address = whole_address("%20".join([start, *words[:at]]), url, _SCHEMES)
    return " ".join([address, *filter(_SIZE.fullmatch, words[at:])]) if address else ""
