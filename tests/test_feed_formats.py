"""The formats of feeds: one table, which all else reads."""

from __future__ import annotations

import ast
from pathlib import Path

from knowledge_center.feed_formats import FEED_FILES, FORMATS
from tests.samples import ROOT

WORDS = (*FEED_FILES, *(format.media_type for format in FORMATS))


def strings(path: Path) -> list[str]:
    """Every text in a module's code; what its docstrings say is for people."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def test_file_names_and_media_types_stand_in_one_table() -> None:
    """A format that is added or renamed is added or renamed there, and in no module and no template besides."""
    spelled = {
        path.relative_to(ROOT).as_posix()
        for folder in ("knowledge_center", "hooks", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if any(word in text for text in strings(path) for word in WORDS)
    }
    assert spelled == {"knowledge_center/feed_formats.py"}
    templates = [path for path in (ROOT / "overrides").rglob("*.html")]
    assert templates
    assert not [path.name for path in templates if any(word in path.read_text() for word in WORDS)]
