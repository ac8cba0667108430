"""What a build refuses before it begins."""

from __future__ import annotations

import pytest
from mkdocs.exceptions import PluginError

from knowledge_center_mkdocs import events as main


def test_dirty_builds_are_refused() -> None:
    """--dirty would publish articles without their text, so it is refused with a sentence."""
    with pytest.raises(PluginError, match="--dirty"):
        main.on_startup(command="build", dirty=True)
