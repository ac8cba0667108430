"""Notes of a camera or a program in an AVIF picture (ISO/IEC 14496-12, 8.11), and how they are blanked out.

Everything else in such a file is found by where it stands, so no byte is taken out: notes become zeros in their place.
"""

from __future__ import annotations

from collections.abc import Iterator

# Four bytes of offset and the shortest TIFF: readers that want Exif where it is announced find some that is empty.
_EMPTY_EXIF = bytes(4) + b"II*\0\x08\0\0\0" + bytes(6)
_META, _ITEMS, _PLACES, _DATA = b"meta", b"iinf", b"iloc", b"idat"
_EXIF, _XMP = b"Exif", b"mime"


def without_notes(data: bytes) -> bytes:
    """The bytes of an AVIF picture with empty notes."""
    blank = bytearray(data)
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == _META:
            # A version and flags stand before what it holds.
            inside = {name: (first, last) for name, first, last in _boxes(data, start + 4, end)}
            if _ITEMS in inside and _PLACES in inside:
                notes = dict(_notes(data, *inside[_ITEMS]))
                for item, first, last in _extents(data, *inside[_PLACES], inside.get(_DATA, (0, 0))[0]):
                    if item in notes:
                        empty = _EMPTY_EXIF if notes[item] == _EXIF else b""
                        length = min(last, len(data)) - first
                        blank[first : first + length] = empty[:length].ljust(length, b"\0")
    return bytes(blank)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box from there to there: its type, and where what it holds begins and ends."""
    while at + 8 <= end:
        size, head = _number(data, at, 4), 8
        if size == 1:
            size, head = _number(data, at + 8, 8), 16
        elif size == 0:
            size = end - at
        if size < head:
            return
        yield data[at + 4 : at + 8], at + head, min(at + size, end)
        at += size


def _notes(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The items that are notes: their numbers and kinds."""
    count = 4 if data[at] else 2
    for kind, start, _ in _boxes(data, at + 4 + count, end):
        version = data[start]
        if kind == b"infe" and version >= 2:
            wide = 2 if version == 2 else 4
            name = data[start + 6 + wide : start + 10 + wide]
            if name in (_EXIF, _XMP):
                yield _number(data, start + 4, wide), name


def _extents(data: bytes, at: int, end: int, stored: int) -> Iterator[tuple[int, int, int]]:
    """Each piece of each item: the item's number, and where in the file it begins and ends."""
    version = data[at]
    offset_size, length_size = data[at + 4] >> 4, data[at + 4] & 15
    base_size, index_size = data[at + 5] >> 4, data[at + 5] & 15 if version else 0
    wide = 4 if version == 2 else 2
    count, at = _number(data, at + 6, wide), at + 6 + wide
    for _ in range(count):
        if at >= end:
            return
        item, at = _number(data, at, wide), at + wide
        begins = 0
        if version:
            # Counted from the beginning of the file, or of what is stored beside the list itself.
            begins, at = (stored if data[at + 1] & 15 == 1 else 0), at + 2
        base, at = _number(data, at + 2, base_size), at + 2 + base_size
        pieces, at = _number(data, at, 2), at + 2
        for _ in range(pieces):
            if at >= end:
                return
            first = begins + base + _number(data, at + index_size, offset_size)
            length = _number(data, at + index_size + offset_size, length_size)
            at += index_size + offset_size + length_size
            yield item, first, first + length if length else len(data)
