"""XML of strangers, as a stream: no entity, no definition, no network, 10 MB a text, bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from knowledge_center.tools.importer.exports.export_model import ExportError

# Programs write prefixes that they do not declare (atom:link, app:control). These are looked for by their namespaces.
_BY_NAMESPACE = ("content", "dc", "excerpt", "itunes", "media", "feedburner")
_UNDECLARED = re.compile(r"Namespace prefix (\S+) ")


def elements(file: Path, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each element of these names, in any namespace, at its end; what was read is let go.

    An element inside another of these names is seen before it, and still there when that one ends.
    Raises ExportError where the XML is broken, with line and column, and where it defines entities of its own.
    """
    tags = [tag for name in names for tag in (name, f"{{*}}{name}")]
    # What cannot be read stands in the log of errors; to recover is to get past a prefix that is not declared.
    events = etree.iterparse(
        str(file),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    try:
        for _, element in events:
            _raise_broken(file, events.error_log)
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
        _raise_broken(file, events.error_log)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise ExportError(_broken(file, line, column, error.msg)) from None


def _raise_broken(file: Path, errors: etree._ListErrorLog) -> None:
    """Raise ExportError for the first error of the reader's that the text could not be read for."""
    for error in errors:
        undeclared = (
            _UNDECLARED.match(error.message) if error.type_name == "NS_ERR_UNDEFINED_NAMESPACE" else None
        )
        if error.level == etree.ErrorLevels.FATAL or (
            undeclared is not None and undeclared[1] in _BY_NAMESPACE
        ):
            raise ExportError(_broken(file, error.line, error.column, error.message))


def _broken(file: Path, line: int, column: int, reason: str) -> str:
    # In libxml2's words: “CData section too big found”, “xmlSAX2Text: huge text node”, “Text node too long”.
    if re.search(r"too big|huge|too long", reason):
        return f"{file}:{line}: a text there is longer than 10 MB, and no article is; look at it, and take it out."
    reason = reason.strip().partition("\n")[0]
    return f"{file}:{line}:{column}: the XML is broken there ({reason}); export it again, or mend that line."


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of a local name."""
    return [one for one in element if local(one) == name]


def local(element: etree._Element) -> str:
    """An element's name without its namespace or a prefix that is not declared; empty for a comment."""
    return re.split("[}:]", str(element.tag))[-1] if isinstance(element.tag, str) else ""
