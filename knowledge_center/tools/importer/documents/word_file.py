"""Word's .docx (ECMA-376), as Word, Google Docs and LibreOffice write it, made HTML by mammoth."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import mammoth
from bs4 import BeautifulSoup, Tag
from lxml import etree

from knowledge_center.tools.importer.documents.archives import Archive
from knowledge_center.tools.importer.documents.document import Document, DocumentError
from knowledge_center.tools.importer.documents.word_markup import (
    RELATIONSHIP,
    found,
    interrupting,
    named,
    unwrap,
    value,
)
from knowledge_center.tools.importer.documents.word_remarks import remarks, targets

_ENDINGS = {"jpeg": "jpg", "svg+xml": "svg", "x-emf": "emf", "x-wmf": "wmf", "pjpeg": "jpg"}
_MONOSPACED = ("consolas", "courier", "mono", "menlo", "source code")
# Styles of no document, for what we find in one.
_CODE, _CONTENTS, _CONTINUED = "KnowledgeCenterCode", "KnowledgeCenterContents", "KnowledgeCenterContinued"
# What programs that translate the names of styles call a heading.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek) (\d)", re.IGNORECASE
)
# Names of styles, which are English in every language of Word.
_STYLES = f"""
p[style-name='Title'] => p.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='TOC Heading'] => p.contents:fresh
{"".join(f"p[style-name='toc {level}'] => p.contents:fresh" + chr(10) for level in range(1, 10))}
p.{_CONTENTS} => p.contents:fresh
p.{_CONTINUED} => p.continued:fresh
p[style-name='table of figures'] => p.contents:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
r[style-name='HTML Code'] => code
r[style-name='Verbatim Char'] => code
r.{_CODE} => code
r[style-name='Emphasis'] => em
r[style-name='Subtle Emphasis'] => em
r[style-name='Intense Emphasis'] => em
"""


def read_word_file(file: Path) -> Document:
    """Read a .docx. Raises DocumentError where that is none, OSError where there is no such file."""
    archive = Archive(file)
    path = _main_part(archive)
    for name in sorted(archive.names):
        if name.endswith((".xml", ".rels")):
            archive.xml(name)
    beside = [part for kind, part in targets(archive, path).values() if kind in ("footnotes", "endnotes")]
    parts = {part: root for part in (path, *beside) if (root := archive.xml(part)) is not None}
    notes = list(remarks(archive, parts))
    for part in parts.values():
        _make_plain(part)
    pictures: dict[str, bytes] = {}

    def keep(image: Any) -> dict[str, str]:
        kind = str(image.content_type).partition("/")[2]
        name = f"{len(pictures) + 1}.{_ENDINGS.get(kind, kind)}"
        with image.open() as opened:
            pictures[name] = opened.read()
        return {"src": name}

    try:
        html = mammoth.convert_to_html(
            archive.with_parts(parts),
            style_map=_STYLES + _outline(archive, path) + _deep_lists(),
            convert_image=mammoth.images.img_element(keep),
            include_embedded_style_map=False,
        ).value
    except DocumentError:
        raise
    except Exception:
        # It trusts what it reads, and raises what comes of that.
        raise archive.broken() from None
    return Document(html=_with_footnotes(html), pictures=pictures, notes=tuple(notes))


def _main_part(archive: Archive) -> str:
    """The part that holds the text (OPC, ECMA-376 part 2, 9.3)."""
    root = archive.xml("_rels/.rels")
    for one in root.iter(RELATIONSHIP) if root is not None else ():
        if str(one.get("Type", "")).endswith("/officeDocument"):
            path = posixpath.normpath(str(one.get("Target", "")).lstrip("/"))
            if path.startswith("word/") and path in archive.names:
                return path
    for folder, what in (
        ("xl/", "a spreadsheet"),
        ("ppt/", "a presentation"),
        ("content.xml", "a file of LibreOffice"),
    ):
        if any(name.startswith(folder) for name in archive.names):
            raise DocumentError(f"{archive.file} is {what}. Save its text as Word Document (.docx).")
    raise archive.broken()


def _make_plain(body: etree._Element) -> None:
    """Words in elements that mammoth does not look into are put where it does; code is known by its typeface.

    Entries of a table of contents have the style of one, also where a program marks only the whole; paragraphs that an
    item of a list goes on with have one, too.
    """
    gallery = ".//w:sdt[w:sdtPr/w:docPartObj/w:docPartGallery[@w:val='Table of Contents']]"
    for entry in found(body, f"{gallery}//w:p"):
        _set_style(entry, _CONTENTS)
    for paragraph, _, set_in in interrupting(body):
        if set_in:
            _set_style(paragraph, _CONTINUED)
    for wrapper in found(body, ".//w:fldSimple | .//w:dir | .//w:bdo"):
        unwrap(wrapper, wrapper.iterchildren())
    for ruby in found(body, ".//w:ruby"):
        unwrap(ruby, (part for base in ruby.iter(named("w:rubyBase")) for part in found(base, "w:r/w:t")))
    for line in found(body, ".//w:cr"):
        line.tag = named("w:br")
    for run in found(body, ".//w:r[w:rPr/w:rFonts/@w:ascii and not(w:rPr/w:rStyle)]"):
        properties = run.find(named("w:rPr"))
        face = value(properties.find(named("w:rFonts")), "w:ascii").casefold()
        if any(name in face for name in _MONOSPACED):
            etree.SubElement(properties, named("w:rStyle")).set(named("w:val"), _CODE)


def _set_style(paragraph: etree._Element, key: str) -> None:
    properties = paragraph.find(named("w:pPr"))
    if properties is None:
        properties = etree.SubElement(paragraph, named("w:pPr"))
    for style in properties.findall(named("w:pStyle")):
        properties.remove(style)
    etree.SubElement(properties, named("w:pStyle")).set(named("w:val"), key)


def _outline(archive: Archive, path: str) -> str:
    """Style map for styles of the document's own that stand in its outline, or are made of a heading's."""
    root = archive.xml(posixpath.join(posixpath.dirname(path), "styles.xml"))
    styles = {value(one, "w:styleId"): one for one in found(root, "w:style")} if root is not None else {}
    lines = []
    for key, style in styles.items():
        level = _level(key, styles)
        name = "".join(value(one) for one in found(style, "w:name"))
        if level is not None and level < 9 and name and "'" not in name:
            lines.append(f"p[style-name='{name}'] => h{min(level + 1, 6)}:fresh")
    return "\n".join(["", *lines, ""])


def _level(key: str, styles: dict[str, etree._Element]) -> int | None:
    """The level in the outline of a style or of what it is based on, from 0."""
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        style = styles[key]
        for level in found(style, "w:pPr/w:outlineLvl"):
            return int(value(level)) if value(level).isdecimal() else None
        name = "".join(value(one).casefold() for one in found(style, "w:name"))
        if (heading := _HEADING.fullmatch(name)) is not None:
            return int(heading[1]) - 1
        if name in ("title", "subtitle"):
            return None
        key = "".join(value(one) for one in found(style, "w:basedOn"))
    return None


def _deep_lists() -> str:
    """Lists below the fifth level, where mammoth's own style map ends; Word has nine."""
    return "\n".join(
        f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{name} > li:fresh"
        for level in range(6, 10)
        for kind, name in (("unordered", "ul"), ("ordered", "ol"))
    )


def _with_footnotes(html: str) -> str:
    """mammoth's links to a list at the end as our elements for footnotes and endnotes."""
    soup = BeautifulSoup(html, "html.parser")
    numbers: dict[str, str] = {}
    for link in soup.select("sup > a[id^=footnote-ref-], sup > a[id^=endnote-ref-]"):
        target = str(link["href"]).removeprefix("#")
        name = numbers.setdefault(target, str(len(numbers) + 1))
        assert isinstance(link.parent, Tag)
        link.parent.replace_with(soup.new_tag("footnote-ref", attrs={"name": name}))
    for target, name in numbers.items():
        text = soup.find(id=target)
        if not isinstance(text, Tag):
            continue
        for back in text.select("a[href^='#footnote-ref-'], a[href^='#endnote-ref-']"):
            back.decompose()
        footnote = soup.new_tag("footnote-text", attrs={"name": name})
        footnote.extend([*text.contents])
        text.decompose()
        soup.append(footnote)
    return str(soup)
