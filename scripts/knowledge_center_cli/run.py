"""One scheduled run, for any scheduler: the articles go live, digests that are due are closed and pushed,
and the new issues go live. Run it every hour; what is not due is left alone. It sends no mail.

  update  follow the branch on the remote
  build   check and build site/
  deploy  to a branch or by KC_DEPLOY, so that articles are live before any issue speaks of them
  close   close --all, archive where an archive was begun, and record which addresses readers
          have met; commit what they wrote, push; the push decides who was first
  build, deploy again, if the close or somebody else's push changed anything
  check   that each new issue's address answers 200

Whatever fails ends the run with 1 and a sentence; the next run begins again where it can. Give it a
checkout of its own: it follows the remote there, and refuses to run where somebody is at work.

environment:
  KC_DEPLOY    the command that deploys; it finds the finished site in the folder KC_SITE
  KC_DRY_RUN   anything: the same as --dry-run
  KC_REMOTE    the remote to follow and to push to (origin)
  KC_BRANCH    the branch (the one that is checked out)
  KC_SITE_URL  where the deployed site answers, if that is not site_url in mkdocs.yml
  KC_PATIENCE  how many seconds a new issue may take to be there (600)
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from knowledge_center.file_lock import file_lock
from knowledge_center.signup.signup_taker import DEPLOY_BRANCH
from knowledge_center_cli.deploy_branch import deploy_branch
from knowledge_center_cli.git_checkout import Git, RunStopped, open_checkout

WORK = Path(".build")
# What a commit of a run says of itself, now and in former versions.
_MARK = "Closed-by: knowledge-center run"
_MARKS = (_MARK, "Closed-by: scripts/scheduled_run.sh")
_RECORDED = "Record which addresses readers have met"
_POLL_SECONDS = 5
# One of the settings as the checkout's own version reads it: what was just pulled may have changed both.
_ASK = """import sys
from pathlib import Path
from knowledge_center.problems import Unusable
from knowledge_center.settings.site_settings import read
try:
    print(getattr(read(Path("mkdocs.yml")), sys.argv[1]))
except Unusable as unusable:
    sys.exit(str(unusable))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the command line and the environment ask for; ``patience`` in seconds."""

    remote: str
    branch: str
    deploy_command: str
    deploy_branch: str
    site_url: str
    patience: int
    dry_run: bool

    @property
    def deploys(self) -> bool:
        return bool(self.deploy_command or self.deploy_branch)


def main(argv: Sequence[str] | None = None) -> int:
    """One run in the folder with mkdocs.yml. Returns 1 when it stopped, or when a close was refused."""
    about, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--deploy-branch", metavar="NAME", default="",
        help="deploy by pushing the site as the one commit of this branch, such as gh-pages; KC_DEPLOY comes after",
    )  # fmt: skip
    parser.add_argument(
        "--dry-run", action="store_true",
        help="build, say what would be closed, and neither write articles or ledger nor push nor deploy",
    )  # fmt: skip
    options = parser.parse_args(argv)
    try:
        git = open_checkout(Path(), os.environ)
        wanted = _options(options, os.environ, git)
        # One for the whole repository, which is followed as a whole; and where nothing of it is published.
        with file_lock(Path(git("rev-parse", "--absolute-git-dir")) / "knowledge-center-run.lock") as alone:
            if not alone:
                _say("Another scheduled run is at work here; this one leaves it to that.")
                return 0
            return _Run(git, wanted).run()
    except RunStopped as stopped:
        print(stopped, file=sys.stderr)
        return 1


def _options(options: argparse.Namespace, environ: Mapping[str, str], git: Git) -> RunOptions:
    """Raises RunStopped for what cannot be meant."""
    branch = environ.get("KC_BRANCH") or git.answer("symbolic-ref", "--quiet", "--short", "HEAD")
    if not branch:
        raise RunStopped("No branch is checked out. Name one: KC_BRANCH=main")
    target: str = options.deploy_branch
    if target == branch:
        raise RunStopped(
            f"--deploy-branch {target} would put the site in the place of its own sources, which are on that branch.\n"
            "Name a branch for the site alone:  --deploy-branch gh-pages"
        )
    if target and not git.answer("check-ref-format", "--branch", target):
        raise RunStopped(f"“{target}” cannot be the name of a branch. Name one such as gh-pages.")
    patience = environ.get("KC_PATIENCE") or "600"
    if not re.fullmatch(r"[0-9]{1,6}", patience):
        raise RunStopped(f"KC_PATIENCE is “{patience}”; a number of seconds is expected:  KC_PATIENCE=600")
    return RunOptions(
        remote=environ.get("KC_REMOTE") or "origin",
        branch=branch,
        deploy_command=environ.get("KC_DEPLOY", ""),
        deploy_branch=target,
        site_url=environ.get("KC_SITE_URL", ""),
        patience=int(patience),
        dry_run=options.dry_run or bool(environ.get("KC_DRY_RUN")),
    )


class _Run:
    """One run, step by step. ``built`` is the commit the site was made from, ``docs`` and ``site`` are its folders."""

    def __init__(self, git: Git, options: RunOptions) -> None:
        self.git, self.options = git, options
        self.built = self.docs = self.site = ""

    def run(self) -> int:
        """The exit code. Raises RunStopped."""
        self._update()
        start = self._here()
        self._build()
        self._deploy()
        refused = self._close()
        if self._site_has_changed():
            self._build()
            self._deploy()
        self._check(start)
        return refused

    # update

    def _update(self) -> None:
        # Nothing of the checkout is run before it is up to date: what is broken in it may be mended there.
        if self.git("status", "--porcelain"):
            self._clear_up()
        self._follow()

    def _clear_up(self) -> None:
        """Refuse where somebody is at work; put aside what a run that was stopped has left."""
        self.docs, self.site = _setting("docs_dir"), _setting("site_dir")
        ours = [f":(exclude){path}" for path in (*self._ledger(), WORK.as_posix(), self.site)]
        strange = self.git("status", "--porcelain", "--", ".", *ours)
        if strange:
            raise RunStopped(
                f"Somebody is at work in this checkout:\n{strange}\nA scheduled run wants a checkout of its own. "
                "Commit and push this, or clone the repository for the schedule."
            )
        if self.options.dry_run or not self._left_to_commit():
            return
        # Nobody has seen it, so it is closed anew. Kept all the same, in case a person wrote it.
        _say(f"{self.docs} holds what a run that was stopped has left. It is put aside; see: git stash list")
        message = "left by a scheduled run"
        self.git(
            "stash", "push", "--quiet", "--include-untracked", "--message", message, "--", *self._present()
        )

    def _follow(self) -> str:
        """To the remote's state of the branch, which is returned. Only own commits that never arrived are given up."""
        remote, branch = self.options.remote, self.options.branch
        if not self.git.succeeds("fetch", "--quiet", remote, branch):
            raise RunStopped(f"{remote} could not be asked for {branch}; git says why above.")
        theirs = self.git("rev-parse", "FETCH_HEAD")
        if not Path("mkdocs.yml").is_file() and not self.git.answer("rev-parse", f"{theirs}:./mkdocs.yml"):
            raise RunStopped(
                f"There is no mkdocs.yml here, nor on {branch} of {remote}. "
                "Go to the folder of the site that holds it and call the command again."
            )
        marks = [f"--grep=^{mark}$" for mark in _MARKS]
        if self.git("log", "--format=%H", "--invert-grep", *marks, f"{theirs}..HEAD"):
            raise RunStopped(
                f"This checkout has commits that {branch} on {remote} does not have. Push them first: git push"
            )
        if not self.options.dry_run:
            self.git("reset", "--quiet", "--keep", theirs)
        return theirs

    # build and deploy

    def _build(self) -> None:
        _install(self.git.environ)
        self.docs, self.site = _setting("docs_dir"), _setting("site_dir")
        # What is wrong with that is said there, and the rest is published all the same.
        _command("admin", "fetch", "--if-set")
        # Told to the build, which looks whether anybody takes the signups there.
        if _command("build", **{DEPLOY_BRANCH: self.options.deploy_branch}):
            raise RunStopped("The run ends here; the next one begins again.")
        self.built = self._here()

    def _deploy(self) -> None:
        options = self.options
        if not options.deploys:
            _say(f"KC_DEPLOY is not set: {self.site}/ is ready, and nothing is deployed.")
        if options.deploy_branch and options.dry_run:
            _say(f"Would push the site to {options.deploy_branch} on {options.remote}.")
        elif options.deploy_branch:
            _say(
                deploy_branch(self.git, Path(self.site), remote=options.remote, branch=options.deploy_branch)
            )
        if options.deploy_command and options.dry_run:
            _say(f"Would deploy: {options.deploy_command}")
        elif options.deploy_command:
            environ = {**self.git.environ, "KC_SITE": str(Path(self.site).resolve())}
            if subprocess.run(options.deploy_command, shell=True, env=environ, check=False).returncode:
                raise RunStopped(f"The site was not deployed; this failed: {options.deploy_command}")

    # close

    def _close(self) -> int:
        """The exit code of what was refused, or 0."""
        options = self.options
        if options.dry_run:
            return self._close_due("--dry-run")
        for attempt in (1, 2):
            refused = self._close_due()
            if not self._left_to_commit():
                return refused
            before, closed = self._here(), self._commit()
            if self.git.succeeds("push", "--quiet", options.remote, f"HEAD:refs/heads/{options.branch}"):
                _say(f"Pushed to {options.branch} on {options.remote}.")
                return refused
            # The push is the lock: whoever comes second gives up what it closed, and looks again.
            if self._follow() == before and closed == _RECORDED:
                _say(
                    f"{options.remote} did not take the push: which addresses readers have met is not kept in mind, "
                    "and the check cannot miss one that disappears."
                )
                return refused
            if self._here() == before:
                raise RunStopped(
                    f"{options.remote} did not take the push, and nobody was faster: git says why above. "
                    "Nothing was closed."
                )
            if attempt == 1:
                _say("Somebody pushed meanwhile. Once more, from there.")
                self._build()
                self._deploy()
        raise RunStopped("Somebody pushed meanwhile, twice. Nothing was closed; the next run does it.")

    def _close_due(self, *more: str) -> int:
        code = _command("close", "--all", *more)
        if Path(self._archive()).exists():
            code = max(code, _command("archive", *more))
        # Now that they are there for readers.
        return max(code, _command("record", *more))

    def _commit(self) -> str:
        """Commit what was closed; returns what that is."""
        places = self._present()
        self.git("add", "--all", "--", *places)
        closed = self._what_was_closed()
        self.git("commit", "--quiet", "--message", closed, "--message", _MARK, "--", *places)
        return closed

    def _what_was_closed(self) -> str:
        folder = f"{self.docs}/digests"
        added = self.git(
            "diff", "--cached", "--name-only", "--relative", "--diff-filter=A", "-z", "--", folder
        )
        names = [
            path.removeprefix(f"{folder}/").removesuffix(".md")
            for path in added.split("\0")
            if path.endswith(".md")
        ]
        if names:
            return f"Close {' '.join(names)}"
        if self.git.answer("diff", "--cached", "--name-only", "--", self._archive()):
            return "Close a page of the archive feed"
        if not self.git.answer("diff", "--cached", "--name-only", "--", folder):
            return _RECORDED
        return "Record which dates of the digests are dealt with"

    # check

    def _check(self, start: str) -> None:
        """Wait until every issue that came since ``start`` is there for readers."""
        if not self.options.deploys:
            return
        for page in self._new_issues(start):
            url = f"{(self.options.site_url or _setting('site_url')).rstrip('/')}/{page}"
            until = time.monotonic() + self.options.patience
            while not _answers(url):
                if time.monotonic() + _POLL_SECONDS > until:
                    raise RunStopped(
                        f"{url} does not answer with 200, {self.options.patience} seconds after the deploy. "
                        "Is the site there, and is site_url in mkdocs.yml its address?"
                    )
                time.sleep(_POLL_SECONDS)
            _say(f"Live: {url}")

    def _new_issues(self, start: str) -> list[str]:
        """The pages of the issues that came since, relative to the site."""
        folder = f"{self.docs}/digests"
        added = self.git(
            "diff", "--name-only", "--relative", "--diff-filter=A", "-z", start, "HEAD", "--", folder
        )
        # No issue: the record of what was dealt with, somebody's draft, a page of the site.
        issue = re.compile(rf"{re.escape(self.docs)}/(digests/[^/.]+/(?!index\.)[^/.]+)\.md")
        return [f"{found[1]}/" for path in added.split("\0") if (found := issue.fullmatch(path))]

    # places

    def _here(self) -> str:
        return self.git("rev-parse", "HEAD")

    def _site_has_changed(self) -> bool:
        """Whether a build would come to something else: what is there for readers is only kept in mind."""
        if self._here() == self.built:
            return False
        aside = f":(exclude){self._record()}"
        return bool(self.git("diff", "--name-only", self.built, "HEAD", "--", ":(top)", aside))

    def _archive(self) -> str:
        return f"{self.docs}/articles/.archive.yml"

    def _record(self) -> str:
        return f"{self.docs}/.published.yml"

    def _ledger(self) -> tuple[str, ...]:
        """What a close may write."""
        return f"{self.docs}/digests", self._archive(), self._record()

    def _present(self) -> list[str]:
        return [path for path in self._ledger() if Path(path).exists()]

    def _left_to_commit(self) -> bool:
        return bool(self.git("status", "--porcelain", "--", *self._ledger()))


def _say(sentence: str) -> None:
    # At once: the programs that are called write beside us.
    print(sentence, flush=True)


def _install(environ: Mapping[str, str]) -> None:
    """Where the checkout says how its packages get in, do so: what was pulled may need others."""
    makefile = Path("Makefile")
    # Recipes are written for a POSIX shell; a make on Windows would have another.
    if sys.platform == "win32" or not makefile.is_file() or not shutil.which("make"):
        return
    if re.search(r"^install:", makefile.read_text(encoding="utf-8"), re.MULTILINE) and (
        subprocess.run(["make", "--silent", "install"], env=environ, check=False).returncode
    ):
        raise RunStopped("What the site needs could not be installed; this failed: make install")


def _command(name: str, *arguments: str, **environ: str) -> int:
    """Call a command in a process of its own: what was pulled may have changed its code. Returns its exit code."""
    return _python("-m", "knowledge_center_cli", name, *arguments, stdout=None, **environ).returncode


def _setting(name: str) -> str:
    """One of the settings in mkdocs.yml, read anew. Raises RunStopped where they cannot be read."""
    done = _python("-c", _ASK, name, stdout=subprocess.PIPE, PYTHONIOENCODING="utf-8")
    if done.returncode:
        raise RunStopped("The settings of the site cannot be read.")
    return done.stdout.rstrip("\n")


def _python(*arguments: str, stdout: int | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    sys.stdout.flush()
    # -P: no file of the site's own folder passes for a module.
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        stdout=stdout, check=False, encoding="utf-8", env={**os.environ, **environ},
    )  # fmt: skip


def _answers(url: str) -> bool:
    try:
        with urlopen(Request(url, headers={"User-Agent": "knowledge-center"}), timeout=20) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError, HTTPException):
        return False
