"""Every problem an editor can mend, without building anything; or, with --feeds, those of finished feeds."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.mkdocs_yaml import in_their_files
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.signup_form import signup_form
from knowledge_center_cli.missing_tool import missing_tool


def main(argv: Sequence[str] | None = None) -> int:
    """Check the folder with mkdocs.yml. Returns 1 when there is a problem; advice alone is no problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--feeds", nargs="?", const="", metavar="SITE",
        help="judge the feeds of a finished site (that of the last build unless a folder is named)",
    )  # fmt: skip
    options = parser.parse_args(argv)
    try:
        now = read_clock(os.environ)
        settings = read(Path("mkdocs.yml"))
        signup_form(settings)
    except Unusable as unusable:
        print(report(in_their_files(unusable.problems, Path("mkdocs.yml"))))
        return 1
    if options.feeds is not None:
        return _feeds(Path(options.feeds or settings.site_dir), settings, now)
    problems = in_their_files(read_content(Path(), settings, now).problems, Path("mkdocs.yml"))
    print(report(problems))
    return _code(problems)


def _feeds(folder: Path, settings: Settings, now: datetime) -> int:
    """Judge the feeds of the finished site in ``folder``."""
    # Not at the top: who checks articles, at every save, shall not wait for these to load.
    try:
        from knowledge_center.tools.feed_check.feed_check_report import feed_report
        from knowledge_center.tools.feed_check.site_check import check_site
    except ModuleNotFoundError as error:
        return missing_tool(error, "the feed check")

    if not folder.is_dir():
        missing = Problem(
            path=folder.as_posix(), message="There is no such folder.", fix="knowledge-center build"
        )
        print(report([missing]))
        return 1
    found = check_site(folder, settings, now)
    print(feed_report(found))
    return _code(found.problems)


def _code(problems: Sequence[Problem]) -> int:
    return int(any(not problem.advice for problem in problems))
