"""Make a new site in an empty folder: few small files, which build, pass their check and close their first digest."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from importlib import metadata
from pathlib import Path

import yaml

from knowledge_center.clock import read_clock
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.scaffold.answers import HOSTS, QUESTIONS, Answers, mistakes
from knowledge_center.scaffold.site_files import settings_text, site_files
from knowledge_center.settings.site_settings import read_settings
from knowledge_center.signup.signup_taker import DEPLOY_BRANCH, signup_taker_problems

# What may lie in the folder before.
_NO_MATTER = (".git", ".venv")
_UNFINISHED = ".knowledge-center-init"
# What the builds of the workflow files that are written here are told of where they go.
_DEPLOYS: Mapping[str, Mapping[str, str]] = {
    "github": {DEPLOY_BRANCH: "gh-pages"},
    "gitlab": {"GITLAB_CI": "true", "CI_JOB_NAME": "pages"},
}


def main(argv: Sequence[str] | None = None) -> int:
    """Ask what is not given, and write the site. Returns 1 where something is in the way."""
    options = _options(argv)
    given = {field.name: getattr(options, field.name) for field in fields(Answers)}
    answers = Answers(**{name: " ".join(value.split()) for name, value in given.items() if value})
    folder = Path(options.folder)
    try:
        _refuse_used(folder)
        now = read_clock(os.environ)
        version = metadata.version("knowledge-center")
        wrong = []
        for question in QUESTIONS:
            asked = not options.yes and given[question.field] is None
            while True:
                if asked:
                    default = getattr(Answers(), question.field)
                    typed = " ".join(input(f"{question.words} [{default}]: ").split())
                    answers = replace(answers, **{question.field: typed or default})
                found = mistakes(question, answers, settings_text(answers, version=version, now=now))
                if not asked:
                    wrong += [_of_option(question.field, problem) for problem in found]
                if not asked or not found:
                    break
                print("\n".join(f"  {_words(problem)}  Such as:  {_example(problem)}" for problem in found))
        if wrong:
            raise Unusable(wrong)
        made = site_files(answers, version=version, now=now)
        text = settings_text(answers, version=version, now=now)
        _write(folder, made | {"mkdocs.yml": text})
    except EOFError:
        print("\nNothing more could be read; with --yes nothing is asked.", file=sys.stderr)
        return 1
    print(_report(folder, made))
    # What a build would stop for, said while the answers are fresh.
    deploy = _DEPLOYS.get(options.host or "", {})
    taker = list(signup_taker_problems(read_settings(yaml.safe_load(text)), deploy))
    if taker:
        print(f"\n{report(taker)}")
    return 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", metavar="FOLDER", help="where the site is to be; it is made if need be")
    for question in QUESTIONS:
        parser.add_argument(f"--{question.field.replace('_', '-')}", help=question.words)
    parser.add_argument("--host", choices=HOSTS, help="whose workflow file is written (github)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: defaults for the rest")
    return parser.parse_args(argv)


def _refuse_used(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = "This is a file, and a folder is needed."
        raise Unusable([Problem(path=str(folder), message=message, fix="knowledge-center init another-name")])
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    used = sorted(names - {*_NO_MATTER, _UNFINISHED})
    if used:
        few = ", ".join(used[:3]) + (" and more" if len(used) > 3 else "")
        message = f"The folder holds files already ({few}); nothing is written over."
        fix = f"knowledge-center init {shlex.quote(str(folder / 'knowledge'))}"
        raise Unusable([Problem(path=str(folder), message=message, fix=fix)])


def _of_option(field: str, problem: Problem) -> Problem:
    """A mistake in the settings as one in the option that they come from."""
    option = f"--{field.replace('_', '-')}"
    return replace(problem, path=option, message=_words(problem), fix=f"{option} {_example(problem)}")


def _words(problem: Problem) -> str:
    """What is wrong, without the name of the setting: nobody has seen it yet."""
    key, _, words = problem.message.partition(": ")
    return problem.message if " " in key else words


def _example(problem: Problem) -> str:
    key, _, value = problem.fix.partition(": ")
    return problem.fix if " " in key or not value else value


def _write(folder: Path, made: Mapping[str, str]) -> None:
    """All files or none: they are written into a folder of their own and moved at the end, mkdocs.yml last."""
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / _UNFINISHED
    moved: list[Path] = []
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        for name, text in made.items():
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        for path in sorted(unfinished.iterdir(), key=lambda path: path.name == "mkdocs.yml"):
            moved.append(folder / path.name)
            path.rename(folder / path.name)
        unfinished.rmdir()
    except BaseException:
        for path in [unfinished, *moved]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if new:
            folder.rmdir()
        raise


def _report(folder: Path, made: Mapping[str, str]) -> str:
    article = next(name for name in made if "/posts/" in name)
    lines = [f"{folder} holds a site now, {len(made) + 1} files. Its settings are in mkdocs.yml."]
    if folder.resolve() != Path().resolve():
        lines.append(f"Next:  cd {shlex.quote(str(folder))}")
    lines += [
        "       knowledge-center serve      shows it while you write",
        "       knowledge-center build      makes site/, for any web host",
        f"       {article} is the first article",
    ]
    return "\n".join(lines)
