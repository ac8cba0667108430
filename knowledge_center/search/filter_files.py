"""Pagefind's filters in an order of their own: as it writes them, each build has other bytes.

A filter's file is ``[name, [[value, [page, …]], …]]``, the index's ``pf_meta`` lists ``[name, file]`` of each, both in
CBOR (RFC 8949), packed with gzip behind a mark. The order of values, and of filters, means nothing to the search.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

_MARK = b"pagefind_dcd"
_TEXT, _ARRAY = 3, 4


def settle_filters(folder: Path) -> None:
    """Sort the filters of the index in ``folder``, and name its files by what they hold now.

    Raises ValueError where they are not as the version of Pagefind that is pinned writes them.
    """
    olds = sorted(folder.glob("filter/*.pf_filter"))
    if not olds:
        return
    entry = folder / "pagefind-entry.json"
    known = json.loads(entry.read_text(encoding="utf-8"))
    ((language, index),) = known["languages"].items()
    meta = folder / f"pagefind.{index['hash']}.pf_meta"
    listed: dict[bytes, bytes] = {}
    for old in olds:
        name, data = sorted_filter(_unpacked(old))
        hashed = f"{language}_{_digest(data)[:7]}"
        _write(folder / f"filter/{hashed}.pf_filter", data)
        if hashed != old.stem:
            old.unlink()
        listed[b"\x82" + name + _text(old.stem)] = b"\x82" + name + _text(hashed)
    data = relisted(_unpacked(meta), listed)
    index["hash"] = f"{language}_{_digest(data)[:10]}"
    meta.unlink()
    _write(folder / f"pagefind.{index['hash']}.pf_meta", data)
    entry.write_text(json.dumps(known, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def sorted_filter(data: bytes) -> tuple[bytes, bytes]:
    """A filter's name, still in CBOR, and the filter with its values sorted. Raises ValueError for anything else."""
    kind, count, at = _head(data, 0)
    name_end = _end(data, at)
    values_kind, values, begin = _head(data, name_end)
    if (kind, count, values_kind) != (_ARRAY, 2, _ARRAY):
        raise ValueError("A filter of the search index is not a name with its values.")
    items, here = [], begin
    for _ in range(values):
        end = _end(data, here)
        items.append(data[here:end])
        here = end
    return data[at:name_end], data[:begin] + b"".join(sorted(items))


def relisted(meta: bytes, listed: dict[bytes, bytes]) -> bytes:
    """The list of filters in ``meta`` sorted, each old entry as its new one. Raises ValueError if it is not there."""
    places = sorted(meta.find(old) for old in listed)
    begin, length = places[0], sum(map(len, listed))
    here = meta[begin : begin + length]
    if begin < 0 or any(here.count(old) != 1 for old in listed):
        raise ValueError("The search index does not list its filters one behind the other.")
    return meta[:begin] + b"".join(sorted(listed.values())) + meta[begin + length :]


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The major type of an item, its number or length, and where what follows begins (RFC 8949, section 3)."""
    if at >= len(data):
        raise ValueError("A file of the search index ends too early.")
    kind, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return kind, short, at + 1
    if short > 27:
        raise ValueError("The search index has CBOR of a kind that it never had.")
    size = 1 << (short - 24)
    return kind, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _end(data: bytes, at: int) -> int:
    """Where an item ends: a number, a text or an array of these."""
    kind, number, at = _head(data, at)
    if kind == _TEXT:
        return at + number
    if kind == _ARRAY:
        for _ in range(number):
            at = _end(data, at)
    elif kind:
        raise ValueError("The search index has CBOR of a kind that it never had.")
    return at


def _text(short: str) -> bytes:
    """A text of no more than 23 bytes in CBOR."""
    return bytes([_TEXT << 5 | len(short)]) + short.encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unpacked(file: Path) -> bytes:
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(_MARK):
        raise ValueError(f"{file.name} of the search index does not begin as Pagefind's files do.")
    return data[len(_MARK) :]


def _write(file: Path, data: bytes) -> None:
    file.write_bytes(gzip.compress(_MARK + data, 9, mtime=0))
