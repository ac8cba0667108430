"""What imports have written, by path below docs: so the next one can tell what an editor has worked on since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path


def record_of(docs: Path) -> Path:
    """The file with the record. It may be deleted: then nothing is said of who worked on what."""
    return docs.parent / ".cache/import.json"


def written_before(docs: Path) -> dict[str, str]:
    """Path below ``docs`` -> a hash of what was written there; empty where no record can be read."""
    try:
        found = json.loads(record_of(docs).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(path): str(one) for path, one in found.items()} if isinstance(found, dict) else {}


def record_text(written: Mapping[str, str]) -> bytes:
    """The record as a file."""
    return json.dumps(written, indent=0, sort_keys=True).encode()


def written_hash(content: bytes) -> str:
    """A word that two contents share only if they are the same."""
    return hashlib.sha256(content).hexdigest()
