"""A CSV file as other programs write it: any encoding, any separator, line by line, broken lines apart."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge_center.problems import Problem, Unusable

_SEPARATORS = (",", ";", "\t", "|")
# A cell may hold line ends (notes, addresses), but a quote mark that nobody closed must not swallow the
# rest of the file.
_MOST_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvLine:
    """One record: ``number`` is the line it begins on, ``cells`` by the name of their column.

    ``wrong`` says why it cannot be read, and is empty otherwise.
    """

    number: int
    cells: Mapping[str, str]
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A file's columns, by their names as ``column`` writes them, and its lines."""

    columns: tuple[str, ...]
    lines: tuple[CsvLine, ...]


def column(name: str) -> str:
    """A column's name without what differs from export to export: ``E-mail Address`` is ``email_address``."""
    words = re.sub(r"[^a-z0-9]+", "_", name.strip().casefold()).strip("_")
    return re.sub(r"^e_mail", "email", words)


def read_csv(data: bytes, source: str) -> CsvTable:
    """The table in the bytes of a file. ``source`` names the file in messages.

    UTF-8 with or without a byte order mark, UTF-16, else Windows-1252; comma, semicolon, tab or bar,
    whichever the first line has most of. Raises Unusable for a file without a table.
    """
    text = _text(data, source)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = 0
    separator = ""
    # Excel's own way to name the separator.
    if match := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE):
        first, separator = 1, match[1]
    while first < len(lines) and not lines[first].strip():
        first += 1
    if first == len(lines):
        message = "The file is empty."
        raise Unusable([Problem(path=source, message=message, fix="Export it once more.")])
    separator = separator or max(_SEPARATORS, key=lines[first].count)
    records = _records(lines, first, separator)
    _, header, wrong = next(records)
    columns = tuple(column(name) for name in header)
    if wrong or not any(columns) or any("@" in name for name in header):
        message = "The first line has to name the columns."
        raise Unusable([Problem(path=source, line=first + 1, message=message, fix="email")])
    return CsvTable(
        columns=columns,
        lines=tuple(
            CsvLine(
                number=number,
                cells={} if wrong else _cells(columns, row),
                wrong=wrong or _too_many(columns, row),
            )
            for number, row, wrong in records
            if wrong or any(cell.strip() for cell in row)
        ),
    )


def _text(data: bytes, source: str) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if data[:200].count(b"\0") > len(data[:200]) // 3:
            return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    except UnicodeDecodeError:
        message = "The file is damaged: it is neither UTF-8 nor UTF-16 text."
        raise Unusable([Problem(path=source, message=message, fix="Export it once more, as CSV.")]) from None
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\0" in data[:2000]:
        message = "This is no text file, but CSV is expected."
        fix = "Unpack a .zip first. In a spreadsheet: save as “CSV UTF-8”."
        raise Unusable([Problem(path=source, message=message, fix=fix)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Bytes that Windows-1252 has no letter for become a mark that no address can hold.
        return data.decode("cp1252", errors="replace")


def _records(lines: Sequence[str], first: int, separator: str) -> Iterator[tuple[int, list[str], str]]:
    """Each record with the number of its first line, its cells, and what is wrong with it."""
    at = first
    while at < len(lines):
        row, used = _record(lines, at, separator)
        if row is None:
            yield at + 1, [], "a quotation mark is not closed, or stands inside a cell"
        elif row:
            yield at + 1, row, ""
        at += used


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The record that begins at a line and how many lines it takes, or None for one that cannot be read."""
    for used in range(1, min(_MOST_LINES, len(lines) - at) + 1):
        piece = [f"{text}\n" for text in lines[at : at + used]]
        try:
            rows = list(csv.reader(piece, delimiter=separator, strict=True))
        except csv.Error:
            continue
        if len(rows) <= 1:
            return (rows[0] if rows else []), used
    return None, 1


def _cells(columns: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, cell in zip(columns, row, strict=False):
        # Of two columns with one name, the first that says something.
        if name and not cells.get(name):
            cells[name] = cell.strip()
    return cells


def _too_many(columns: Sequence[str], row: Sequence[str]) -> str:
    if len(row) <= len(columns) or not any(cell.strip() for cell in row[len(columns) :]):
        return ""
    return f"it has {len(row)} cells, but there are {len(columns)} columns"
