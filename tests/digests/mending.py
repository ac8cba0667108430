"""Problems mended as their fixes say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge_center.problems import Problem


def mend(docs: Path, problems: Iterable[Problem]) -> None:
    """Put the first line of each fix in the place of the line that is to be mended."""
    for problem in problems:
        path = docs / problem.path.removeprefix("docs/")
        lines = path.read_text(encoding="utf-8").split("\n")
        lines[problem.line - 1] = problem.fix.split("\n")[0]
        path.write_text("\n".join(lines), encoding="utf-8")
