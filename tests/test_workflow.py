"""The workflow file: as GitHub's schema wants it, as a security auditor reads it, and as we mean it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge_center_cli.command import COMMANDS
from tests.programs import tool
from tests.samples import ROOT

FILE = ROOT / ".github/workflows/publish.yml"
TEST = ROOT / ".github/workflows/test.yml"
BIN = Path(sys.executable).parent


def workflow(path: Path = FILE) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(job: str, path: Path = FILE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow(path)["jobs"][job]["steps"]
    return found


each_workflow = pytest.mark.parametrize(
    "path", sorted((ROOT / ".github/workflows").iterdir()), ids=lambda path: path.name
)


@each_workflow
def test_it_is_a_workflow_to_github(path: Path) -> None:
    """GitHub's own schema has nothing against it."""
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@each_workflow
def test_an_auditor_finds_nothing(path: Path) -> None:
    """No template injection, no token left lying about, no action that can change under us."""
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--quiet", "--pedantic", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@each_workflow
def test_every_action_is_one_commit_for_ever(path: Path) -> None:
    """Actions are named by the whole hash of a commit, with the version for people beside it."""
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_a_pull_request_can_read_and_no_more() -> None:
    """What a stranger proposes is checked and built without a right to write and without a secret."""
    jobs = workflow()["jobs"]
    assert workflow()["permissions"] == {}
    assert jobs["check"]["permissions"] == {"contents": "read"}
    assert jobs["check"]["if"] == "github.event_name == 'pull_request'"
    assert jobs["publish"]["if"] == "github.event_name != 'pull_request'"
    assert jobs["publish"]["permissions"] == {"contents": "write"}
    # "on" is true to YAML 1.1.
    assert "pull_request_target" not in workflow()[True]
    assert not [step for step in steps("check") if "env" in step]


def test_a_pull_request_is_checked_and_built() -> None:
    """An article that breaks the site is seen before it is merged."""
    assert [step["run"] for step in steps("check") if "run" in step] == [
        "make install", ".venv/bin/knowledge-center check --format github", "make build",
    ]  # fmt: skip


def test_publishing_is_the_documented_command() -> None:
    """Whatever other schedulers run is what runs here: one command, and a way to deploy."""
    *_, last = steps("publish")
    assert last["run"] == ".venv/bin/knowledge-center run --deploy-branch gh-pages"


def test_the_suite_runs_on_every_system_and_python() -> None:
    """For each pull request and push, without a right to write: what a stranger proposes runs there."""
    found = workflow(TEST)
    assert found["permissions"] == {} and set(found[True]) >= {"pull_request", "push"}
    assert "pull_request_target" not in found[True] and "secrets." not in TEST.read_text(encoding="utf-8")
    pythons = ["3.11", "3.12", "3.13", "3.14"]
    for job in ("suite", "windows"):
        assert found["jobs"][job]["permissions"] == {"contents": "read"}
        assert found["jobs"][job]["strategy"]["matrix"]["python"] == pythons
        assert steps(job, TEST)[0]["with"]["persist-credentials"] is False
    assert found["jobs"]["suite"]["strategy"]["matrix"]["system"] == ["ubuntu-latest", "macos-latest"]
    assert "make test" in [step.get("run") for step in steps("suite", TEST)]
    assert found["jobs"]["windows"]["runs-on"] == "windows-latest"


def test_windows_is_told_nothing_that_is_not_there() -> None:
    """Every file and command of its steps exists; nobody here can run them."""
    text = "\n".join(step.get("run", "") for step in steps("windows", TEST))
    for name in re.findall(r"-r (\S+)", text):
        assert (ROOT / name).is_file(), name
    assert set(re.findall(r"knowledge-center ([a-z]+)", text)) <= set(COMMANDS)
    assert re.findall(r"knowledge-center ([a-z]+)", text)


def test_the_token_is_in_one_step_only() -> None:
    """No checkout leaves it in a file, and nothing but the last step is given it."""
    for job in workflow()["jobs"]:
        assert steps(job)[0]["with"] == {"persist-credentials": False}
        assert not [step for step in steps(job)[:-1] if "github.token" in str(step)]
    assert "secrets." not in FILE.read_text(encoding="utf-8")


def test_it_runs_every_hour_and_one_at_a_time() -> None:
    """A digest closes within the hour in any time zone; two runs never publish at once, none is cut off."""
    (schedule,) = workflow()[True]["schedule"]
    minute, hour, *rest = schedule["cron"].split()
    assert hour == "*" and rest == ["*", "*", "*"] and minute not in ("0", "*")
    concurrency = workflow()["concurrency"]
    assert concurrency["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    assert "|| 'publish'" in concurrency["group"]


@pytest.mark.parametrize("script", ["guides/operations/kc"])
def test_the_scripts_are_sound(script: str) -> None:
    """What is left in shell is plain sh, stops at the first failure, and has nothing a linter would mend."""
    path = ROOT / script
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/sh" and "set -eu" in lines
    # SC1091: the operator's own file of settings is not here to be read.
    done = subprocess.run(
        [tool("shellcheck"), "--exclude=SC1091", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_nothing_of_the_product_is_shell() -> None:
    """It runs where there is no shell."""
    assert not list((ROOT / "scripts").rglob("*.sh"))
