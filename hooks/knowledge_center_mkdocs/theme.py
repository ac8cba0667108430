"""The adapter to Material's theme: our templates stand in it, and nothing else of it is published."""

from __future__ import annotations

from pathlib import Path

import material
from mkdocs.structure.files import Files

_THEME = Path(material.__file__).parent


def drop_unused(files: Files) -> None:
    """Leave out the theme's own scripts and styles: no page of ours asks for them (2.5 MB)."""
    for file in list(files):
        if file.src_dir and Path(file.src_dir).is_relative_to(_THEME):
            files.remove(file)
