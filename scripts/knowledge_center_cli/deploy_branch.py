"""Deploying by pushing the finished site as the one commit of a branch, for hosts that publish a branch.

Why no Pages action: GitHub tells deployments apart by the commit of the workflow's run. A schedule runs on
the same commit hour after hour, and only the first of those deployments is ever served. A commit of its own
for every change of the site is served each time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from knowledge_center_cli.git_checkout import Git, RunStopped

# A file of that name tells GitHub to publish the files as they are.
_AS_THEY_ARE = ".nojekyll"
# Where GitHub keeps the site's own domain; without the file it would forget it.
_DOMAIN = "CNAME"


def deploy_branch(git: Git, site: Path, *, remote: str, branch: str) -> str:
    """Replace ``branch`` on ``remote`` by the folder ``site``, without a past; returns a sentence.

    The checkout, its index and its branches are left alone. Raises RunStopped.
    """
    if not (site / "index.html").is_file():
        raise RunStopped(f"There is no finished site in {site.as_posix()}. Run: knowledge-center build")
    last = _last(git, remote, branch)
    with tempfile.TemporaryDirectory(prefix="knowledge-center-") as folder:
        # An index of its own: the editors' files and what they have staged are not touched.
        tree = _tree(git, site.resolve(), last, index=str(Path(folder) / "index"))
    if last and git("rev-parse", f"{last}^{{tree}}") == tree:
        return "The site has not changed since the last deploy."
    message = f"The site as of {git('rev-parse', '--short', 'HEAD')}"
    commit = git("commit-tree", "-m", message, tree)
    if not git.succeeds("push", "--quiet", "--force", remote, f"{commit}:refs/heads/{branch}"):
        raise RunStopped(f"The site was not deployed: {remote} did not take {branch}; git says why above.")
    return f"Pushed to {branch} on {remote}."


def _last(git: Git, remote: str, branch: str) -> str:
    """The commit that is deployed now, or nothing. A remote that does not answer is no empty one."""
    if not git("ls-remote", "--heads", remote, f"refs/heads/{branch}"):
        return ""
    git("fetch", "--quiet", "--depth", "1", remote, f"refs/heads/{branch}")
    return git("rev-parse", "FETCH_HEAD")


def _tree(git: Git, site: Path, last: str, *, index: str) -> str:
    """The site as git keeps it: every file, byte for byte, whatever the sources ignore."""
    git_dir = git("rev-parse", "--absolute-git-dir")
    git(
        "-c", "core.autocrlf=false", f"--git-dir={git_dir}", f"--work-tree={site}", "-C", str(site),
        "add", "--all", "--force", ".",
        GIT_INDEX_FILE=index,
    )  # fmt: skip
    added = {}
    if not (site / _AS_THEY_ARE).exists():
        added[_AS_THEY_ARE] = git("hash-object", "-w", "--stdin")
    if last and not (site / _DOMAIN).exists():
        added[_DOMAIN] = git.answer("rev-parse", "--quiet", "--verify", f"{last}:{_DOMAIN}")
    for name, blob in added.items():
        if blob:
            git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}", GIT_INDEX_FILE=index)
    return git("write-tree", GIT_INDEX_FILE=index)
