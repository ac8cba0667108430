"""The messages in a file, an mbox, a Maildir or a folder of .eml files. Nothing in it is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_center.problems import Problem, Unusable

# What counts stands at the beginning: the words, the fields, the headers of our mail. The rest is that mail with its
# pictures; and of a report made to be slow, this much is a second of work.
MOST_BYTES = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """One message. ``source`` says where it lies, ``data`` is cut after ``MOST_BYTES``."""

    source: str
    data: bytes


def read_messages(path: Path) -> Iterator[RawMessage]:
    """Every message at ``path``, in the order of their names or of the mailbox.

    Raises Unusable for a path where there is none, and OSError for one that cannot be read.
    """
    if path.is_dir():
        files = _files(path)
        if not files:
            message = "There is no message in this folder: no .eml file, and it is no Maildir."
            fix = "Name a Maildir (with the folders cur and new), a folder of .eml files, an mbox, or one message."
            raise Unusable([Problem(path=path.as_posix(), message=message, fix=fix)])
        for file in files:
            yield RawMessage(source=str(file), data=_read(file))
        return
    if not path.exists():
        raise Unusable([Problem(path=path.as_posix(), message="There is no such file or folder.", fix="")])
    with path.open("rb") as opened:
        begins = opened.read(5)
    if begins == b"From ":
        yield from _mbox(path)
    else:
        yield RawMessage(source=str(path), data=_read(path))


def _files(folder: Path) -> list[Path]:
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        found = [*(folder / "cur").iterdir(), *(folder / "new").iterdir()]
    else:
        found = [file for file in folder.rglob("*") if file.suffix.lower() == ".eml"]
    return sorted(file for file in found if file.is_file() and not file.name.startswith("."))


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES)


def _mbox(path: Path) -> Iterator[RawMessage]:
    """RFC 4155: a message begins with a line ``From `` at the start or after an empty line.

    Read line by line, so that a mailbox of any size takes the memory of one message.
    """
    number = 0
    lines: list[bytes] = []
    size = 0
    blank = True
    with path.open("rb") as opened:
        for line in opened:
            if blank and line.startswith(b"From "):
                if number:
                    yield RawMessage(source=f"{path}, message {number}", data=b"".join(lines)[:MOST_BYTES])
                number, lines, size = number + 1, [], 0
            elif size < MOST_BYTES:
                # What began with From in the text was written as >From.
                lines.append(re.sub(rb"^>(>*From )", rb"\1", line))
                size += len(line)
            blank = not line.strip()
    yield RawMessage(source=f"{path}, message {number}", data=b"".join(lines)[:MOST_BYTES])
