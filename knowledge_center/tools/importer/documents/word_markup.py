"""The markup of Word (WordprocessingML, ECMA-376 part 1): names of elements, and the words in them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "o": "urn:schemas-microsoft-com:office:office",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SHORT = 60


def named(name: str) -> str:
    """``w:p`` as lxml has it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def value(element: etree._Element, name: str = "w:val") -> str:
    """An attribute; empty where there is none."""
    return str(element.get(named(name)) or "")


def found(element: etree._Element, path: str) -> list[etree._Element]:
    """What an XPath with the prefixes of ``NAMES`` finds."""
    return list(element.xpath(path, namespaces=NAMES))


def words(element: etree._Element) -> str:
    """Its text on one line: of a paragraph, a change, an equation."""
    pieces: list[str] = []
    for one in element.iter():
        if one.tag in (named("w:t"), named("w:delText"), named("m:t"), named("a:t")):
            pieces.append(one.text or "")
        elif one.tag in (named("w:p"), named("w:tab"), named("w:br"), named("a:p")):
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def place(element: etree._Element) -> str:
    """Where something stands, as the beginning of its paragraph; half a sentence."""
    for parent in element.iterancestors(named("w:p")):
        if text := words(parent):
            return f", in the paragraph “{shortened(text)}”"
    return ""


def shortened(text: str) -> str:
    """The first words of a text that is long."""
    return text if len(text) <= _SHORT else text[:_SHORT].rpartition(" ")[0] + " …"


def interrupting(body: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
    """The paragraphs between two items of a list, its number, and whether they are set in, as parts of an item are."""
    between: list[etree._Element] = []
    last = ""
    for element in found(body, ".//w:body/*") or found(body, "*"):
        number = "".join(value(one) for one in found(element, "w:pPr/w:numPr/w:numId")).strip("0")
        if element.tag != named("w:p") or found(element, "w:pPr/w:outlineLvl"):
            between, last = [], ""
        elif number:
            if number == last:
                for one in between:
                    set_in = found(one, "w:pPr/w:numPr | w:pPr/w:ind[@w:left>0 or @w:start>0]")
                    yield one, number, bool(set_in)
            between, last = [], number
        else:
            between.append(element)


def unwrap(element: etree._Element, children: Iterator[etree._Element]) -> None:
    """Put elements in the place of one that goes."""
    parent = element.getparent()
    at = parent.index(element)
    for child in [*children]:
        parent.insert(at, child)
        at += 1
    parent.remove(element)
