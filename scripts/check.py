#!/usr/bin/env python3
"""Every problem an editor can mend, without building anything."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.inventory import read_everything
from knowledge_center.problems import Unusable, report
from knowledge_center.settings import read
from knowledge_center.signup.form import signup_form


def main(argv: Sequence[str] | None = None) -> int:
    """Check the folder with mkdocs.yml. Returns 1 when there is a problem; advice alone is no problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args(argv)
    try:
        now = read_clock(os.environ)
        settings = read(Path("mkdocs.yml"))
        signup_form(settings)
    except Unusable as unusable:
        print(report(unusable.problems))
        return 1
    everything = read_everything(Path(), settings, now)
    print(report(everything.problems))
    return int(any(not problem.advice for problem in everything.problems))


if __name__ == "__main__":
    sys.exit(main())
