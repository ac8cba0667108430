"""Every problem an editor can mend, without building anything; with --feeds or --links, those of feeds or of links."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.mkdocs_yaml import in_their_files
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.signup_form import signup_form
from knowledge_center_cli.missing_tool import missing_tool

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def main(argv: Sequence[str] | None = None) -> int:
    """Check the folder with mkdocs.yml. Returns 1 when there is a problem; advice alone is no problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--feeds", nargs="?", const="", metavar="SITE",
        help="judge the feeds of a finished site (that of the last build unless a folder is named)",
    )  # fmt: skip
    parser.add_argument(
        "--links", action="store_true",
        help="ask other sites whether the links to them still lead somewhere; only what is surely dead is a problem",
    )  # fmt: skip
    parser.add_argument(
        "--max-age", type=_age, default="7d", metavar="AGE",
        help="with --links: how long a good answer counts, such as 12h, 7d or 0 (default: 7d)",
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
    if options.links:
        return _links(settings, now, options.max_age)
    problems = in_their_files(read_content(Path(), settings, now).problems, Path("mkdocs.yml"))
    print(report(problems))
    return _code(problems)


def _age(text: str) -> timedelta:
    """``12h``, ``7d``, ``2w`` or ``0``. Raises what argparse shows for anything else."""
    found = re.fullmatch(r"(\d{1,4})([hdw]?)", text.strip())
    if found is None or (found[1] != "0" and not found[2]):
        raise argparse.ArgumentTypeError(f"“{text}” is no age; it looks like 12h, 7d or 0")
    return int(found[1]) * _UNITS[found[2] or "d"]


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


def _links(settings: Settings, now: datetime, max_age: timedelta) -> int:
    """Ask for the links to other sites."""
    # Not at the top, for the same reason.
    from knowledge_center_cli.check_links import link_problems

    problems = link_problems(Path(), settings, now, max_age=max_age)
    print(report(problems))
    return _code(problems)


def _code(problems: Sequence[Problem]) -> int:
    return int(any(not problem.advice for problem in problems))
