"""The files of a site that a version generated and a later one would generate otherwise.

generated_files.json holds them as each released version had them; scripts/record_templates.py adds a version to it
when that is released.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from pathlib import Path

RECORD = Path(__file__).with_name("generated_files.json")
# How much of a file must be as it was generated, from 0 to 1, to be called a changed one and not one of the site's own.
_ALIKE = 0.5
# path in the site -> version -> text
Record = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFile:
    """A file of a site's as ``version`` generated it (``before``); ``now`` is what this version generates.

    ``changed`` by the site since.
    """

    path: str
    version: str
    before: str
    now: str
    changed: bool

    @property
    def difference(self) -> str:
        """From that version to this one, as a unified diff."""
        before, now = self.before.splitlines(), self.now.splitlines()
        return "\n".join(unified_diff(before, now, self.path, self.path, lineterm=""))


def record() -> Record:
    """What was released."""
    read: Record = json.loads(RECORD.read_text(encoding="utf-8"))
    return read


def with_version(before: Record, version: str, files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The record with one version more; a file that is as it was in the version before adds nothing."""
    after = {path: {v: text for v, text in texts.items() if v != version} for path, texts in before.items()}
    for path, text in files.items():
        texts = after.setdefault(path, {})
        if text not in list(texts.values())[-1:]:
            texts[version] = text
    return {path: texts for path, texts in sorted(after.items()) if texts}


def old_files(root: Path, now: Mapping[str, str]) -> Iterator[OldFile]:
    """The generated files below ``root`` that are of an older version; ``now`` is what this one generates."""
    for path, texts in record().items():
        if path not in now or not (root / path).is_file():
            continue
        found = (root / path).read_text(encoding="utf-8", errors="replace")
        # Newest first: of versions that are equally like it, the newest is meant.
        versions = [("", now[path]), *reversed(list(texts.items()))]
        version, before = max(versions, key=lambda one: _alike(found, one[1]))
        if before != now[path] and _alike(found, before) >= _ALIKE:
            changed = found != before
            yield OldFile(path=path, version=version, before=before, now=now[path], changed=changed)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.splitlines(), other.splitlines(), autojunk=False).ratio()
