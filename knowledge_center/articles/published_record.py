"""``docs/.published.yml``: every address that readers have met, so that one that disappears is missed.

A line an address, sorted, each a whole YAML entry that begins like this::

    - {"url": "articles/second-interview/", "id": "second-interview", "published": …, "title": …, "summary": …}

A page of the site's own, of a topic or of an author has its ``url`` alone, an old address besides what it ``leads_to``.
Lines are added and brought up to date by ``knowledge-center record``, which every scheduled run calls, and never taken
away: of two versions of the file git keeps the lines of both, and where it left its marks between them both sides are
true. A build reads the file and never writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from knowledge_center.file_writing import replace_file
from knowledge_center.front_matter.parser import read_text
from knowledge_center.problems import Problem, Unusable

NAME = ".published.yml"
_COMMENT = "# The addresses that readers have met. knowledge-center run writes it; nobody else needs to.\n"
# What git leaves between two versions.
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class PublishedAddress(NamedTuple):
    """An address and what stood there when it was last seen: an article by its identity, or a page without one.

    ``url`` is site-relative; ``line`` is where it stands in the file, 0 before it does. ``leads_to`` is the identity of
    the article that a former address leads on to. A tuple, because a large site has ten thousand of them.
    """

    url: str
    id: str = ""
    title: str = ""
    summary: str = ""
    published: datetime | None = None
    line: int = 0
    leads_to: str = ""


def read_record(docs: Path, docs_dir: str) -> tuple[PublishedAddress, ...]:
    """All lines of the record; none where there is no file. ``docs_dir`` is what messages call ``docs``.

    Raises Unusable with every line that cannot be read.
    """
    path, display_path = docs / NAME, f"{docs_dir}/{NAME}"
    if not path.is_file():
        return ()
    lines = [
        (number, line[2:])
        for number, line in enumerate(read_text(path, display_path).split("\n"), start=1)
        if line.strip() and not line.startswith(("#", *_MARKS))
    ]
    try:
        # All at once: a parser of YAML takes a second for what this does in some milliseconds.
        entries: list[Any] = json.loads(f"[{','.join(text for _, text in lines)}]")
        return tuple(_address(entry, number) for entry, (number, _) in zip(entries, lines, strict=True))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unusable(_unreadable(lines, display_path)) from None


def _address(entry: dict[str, str], line: int) -> PublishedAddress:
    """Raises ValueError, TypeError or KeyError for what is none."""
    known = entry.get
    moment = known("published")
    texts = entry["url"], known("id", ""), known("title", ""), known("summary", "")
    leads_to = known("leads_to", "")
    "".join((*texts, leads_to))  # TypeError for what is no text
    return PublishedAddress(*texts, datetime.fromisoformat(moment) if moment else None, line, leads_to)


def _unreadable(lines: Iterable[tuple[int, str]], display_path: str) -> Iterator[Problem]:
    for number, text in lines:
        try:
            _address(json.loads(text), number)
        except (ValueError, TypeError, KeyError, AttributeError):
            yield Problem(
                path=display_path,
                line=number,
                message="This line of the record of addresses cannot be read; a program writes it, and no person.",
                fix=f"git checkout HEAD -- {display_path}\nIf it is so there too, delete the line.",
            )


def with_addresses(
    before: Iterable[PublishedAddress], found: Iterable[PublishedAddress]
) -> tuple[PublishedAddress, ...]:
    """The record with what was ``found`` on the site: what stands there by now, and whatever ever stood there.

    Of an address where an article stood before the article's own line says enough.
    """
    merged = {(one.url, one.id): one for one in (*before, *found)}
    stood = {url for url, identity in merged if identity}
    merged = {key: one for key, one in merged.items() if not (one.leads_to and one.url in stood)}
    return tuple(merged[key] for key in sorted(merged))


def record_text(record: Iterable[PublishedAddress]) -> str:
    """The record as it stands in its file."""
    return _COMMENT + "".join(f"- {_line(one)}\n" for one in record)


def write_record(docs: Path, record: Iterable[PublishedAddress]) -> None:
    """Replace the file in one step."""
    replace_file(docs / NAME, record_text(record), durable=True)


def _line(one: PublishedAddress) -> str:
    values = {
        "url": one.url,
        "id": one.id,
        "published": one.published.isoformat() if one.published else "",
        "title": one.title,
        "summary": one.summary,
        "leads_to": one.leads_to,
    }
    told = {name: value for name, value in values.items() if value or name == "url"}
    text = json.dumps(told, ensure_ascii=False)
    # What nobody sees, or what a reader of YAML takes for the end of the line, is spelled out.
    return text if text.isprintable() else json.dumps(told)
