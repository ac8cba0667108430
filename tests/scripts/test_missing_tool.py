from __future__ import annotations

import pytest

from knowledge_center_cli.missing_tool import missing_tool


@pytest.mark.parametrize("name", ["knowledge_center.tools", "knowledge_center.tools.importer.decoding"])
def test_a_tool_that_was_deleted_is_a_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole package or a part of it."""
    assert missing_tool(ModuleNotFoundError(name=name), "the importer") == 1
    assert "the importer is not in it" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["yaml", "knowledge_center.toolsmith", None])
def test_anything_else_that_is_missing_is_no_tool(name: str | None) -> None:
    """An installation without one of its dependencies must not look like one without tools."""
    with pytest.raises(ModuleNotFoundError):
        missing_tool(ModuleNotFoundError(name=name), "the importer")


@pytest.mark.parametrize("name", ["markdownify", "markdown_it", "markdown_it.token", "bs4"])
def test_packages_of_an_extra_are_named_with_the_way_to_have_them(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who needs the importer once installs what it needs then, by a line to paste."""
    assert missing_tool(ModuleNotFoundError(name=name), "the importer") == 1
    assert 'python -m pip install "knowledge-center[import]"' in capsys.readouterr().err
