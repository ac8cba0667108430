"""Our templates and styles as each released version had them, so that a site hears which of its files are old ones.

template_record.json holds them line by line, as short hashes: a copy that somebody has changed is recognised
too. scripts/record_templates.py adds a version to it when that is released.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

RECORD = Path(__file__).with_name("template_record.json")
KINDS = (".html", ".xml", ".css", ".js")
# How much of a file must be ours, from 0 to 1, to be called a copy.
_ALIKE = 0.5
# name -> version -> what its lines are, hashed
Record = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file of a site's that is our ``name`` of an older ``version``, and ours has changed since.

    ``changed`` by the site; ``gone`` where we have no such file any more. An empty version is the one of now.
    """

    file: Path
    name: str
    version: str
    changed: bool
    gone: bool


def copies(layer: Path, own: Path | None, docs: Path) -> tuple[Copy, ...]:
    """The copies of ours in a site's own templates and in its docs/assets; ``layer`` holds ours of now."""
    files = [(own, file) for file in _files(own)] + [(docs, file) for file in _files(docs / "assets")]
    found = []
    for folder, file in files:
        name = file.relative_to(folder or "").as_posix()
        if name in record() or (layer / name).is_file():
            found.append(_copy(file, name, layer / name))
    return tuple(copy for copy in found if copy is not None)


def old_copies(layer: Path, own: Path | None, docs: Path) -> tuple[Copy, ...]:
    """The copies of older versions of ours, which hide what has changed since."""
    return tuple(copy for copy in copies(layer, own, docs) if copy.version)


def _files(folder: Path | None) -> Iterable[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file()) if folder is not None else ()


def _copy(file: Path, name: str, ours: Path) -> Copy | None:
    text = _text(file)
    if '"knowledge_center/' in text or "'knowledge_center/" in text:
        return None
    lines = hashes(text)
    now = hashes(_text(ours)) if ours.is_file() else ""
    if lines == now:
        return Copy(file=file, name=name, version="", changed=False, gone=False)
    # Newest first: of versions that are equally like it, the newest is meant.
    versions = [("", now), *reversed(list(record().get(name, {}).items()))]
    version, theirs = max(versions, key=lambda version: _alike(lines, version[1]))
    if not version or theirs == now or _alike(lines, theirs) < _ALIKE:
        return None
    return Copy(file=file, name=name, version=version, changed=lines != theirs, gone=not ours.is_file())


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def hashes(text: str) -> str:
    """A text as the hashes of its lines; blank lines and the space around a line do not count."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(hashlib.sha256(line.encode()).hexdigest()[:6] for line in lines if line)


@cache
def record() -> Record:
    """What was released."""
    read: Record = json.loads(RECORD.read_text(encoding="utf-8"))
    return read


def with_version(before: Record, version: str, files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The record with one version more: ``files`` are its templates and styles, name -> text.

    A file that is as it was in the version before adds nothing.
    """
    after = {name: {v: h for v, h in versions.items() if v != version} for name, versions in before.items()}
    for name, text in files.items():
        versions = after.setdefault(name, {})
        if hashes(text) not in list(versions.values())[-1:]:
            versions[version] = hashes(text)
    return {name: versions for name, versions in sorted(after.items()) if versions}


def released_files(layer: Path) -> Iterator[tuple[str, str]]:
    """The templates and styles of a layer, name and text."""
    for file in sorted(layer.rglob("*")):
        if file.suffix in KINDS:
            yield file.relative_to(layer).as_posix(), _text(file)
