"""Pictures that are kept for later builds, each with a hash beside it: damaged, it counts as none."""

from __future__ import annotations

from pathlib import Path

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.file_writing import replace_file


def kept(path: Path) -> bytes | None:
    """What was kept at a path, or None where it is not there or no longer what it was."""
    try:
        data = path.read_bytes()
        return data if _proof(path).read_bytes() == content_hash(data) else None
    except OSError:
        return None


def keep(path: Path, data: bytes) -> None:
    """Keep a file, whole or not at all. Raises OSError where it cannot be written."""
    replace_file(path, data)
    replace_file(_proof(path), content_hash(data))


def _proof(path: Path) -> Path:
    return path.with_name(f"{path.name}.proof")
