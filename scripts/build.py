#!/usr/bin/env python3
"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.inventory import read_everything
from knowledge_center.problems import Unusable, report
from knowledge_center.settings import read
from knowledge_center.summary import summary
from knowledge_center.swap import put_in_place, recover

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
        print(report(unusable.problems), file=sys.stderr)
        return 1
    everything = read_everything(Path(), settings, now)
    if any(not problem.advice for problem in everything.problems):
        print(report(everything.problems), file=sys.stderr)
        print(_kept(), file=sys.stderr)
        return 1
    WORK.mkdir(exist_ok=True)
    new, aside = WORK / "site", WORK / "last-site"
    if recover(LIVE, aside=aside):
        print("The last build was stopped at its very end; its predecessor is back in place.")
    shutil.rmtree(new, ignore_errors=True)
    # One clock for everything that is made.
    environ = os.environ | {"SOURCE_DATE_EPOCH": str(int(now.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
    call = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(new)]
    if subprocess.run(call, env=environ, check=False).returncode:
        print(_kept(), file=sys.stderr)
        return 1
    put_in_place(new, LIVE, aside=aside)
    print(summary(settings, everything, LIVE, now))
    return 0


def _kept() -> str:
    return "\nNothing was published." + (" The last good site/ is untouched." if LIVE.exists() else "")


if __name__ == "__main__":
    sys.exit(main())
