"""Where our templates and assets lie."""

from __future__ import annotations

from pathlib import Path


def layer() -> Path:
    """The folder with our templates: in the package that was installed, or in the checkout."""
    installed = Path(__file__).parent / "theme"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "overrides"
