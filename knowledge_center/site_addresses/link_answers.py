"""What addresses of other sites answered when they were last asked: ``.cache/links.json``, which may be deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from knowledge_center.file_writing import replace_file

# Below the folder with mkdocs.yml.
FILE = Path(".cache/links.json")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """What an address answered at a moment.

    ``status`` is that of the last page, 0 where there was none and ``error`` says why: one of the words in
    link_requests.py, or ``not-asked`` where the host had left others without an answer. ``detail`` is what more a
    person may want to know. ``final`` is where the redirects ended, ``moved`` how far those went that are for good
    (301, 308), empty where the address is as it should be.
    """

    when: datetime
    status: int = 0
    error: str = ""
    detail: str = ""
    final: str = ""
    moved: str = ""

    @property
    def good(self) -> bool:
        """Whether a page is there."""
        return 200 <= self.status < 300

    def fresh(self, now: datetime, max_age: timedelta) -> bool:
        """Whether it need not be asked again. What failed may have been mended: it is asked every time."""
        return self.good and timedelta() <= now - self.when < max_age


def read_link_answers(root: Path) -> dict[str, LinkAnswer]:
    """The answers by address; of a file that is missing or broken, none."""
    try:
        data = json.loads((root / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if (
        not isinstance(data, dict)
        or data.get("schema") != _SCHEMA
        or not isinstance(data.get("answers"), dict)
    ):
        return {}
    found = {}
    for address, row in data["answers"].items():
        with suppress(TypeError, ValueError, KeyError):
            found[address] = _answer(row)
    return found


def _answer(row: Mapping[str, Any]) -> LinkAnswer:
    when = datetime.fromisoformat(row["when"])
    if when.tzinfo is None:
        raise ValueError(row)
    texts = {name: str(row.get(name, "")) for name in ("error", "detail", "final", "moved")}
    return LinkAnswer(when=when, status=int(row.get("status", 0)), **texts)


def write_link_answers(root: Path, answers: Mapping[str, LinkAnswer]) -> None:
    """Keep the answers, in one step."""
    rows = {}
    for address, answer in sorted(answers.items()):
        row: dict[str, Any] = {"when": answer.when.isoformat(timespec="seconds"), "status": answer.status}
        row |= {n: v for n in ("error", "detail", "final", "moved") if (v := getattr(answer, n))}
        rows[address] = row
    text = json.dumps({"schema": _SCHEMA, "answers": rows}, indent=1, ensure_ascii=False)
    replace_file(root / FILE, f"{text}\n")


def known_https(address: str, answers: Mapping[str, LinkAnswer]) -> str:
    """The same address with https, where the last look was redirected there for good; else an empty text.

    This asks nobody: it is what ``check --fix`` may write by itself.
    """
    plain, _, anchor = address.partition("#")
    answer = answers.get(plain)
    if answer is None or not answer.good or not plain.startswith("http://"):
        return ""
    secure = f"https://{plain.removeprefix('http://')}"
    # A site's root is the same address with and without its slash.
    if answer.moved.rstrip("/") != secure.rstrip("/"):
        return ""
    return f"{secure}#{anchor}" if anchor else secure
