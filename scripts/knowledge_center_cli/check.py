"""Every problem an editor can mend, without building anything; with --feeds or --links, those of feeds or of links."""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from knowledge_center.articles.files_reader import alone
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import Content, read_content
from knowledge_center.content.project_rules import of_settings
from knowledge_center.problem_formats import FORMATS, formatted
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.mkdocs_yaml import in_their_files
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.signup_form import signup_form
from knowledge_center_cli.missing_tool import missing_tool
from knowledge_center_mkdocs.program import open_cache
from knowledge_center_mkdocs.shared_reading import shared_reading

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def main(argv: Sequence[str] | None = None) -> int:
    """Check the folder with mkdocs.yml. Returns 1 when there is a problem; advice alone is no problem."""
    options = _parser().parse_args(argv)
    if options.explain is not None:
        return _explain(options.explain)
    # What is read stays until the end: looking for garbage is in vain.
    gc.disable()
    try:
        now = read_clock(os.environ)
        settings = read(Path("mkdocs.yml"))
        signup_form(settings)
    except Unusable as unusable:
        return _tell(in_their_files(of_settings(unusable.problems), Path("mkdocs.yml")), options)
    if options.feeds is not None:
        return _feeds(Path(options.feeds or settings.site_dir), settings, now)
    if options.links:
        return _links(settings, now, options)

    def check() -> Content:
        # The build's own: what one of both has read of a file, the other need not read again.
        cache = None if "KC_PLAIN" in os.environ else open_cache()
        share = alone if cache is None else shared_reading
        content = read_content(Path(), settings, now, cache, share=share)
        if cache:
            cache.commit(partial=True)
        return content

    if options.fix:
        from knowledge_center_cli.check_fix import fix

        texts = ("mkdocs.yml", settings.docs_dir, "overrides")
        problems = fix(check, Path(), texts, yes=options.yes)
    else:
        problems = check().problems
    return _tell(in_their_files(problems, Path("mkdocs.yml")), options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--format", choices=FORMATS, default="text",
        help="text to read, JSON, or what GitHub and GitLab show in a pull or merge request (text)",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, metavar="FILE", help="write it there, and the text here")
    parser.add_argument(
        "--all", action="store_true", help="every piece of advice, however many: else the first of each rule"
    )
    parser.add_argument(
        "--explain", nargs="?", const="", metavar="RULE",
        help="why a rule is there, what breaks it and how to mend that; without a name all rules",
    )  # fmt: skip
    parser.add_argument(
        "--fix", action="store_true",
        help="mend what can be mended without losing or guessing anything; shows the difference and asks first",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="with --fix: do not ask")
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
    return parser


def _tell(problems: Iterable[Problem], options: argparse.Namespace) -> int:
    """Say what was found; the exit code."""
    found = tuple(problems)
    format = options.format
    if options.output:
        made = formatted(found, format, folder=_within_repository(Path.cwd()), every=options.all)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(f"{made}\n", encoding="utf-8", newline="\n")
        format = "text"
    colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    folder = _within_repository(Path.cwd())
    print(formatted(found, format, folder=folder, colours=colours, every=options.all))
    return _code(found)


def _within_repository(folder: Path) -> str:
    """The way from the top of the repository to a folder, with a slash behind it; nothing at the top or in none."""
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            way = folder.relative_to(above).as_posix()
            return "" if way == "." else f"{way}/"
    return ""


def _age(text: str) -> timedelta:
    """``12h``, ``7d``, ``2w`` or ``0``. Raises what argparse shows for anything else."""
    found = re.fullmatch(r"(\d{1,4})([hdw]?)", text.strip())
    if found is None or (found[1] != "0" and not found[2]):
        raise argparse.ArgumentTypeError(f"“{text}” is no age; it looks like 12h, 7d or 0")
    return int(found[1]) * _UNITS[found[2] or "d"]


def _explain(id: str) -> int:
    """Say what a rule is for, or which there are."""
    from knowledge_center.content.check_rules import RULES, meant
    from knowledge_center.content.rule_examples import explained, listed

    if not id:
        print(listed())
        return 0
    if id in RULES:
        print(explained(RULES[id]))
        return 0
    guess = meant(id)
    print(f"There is no rule “{id}”{f'; did you mean {guess}?' if guess else '.'}")
    print(f"Fix:  knowledge-center check --explain{f' {guess}' if guess else ''}")
    return 1


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


def _links(settings: Settings, now: datetime, options: argparse.Namespace) -> int:
    """Ask for the links to other sites."""
    # Not at the top, for the same reason.
    from knowledge_center_cli.check_links import link_problems

    found = link_problems(Path(), settings, now, max_age=options.max_age)
    return _tell([p for p in found if not (p.advice and p.rule in settings.advice_off)], options)


def _code(problems: Sequence[Problem]) -> int:
    return int(any(not problem.advice for problem in problems))
