"""What a build refuses before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from knowledge_center_mkdocs import events as main
from knowledge_center_mkdocs.project_read import read_with_settings_of
from tests.samples import article_text, make_site


def test_dirty_builds_are_refused() -> None:
    """--dirty would publish articles without their text, so it is refused with a sentence."""
    with pytest.raises(PluginError, match="--dirty"):
        main.on_startup(command="build", dirty=True)


def test_what_mkdocs_pushes_to_a_branch_has_somebody_who_takes_the_signups(
    tmp_path: Path,
) -> None:
    """Material's own way to GitHub, `mkdocs gh-deploy`, stops as the scheduled run does; a build goes on."""
    root = make_site(tmp_path / "site", {"why-you-wait.md": article_text("Why you wait")})
    config = load_config(str(root / "mkdocs.yml"), remote_branch="pages")
    read = read_with_settings_of(config, to_branch=True)
    (problem,) = [one for one in read.content.problems if one.rule == "site.signup.taker"]
    assert "this build goes to the branch pages, where only files are" in problem.message
    assert not problem.advice
    read = read_with_settings_of(config, to_branch=False)
    assert "site.signup.taker" not in {one.rule for one in read.content.problems}
