"""What the blog plugin is handed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml
from mkdocs.config import load_config

from knowledge_center_mkdocs.material_blog import copy_of
from tests.samples import ROOT, article, settings


def handed(folder: Path, **changes: object) -> tuple[dict[str, object], str]:
    """The front matter and the text of the copy."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins._current_plugin = "hooks/main.py"  # as while MkDocs runs a hook
    file = copy_of(config, article(**changes), settings(), folder)  # type: ignore[arg-type]
    _, head, body = Path(file.abs_src_path or "").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body


def test_the_plugin_sees_the_name_and_never_the_title(tmp_path: Path) -> None:
    """A hostile title cannot reach a template of the theme: the copy carries the file name for a title."""
    head, _ = handed(tmp_path, title="<script>alert(1)</script>", summary="{{ x }}")
    assert head["title"] == "second-interview"
    assert set(head) == {"title", "date", "authors", "categories", "template"}


def test_the_day_is_the_readers_day(tmp_path: Path) -> None:
    """An article of 23:00 local time belongs to that day, whatever UTC says, so the archive's year is right."""
    head, _ = handed(tmp_path, published=datetime(2027, 1, 1, 3, tzinfo=UTC))
    assert str(head["date"]) == "2026-12-31"


def test_the_text_is_the_editors(tmp_path: Path) -> None:
    """The text is handed over as it is, a line of dashes included."""
    assert handed(tmp_path, body="One\n\n---\n\nTwo ä\n")[1].strip() == "One\n\n---\n\nTwo ä"
