"""Pictures that are kept for later builds, each with a digest beside it: damaged, it counts as none."""

from __future__ import annotations

import os
from pathlib import Path

from knowledge_center.build_cache.digests import digest


def kept(path: Path) -> bytes | None:
    """What was kept at a path, or None where it is not there or no longer what it was."""
    try:
        data = path.read_bytes()
        return data if _proof(path).read_bytes() == digest(data) else None
    except OSError:
        return None


def keep(path: Path, data: bytes) -> None:
    """Keep a file, whole or not at all. Raises OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for file, content in ((path, data), (_proof(path), digest(data))):
        # Beside it and renamed: a build that is killed leaves no half picture for the next one.
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        unfinished.write_bytes(content)
        unfinished.replace(file)


def _proof(path: Path) -> Path:
    return path.with_name(f"{path.name}.proof")
