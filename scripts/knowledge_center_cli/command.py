"""``knowledge-center COMMAND``: one name for everything people type. Only what is called is imported."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, NoReturn


class Command(NamedTuple):
    """What a command does, in a line; the module whose ``main`` does it; arguments that go before the user's."""

    about: str
    module: str
    arguments: tuple[str, ...] = ()


COMMANDS = {
    "init": Command("make a new site in an empty folder", "init"),
    "build": Command("check everything and build site/", "build"),
    "serve": Command("a preview that follows your edits, drafts included", "serve"),
    "check": Command("every problem an editor can mend, without a build", "check"),
    "new": Command("begin an article, as a draft", "new"),
    "status": Command("what waits, what ends soon, which digest is due", "status"),
    "compare": Command("what readers and subscribers get if a change is merged", "compare"),
    "close": Command("close the issues of digests that are due", "close_digest"),
    "preview": Command("what the next issue of a digest will look like", "preview_digest"),
    "send": Command("mail an issue to everybody who is subscribed, once each", "send_digest"),
    "host": Command("the finished site and the signup service in one process", "host"),
    "subscribers": Command("look at the list, add, remove, import, export, back up", "subscribers"),
    "import": Command("bring the articles of another site here", "import_articles"),
    "archive": Command("close archive pages of articles that have left the feed", "close_archive"),
    "feeds": Command("judge the feeds of the finished site as strict readers do", "check", ("--feeds",)),
    "redirects": Command("old addresses as real redirects, for a web server or a host", "host_redirects"),
    "record": Command("keep in mind which addresses readers have met", "record_published"),
    "run": Command("a scheduled run: publish, close what is due, push, publish again", "run"),
    "admin": Command("fetch the program for editing in a browser", "admin"),
    "upgrade": Command("take the site's settings and files to this version", "upgrade"),
    "ping": Command("tell a hub which feeds have changed", "ping_hub"),
}
_OURS = "knowledge_center_cli"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that is named first; returns its exit code, 2 for one that is not known."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    if words[0] == "--version":
        from importlib import metadata  # a tenth of what a build costs in which nothing has changed

        print(f"knowledge-center {metadata.version('knowledge-center')}")
        return 0
    name, *arguments = words
    if name not in COMMANDS:
        from knowledge_center.problems import did_you_mean  # whoever lacks the package is told so by run

        meant = did_you_mean(name, COMMANDS)
        hint = f" Did you mean “{meant}”?" if meant else ""
        print(f"There is no command “{name}”.{hint}\n\n{usage()}", file=sys.stderr)
        return 2
    return run(name, arguments)


def program() -> NoReturn:
    """``main`` as a program of its own, which ends with its code."""
    _as_program(main)


def run_script(name: str, file: str) -> NoReturn:
    """The same for a script of the checkout, under the script's own name."""
    _as_program(lambda: run(name, sys.argv[1:], program=Path(file).name))


def _as_program(call: Callable[[], int]) -> NoReturn:
    """Call it and end at once: Python would first take apart all that is in memory, 0.7 s after 5,000 articles."""
    try:
        code = call()
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read it has seen enough: the code that a shell gives a program which that ends.
        code = 141
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"Nothing more can be written: {error.strerror}.", file=sys.stderr)
        code = 1
    if sys.stderr:
        sys.stderr.flush()
    os._exit(code)


def run(name: str, arguments: Sequence[str], program: str = "") -> int:
    """Run a command by its name; it ends with a sentence where its input cannot be used (Unusable), a package or a
    file is missing, and by Ctrl-C."""
    command = COMMANDS[name]
    # argparse takes the program's name from here.
    sys.argv[0] = program or f"knowledge-center {name}"
    _never_break_off_over_a_character()
    try:
        return _called(command, arguments)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith(f"{_OURS}."):
            raise
        print(_not_installed(error.name), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _called(command: Command, arguments: Sequence[str]) -> int:
    module = import_module(f"{_OURS}.{command.module}")
    from knowledge_center.problems import (  # whoever lacks the package is told so by run
        Unusable,
        disk_sentence,
    )

    try:
        code: int = module.main([*command.arguments, *arguments])
        return code
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
    except OSError as error:
        if error.filename is None:
            raise
        print(disk_sentence(error), file=sys.stderr)
    return 1


def _not_installed(missing: str) -> str:
    return (
        f"The Knowledge Center is not installed whole for this Python, {sys.executable}: it has no “{missing}”.\n"
        "In a checkout:  make install, and activate its environment .venv\n"
        "Elsewhere:      python -m pip install --upgrade knowledge-center"
    )


def _never_break_off_over_a_character() -> None:
    """Where output goes into a file in an old encoding, as on Windows, a title in Greek ends in question marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def usage() -> str:
    """Every command with what it does."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {command.about}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: knowledge-center COMMAND [OPTIONS]",
            "",
            *lines,
            "",
            "knowledge-center COMMAND --help says more.",
        ]
    )
