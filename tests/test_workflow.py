"""The workflow file: as GitHub's schema wants it, as a security auditor reads it, and as we mean it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.programs import tool
from tests.samples import ROOT

FILE = ROOT / ".github/workflows/publish.yml"
BIN = Path(sys.executable).parent


def workflow() -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def steps(job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workflow()["jobs"][job]["steps"]
    return found


def test_it_is_a_workflow_to_github() -> None:
    """GitHub's own schema has nothing against it."""
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", FILE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_auditor_finds_nothing() -> None:
    """No template injection, no token left lying about, no action that can change under us."""
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--quiet", "--pedantic", FILE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_one_commit_for_ever() -> None:
    """Actions are named by the whole hash of a commit, with the version for people beside it."""
    used = re.findall(r"uses: (.+)", FILE.read_text(encoding="utf-8"))
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
    assert [step["run"] for step in steps("check") if "run" in step] == ["make check", "make build"]


def test_publishing_is_the_documented_script() -> None:
    """Whatever other schedulers run is what runs here: one script, and a way to deploy."""
    *_, last = steps("publish")
    assert last["run"] == "scripts/scheduled_run.sh"
    assert last["env"]["KC_DEPLOY"] == "scripts/deploy_branch.sh"
    for name in (last["run"], last["env"]["KC_DEPLOY"]):
        assert (ROOT / name).stat().st_mode & 0o100, f"{name} can be run"


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


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_the_scripts_are_sound(script: Path) -> None:
    """Every shell script is plain sh, stops at the first failure, and has nothing a linter would mend."""
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/sh" and "set -eu" in lines
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    done = subprocess.run([tool("shellcheck"), str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
