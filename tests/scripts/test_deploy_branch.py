"""The finished site as the one commit of a branch, for hosts that publish a branch."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from knowledge_center_cli.deploy_branch import deploy_branch
from knowledge_center_cli.git_checkout import RunStopped, open_checkout


class Repository:
    """A checkout with a finished site in it, and its remote."""

    def __init__(self, root: Path) -> None:
        self.root, self.origin, self.checkout = root, root / "origin.git", root / "checkout"
        self.git(root, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        self.git(root, "clone", "--quiet", str(self.origin), str(self.checkout))
        (self.checkout / ".gitignore").write_text("/site/\n/.build/\n*.log\n", encoding="utf-8")
        self.git(self.checkout, "add", "--all")
        self.git(self.checkout, "commit", "--quiet", "--message", "Sources")
        self.write("index.html", "<title>Home</title>")
        self.write("articles/a/index.html", "<title>A</title>")

    def write(self, name: str, text: str) -> None:
        path = self.checkout / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def deploy(self, site: Path | None = None, branch: str = "gh-pages") -> str:
        git = open_checkout(self.checkout, self._env())
        return deploy_branch(git, site or self.checkout / "site", remote="origin", branch=branch)

    def git(self, folder: Path, *arguments: str) -> str:
        author = {
            f"GIT_{who}_{what}": "editor@example.com"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=self._env(**author),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def files(self, branch: str = "gh-pages") -> list[str]:
        return self.git(self.origin, "ls-tree", "-r", "--name-only", branch).splitlines()

    def _env(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "KC_"))}
        return kept | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(self.root),
            **more,
        }


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_branch_holds_the_site_and_nothing_else(repository: Repository) -> None:
    """What a host publishes is the site, file by file, told to be taken as it is; no source is in it."""
    repository.write("notes.log", "ignored by the sources, part of the site")
    assert repository.deploy() == "Pushed to gh-pages on origin."
    assert repository.files() == [".nojekyll", "articles/a/index.html", "index.html", "notes.log"]


def test_the_checkout_is_left_alone(repository: Repository) -> None:
    """What an editor has staged or left half-written is there afterwards as it was before."""
    (repository.checkout / "half.md").write_text("half", encoding="utf-8")
    (repository.checkout / "staged.md").write_text("staged", encoding="utf-8")
    repository.git(repository.checkout, "add", "staged.md")
    before = repository.git(repository.checkout, "status", "--porcelain", "--branch")
    repository.deploy()
    assert repository.git(repository.checkout, "status", "--porcelain", "--branch") == before
    assert "half.md" in before and "A  staged.md" in before


def test_every_change_is_one_commit_without_a_past(repository: Repository) -> None:
    """A file that is gone leaves the branch, and old sites do not pile up in the repository."""
    repository.deploy()
    first = repository.git(repository.origin, "rev-parse", "gh-pages")
    (repository.checkout / "site/articles/a/index.html").unlink()
    repository.write("index.html", "<title>New</title>")
    repository.deploy()
    assert repository.git(repository.origin, "rev-parse", "gh-pages") != first
    assert repository.files() == [".nojekyll", "index.html"]
    assert repository.git(repository.origin, "rev-list", "--count", "gh-pages") == "1"


def test_a_site_that_has_not_changed_is_not_pushed(repository: Repository) -> None:
    """Hour after hour nothing new: the host is not asked to publish the same again."""
    repository.deploy()
    first = repository.git(repository.origin, "rev-parse", "gh-pages")
    assert repository.deploy() == "The site has not changed since the last deploy."
    assert repository.git(repository.origin, "rev-parse", "gh-pages") == first


def test_the_host_remembers_the_domain(repository: Repository) -> None:
    """GitHub keeps a site's own domain in a file of the branch; it stays, unless the site brings its own."""
    repository.deploy()
    other = repository.root / "other"
    repository.git(
        repository.root, "clone", "--quiet", "--branch", "gh-pages", str(repository.origin), str(other)
    )
    (other / "CNAME").write_text("knowledge.example.com\n", encoding="utf-8")
    repository.git(other, "add", "CNAME")
    repository.git(other, "commit", "--quiet", "--message", "Create CNAME")
    repository.git(other, "push", "--quiet")
    repository.write("index.html", "<title>New</title>")
    repository.deploy()
    assert repository.git(repository.origin, "show", "gh-pages:CNAME") == "knowledge.example.com"
    repository.write("CNAME", "other.example.com\n")
    repository.deploy()
    assert repository.git(repository.origin, "show", "gh-pages:CNAME") == "other.example.com"


def test_branch_and_folder_can_be_others(repository: Repository) -> None:
    """A host that publishes another branch gets that one."""
    shutil.move(repository.checkout / "site", repository.root / "made")
    repository.deploy(repository.root / "made", "pages")
    assert "index.html" in repository.files("pages")


def test_without_a_finished_site_nothing_is_pushed(repository: Repository) -> None:
    """An empty folder never replaces what readers see."""
    (repository.checkout / "site/index.html").unlink()
    with pytest.raises(
        RunStopped, match=r"There is no finished site in .*/site\. Run: knowledge-center build"
    ):
        repository.deploy()
    assert repository.git(repository.origin, "branch", "--list", "gh-pages") == ""


def test_a_push_that_is_refused_is_a_failure(
    repository: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    """The schedule must not close anything after it."""
    hook = repository.origin / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no, thank you >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    with pytest.raises(RunStopped, match="origin did not take gh-pages; git says why above"):
        repository.deploy()
    assert "no, thank you" in capfd.readouterr().err


def test_a_remote_that_does_not_answer_is_no_empty_one(repository: Repository) -> None:
    """Else the site's own domain would be forgotten after a moment without a network."""
    repository.deploy()
    shutil.move(repository.origin, repository.root / "away")
    with pytest.raises(RunStopped, match="git ls-remote failed"):
        repository.deploy()


def test_the_files_are_pushed_byte_for_byte(repository: Repository) -> None:
    """Whatever git does to line ends in the sources on Windows: hashes of scripts and mails have to hold."""
    repository.git(repository.checkout, "config", "core.autocrlf", "true")
    (repository.checkout / "site/mail.txt").write_bytes(b"one\r\ntwo\r\n")
    repository.deploy()
    assert repository.git(repository.origin, "cat-file", "-s", "gh-pages:mail.txt") == "10"
