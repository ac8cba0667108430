"""``docs/articles/.archive.yml``: which articles are on which page of the archive feed, for ever.

A group a page, counted from 1, the oldest; below it the identities of its articles, as the ledgers know them::

    1:
    - thank-you-note
    - second-interview

Pages are added at the end by knowledge-center archive. A build reads the file and never writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from knowledge_center.digests.ledger_files import merged_text
from knowledge_center.feeds.archive import ArchivePage
from knowledge_center.file_writing import replace_file
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.problems import Problem, Unusable

NAME = "articles/.archive.yml"
_COMMENT = "# Which articles are on which page of the archive feed. knowledge-center archive adds to it.\n"
_CHOOSE = "Keep the version that was pushed first, then run knowledge-center archive again."


def read_archive(docs: Path, docs_dir: str) -> tuple[ArchivePage, ...]:
    """The closed pages, oldest first; none where no page was ever closed.

    ``docs_dir`` is what messages call the folder ``docs``. Raises Unusable with every problem of the file.
    """
    path, display_path = docs / NAME, f"{docs_dir}/{NAME}"
    if not path.is_file():
        return ()
    problems: list[Problem] = []
    fields = parse_fields(merged_text(path, display_path, fix=_CHOOSE), display_path)
    pages = tuple(
        _page(number, *item, display_path, problems) for number, item in enumerate(fields.items(), start=1)
    )
    problems += _twice(pages, display_path)
    if problems:
        raise Unusable(problems)
    return pages


def _page(number: int, key: str, field: Field, display_path: str, problems: list[Problem]) -> ArchivePage:
    if key != str(number):
        message = f"The page is called “{key}”, but pages are counted from 1 on without a gap: {number} is expected."
        problems.append(Problem(path=display_path, line=field.line, message=message, fix=f"{number}:"))
    items = field.value if isinstance(field.value, list) else []
    if not items:
        message = f"The page {key} holds {field.in_words}, but a list of articles is expected."
        fix = f"{key}:\n- name-of-an-article"
        problems.append(Problem(path=display_path, line=field.line, message=message, fix=fix))
    for item in items:
        if not (item.text or "").strip():
            what = f"{item.in_words[:1].upper()}{item.in_words[1:]}"
            message = f"{what} was found, but the name of an article is expected."
            problems.append(
                Problem(path=display_path, line=item.line, message=message, fix="- name-of-an-article")
            )
    named = [item for item in items if (item.text or "").strip()]
    return ArchivePage(
        number=number, ids=tuple(item.text or "" for item in named), lines=tuple(item.line for item in named)
    )


def _twice(pages: Iterable[ArchivePage], display_path: str) -> list[Problem]:
    """An article on two pages: whoever closed by hand, or a merge, has put it there again."""
    problems, first = [], dict[str, int]()
    for page in pages:
        for identity, line in zip(page.ids, page.lines, strict=True):
            known = first.setdefault(identity.casefold(), line)
            if known != line:
                message = f"The article “{identity}” is on a page already, in line {known}."
                problems.append(
                    Problem(path=display_path, line=line, message=message, fix="Delete this line.")
                )
    return problems


def add_pages(docs: Path, pages: Iterable[ArchivePage]) -> None:
    """Add pages at the end of the file, all or nothing; what stands there is not touched."""
    path = docs / NAME
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n" if path.is_file() else _COMMENT
    replace_file(path, before + pages_text(pages), durable=True)


def pages_text(pages: Iterable[ArchivePage]) -> str:
    """Pages as they stand in the file, an article a line."""
    groups: Mapping[int, list[str]] = {page.number: list(page.ids) for page in pages}
    # One line each, however long: what a diff shows and a message points to is an article.
    return str(yaml.safe_dump(dict(groups), allow_unicode=True, default_flow_style=False, width=10**6))
