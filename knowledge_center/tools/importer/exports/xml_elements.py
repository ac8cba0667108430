"""XML of strangers, as a stream: no entity, no definition, no network, 10 MB a text, bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from knowledge_center.tools.importer.exports.export_model import ExportError


def elements(file: Path, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each element of these names, in any namespace, at its end; what was read is let go.

    An element inside another of these names is seen before it, and still there when that one ends.
    Raises ExportError where the XML is broken, with line and column, and where it defines entities of its own.
    """
    tags = [tag for name in names for tag in (name, f"{{*}}{name}")]
    try:
        events = etree.iterparse(
            str(file), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, element in events:
            declared = element.getroottree().docinfo.internalDTD
            if declared is not None and next(declared.iterentities(), None) is not None:
                raise ExportError(f"{file} defines entities of its own, which no such file needs; not read.")
            if (entity := next(element.iter(etree.Entity), None)) is not None:
                raise ExportError(
                    f"{file}:{entity.sourceline}: {entity.text} is no entity of XML; write the character itself."
                )
            yield element
            if any(local(above) in names for above in element.iterancestors()):
                continue
            element.clear()
            while element.getparent() is not None and element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        (line, column), reason = error.position, error.msg.partition("\n")[0]
        # In libxml2's words: “CData section too big found”, “xmlSAX2Text: huge text node”.
        if re.search(r"too big|huge", error.msg):
            raise ExportError(
                f"{file}:{line}: a text there is longer than 10 MB, and no article is; look at it, and take it out."
            ) from None
        raise ExportError(
            f"{file}:{line}:{column}: the XML is broken there ({reason}); export it again, or mend that line."
        ) from None


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of a local name."""
    return [one for one in element if local(one) == name]


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
