"""A scheduled run from end to end: a real checkout, a real remote, a real build, a folder to deploy to."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from knowledge_center.file_lock import file_lock
from tests import program_forks
from tests.samples import NOW, ROOT, article_text, environment, make_site
from tests.serving import Server

RUN = [sys.executable, "-m", "knowledge_center_cli", "run"]
ISSUE = "docs/digests/weekly/2026-W46.md"
RECORD = "docs/.published.yml"
STATE = "docs/digests/weekly/.ledger.yml"


class World:
    """A remote, the schedule's checkout, an editor's clone, and the web server's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.origin, self.checkout, self.editor = root / "origin.git", root / "checkout", root / "editor"
        self.web, self.site = root / "web", self.checkout
        self.web.mkdir()
        # One test starts the commands as a schedule does; the others have copies of them.
        self.really_starts = False
        self.server = Server(self.web)
        self.deploy = (
            f'cp -R "$KC_SITE/." {shlex.quote(str(self.web))} && echo deployed >> {root / "deploys"}'
        )
        self.git(root, "init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        self.git(root, "clone", "--quiet", str(self.origin), str(self.editor))
        self.git(self.editor, "checkout", "--quiet", "-b", "main")

    def publish(self, articles: dict[str, str | bytes]) -> None:
        """The first push of a whole site, and the schedule's clone of it."""
        # Somebody takes the signups at the site's address, wherever a test deploys to.
        make_site(self.editor, articles, publish="host")
        shutil.copy(ROOT / ".gitignore", self.editor)
        self.push("A site")
        # Without the past, as a workflow checks out.
        self.git(self.root, "clone", "--quiet", "--depth=1", self.origin.as_uri(), str(self.checkout))

    def write(self, name: str, text: str) -> None:
        """An editor's article, pushed."""
        (self.editor / "docs/articles/posts/2026" / name).write_text(text, encoding="utf-8")
        self.push(f"Write {name}")

    def push(self, message: str) -> None:
        self.git(self.editor, "add", "--all")
        self.git(self.editor, "commit", "--quiet", "--message", message)
        if self.remote("branch", "--list", "main"):
            self.git(self.editor, "pull", "--quiet", "--rebase", "origin", "main")
        self.git(self.editor, "push", "--quiet", "origin", "HEAD:main")

    def push_at_deploy(self, text: str, times: int = 1) -> None:
        """While the schedule deploys, an editor pushes an article; the first ``times`` deploys only."""
        self.git(self.editor, "config", "user.email", "editor@example.com")
        self.git(self.editor, "config", "user.name", "An Editor")
        (self.root / "fresh.md").write_text(text, encoding="utf-8")
        (self.root / "push.sh").write_text(
            f"cd {self.editor}\nposts=docs/articles/posts/2026\n"
            "n=$(ls $posts | grep -c fresh- || :)\n"
            f'[ "$n" -lt {times} ] || exit 0\n'
            f'cp ../fresh.md "$posts/fresh-$((n + 1)).md"\n'
            "git add . && git commit -qm Fresh && git push -q origin HEAD:main\n",
            encoding="utf-8",
        )
        self.deploy += f" && sh {self.root}/push.sh"

    def run(self, *arguments: str, now: datetime = NOW, more: Mapping[str, str] | None = None) -> int:
        given = {"KC_DEPLOY": self.deploy, "KC_SITE_URL": self.server.served.url, "KC_PATIENCE": "0"}
        env = self._apart(environment(now, **(given | dict(more or {}))))
        call = [*RUN, *arguments]
        if self.really_starts:
            done = subprocess.run(
                call, cwd=self.site, env=env, capture_output=True, text=True, check=False, timeout=300
            )
        else:
            done = program_forks.run(call, cwd=self.site, env=env, forked_commands=True)
        self.said, self.complained = done.stdout, done.stderr
        assert "Traceback" not in self.said + self.complained
        return done.returncode

    def git(self, folder: Path, *arguments: str) -> str:
        env = self._apart(dict(os.environ)) | {
            "GIT_AUTHOR_NAME": "An Editor", "GIT_AUTHOR_EMAIL": "editor@example.com",
            "GIT_COMMITTER_NAME": "An Editor", "GIT_COMMITTER_EMAIL": "editor@example.com",
        }  # fmt: skip
        call = ["git", *arguments]
        done = subprocess.run(call, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def remote(self, *arguments: str) -> str:
        return self.git(self.origin, *arguments)

    def subjects(self) -> list[str]:
        """What was pushed, oldest first."""
        return self.remote("log", "--reverse", "--format=%s", "main").splitlines()

    def pushed(self, path: str) -> str:
        return self.remote("show", f"main:{path}")

    def has(self, path: str) -> bool:
        return path in self.remote("ls-tree", "-r", "-z", "--name-only", "main").split("\0")

    def deploys(self) -> int:
        path = self.root / "deploys"
        return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0

    def live(self, path: str) -> bool:
        return (self.web / path / "index.html").is_file()

    def _apart(self, env: dict[str, str]) -> dict[str, str]:
        """Without whatever git is told on this machine."""
        kept = {name: value for name, value in env.items() if not name.startswith("GIT_")}
        return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(self.root)}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    """Nothing pushed yet."""
    made = World(tmp_path)
    yield made
    made.server.close()


@pytest.fixture
def world(empty: World) -> World:
    """A site with an article for its first digest."""
    empty.publish({"why-you-wait.md": article_text("Why you wait", date="2026-11-10")})
    return empty


def test_a_due_digest_is_closed_pushed_and_live(world: World) -> None:
    """One run: articles live, issue closed, ledger pushed, issue live; the run an hour later changes nothing."""
    world.really_starts = True
    assert world.run() == 0, world.complained
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]
    assert "id: why-you-wait" in world.pushed(ISSUE)
    assert "processed: 2026-11-16 08:00" in world.pushed(STATE)
    assert world.deploys() == 2
    assert world.live("articles/why-you-wait") and world.live("digests/weekly/2026-W46")
    assert f"Live: {world.server.served.url}/digests/weekly/2026-W46/" in world.said
    ends = [line for line in world.said.splitlines() if line.startswith(("weekly: closed", "Pushed", "Live"))]
    assert [line.split()[0] for line in ends] == ["weekly:", "Pushed", "Live:"]

    assert world.run(now=NOW + timedelta(hours=1)) == 0, world.complained
    assert "weekly: nothing is due. It closes next on Monday, November 23, 08:00." in world.said
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]
    assert world.deploys() == 3


def test_an_article_pushed_since_the_last_run_goes_live(world: World) -> None:
    """The checkout follows the remote by itself; nobody has to pull there."""
    assert world.run() == 0, world.complained
    world.write("fresh.md", article_text("Fresh"))
    assert world.run(now=NOW + timedelta(hours=1)) == 0, world.complained
    assert world.live("articles/fresh")


def test_what_readers_have_met_is_kept_in_mind(world: World) -> None:
    """Every run records what it has deployed and pushes that; a push that takes an address away is told of it."""
    assert world.run() == 0, world.complained
    assert [line.split('"')[3] for line in world.pushed(RECORD).splitlines()[1:]] == [
        "articles/author/careers-desk/", "articles/category/interviews/", "articles/why-you-wait/",
    ]  # fmt: skip
    world.write("fresh.md", article_text("Fresh"))
    before = world.deploys()
    assert world.run(now=NOW + timedelta(hours=1)) == 0, world.complained
    assert world.subjects()[-1] == "Record which addresses readers have met"
    assert world.deploys() == before + 1
    # A remote that takes no push, such as one that is only read: what is there for readers is published all the same.
    world.write("third.md", article_text("Third"))
    hook = world.origin / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert world.run(now=NOW + timedelta(hours=1)) == 0, world.complained
    assert world.live("articles/third") and "did not take the push: which addresses" in world.said
    hook.unlink()
    posts = world.editor / "docs/articles/posts/2026"
    world.git(world.editor, "pull", "--quiet", "--rebase", "origin", "main")
    (posts / "fresh.md").rename(posts / "news.md")
    world.push("A rename without an alias")
    assert world.run(now=NOW + timedelta(hours=2)) == 1
    assert "Readers know the article “Fresh” (fresh), but no file claims it any more." in world.complained
    assert "aliases: [fresh]" in world.complained


def test_where_nothing_is_new_only_the_date_is_recorded(world: World) -> None:
    """A site without articles yet, as a fork has it: no issue, no mail, and the date is dealt with."""
    (world.editor / "docs/articles/posts/2026/why-you-wait.md").unlink()
    world.push("No article yet")
    assert world.run() == 0, world.complained
    assert world.subjects()[-1] == "Record which dates of the digests are dealt with"
    assert world.has(STATE) and not world.has(ISSUE)
    assert "<item>" not in (world.web / "digests/weekly.xml").read_text(encoding="utf-8")


def test_an_archive_that_was_begun_goes_on_by_itself(world: World) -> None:
    """What leaves the feed gets its archive page without anybody's doing; a site without an archive gets none."""
    memory = "docs/articles/.archive.yml"
    settings = world.editor / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("entries: 20", "entries: 1", 1), encoding="utf-8"
    )
    world.write("second.md", article_text("Second", date="2026-11-11"))
    assert world.run() == 0, world.complained
    assert not world.has(memory)
    (world.editor / memory).write_text("1:\n- why-you-wait\n", encoding="utf-8")
    world.write("third.md", article_text("Third", date="2026-11-12"))
    assert world.run(now=NOW + timedelta(hours=1)) == 0, world.complained
    assert world.subjects()[-1] == "Close a page of the archive feed"
    assert world.pushed(memory) == "1:\n- why-you-wait\n2:\n- second"
    assert b"Second" in (world.web / "feed/archive/2.xml").read_bytes()
    (world.checkout / memory).write_text(
        "1:\n- why-you-wait\n2:\n- third\n", encoding="utf-8"
    )  # of a run that was killed
    assert world.run(now=NOW + timedelta(hours=2)) == 0, world.complained
    assert "left by a scheduled run" in world.git(world.checkout, "stash", "list")
    assert world.pushed(memory) == "1:\n- why-you-wait\n2:\n- second"


def test_whoever_pushed_meanwhile_is_not_overrun(world: World) -> None:
    """An editor pushes between build and close: the run takes it in, builds it first, and closes once."""
    world.push_at_deploy(article_text("Fresh"))
    assert world.run() == 0, world.complained
    assert "Somebody pushed meanwhile. Once more, from there." in world.said
    assert world.subjects() == ["A site", "Fresh", "Close weekly/2026-W46"]
    assert "id: fresh-1" in world.pushed(ISSUE) and "id: why-you-wait" in world.pushed(ISSUE)
    assert world.live("articles/fresh-1") and world.live("digests/weekly/2026-W46")


def test_what_was_pushed_meanwhile_is_built_before_anything_is_closed(world: World) -> None:
    """An editor's push has a mistake that a build alone finds: the second try finds it before it closes anything."""
    world.push_at_deploy(article_text("Fresh", "See [below](#no-such-place).\n"))
    assert world.run() == 1
    assert "docs/articles/posts/2026/fresh-1.md" in world.complained and "no-such-place" in world.complained
    assert world.subjects() == ["A site", "Fresh"]


def test_a_run_gives_way_after_two_tries(world: World) -> None:
    """Where somebody pushes all the time, the run does not fight: nothing is closed, the next hour tries again."""
    world.push_at_deploy(article_text("Fresh"), times=2)
    assert world.run() == 1
    assert "Somebody pushed meanwhile, twice. Nothing was closed; the next run does it." in world.complained
    assert world.subjects() == ["A site", "Fresh", "Fresh"]
    world.deploy = "true"
    assert world.run() == 1  # closed, and not live: nothing was deployed
    assert world.subjects() == ["A site", "Fresh", "Fresh", "Close weekly/2026-W46"]


def test_of_two_schedules_one_closes(world: World) -> None:
    """Another machine closes and pushes meanwhile: ours gives its own issue up, and shows the other one."""
    other = world.root / "other"
    world.git(world.root, "clone", "--quiet", str(world.origin), str(other))
    inner = f"cd {other} && KC_DEPLOY= {shlex.join(RUN)} > {world.root}/other.log 2>&1"
    world.deploy += f" && [ -e {world.root}/other.log ] || ({inner})"
    assert world.run() == 0, world.complained
    assert "weekly: closed 2026-W46" in (world.root / "other.log").read_text(encoding="utf-8")
    assert "Somebody pushed meanwhile. Once more, from there." in world.said
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]
    assert world.git(world.checkout, "rev-parse", "HEAD") == world.remote("rev-parse", "main")
    assert world.live("digests/weekly/2026-W46")


def test_a_failed_build_closes_and_pushes_nothing(world: World) -> None:
    """While an article is broken, readers keep the last site and no issue is closed."""
    world.write("broken.md", article_text(without="title"))
    assert world.run() == 1
    assert "docs/articles/posts/2026/broken.md" in world.complained
    assert world.subjects() == ["A site", "Write broken.md"]
    assert world.deploys() == 0
    assert world.git(world.checkout, "status", "--porcelain") == ""
    world.write("broken.md", article_text("Mended"))
    assert world.run() == 0, world.complained
    assert world.has(ISSUE)


def test_an_import_is_published_but_waits_for_a_decision(world: World) -> None:
    """201 articles at once: readers have them, no issue is made of them by itself, and the run says so with a 1."""
    many = {f"a-{number:03}.md": article_text(f"Number {number}") for number in range(200)}
    for name, text in many.items():
        (world.editor / "docs/articles/posts/2026" / name).write_text(text, encoding="utf-8")
    world.push("Import")
    assert world.run() == 1
    assert "weekly: refused, nothing was written. 201 new articles, more than 200. " in world.said
    assert world.live("articles/a-199")
    assert world.subjects() == ["A site", "Import", "Record which addresses readers have met"]
    # What a build goes by is as it was.
    assert world.deploys() == 1


def test_a_failed_deploy_closes_nothing(world: World) -> None:
    """No issue speaks of articles that are not there."""
    world.deploy = "false"
    assert world.run() == 1
    assert "The site was not deployed; this failed: false" in world.complained
    assert world.subjects() == ["A site"]


def test_an_issue_that_is_not_live_is_told(world: World) -> None:
    """The deploy says that all is well and nothing is there: the run ends with 1 and the address."""
    world.deploy = "true"
    assert world.run() == 1
    assert f"{world.server.served.url}/digests/weekly/2026-W46/ does not answer with 200" in world.complained
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]


def test_a_dry_run_changes_nothing_anywhere(world: World) -> None:
    """It says what would be closed and deployed; docs/, the remote and the web stay as they were."""
    assert world.run(more={"KC_DRY_RUN": "1"}) == 0, world.complained
    assert "weekly: would close 2026-W46" in world.said
    assert "Would deploy: " in world.said
    assert world.subjects() == ["A site"]
    assert world.git(world.checkout, "status", "--porcelain") == ""
    assert world.deploys() == 0


def test_without_a_deploy_the_rest_is_done(world: World) -> None:
    """Who has a host that builds by itself needs the ledger only."""
    world.deploy = ""
    assert world.run() == 0, world.complained
    assert "KC_DEPLOY is not set: site/ is ready, and nothing is deployed." in world.said
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]


def test_it_keeps_out_of_a_checkout_where_somebody_is_at_work(world: World) -> None:
    """Half-written files and commits that were not pushed are a person's: neither is touched."""
    draft = world.checkout / "docs/articles/posts/2026/half.md"
    draft.write_text("half", encoding="utf-8")
    assert world.run() == 1
    assert "Somebody is at work in this checkout:\n?? docs/articles/posts/2026/half.md" in world.complained
    assert draft.read_text(encoding="utf-8") == "half"
    world.git(world.checkout, "add", "--all")
    world.git(world.checkout, "commit", "--quiet", "--message", "Half")
    assert world.run() == 1
    assert "This checkout has commits that main on origin does not have." in world.complained
    assert world.git(world.checkout, "log", "-1", "--format=%s") == "Half"
    assert world.subjects() == ["A site"] and world.deploys() == 0


def test_a_run_that_was_killed_before_it_committed_leaves_no_mark(world: World) -> None:
    """An issue that was written and never committed is closed anew, and what was there is kept aside."""
    left = world.checkout / "docs/digests/weekly/2026-W46.md"
    left.parent.mkdir(parents=True)
    left.write_text("half an issue", encoding="utf-8")
    assert world.run() == 0, world.complained
    assert "docs holds what a run that was stopped has left." in world.said
    assert "left by a scheduled run" in world.git(world.checkout, "stash", "list")
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]
    assert "id: why-you-wait" in world.pushed(ISSUE)


def test_a_run_that_was_killed_before_it_pushed_is_made_again(world: World) -> None:
    """An issue that was committed and never pushed has reached nobody: the next run closes it with what is new."""
    hook = world.origin / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert world.run() == 1
    assert "origin did not take the push, and nobody was faster" in world.complained
    assert world.subjects() == ["A site"]
    assert world.git(world.checkout, "log", "-1", "--format=%s") == "A site"
    hook.unlink()
    mine = world.checkout / STATE
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("processed: 2026-11-16 08:00\n", encoding="utf-8")
    world.git(world.checkout, "add", "--all")
    world.git(
        world.checkout,
        "commit",
        "--quiet",
        "-m",
        "Close weekly/2026-W46",
        "-m",
        "Closed-by: scripts/scheduled_run.sh",
    )
    world.write("fresh.md", article_text("Fresh"))
    assert world.run() == 0, world.complained
    assert world.subjects() == ["A site", "Write fresh.md", "Close weekly/2026-W46"]
    assert "id: fresh" in world.pushed(ISSUE)


def test_settings_that_cannot_be_read_are_mended_from_the_remote(world: World) -> None:
    """A broken mkdocs.yml ends a run with its line; once the mended one is pushed, the next run takes it."""
    path = world.editor / "mkdocs.yml"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("timezone: ", "timezone: Mars/"), encoding="utf-8")
    world.push("Break it")
    assert world.run() == 1
    assert "mkdocs.yml" in world.complained and "Mars/" in world.complained
    path.write_text(good, encoding="utf-8")
    world.push("Mend it")
    assert world.run() == 0, world.complained


def test_the_site_can_go_to_a_branch(world: World) -> None:
    """As for GitHub Pages, the issue is there after the second push."""
    world.deploy = ""
    assert world.run("--deploy-branch", "gh-pages") == 1  # nobody serves the branch here
    assert world.said.count("Pushed to gh-pages on origin.") == 2
    assert "does not answer with 200" in world.complained
    names = world.remote("ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {"index.html", ".nojekyll", "digests/weekly/2026-W46/index.html"} <= set(names)
    assert world.git(world.checkout, "status", "--porcelain") == ""


def test_a_branch_of_files_takes_no_signup(world: World) -> None:
    """Whoever follows the guide without that step is stopped before a form goes out that nobody takes."""
    settings = world.editor / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("    publish: host\n", ""), encoding="utf-8")
    world.push("Forget who takes the signups")
    assert world.run("--deploy-branch", "gh-pages") == 1
    assert (
        "this build goes to the branch gh-pages, where only files are: nobody would take" in world.complained
    )
    assert not world.remote("branch", "--list", "gh-pages") and world.deploys() == 0
    assert world.run() == 0, world.complained


def test_a_deploy_command_may_follow_the_branch(world: World) -> None:
    """Such as telling a hub: both are done, the branch first."""
    world.deploy = f"git ls-remote --heads origin gh-pages > {world.root}/seen && {world.deploy}"
    assert world.run("--deploy-branch", "gh-pages") == 0, world.complained
    assert "refs/heads/gh-pages" in (world.root / "seen").read_text(encoding="utf-8")
    assert world.live("digests/weekly/2026-W46")


def test_the_sources_are_never_replaced_by_the_site(world: World) -> None:
    """The branch that is followed holds the articles; the site goes to another."""
    assert world.run("--deploy-branch", "main") == 1
    assert "--deploy-branch main would put the site in the place of its own sources" in world.complained
    assert world.run("--deploy-branch", "a..b") == 1
    assert "“a..b” cannot be the name of a branch." in world.complained
    assert world.subjects() == ["A site"] and world.deploys() == 0


def test_a_dry_run_by_its_option(world: World) -> None:
    """The same as by the environment; a branch is not pushed either."""
    assert world.run("--dry-run", "--deploy-branch", "gh-pages") == 0, world.complained
    assert "weekly: would close 2026-W46" in world.said
    assert "Would push the site to gh-pages on origin." in world.said
    assert world.subjects() == ["A site"] and world.deploys() == 0
    assert not world.remote("branch", "--list", "gh-pages")


def test_packages_come_in_where_the_checkout_says_how(world: World) -> None:
    """A Makefile with a target install is asked before each build; what it lacks ends the run."""
    makefile = world.editor / "Makefile"
    makefile.write_text(f"install:\n\t@echo installed >> {world.root}/installs\n", encoding="utf-8")
    world.push("A Makefile")
    assert world.run() == 0, world.complained
    assert len((world.root / "installs").read_text(encoding="utf-8").splitlines()) == 2
    makefile.write_text("install:\n\t@false\n", encoding="utf-8")
    world.push("Break it")
    assert world.run(now=NOW + timedelta(hours=1)) == 1
    assert "could not be installed; this failed: make install" in world.complained


def test_two_runs_in_one_checkout_do_not_meet(world: World) -> None:
    """The one that comes second leaves the work to the first, and that is no failure."""
    with file_lock(world.checkout / ".git/knowledge-center-run.lock"):
        assert world.run() == 0
    assert world.said == "Another scheduled run is at work here; this one leaves it to that.\n"
    assert world.deploys() == 0


def test_a_site_below_a_folder_with_a_blank_and_an_umlaut(empty: World) -> None:
    """It need not be at the top of its repository, and names may be as people write them."""
    top = empty.editor
    empty.editor = top / "Unser Büro/wissen"
    empty.publish({"why-you-wait.md": article_text("Why you wait", date="2026-11-10")})
    empty.site = empty.checkout / "Unser Büro/wissen"
    assert empty.run() == 0, empty.complained
    assert empty.subjects() == ["A site", "Close weekly/2026-W46"]
    assert empty.has(f"Unser Büro/wissen/{ISSUE}")
    assert empty.live("digests/weekly/2026-W46") and "Live: " in empty.said
    half = empty.site / "docs/articles/posts/2026/half.md"
    half.write_text("half", encoding="utf-8")
    assert empty.run(now=NOW + timedelta(hours=1)) == 1
    assert "half.md" in empty.complained


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"KC_PATIENCE": "soon"}, "KC_PATIENCE is “soon”; a number of seconds is expected:  KC_PATIENCE=600"),
        ({"KC_REMOTE": "elsewhere"}, "elsewhere could not be asked for main; git says why above."),
        ({"KC_BRANCH": "gone"}, "origin could not be asked for gone; git says why above."),
        ({"PATH": "/nowhere"}, "git is not installed here, or not on the PATH."),
    ],
)
def test_what_a_run_cannot_work_with_is_said(world: World, environ: dict[str, str], sentence: str) -> None:
    """A mistake in the schedule, or a machine without git, ends in a sentence."""
    assert world.run(more=environ) == 1
    assert sentence in world.complained
    assert world.subjects() == ["A site"] and world.deploys() == 0


def test_a_folder_that_is_no_site_is_left_alone(world: World) -> None:
    """Called in a folder without git, or in a repository without a site, it says so."""
    world.site = world.root
    assert world.run() == 1
    assert "This is no git checkout to work in" in world.complained
    world.site = world.checkout / "docs"
    assert world.run() == 1
    assert "There is no mkdocs.yml here, nor on main of origin." in world.complained


def test_a_checkout_without_a_branch_is_told_which(world: World) -> None:
    """As the runners of some hosts check out: the commit alone. The issue goes to the branch all the same."""
    world.git(world.checkout, "checkout", "--quiet", "--detach")
    assert world.run() == 1
    assert "No branch is checked out. Name one: KC_BRANCH=main" in world.complained
    assert world.run(more={"KC_BRANCH": "main"}) == 0, world.complained
    assert world.subjects() == ["A site", "Close weekly/2026-W46"]


def test_a_site_in_another_folder_is_deployed_from_there(world: World) -> None:
    """As site_dir says; what was built lies in the way of no later run, whether git ignores it or not."""
    settings = world.editor / "mkdocs.yml"
    settings.write_text(f"site_dir: public\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    world.push("Another folder")
    assert world.run("--deploy-branch", "gh-pages") == 0, world.complained
    assert world.live("digests/weekly/2026-W46")
    assert "index.html" in world.remote("ls-tree", "--name-only", "gh-pages").splitlines()
    assert world.run(now=NOW + timedelta(hours=1)) == 0, world.complained
