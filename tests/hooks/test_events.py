"""The hook hands the domain what the domain would read by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from knowledge_center.settings.model import load, read_settings
from knowledge_center_mkdocs import events as main
from tests.samples import ROOT, article_text, make_site


def test_scripts_and_build_read_the_same_settings() -> None:
    """What a script reads of mkdocs.yml by itself is what the build works with."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    assert read_settings(main.settings_data(config)) == read_settings(load(ROOT / "mkdocs.yml"))


def test_foreign_tags_do_not_part_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tags such as !ENV and !!python/name, which only the generator understands, change neither reading."""
    monkeypatch.setenv("KC_TEST_COPYRIGHT", "from the environment")
    root = make_site(tmp_path / "site", {"a.md": article_text()})
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("copyright:")]
    text = "\n".join([*lines, "copyright: !ENV [KC_TEST_COPYRIGHT, none]", ""])
    text += "markdown_extensions:\n  - toc:\n      slugify: !!python/name:markdown.extensions.toc.slugify\n"
    path.write_text(text, encoding="utf-8")
    config = load_config(str(path))
    assert config.copyright == "from the environment"
    assert read_settings(main.settings_data(config)) == read_settings(load(path))


def test_dirty_builds_are_refused() -> None:
    """--dirty would publish articles without their text, so it is refused with a sentence."""
    with pytest.raises(PluginError, match="--dirty"):
        main.on_startup(command="build", dirty=True)
