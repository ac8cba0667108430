"""What a camera or a program wrote into a picture and no reader is to have: place, names, times, films, thumbnails.

The picture itself stays as it is, to the bit; how it is to be turned and what its colours mean stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

from knowledge_center.pictures.avif_notes import without_notes

# JPEG (ITU-T T.81, B.1): what begins a segment, where the coded picture ends, and the ones that carry notes.
_SOI, _EOI, _SOS = b"\xff\xd8", b"\xff\xd9", 0xDA
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_APP0, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
_ICC = b"ICC_PROFILE\0"
# PNG (third edition, 11.3): text, time, and what is Exif's.
_PNG, _PNG_NOTES = b"\x89PNG\r\n\x1a\n", (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf")
_AVIF = (b"ftypavif", b"ftypavis")
# WebP (RFC 9649, 2.7): the flags in VP8X say what else the file holds.
_WEBP_NOTES, _EXIF_AND_XMP = (b"EXIF", b"XMP "), 0x0C


def without_metadata(data: bytes, orientation: int = 1) -> bytes:
    """The bytes of a JPEG, PNG, WebP or AVIF picture without notes; those of any other or a damaged file as they are.

    ``orientation`` is how a JPEG or PNG is to be turned (Exif 2.32, tag 0x0112); 1 is upright.
    """
    if data.startswith(_SOI):
        return _jpeg(data, orientation)
    if data.startswith(_PNG):
        return _PNG + b"".join(_png(data, orientation))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:12] in _AVIF:
        return without_notes(data)
    return data


def is_cut_off(data: bytes) -> bool:
    """Whether the end of a JPEG or PNG is missing. ``data`` are its bytes without notes."""
    if data.startswith(_SOI):
        return not data.endswith(_EOI)
    return data.startswith(_PNG) and data[-8:-4] != b"IEND"


def _jpeg(data: bytes, orientation: int) -> bytes:
    kept = [_SOI]
    if orientation != 1:
        body = b"Exif\0\0" + _turned(orientation)
        kept.append(b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body)
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SOS:
            # Behind the picture's end may lie another one, or a film.
            return b"".join([*kept, memoryview(data)[at : _end_of_picture(data, end)]])
        if not _is_note(marker, data[at + 4 : at + 16]):
            kept.append(data[at:end])
        at = end
    return data


def _is_note(marker: int, head: bytes) -> bool:
    if marker == _APP2:
        return not head.startswith(_ICC)
    # JFIF's own and Adobe's say how the colours are coded.
    return marker == _COM or (_APP0 < marker <= _APP15 and marker != _APP14)


def _end_of_picture(data: bytes, at: int) -> int:
    while found := _MARKER.search(data, at):
        if found[0] == _EOI:
            return found.end()
        # Between the scans of a progressive picture stand tables, with their lengths.
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
    return len(data)


def _turned(orientation: int) -> bytes:
    """The shortest Exif that says so: one field in one directory (TIFF 6.0)."""
    tiff = (
        b"MM\0*\0\0\0\x08"
        + b"\0\x01"
        + b"\x01\x12\0\x03\0\0\0\x01"
        + bytes([0, orientation, 0, 0])
        + bytes(4)
    )
    return tiff


def _png(data: bytes, orientation: int) -> Iterator[bytes]:
    for kind, part in _png_chunks(data):
        if kind not in _PNG_NOTES:
            yield part
        if kind == b"IHDR" and orientation != 1:
            tiff = _turned(orientation)
            body = b"eXIf" + tiff
            yield len(tiff).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big")


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        part = data[at:end]
        if kind == b"VP8X" and len(part) > 8:
            part = part[:8] + bytes([part[8] & ~_EXIF_AND_XMP]) + part[9:]
        if kind not in _WEBP_NOTES:
            kept.append(part)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
