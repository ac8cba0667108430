"""The zip files that documents come in: opened without trust in what they say of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from knowledge_center.tools.importer.documents.document import DocumentError

# Bytes: of a part of XML, and of all parts together. The longest book has a few.
_LARGEST_XML, _LARGEST = 30_000_000, 300_000_000
_MOST_PARTS = 5_000
# How a compound file begins (MS-CFB 2.2): the old .doc, and whatever Office locks with a password.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Archive:
    """The parts of a document by their names."""

    def __init__(self, file: Path) -> None:
        """Open it. Raises DocumentError where that is no zip file, or one that would fill the machine; OSError."""
        self.file = file
        if file.stat().st_size > _LARGEST:
            raise DocumentError(f"{file} is larger than any document; it was not read.")
        data = file.read_bytes()
        if data.startswith(_COMPOUND):
            raise DocumentError(
                f"{file} is locked with a password. Save a copy without one: File > Info > Protect Document."
                if _LOCKED in data
                else f"{file} is in Word's old format. Open it in Word and save it as Word Document (.docx)."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise self.broken() from None
        if any(part.flag_bits & 1 for part in parts):
            raise DocumentError(f"{file} is locked with a password. Save a copy without one.")
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
            raise DocumentError(f"{file} unpacks to more than any document needs; it was not read.")
        self.names = frozenset(part.filename for part in parts)

    def broken(self) -> DocumentError:
        """What to say where the file is damaged."""
        return DocumentError(
            f"{self.file} is damaged, or not what its name says. Open it where it was written, and save it anew."
        )

    def read(self, name: str) -> bytes:
        """A part. Raises DocumentError where it is damaged."""
        try:
            # No more than the part says it has is ever unpacked, and that was counted.
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise self.broken() from None

    def xml(self, name: str) -> etree._Element | None:
        """A part of XML; None where there is none. Raises DocumentError where it is broken or defines entities."""
        if name not in self.names:
            return None
        if self._zip.getinfo(name).file_size > _LARGEST_XML:
            raise DocumentError(f"{self.file} unpacks to more than any document needs; it was not read.")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError:
            raise self.broken() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError(f"{self.file} defines entities of its own, which no document does; not read.")
        return root

    def with_parts(self, changed: dict[str, etree._Element]) -> io.BytesIO:
        """The document with other parts of XML in the place of its own."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as written:
            for name in sorted(self.names):
                part = changed.get(name)
                written.writestr(name, self.read(name) if part is None else etree.tostring(part))
        out.seek(0)
        return out
