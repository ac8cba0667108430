"""The command that says what a merge brings: commits, branches and folders, with a real git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.samples import DATA, article_text, command, make_docs, picture

PAY, OFFERS = article_text("Pay"), article_text("Offers", image="o.png", image_alt="An offer")


def git(folder: Path, *words: str) -> None:
    who = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in a folder of a repository: one article on main, one more on a branch, one that is not committed."""
    root = tmp_path / "the site"
    root.mkdir()
    (root / "mkdocs.yml").write_text(yaml.safe_dump(DATA), encoding="utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    states: dict[str, dict[str, str | bytes]] = {
        "main": {"pay.md": PAY},
        "offers": {"offers.md": OFFERS, "o.png": picture()},
    }
    for branch, files in states.items():
        if branch != "main":
            git(tmp_path, "checkout", "--quiet", "-b", branch)
        make_docs(root, files)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "--message", branch)
    make_docs(root, {"talk.md": article_text("Talk")})
    return root


def new(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [one["title"] for one in json.loads(done.stdout)["addresses"]["new"]]


def test_commits_branches_and_folders(site: Path) -> None:
    """Without a second name it is what lies in the folder; the checkout stays as it was."""
    before = subprocess.run(
        ["git", "status", "--porcelain"], cwd=site, capture_output=True, check=True
    ).stdout
    assert new(command(site, "compare", "main", "offers", "--format", "json")) == ["Offers"]
    assert sorted(new(command(site, "compare", "HEAD^", "--format", "json"))) == ["Offers", "Talk"]
    assert new(command(site, "compare", "offers", str(site), "--format", "json")) == ["Talk"]
    after = subprocess.run(["git", "status", "--porcelain"], cwd=site, capture_output=True, check=True).stdout
    assert before == after


def test_as_text_and_as_a_comment(site: Path) -> None:
    done = command(site, "compare", "main", "offers")
    assert done.stdout.startswith("What readers get if this is merged:\n") and not done.stderr
    done = command(site, "compare", "main", "offers", "--format", "markdown")
    assert done.stdout.startswith("<!-- knowledge-center: what readers get -->\n")


@pytest.mark.parametrize("name", ["nowhere", "--all", "@{x"])
def test_what_is_neither_folder_nor_commit_is_a_sentence(site: Path, name: str) -> None:
    done = command(site, "compare", "main", "--", name) if name[0] == "-" else command(site, "compare", name)
    assert done.returncode == 1
    assert f"“{name}” is neither a folder with a mkdocs.yml nor a commit that is here." in done.stderr


def test_settings_that_cannot_be_read_are_named_with_their_state(site: Path) -> None:
    (site / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    done = command(site, "compare", "main")
    assert done.returncode == 1 and done.stderr.startswith(
        "The site cannot be read as it is in this folder:\nmkdocs.yml"
    )
    # A comment says so too: what an earlier one said is no longer true.
    done = command(site, "compare", "main", "--format", "markdown")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "<!-- knowledge-center: what readers get -->\n### What readers get if this is merged\n\nThe site cannot be read"
    )
