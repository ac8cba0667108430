"""``admin`` in the settings: who edits in a browser, and where it is saved."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.settings.model import AdminSettings
from tests.samples import settings


def test_without_the_setting_nobody_edits_in_a_browser() -> None:
    assert settings().admin is None


def test_a_repository_is_named_by_its_host_and_its_name() -> None:
    written = {
        "backend": "gitlab",
        "repo": "a/b/c",
        "branch": "texts",
        "url": "https://git.example.com",
        "app_id": "x",
    }
    assert settings(admin=written).admin == AdminSettings(
        backend="gitlab", repo="a/b/c", branch="texts", url="https://git.example.com", app_id="x"
    )
    assert settings(admin={"backend": "local"}).admin == AdminSettings(backend="local")


@pytest.mark.parametrize(("written", "named", "fix"), [
    ({}, "admin.backend", "backend:"),
    ({"backend": "svn", "repo": "a/b"}, "admin.backend", "backend: "),
    ({"backend": "github"}, "admin.repo", "repo:"),
    ({"backend": "github", "repo": "https://github.com/a/b"}, "admin.repo", "repo: example/knowledge"),
    ({"backend": "github", "repo": "a/b", "url": "git.example.com"}, "admin.url", "https://"),
    ({"backend": "github", "repo": "a/b", "token": "secret"}, "admin.token", "Known here"),
], ids=["empty", "backend", "no-repo", "address", "url", "unknown"])  # fmt: skip
def test_a_mistake_is_named_with_what_is_expected(written: dict[str, Any], named: str, fix: str) -> None:
    with pytest.raises(Unusable) as caught:
        settings(admin=written)
    (problem,) = caught.value.problems
    assert f"extra.knowledge_center.{named}" in problem.message
    assert fix in problem.fix
