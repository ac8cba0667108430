"""What a Word document holds that no reader is meant to see, or that no page can show: found, and named."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from knowledge_center.text.plurals import counted
from knowledge_center.tools.importer.documents.archives import Archive
from knowledge_center.tools.importer.documents.word_markup import (
    NAMES,
    RELATIONSHIP,
    found,
    interrupting,
    named,
    place,
    shortened,
    value,
    words,
)

# LibreOffice has a style for a rule, and for terms; pandoc calls theirs otherwise.
_HAS_LINE = (
    "w:pPr/w:pBdr/*[self::w:top or self::w:bottom][not(@w:val='nil' or @w:val='none')]"
    " or w:pPr/w:pStyle[@w:val='HorizontalLine']"
)
_IS_TERM = "w:pPr/w:pStyle[@w:val='DefinitionTerm' or @w:val='ListHeading']"


def remarks(archive: Archive, parts: Mapping[str, etree._Element]) -> Iterator[str]:
    """A sentence for each. ``parts`` are those with text, the main one first, by their paths in the archive.

    Hidden text is taken out of them.
    """
    main = next(iter(parts))
    yield from _comments(archive, main, parts[main])
    for path, text in parts.items():
        yield from _changes(text)
        yield from _hidden(text)
        yield from _drawings(archive, path, text)
        yield from _boxes(text)
        yield from _layout(text)
    yield from _numbers(archive, main, parts[main])
    yield from _margins(archive, main)


def targets(archive: Archive, path: str) -> dict[str, tuple[str, str]]:
    """The parts that a part refers to: id -> its kind and its path."""
    folder, _, name = path.rpartition("/")
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        str(one.get("Id")): (
            str(one.get("Type", "")).rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, str(one.get("Target", "")))).lstrip("/"),
        )
        for one in (root.iter(RELATIONSHIP) if root is not None else ())
        if one.get("TargetMode") != "External"
    }


def _comments(archive: Archive, path: str, body: etree._Element) -> Iterator[str]:
    for kind, part in targets(archive, path).values():
        root = archive.xml(part) if kind == "comments" else None
        for comment in root.iter(named("w:comment")) if root is not None else ():
            about = shortened(_commented(body, value(comment, "w:id")))
            on = f" on “{about}”" if about else ""
            who = value(comment, "w:author") or "somebody"
            yield f"The comment of {who}{on} was left out: “{words(comment)}”"


def _commented(body: etree._Element, number: str) -> str:
    """The words between the two ends of a comment."""
    pieces: list[str] = []
    inside = False
    for element in body.iter():
        if element.tag == named("w:commentRangeStart") and value(element, "w:id") == number:
            inside = True
        elif element.tag == named("w:commentRangeEnd") and value(element, "w:id") == number:
            break
        elif inside and element.tag == named("w:t"):
            pieces.append(element.text or "")
    return " ".join("".join(pieces).split())


def _changes(body: etree._Element) -> Iterator[str]:
    """Tracked changes: the text is as if all were accepted, which its writers may not have done."""
    by: dict[str, tuple[list[str], list[str]]] = {}
    for element in body.iter(*(named(f"w:{name}") for name in ("ins", "moveTo", "del", "moveFrom"))):
        text = words(element)
        if text:
            added, gone = by.setdefault(value(element, "w:author") or "somebody", ([], []))
            (gone if element.tag in (named("w:del"), named("w:moveFrom")) else added).append(text)
    for who, (added, gone) in by.items():
        done = [
            f"{counted(len(some), what)} ({'; '.join(f'“{one}”' for one in some)})"
            for some, what in ((added, "insertion"), (gone, "deletion"))
            if some
        ]
        yield f"Changes that {who} tracked stand here as if they were accepted: {', '.join(done)}. Read them."


def _hidden(body: etree._Element) -> Iterator[str]:
    for run in found(body, ".//w:r[w:rPr/w:vanish[not(@w:val='0' or @w:val='false')]]"):
        if text := words(run):
            yield f"Hidden text was left out: “{text}”"
        run.getparent().remove(run)


def _drawings(archive: Archive, path: str, body: etree._Element) -> Iterator[str]:
    for equation in found(body, ".//m:oMathPara | .//m:oMath[not(ancestor::m:oMathPara)]"):
        yield f"The equation “{words(equation)}” was left out{place(equation)}. Write it in words, or as a picture."
    refers = targets(archive, path)
    for data in found(body, ".//a:graphicData[not(ancestor::mc:Fallback)]"):
        kind = str(data.get("uri", "")).rpartition("/")[2]
        if kind not in ("chart", "chartex", "diagram"):
            continue
        what = "drawing (SmartArt)" if kind == "diagram" else "chart"
        said = _said_in(archive, refers, data)
        says = f" that says “{said}”" if said else ""
        yield f"A {what}{says} was left out{place(data)}. Save it as a picture, beside the article."
    for shown in found(body, ".//a:blip"):
        part = refers.get(value(shown, "r:embed"), ("", ""))[1]
        if part not in archive.names:
            yield f"A picture was left out{place(shown)}: the document only links to it. Insert it there."
            shown.getparent().remove(shown)
    for held in found(body, ".//o:OLEObject[not(ancestor::mc:Fallback)]"):
        kind = str(held.get("ProgID") or "a program")
        yield f"An object of {kind} was left out{place(held)}; at most its picture came along."
    for _ in found(body, ".//w:altChunk"):
        yield "A file that is inserted as a whole was left out. Open the document in Word and save it anew."
    if found(body, ".//a:srcRect[@l!='0' or @t!='0' or @r!='0' or @b!='0']"):
        yield "A picture was cropped in Word; here it is whole again. See whether everybody may see all of it."


def _said_in(archive: Archive, refers: dict[str, tuple[str, str]], data: etree._Element) -> str:
    """The words of a chart's title, or of a drawing."""
    for element in data.iter():
        for attribute in ("id", "dm"):
            number = str(element.get(f"{{{NAMES['r']}}}{attribute}") or "")
            root = archive.xml(refers[number][1]) if number in refers else None
            if root is not None:
                titles = found(root, ".//c:title")
                return shortened(words(titles[0] if titles else root) if attribute == "dm" or titles else "")
    return ""


def _boxes(body: etree._Element) -> Iterator[str]:
    # Each is there twice for programs old and new; mammoth reads the old one.
    for box in found(body, ".//w:txbxContent[not(ancestor::mc:Fallback)]"):
        both = next(box.iterancestors(named("mc:AlternateContent")), None)
        if text := words(box):
            yield f"The words of a text box, “{shortened(text)}”, stand below the paragraph it belonged to."
        if both is not None and not found(both, "mc:Fallback//w:txbxContent"):
            fallback = both.find(named("mc:Fallback"))
            if fallback is None:
                fallback = etree.SubElement(both, named("mc:Fallback"))
            etree.SubElement(fallback, named("w:pict")).append(box)


def _layout(body: etree._Element) -> Iterator[str]:
    """What only looks like something in Word: a rule is the border of an empty paragraph, terms are a style."""
    rules = [one for one in found(body, f".//v:*[@o:hr='t'] | .//w:p[{_HAS_LINE}]") if not words(one)]
    if rules:
        above = shortened(_words_before(rules[0]))
        below = f", the first below “{above}”" if above else ""
        yield f"Left out: {counted(len(rules), 'rule')} across the page{below}. Write --- where one parts the text."
    if terms := [text for one in found(body, f".//w:p[{_IS_TERM}]") if (text := words(one))]:
        named_terms = "; ".join(f"“{shortened(one)}”" for one in terms)
        yield f"Terms of a list of definitions stand here as paragraphs of their own: {named_terms}."


def _words_before(element: etree._Element) -> str:
    """The last paragraph with words above an element."""
    own = next(element.iterancestors(named("w:p")), element)
    return next((text for one in own.itersiblings(named("w:p"), preceding=True) if (text := words(one))), "")


def _numbers(archive: Archive, path: str, body: etree._Element) -> Iterator[str]:
    """Lists whose numbers go on below a paragraph, where those of a page begin anew."""
    parts = (part for kind, part in targets(archive, path).values() if kind == "numbering")
    root = next((root for part in parts if (root := archive.xml(part)) is not None), None)
    kinds = {
        f"{one.get(named('w:abstractNumId'))}": value(first[0])
        for one in (found(root, "w:abstractNum") if root is not None else ())
        if (first := found(one, "w:lvl[@w:ilvl='0']/w:numFmt"))
    }
    bullets = {
        value(one, "w:numId")
        for one in (found(root, "w:num") if root is not None else ())
        if kinds.get("".join(value(held) for held in found(one, "w:abstractNumId"))) in ("bullet", "none")
    }
    for paragraph, number, set_in in interrupting(body):
        if not set_in and number not in bullets and (text := words(paragraph)):
            yield f"The numbers of a list go on below “{shortened(text)}” in the document, and begin at 1 again here."
            bullets.add(number)


def _margins(archive: Archive, path: str) -> Iterator[str]:
    """Headers and footers of pages, which the site has its own of."""
    said: dict[str, None] = {}
    for kind, part in targets(archive, path).values():
        root = archive.xml(part) if kind in ("header", "footer") else None
        text = words(root) if root is not None else ""
        if text and not text.isdecimal():
            said[text] = None
    if said:
        yield f"Headers and footers of its pages were left out: {'; '.join(f'“{one}”' for one in said)}."
