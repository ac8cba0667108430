"""``knowledge-center COMMAND``: one name for everything people type. Only what is called is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from typing import NamedTuple

from knowledge_center.problems import did_you_mean


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
    "close": Command("close the issues of digests that are due", "close_digest"),
    "preview": Command("what the next issue of a digest will look like", "preview_digest"),
    "send": Command("mail an issue to everybody who is subscribed, once each", "send_digest"),
    "host": Command("the finished site and the signup service in one process", "host"),
    "subscribers": Command("look at the list, add, remove, import, export, back up", "subscribers"),
    "import": Command("bring the articles of another site here", "import_articles"),
    "archive": Command("close archive pages of articles that have left the feed", "close_archive"),
    "feeds": Command("judge the feeds of the finished site as strict readers do", "check", ("--feeds",)),
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
        print(f"knowledge-center {metadata.version('knowledge-center')}")
        return 0
    name, *arguments = words
    if name not in COMMANDS:
        meant = did_you_mean(name, COMMANDS)
        hint = f" Did you mean “{meant}”?" if meant else ""
        print(f"There is no command “{name}”.{hint}\n\n{usage()}", file=sys.stderr)
        return 2
    return run(name, arguments)


def run(name: str, arguments: Sequence[str]) -> int:
    """Run a command by its name, in its own words; Ctrl-C ends it with a sentence."""
    command = COMMANDS[name]
    module = import_module(f"{_OURS}.{command.module}")
    # argparse takes the program's name from here; scripts of the checkout have names of their own.
    sys.argv[0] = f"knowledge-center {name}"
    try:
        code: int = module.main([*command.arguments, *arguments])
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return code


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
