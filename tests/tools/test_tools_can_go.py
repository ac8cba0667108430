"""The daily work goes on where knowledge_center/tools is deleted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.samples import NOW, ROOT, article_text, environment, make_site

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs a command of a copy of the packages without tools, in a site that has one article."""
    packages = tmp_path_factory.mktemp("packages")
    for package in ("knowledge_center", "hooks/knowledge_center_mkdocs", "scripts/knowledge_center_cli"):
        shutil.copytree(
            ROOT / package,
            packages / Path(package).name,
            ignore=shutil.ignore_patterns("__pycache__", "tools"),
        )
    shutil.copytree(ROOT / "overrides", packages / "knowledge_center_mkdocs/theme")
    root = make_site(tmp_path_factory.mktemp("without-tools"), {"why-you-wait.md": article_text()})

    def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        code = f"import sys; from knowledge_center_cli.{name} import main; sys.exit(main())"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=root,
            env=environment(NOW + timedelta(days=7), PYTHONPATH=str(packages)),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("build",),
        ("preview_digest", "weekly", "--no-open"),
        ("close_digest", "weekly", "--accept"),
        ("close_archive", "--dry-run"),
        ("send_digest", "--help"),
        ("subscribers", "--help"),
        ("host", "--help"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_daily_commands_work_without_them(command: Command, arguments: tuple[str, ...]) -> None:
    """None of them misses anything."""
    done = command(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "tool"),
    [
        (("check", "--feeds"), "the feed check"),
        (("import_articles", "docs"), "the importer"),
    ],
)
def test_the_command_of_a_tool_says_that_it_is_not_there(
    command: Command, arguments: tuple[str, ...], tool: str
) -> None:
    """A sentence, and no traceback."""
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"This installation has no knowledge_center.tools: {tool} is not in it.\n"
