"""The build as a user meets it: what it refuses, what it says, what it leaves behind when it is stopped."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge_center.file_lock import file_lock
from knowledge_center.publishing.site_folder import _exchange as exchange
from tests.samples import NOW, ROOT, article_text, environment, make_site, mind_ctrl_c, picture, run
from tests.sites import Built, build, copy_of, hashes

BUILD = [sys.executable, str(ROOT / "scripts/build.py")]
GOOD: dict[str, str | bytes] = {
    "one.md": article_text("The first", "[Two](two.md)\n", image="one.png", image_alt="A one"),
    "two.md": article_text("The second", date="2026-11-17", categories="[hiring]"),
    "one.png": picture(),
}


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """More articles, or others, for a site that is there."""
    for name, text in files.items():
        path = root / "docs/articles/posts/2026" / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """A build with mistakes ends with 1, names each with file, line and fix, and leaves the last site as it was."""
    root = make_site(tmp_path / "site", GOOD)
    last = hashes(build(root).folder)
    bad: dict[str, str | bytes] = {
        "no-title.md": article_text(without="title"),
        "bad-date.md": article_text(date="30 February"),
        "no-such-day.md": article_text(date="2026-02-30"),
        "short.md": article_text(description="Too short."),
        "nobody.md": article_text(authors="[carers-desk]"),
        "no-topic.md": article_text(categories="[intervews]"),
        "unknown.md": article_text(catgories="[interviews]"),
        "colon.md": article_text("Offers: how to compare them"),
        "quote.md": article_text('"Unclosed'),
        "tab.md": article_text().replace("date: ", "date:\t"),
        "latin.md": article_text("Caf\u00e9").encode("latin-1"),
        "bare.md": "Only text.\n",
        "page.md": article_text(),
        "no-picture.md": article_text(image="gone.png", image_alt="Gone"),
        "no-alt.md": article_text(image="one.png"),
        "to-draft.md": article_text(body="[A draft](a-draft.md)\n"),
        "a-draft.md": article_text(draft="true"),
        "articles/posts/2025/two.md": article_text(),
    }
    for name, text in bad.items():
        path = root / "docs" / (name if "/" in name else f"articles/posts/2026/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    done = run(root, "build.py")
    said = done.stdout + done.stderr
    assert done.returncode == 1
    told = set(re.findall(r"^docs/articles/posts/(?:2026/)?([\w/-]+\.md)(?::\d+)?$", said, re.MULTILINE))
    # Of two articles with one address, the later one in order is named and names the other.
    expected = {name.rpartition("/")[2] for name in bad} - {"a-draft.md"}
    assert told == expected
    lines = set(re.findall(r"^docs/articles/posts/2026/([\w-]+\.md:\d+)$", said, re.MULTILINE))
    assert {
        "bad-date.md:3", "no-such-day.md:3", "short.md:4", "nobody.md:5", "no-topic.md:6",
        "unknown.md:7", "colon.md:2", "quote.md:2", "tab.md:3", "latin.md:2", "bare.md:1", "to-draft.md:9",
    } <= lines  # fmt: skip
    blocks = [block for block in said.split("\n\n") if block.startswith("docs/")]
    assert len(blocks) >= len(expected)
    assert [block for block in blocks if "\n  Fix:  " not in block] == []
    assert "Traceback" not in said and "Error" not in said and "None" not in said
    assert "The last good site/ is untouched." in said
    assert hashes(root / "site") == last


def test_a_first_build_with_mistakes_leaves_no_site(tmp_path: Path) -> None:
    """Where there was no site before, a build that fails makes none, and does not speak of one."""
    root = make_site(tmp_path / "site", {"no-title.md": article_text(without="title")})
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "Nothing was published." in done.stderr and "last good site" not in done.stderr
    assert not (root / "site").exists()


def test_the_check_and_the_build_name_the_same_problems(tmp_path: Path) -> None:
    """What the check finds is what stops the build, so that a clean check means a build that begins."""
    files = {"no-title.md": article_text(without="title"), "short.md": article_text(description="Too short.")}
    root = make_site(tmp_path / "site", files)
    checked, made = run(root, "check.py"), run(root, "build.py")
    assert checked.returncode == made.returncode == 1
    assert checked.stdout.strip() in made.stderr
    assert (
        "no-title.md" in checked.stdout and "short.md" in checked.stdout and "2 problems." in checked.stdout
    )


def test_the_summary_counts_and_names_the_digest_that_is_due(tmp_path: Path) -> None:
    """A build ends with what it made, what waits, and the command for a digest that is due."""
    more: dict[str, str | bytes] = {
        "draft.md": article_text(draft="true"),
        "later.md": article_text(date="2026-12-01"),
        "over.md": article_text(date="2026-01-05", expires="2026-10-31"),
    }
    said = build(make_site(tmp_path / "site", GOOD | more)).said
    assert "site/ is ready: 2 articles, 18 pages, 12 feeds." in said
    assert "Not shown to readers: 1 draft, 1 scheduled article, 1 expired article." in said
    due = "weekly is due since Monday, November 16, 08:00, 2 new articles: knowledge-center close weekly"
    assert due in said


def test_a_half_written_draft_stops_nobody(tmp_path: Path) -> None:
    """Whatever is wrong with a draft is said as advice, and the site is built."""
    drafts = {
        "half.md": "---\ndraft: true\ntitle:\ndate: some day\n---\n[nowhere](nowhere.md)\n",
        "broken.md": '---\ndraft: true\ntitle: "Unclosed\n---\n',
    }
    made = build(make_site(tmp_path / "site", GOOD | drafts))
    assert "docs/articles/posts/2026/half.md:4\n  Advice: " in made.said
    assert "docs/articles/posts/2026/broken.md:3\n  Advice: " in made.said
    assert "2 articles" in made.said
    assert not made.has("/articles/half/") and not made.has("/articles/broken/")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("timezone: America/Detroit", "timezone: Detroit", "extra.knowledge_center.timezone"),
        ("day: monday", "day: moonday", "extra.knowledge_center.digests[1].day"),
        ("entries: 20", "entries: many", "extra.knowledge_center.feeds.entries"),
        ("provider: own", "provider: buttondwn", "extra.knowledge_center.subscribe.provider"),
        ("provider: own", "provider: buttondown", "extra.knowledge_center.subscribe.user"),
        ("entries: 20", "entrys: 20", "extra.knowledge_center.feeds.entrys"),
        ("site_url: https://knowledge.example.com/", "site_url: knowledge", "site_url"),
        ("site_name: Knowledge Center", "site_name: [Knowledge", "mkdocs.yml:"),
        ("name: material", "name: materiel", "theme"),
    ],
)  # fmt: skip
def test_a_broken_setting_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A mistake in mkdocs.yml ends the build with a sentence that names the key, not with a traceback."""
    root = make_site(tmp_path / "site", GOOD)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    config.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run(root, "build.py")
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Nothing was published." in done.stderr
    assert "Traceback" not in done.stderr and 'File "' not in done.stderr
    assert not (root / "site").exists()


def test_a_link_to_a_heading_that_is_not_there_keeps_the_last_site(tmp_path: Path) -> None:
    """A place that is nowhere, on this page or another, is told with its line, and publishes nothing."""
    root = make_site(tmp_path / "site", GOOD)
    last = hashes(build(root).folder)
    write(root, {"three.md": article_text(body="One line.\n\n[Up](#nowhere), [over](two.md#nowhere-else)\n")})
    done = run(root, "build.py")
    assert done.returncode == 1
    assert done.stderr.count("docs/articles/posts/2026/three.md:11\n") == 2
    assert "no heading of this page" in done.stderr and "no heading of two.md" in done.stderr
    assert "2 problems." in done.stderr and "The last good site/ is untouched." in done.stderr
    assert "Traceback" not in done.stderr and "WARNING" not in done.stderr
    assert hashes(root / "site") == last


def test_a_fault_of_ours_is_a_sentence_too(tmp_path: Path) -> None:
    """When the site generator itself breaks, the user reads a sentence and where the details are."""
    root = make_site(tmp_path / "site", GOOD)
    last = hashes(build(root).folder)
    # The file's lines stand below the two that import our events: a fault in what they call.
    with (root / "hooks/main.py").open("a", encoding="utf-8") as hook:
        hook.write("\nfrom knowledge_center_mkdocs import site_proof\nsite_proof.index_and_prove = None\n")
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "no mistake of yours" in done.stderr and ".build/log.txt" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in (root / ".build/log.txt").read_text(encoding="utf-8")
    assert hashes(root / "site") == last


def test_same_articles_and_clock_give_the_same_bytes(tmp_path: Path, varied: Built) -> None:
    """Another folder, another machine, another day of copying: every byte of the site is the same."""
    copy = copy_of(varied, tmp_path / "elsewhere" / "with a space")
    order = sorted((p for p in (copy / "docs").rglob("*") if p.is_file()), reverse=True)
    for n, path in enumerate(order):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, (1_000_000_000 + n, 1_000_000_000 + n))
    other = build(copy, PYTHONHASHSEED="4711", TZ="Pacific/Kiritimati", LC_ALL="C", LANG="C")
    one, two = hashes(varied.folder), hashes(other.folder)
    assert any(name.startswith("search-index/index/") for name in one)
    assert {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)} == set()


def test_feeds_follow_the_articles_not_the_clock(tmp_path: Path, varied: Built) -> None:
    """A later build changes no feed and no date in the sitemap, until the turn of a scheduled article comes."""
    zone = varied.settings.zone
    just_before = datetime(2026, 11, 30, 23, 59, 59, tzinfo=zone)
    root = copy_of(varied, tmp_path / "site")
    later = build(root, just_before)
    feeds = [
        u for kind in ("*.xml", "*.json", "*.opml") for u in varied.urls(kind) if "search-index" not in u
    ]
    assert len(feeds) > 10
    assert [url for url in feeds if varied.file(url).read_bytes() != later.file(url).read_bytes()] == []
    turn = build(root, just_before + timedelta(seconds=1))
    changed = {url for url in feeds if varied.file(url).read_bytes() != turn.file(url).read_bytes()}
    assert changed == {
        "/sitemap.xml",
        "/email.xml",
        "/index.xml",
        "/rss.xml",
        *(f"{folder}{name}" for name in ("feed.xml", "atom.xml", "feed.json")
          for folder in ("/", "/articles/category/interviews/", "/articles/author/careers-desk/")),
    }  # fmt: skip
    assert turn.has("/articles/later/") and turn.has("/articles/later/later.png")


def test_midnight_is_that_of_the_site(tmp_path: Path) -> None:
    """An article dated with a day alone appears at midnight in the site's time zone, wherever it is built."""
    root = make_site(tmp_path / "site", GOOD | {"later.md": article_text(date="2026-12-01")})
    midnight = datetime(2026, 12, 1, tzinfo=ZoneInfo("America/Detroit"))
    assert not build(root, midnight - timedelta(seconds=1), TZ="Asia/Tokyo").has("/articles/later/")
    assert build(root, midnight, TZ="Pacific/Honolulu").has("/articles/later/")


@dataclass(frozen=True, kw_only=True)
class States:
    """A folder whose sources are one article ahead of its site: both states, and how long a build takes."""

    root: Path
    old: dict[str, str]
    new: dict[str, str]
    seconds: float

    def reset(self) -> None:
        """Put the old site back, as if the last build had never been."""
        for name in ("site", ".build"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        shutil.copytree(self.root.with_name("old"), self.root / "site")

    def start(self, *command: str, **more: str) -> subprocess.Popen[str]:
        """A build in a group of processes of its own, so that all of it can be stopped."""
        return subprocess.Popen(
            command or BUILD, cwd=self.root, env=environment(NOW, **more), start_new_session=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=mind_ctrl_c,
        )  # fmt: skip

    def wait_until_half_made(self) -> None:
        """Until the generator has begun to write the new site."""
        last = time.monotonic() + 60
        while not any(self.root.glob(".build/site-*/assets")):
            assert time.monotonic() < last, "the build does not begin"
            time.sleep(0.01)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    """A finished site, and one more article in its sources."""
    root = make_site(tmp_path_factory.mktemp("stopped") / "site", GOOD)
    old = hashes(build(root).folder)
    shutil.copytree(root / "site", root.with_name("old"))
    write(root, {"three.md": article_text("The third", date="2026-11-18")})
    begun = time.monotonic()
    new = hashes(build(root).folder)
    assert old != new
    return States(root=root, old=old, new=new, seconds=time.monotonic() - begun)


@pytest.mark.parametrize("part", range(3))
def test_a_kill_at_any_moment_leaves_a_whole_site(states: States, part: int) -> None:
    """Whenever the power goes, readers have the old site or the new one, and the next build just works."""
    chance = random.Random(20261120 + part)
    for n in range(4):
        states.reset()
        moment = states.seconds * (part * 4 + n + chance.random()) / 12
        process = states.start()
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        left = hashes(states.root / "site")
        assert left in (states.old, states.new), f"killed after {moment:.2f} s"
    assert hashes(build(states.root).folder) == states.new


def test_a_kill_in_the_middle_of_the_swap_leaves_a_whole_site(states: States) -> None:
    """Killed before any step of putting the new site in place, a build leaves the old one or the new one."""
    one, other = (states.root.with_name(name) for name in ("one", "other"))
    one.mkdir(exist_ok=True)
    other.mkdir(exist_ok=True)
    if not exchange(one, other):
        pytest.skip("This file system cannot exchange two folders in one step.")
    killer = states.root.with_name("killer.py")
    killer.write_text(KILLER, encoding="utf-8")
    left = []
    for step in (1, 2, 3, 4):
        states.reset()
        process = states.start(sys.executable, str(killer), str(step), BUILD[1])
        process.communicate()
        assert process.returncode == -signal.SIGKILL, f"there is no step {step}"
        found = hashes(states.root / "site")
        assert found in (states.old, states.new), f"killed before step {step}"
        left.append("old" if found == states.old else "new")
    # The steps lie on both sides of the moment of the swap.
    assert left == ["old", "old", "new", "new"]
    assert hashes(build(states.root).folder) == states.new


KILLER = """
import os, runpy, signal, sys

steps, begun = int(sys.argv[1]), False

def watch(event, arguments):
    global steps, begun
    begun = begun or event == "os.fork"
    # Pictures at mail size are made beside the index.
    steps_of_a_swap = ("os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym")
    before = ("search-index", "renditions")
    if begun and event in steps_of_a_swap and not any(name in str(arguments[:1]) for name in before):
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
sys.argv = [sys.argv[2]]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_stopping_a_build_by_hand_publishes_nothing(states: States) -> None:
    """Ctrl-C ends a build with a sentence and leaves the last site as it was."""
    states.reset()
    process = states.start()
    states.wait_until_half_made()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert "Stopped. Nothing was published." in said
    assert "Traceback" not in said
    assert hashes(states.root / "site") == states.old


BUSY = "Another build is at work in this folder. Let it finish, then build again.\n"


def test_a_second_build_is_refused_with_a_sentence(states: States) -> None:
    """While one build has the folder, another one ends at once, says why, and touches nothing."""
    states.reset()
    (states.root / ".build").mkdir()
    with file_lock(states.root / ".build/lock"):
        refused = run(states.root, "build.py")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", BUSY)
    assert hashes(states.root / "site") == states.old
    assert not any(states.root.glob(".build/site-*"))


@pytest.mark.parametrize("in_the_middle", [False, True])
def test_two_builds_at_once_do_not_spoil_each_other(states: States, in_the_middle: bool) -> None:
    """However two builds in one folder meet, one of them makes the site, and it is whole afterwards."""
    states.reset()
    first = states.start()
    if in_the_middle:
        states.wait_until_half_made()
    second = states.start()
    said = [process.communicate()[1] for process in (first, second)]
    ends = {(process.returncode, words) for process, words in zip((first, second), said, strict=True)}
    assert ends <= {(0, ""), (1, BUSY)} and (0, "") in ends
    assert hashes(states.root / "site") == states.new


def test_what_outlives_a_killed_build_does_not_mix_in(states: States) -> None:
    """When only the build itself is killed, the indexing it started goes on; the next build is whole all the same."""
    states.reset()
    process = states.start()
    last = time.monotonic() + 60
    while not any(states.root.glob(".build/site-*/search-index")) and process.poll() is None:
        assert time.monotonic() < last, "the indexing does not begin"
    process.kill()
    process.wait()
    assert hashes(build(states.root).folder) == states.new
    process.communicate()
    assert hashes(states.root / "site") == states.new


def test_make_build_installs_once(tmp_path: Path) -> None:
    """The second `make build` only builds; it installs again when the list of packages has changed."""
    for name in ("Makefile", "requirements-build.txt", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    log = tmp_path / "log.txt"
    python = tmp_path / "fake-python"
    python.write_text(
        "#!/bin/sh\n"
        f'echo "$*" >> "{log}"\n'
        'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n',
        encoding="utf-8",
    )
    python.chmod(0o755)

    def make() -> list[str]:
        log.write_text("", encoding="utf-8")
        call = ["make", "build"]
        done = subprocess.run(
            call,
            cwd=tmp_path,
            env=os.environ | {"KC_PYTHON": str(python)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return log.read_text(encoding="utf-8").splitlines()

    first, second = make(), make()
    assert [line for line in first if "pip install" in line and "--require-hashes" in line]
    assert first[-1] == "scripts/build.py"
    assert second == ["scripts/build.py"]
    later = time.time() + 60
    os.utime(tmp_path / "requirements.txt", (later, later))
    assert [line for line in make() if "pip install" in line]


def test_a_site_that_a_kill_left_aside_comes_back(states: States) -> None:
    """Where a kill fell between two renames, the next call brings the last site back, whatever else it finds."""
    states.reset()
    (states.root / ".build").mkdir()
    (states.root / "site").rename(states.root / ".build/last-site")
    mistake = states.root / "docs/articles/posts/2026/mistake.md"
    mistake.write_text(article_text(without="title"), encoding="utf-8")
    done = run(states.root, "build.py")
    mistake.unlink()
    assert done.returncode == 1
    assert "its predecessor is back in place" in done.stdout
    assert "The last good site/ is untouched." in done.stderr
    assert hashes(states.root / "site") == states.old


def test_a_kill_leaves_nothing_lying_about(states: States, tmp_path: Path) -> None:
    """What a build needs for a while lies in its own folder, and the next build clears it away."""
    states.reset()
    process = states.start(TMPDIR=str(tmp_path))
    states.wait_until_half_made()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert list(tmp_path.iterdir()) == []
    assert list(states.root.glob(".build/site-*")) != []
    build(states.root)
    assert list(states.root.glob(".build/site-*")) == []
