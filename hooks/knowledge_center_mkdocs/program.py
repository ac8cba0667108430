"""What makes a site: this version of ours, every package that is installed, Python. Another program, another cache."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import knowledge_center
import knowledge_center_mkdocs
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.fingerprints import Fingerprints
from knowledge_center.build_cache.store import FILE, BuildCache
from knowledge_center_mkdocs.theme_layer import layer


def open_cache(root: Path = Path(), file: Path = FILE) -> BuildCache:
    """The cache of the site in ``root``."""
    return BuildCache(root / file, program_hash())


def program_hash() -> bytes:
    """A hash of our own files, the names and versions of all packages, and Python."""
    fingerprints = Fingerprints()
    ours = {Path(package.__path__[0]) for package in (knowledge_center, knowledge_center_mkdocs)}
    installed = sorted({name for folder in sys.path if folder for name in _distributions(folder)})
    return content_hash(sys.version, *installed, *(fingerprints.of_tree(f) for f in sorted({*ours, layer()})))


def _distributions(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
    except OSError:
        return []
