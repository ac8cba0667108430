"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.content.summary import summary
from knowledge_center.problems import Unusable, in_order, report
from knowledge_center.publishing.site_folder import put_in_place, recover
from knowledge_center.settings.model import read
from knowledge_center_mkdocs.engine import EngineResult, build_site
from knowledge_center_mkdocs.events import ProjectRead

CURRENT = Path("site")
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
        # A folder of its own: what a killed build has started may still be writing into its own.
        staging, backup = WORK / f"site-{os.getpid()}", WORK / "last-site"
        if recover(CURRENT, backup=backup):
            print("The last build was stopped at its very end; its predecessor is back in place.")
        content = read_content(Path(), settings, now)
        if any(not problem.advice for problem in content.problems):
            return _refuse(report(content.problems))
        for left in WORK.glob("site-*"):
            shutil.rmtree(left, ignore_errors=True)
        made = build_site(Path(), staging, ProjectRead(settings=settings, content=content, now=now))
        if not made.ok:
            return _refuse(_explained(made))
        put_in_place(staging, CURRENT, backup=backup)
    content = replace(content, problems=in_order([*content.problems, *made.advice]))
    print(summary(settings, content, CURRENT, now))
    return 0


def _alone(lock: IO[str]) -> bool:
    """Whether no other build holds the lock. The system takes it back from whoever is killed."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _explained(made: EngineResult) -> str:
    """What stopped the build."""
    if made.crash:
        log = WORK / "log.txt"
        log.write_text(made.crash, encoding="utf-8")
        last = made.crash.strip().rpartition("\n")[2]
        return f"The site generator broke off: {last}\nThis is no mistake of yours; {log} holds the details."
    return "\n\n".join(
        part for part in (made.messages, report(made.problems) if made.problems else "") if part
    )


def _refuse(reason: str) -> int:
    kept = " The last good site/ is untouched." if CURRENT.exists() else ""
    print(f"{reason}\n\nNothing was published.{kept}", file=sys.stderr)
    return 1
