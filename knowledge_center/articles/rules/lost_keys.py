"""An author or a topic that many articles name and the list no longer has: told once, where the list is mended."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from knowledge_center.problems import Edit, Problem, did_you_mean

# So many a person may mend one by one.
_MOST = 10
_LOST = re.compile(r"There is no (author|category) “([^”]+)” in ")


class ChoiceList(NamedTuple):
    """A list of what articles may name: its file, as it lies and as messages call it, its keys, and those in use."""

    file: Path
    display_path: str
    keys: Collection[str]
    used: Collection[str]


def grouped_lost_keys(problems: Iterable[Problem], lists: Mapping[str, ChoiceList]) -> Iterator[Problem]:
    """The problems, of which those about one key become one; ``lists`` by the rule that looks articles up in them."""
    lost: dict[tuple[str, str, bool], list[Problem]] = {}
    for problem in problems:
        found = _LOST.match(problem.message) if problem.rule in lists else None
        if found:
            lost.setdefault((problem.rule, found[2], problem.advice), []).append(problem)
        else:
            yield problem
    for (rule, key, _), about in lost.items():
        if len(about) <= _MOST:
            yield from about
        else:
            yield _of_the_list(key, about, lists[rule])


def _of_the_list(key: str, about: list[Problem], choices: ChoiceList) -> Problem:
    unused = [known for known in choices.keys if known not in choices.used]
    longer = (one for one in unused if one.startswith(key) or key.startswith(one))
    now = did_you_mean(key, unused) or next(longer, "")
    dotted = choices.file.name.startswith(".")
    lines = choices.file.read_text(encoding="utf-8").split("\n")
    marks = (f"{now}:",) if dotted else (f"- key: {now}", f"key: {now}")
    at = next((n for n, line in enumerate(lines, 1) if now and line.strip() in marks), 0)
    found = _LOST.match(about[0].message)
    what = "author" if found and found[1] == "author" else "category"
    again = lines[at - 1].replace(now, key) if at else ""
    name = key.replace("-", " ").title()
    added = f"{key}:\n  name: {name}" if dotted else f"  - key: {key}\n    name: {name}"
    first = min(about, key=lambda problem: problem.path)
    return Problem(
        path=choices.display_path,
        line=at,
        message=(
            f"{len(about):,} articles name the {what} “{key}”, which does not stand here; the first is {first.where}. "
            "A key is an address that readers know: who is called otherwise gets another name, and keeps the key."
        ),
        fix=again or added,
        edits=(Edit(at, at, (again,)),) if at else (),
        advice=first.advice,
        rule=first.rule,
    )
