"""A preview on this machine: it follows your edits, and shows drafts and scheduled articles."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge_center.file_lock import file_lock
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.mkdocs_yaml import load, settings_files
from knowledge_center.text.plurals import counted

if TYPE_CHECKING:
    from knowledge_center_cli.file_watch import FileWatch, Watched
    from knowledge_center_mkdocs.preview import Preview, PreviewBuild
    from knowledge_center_mkdocs.preview_server import PreviewServer

WORK = Path(".build/serve")
_HOST = "127.0.0.1"
# Seconds without a save before anything is made behind the pages.
_QUIET = 0.3


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the folder with mkdocs.yml until Ctrl-C. Returns 1 where it cannot begin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the port on this machine (8000)")
    parser.add_argument(
        "--poll", action="store_true",
        help="look for changed files twice a second, where the system tells nothing of them (network folders)",
    )  # fmt: skip
    options = parser.parse_args(argv)
    if not Path("mkdocs.yml").is_file():
        print(
            "There is no mkdocs.yml here. Go to the folder that holds it and call the command again.",
            file=sys.stderr,
        )
        return 1
    try:
        return _serve(options.port, polls=options.poll)
    except KeyboardInterrupt:
        print("Stopped.")
        return 0
    except _Restart:
        _say("The program has changed and begins anew.")
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _serve(port: int, *, polls: bool) -> int:
    from knowledge_center_cli.file_watch import FileWatch
    from knowledge_center_mkdocs.preview import Preview
    from knowledge_center_mkdocs.preview_port import port_problem
    from knowledge_center_mkdocs.preview_server import PreviewServer

    with ExitStack() as at_end:
        WORK.mkdir(parents=True, exist_ok=True)
        alone = at_end.enter_context(file_lock(WORK / "lock"))
        # Beside another preview of the same site: whatever it makes goes when it ends.
        work = WORK if alone else Path(at_end.enter_context(tempfile.TemporaryDirectory(prefix="kc-serve-")))
        preview = Preview(work, f"{_HOST}:{port}", keeps=alone)
        at_end.callback(preview.close)
        server = PreviewServer(preview.site, _HOST, port, preview.lock)
        at_end.callback(server.stop)
        try:
            server.server_bind()
        except (OSError, OverflowError) as error:
            said = error if isinstance(error, OSError) else OSError(0, "there is no such port")
            print(report([port_problem(_HOST, port, said)]), file=sys.stderr)
            return 1
        watch = FileWatch(polls=polls)
        at_end.callback(watch.stop)
        # Before anything is read: what is saved from now on is seen.
        _follow(watch, server)
        watch.start()
        return _Loop(preview, server, watch).run()


class _Restart(Exception):
    """A file of the program has changed: hooks, or the theme of a checkout."""


class _Loop:
    """Build at every save; what comes behind the pages is made when no save has followed for a moment."""

    def __init__(self, preview: Preview, server: PreviewServer, watch: FileWatch) -> None:
        self._preview, self._server, self._watch = preview, server, watch
        self._behind = False
        self._told: tuple[Problem, ...] = ()
        self._told_dead: tuple[Problem, ...] = ()
        self._greeted = False

    def run(self) -> int:
        """Until Ctrl-C. Raises _Restart."""
        self._build(frozenset())
        self._server.start()
        _say(f"Serving on {self._preview.url or self._server.url} · Ctrl-C ends it")
        while True:
            waits = _QUIET if self._behind or self._preview.is_indexing else None
            changed = self._watch.wait(waits)
            if changed:
                if any(map(_is_program, changed)):
                    raise _Restart
                self._build(changed)
            elif self._behind:
                self._behind = False
                self._make_behind()
            elif self._preview.is_indexing:
                self._show_index()

    def _build(self, changed: frozenset[Path]) -> None:
        since = self._watch.since if changed else time.monotonic()
        made = self._preview.build()
        if made.shown:
            self._show(made)
        self._tell(made)
        if made.shown and changed:
            _say(f"{_named(changed)}: shown after {time.monotonic() - since:.1f} s.")
        elif not made.shown:
            last = "The last good pages stay" if self._preview.site.is_dir() else "Nothing is shown"
            _say(f"{last} until this is mended.")
        _follow(self._watch, self._server)

    def _show(self, made: PreviewBuild) -> None:
        self._server.mount_path = self._preview.mount_path
        self._server.reload()
        self._behind = True
        if not self._greeted:
            self._greeted = True
            for line in made.due:
                _say(line)
            if made.untried:
                _say(f"Everything is built anew at every save, as always with {made.untried}.")
            config: Any = self._preview.config
            config.plugins.on_serve(self._server, config=config, builder=self._preview.build)

    def _tell(self, made: PreviewBuild) -> None:
        """Say what is wrong, once."""
        if made.messages:
            _say(made.messages)
        if made.crash:
            log = WORK.parent / "log.txt"
            log.write_text(made.crash, encoding="utf-8")
            if not made.problems:
                last = made.crash.strip().rpartition("\n")[2]
                _say(f"The site generator broke off: {last}\n{log.as_posix()} holds the details.")
        problems = tuple(problem for problem in made.problems if not problem.advice)
        if made.problems and made.problems != self._told:
            _say(report(made.problems))
        elif problems:
            _say(f"Still {counted(len(problems), 'problem', 'problems')}, told above.")
        elif not problems and any(not problem.advice for problem in self._told):
            _say("All is mended.")
        self._told = made.problems

    def _make_behind(self) -> None:
        self._preview.begin_index()
        dead = self._preview.prove()
        if dead and dead != self._told_dead:
            _say(f"Not every address answers:\n\n{report(dead)}")
        elif self._told_dead and not dead:
            _say("Every address answers again.")
        self._told_dead = dead
        self._preview.keep()

    def _show_index(self) -> None:
        from mkdocs.exceptions import PluginError

        try:
            self._preview.show_index()
        except PluginError as error:
            _say(f"{error}\nThe search finds what it found before.")


def _follow(watch: FileWatch, server: PreviewServer) -> None:
    """Watch what the site is made of, as mkdocs.yml has it now."""
    polled = watch.polls
    if not watch.watch(_watched(server.watched)) and not polled:
        _say("Files are looked through twice a second, as the system does not tell of all of them.")


def _watched(asked: Iterable[str]) -> list[Watched]:
    from knowledge_center_cli.file_watch import Watched
    from knowledge_center_mkdocs.theme_layer import layer

    root = Path().absolute()
    data: dict[str, Any] = {}
    files = {root / "mkdocs.yml"}
    with suppress(Unusable):
        files |= {Path(os.path.abspath(file.path)) for file in settings_files(Path("mkdocs.yml"))}
        data = load(Path("mkdocs.yml"))
    look = data.get("theme")
    named = [data.get("docs_dir") or "docs", look.get("custom_dir") if isinstance(look, dict) else None]
    more = data.get("watch")
    named += more if isinstance(more, list) else []
    hooks = data.get("hooks")
    scripts = [root / hook for hook in hooks if isinstance(hook, str)] if isinstance(hooks, list) else []
    paths = {root / name for name in (*named, *asked) if isinstance(name, str)}
    folders = {path for path in paths if path.is_dir()} | {
        script.parent for script in scripts if script.parent != root
    }
    if layer().is_relative_to(root):
        folders.add(layer())
    # One of them that is taken away and comes back is seen where it stands.
    files |= (paths - folders) | folders | {script for script in scripts if script.parent == root}
    names: dict[Path, set[str]] = {}
    for file in files:
        names.setdefault(file.parent, set()).add(file.name)
    return [
        *(Watched(folder=folder) for folder in folders),
        *(Watched(folder=folder, names=frozenset(found)) for folder, found in names.items()),
    ]


def _is_program(path: Path) -> bool:
    """Whether a file that was saved has been loaded when this began, and is not looked at again."""
    from knowledge_center_mkdocs.theme_layer import layer

    return path.is_relative_to(layer()) or (path.suffix == ".py" and not path.is_relative_to("docs"))


def _named(changed: frozenset[Path]) -> str:
    """What was saved, in a word."""
    root = Path().absolute()
    first = min(changed)
    shown = first.relative_to(root) if first.is_relative_to(root) else first
    more = len(changed) - 1
    return f"{shown.as_posix()} and {counted(more, 'more', 'more')}" if more else shown.as_posix()


def _say(text: str) -> None:
    print(text, flush=True)
