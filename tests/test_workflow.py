"""The workflow file: as GitHub's schema wants it, as a security auditor reads it, and as we mean it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml

from knowledge_center.comparison.comparison_text import MARKER
from knowledge_center_cli.command import COMMANDS
from tests.programs import tool
from tests.samples import ROOT

FILE = ROOT / ".github/workflows/publish.yml"
TEST = ROOT / ".github/workflows/test.yml"
SCAFFOLD = ROOT / "knowledge_center/scaffold/files/github.yml"
PIPELINE = ROOT / "knowledge_center/scaffold/files/gitlab-ci.yml"
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
    # The one right is that of a job in which nothing that is proposed runs, and which a fork does not have.
    assert jobs["comment"]["permissions"] == {"pull-requests": "write"}
    assert [set(step) for step in steps("comment")] == [{"name", "run", "env"}]
    assert "head.repo.full_name == github.repository" in jobs["comment"]["if"]
    assert jobs["check"]["if"] == "github.event_name == 'pull_request'"
    assert jobs["publish"]["if"] == "github.event_name != 'pull_request'"
    assert jobs["publish"]["permissions"] == {"contents": "write"}
    # "on" is true to YAML 1.1.
    assert "pull_request_target" not in workflow()[True]
    assert not [step for step in steps("check") if "env" in step]


def test_a_pull_request_is_checked_and_built() -> None:
    """An article that breaks the site is seen before it is merged."""
    assert [step["run"] for step in steps("check") if "run" in step and "id" not in step] == [
        "make install", ".venv/bin/knowledge-center check --format github", "make build",
    ]  # fmt: skip


GH = """#!/usr/bin/env python3
import json, pathlib, subprocess, sys
kept, words = pathlib.Path("comments.json"), sys.argv[1:]
comments = json.loads(kept.read_text())
assert words[0] == "api", words
if "--jq" in words:
    done = subprocess.run(["jq", "-r", words[words.index("--jq") + 1]], input=json.dumps(comments), text=True)
    sys.exit(done.returncode)
body = words[words.index("--raw-field") + 1].removeprefix("body=")
method, address = words[words.index("--method") + 1], words[words.index("--method") + 2]
if method == "POST":
    assert address == "repos/example/site/issues/7/comments", address
    comments.append({"id": 100 + len(comments), "user": {"type": "Bot"}, "body": body})
else:
    (found,) = (one for one in comments if address == f"repos/example/site/issues/comments/{one['id']}")
    found["body"] = body
kept.write_text(json.dumps(comments))
"""


@pytest.mark.parametrize("path", [FILE, SCAFFOLD], ids=["here", "init"])
def test_the_comment_is_one_and_brought_up_to_date(tmp_path: Path, path: Path) -> None:
    """Beside a person's, also one that quotes it: the first time it is made, from then on it is changed."""
    tool("jq")
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    quoted = {"id": 1, "user": {"type": "User"}, "body": f"{MARKER}\nas it said"}
    (tmp_path / "comments.json").write_text(json.dumps([quoted]), encoding="utf-8")
    (step,) = steps("comment", path)
    for body in (f'{MARKER}\n"First" $(x) `y`', f"{MARKER}\n@file\nSecond"):
        env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "FIND": step["env"]["FIND"]}
        env |= {"REPOSITORY": "example/site", "NUMBER": "7", "COMMENT": body}
        subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=env, check=True)
        comments = json.loads((tmp_path / "comments.json").read_text(encoding="utf-8"))
        assert [one["body"] for one in comments] == [quoted["body"], body]


def test_gitlab_has_one_comment_too(tmp_path: Path) -> None:
    """Where a token is given for it; without one the text stands in the log alone."""
    tool("curl"), tool("jq")
    notes: list[dict[str, Any]] = [{"id": 1, "body": f"> {MARKER}"}]
    asked: list[tuple[str, str]] = []

    class Notes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.command, self.path))
            assert self.headers["PRIVATE-TOKEN"] == "x"
            if self.command != "GET":
                (body,) = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["body"]
                if self.command == "POST":
                    notes.append({"id": 2, "body": body})
                else:
                    notes[1]["body"] = body
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(notes).encode())

        do_POST = do_PUT = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    script = next(
        line for line in yaml.safe_load(PIPELINE.read_text())["check"]["script"] if "notes=" in line
    )
    with HTTPServer(("127.0.0.1", 0), Notes) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        env = os.environ | {"CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}/api/v4"}
        env |= {"CI_MERGE_REQUEST_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "7"}
        for token, body in (("", "none"), ("x", f'{MARKER}\n"1" & +\n'), ("x", f"{MARKER}\n2\n")):
            (tmp_path / "comment.md").write_text(body, encoding="utf-8")
            call = ["sh", "-e", "-c", script]
            subprocess.run(call, cwd=tmp_path, env=env | {"COMMENT_TOKEN": token}, check=True, timeout=60)
            assert (notes[-1]["body"] == body) == bool(token)
        server.shutdown()
    assert len(notes) == 2
    place = "/api/v4/projects/3/merge_requests/7/notes"
    assert [one for one in asked if one[0] != "GET"] == [("POST", place), ("PUT", f"{place}/2")]


@pytest.mark.parametrize("path", [FILE, SCAFFOLD], ids=["here", "init"])
def test_the_comment_reaches_the_job_that_posts_it(tmp_path: Path, path: Path) -> None:
    """Line by line as the command wrote it, between two lines that nobody can guess; also where it failed."""
    program = tmp_path / ".venv/bin/knowledge-center"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nprintf 'a\\n\\n%s\\n' \"$*\"\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    (step,) = (step for step in steps("check", path) if step.get("id") == "compare")
    env = os.environ | {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=env, check=True)
    first, *lines, last = (tmp_path / "output").read_text(encoding="utf-8").splitlines()
    assert first == f"comment<<{last}" and len(last) == 32
    assert lines == ["a", "", "compare HEAD^1 --format markdown"]
    assert (tmp_path / "summary").read_text(encoding="utf-8").splitlines() == lines


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
    for job in ("check", "publish"):
        assert steps(job)[0]["with"]["persist-credentials"] is False
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
