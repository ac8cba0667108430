"""A list of authors or topics in the form that can be edited in a browser, made of the one with a dot."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge_center.articles.metadata_files import read_authors, read_categories
from knowledge_center.front_matter.parser import parse_fields, read_text
from knowledge_center.problems import Problem, Unusable


def editable_list(docs: Path, both: tuple[str, str]) -> str | None:
    """The text of the file without a dot, or None where it is there already. ``both`` is as in docs_files.

    Raises Unusable where the file with a dot has a mistake: nothing of it may be lost.
    """
    hidden, shown = both
    if (docs / shown).is_file():
        return None
    path, display_path = docs / hidden, (docs / hidden).as_posix()
    name = Path(shown).stem
    problems: list[Problem] = []
    (read_authors if name == "authors" else read_categories)(path, display_path, problems)
    if problems:
        raise Unusable(problems)
    entries = []
    for key, field in parse_fields(read_text(path, display_path), display_path).items():
        fields = field.value if isinstance(field.value, dict) else {}
        entries.append(
            {"key": key} | {one: " ".join((item.text or "").split()) for one, item in fields.items()}
        )
    return yaml.safe_dump({name: entries}, allow_unicode=True, sort_keys=False, width=1000)
