"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.content.summary import summary
from knowledge_center.problems import Unusable, report
from knowledge_center.publishing.site_folder import put_in_place, recover
from knowledge_center.settings.model import Settings, read
from knowledge_center_mkdocs.engine_messages import CRASH, complaints

LIVE = Path("site")
WORK = Path(".build")


def main(argv: Sequence[str] | None = None) -> int:
    """Build ``site/`` from the folder with mkdocs.yml. Returns 1 on any problem, the last site untouched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args(argv)
    try:
        now = read_clock(os.environ)
        settings = read(Path("mkdocs.yml"))
    except Unusable as unusable:
        return _refuse(report(unusable.problems))
    WORK.mkdir(exist_ok=True)
    with (WORK / "lock").open("w") as lock:
        if not _alone(lock):
            print(
                "Another build is at work in this folder. Let it finish, then build again.", file=sys.stderr
            )
            return 1
        new, aside = WORK / "site", WORK / "last-site"
        if recover(LIVE, backup=aside):
            print("The last build was stopped at its very end; its predecessor is back in place.")
        content = read_content(Path(), settings, now)
        if any(not problem.advice for problem in content.problems):
            return _refuse(report(content.problems))
        scratch = WORK / "scratch"
        for folder in (new, scratch):
            shutil.rmtree(folder, ignore_errors=True)
        scratch.mkdir()
        # One clock for everything that is made, and a place that is tidied up even after a kill.
        own = {"SOURCE_DATE_EPOCH": str(int(now.timestamp())), "TMPDIR": str(scratch.resolve())}
        said = _make(new, settings, os.environ | own, lock)
        if said:
            return _refuse(said)
        put_in_place(new, LIVE, backup=aside)
    print(summary(settings, content, LIVE, now))
    return 0


def _alone(lock: IO[str]) -> bool:
    """Whether no other build holds the lock. The system takes it back from whoever is killed."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _make(new: Path, settings: Settings, environ: dict[str, str], lock: IO[str]) -> str:
    """Build into the folder ``new``. Returns what is wrong, or nothing.

    Not with MkDocs' --quiet: that drops warnings before --strict can count them. The generator holds the
    lock too, so that one that outlives us is waited for.
    """
    call = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(new)]
    environ = environ | {"NO_MKDOCS_2_WARNING": "1"}
    environ.pop("COLUMNS", None)
    done = subprocess.run(
        call, env=environ, check=False, text=True, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=(lock.fileno(),),
    )  # fmt: skip
    if not done.returncode:
        return ""
    if CRASH in done.stdout or done.returncode < 0:
        log = WORK / "log.txt"
        log.write_text(done.stdout, encoding="utf-8")
        last = done.stdout.strip().rpartition("\n")[2] or f"signal {-done.returncode}"
        return f"The site generator broke off: {last}\nThis is no mistake of yours; {log} holds the details."
    found = complaints(done.stdout, Path(), settings.docs_dir)
    return "\n\n".join(
        part for part in (found.rest, report(found.problems) if found.problems else "") if part
    )


def _refuse(said: str) -> int:
    kept = " The last good site/ is untouched." if LIVE.exists() else ""
    print(f"{said}\n\nNothing was published.{kept}", file=sys.stderr)
    return 1
