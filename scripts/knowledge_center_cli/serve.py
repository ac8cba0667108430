"""A preview on this machine: it follows your edits, and shows drafts and scheduled articles."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge_center.file_lock import file_lock
from knowledge_center.problems import Problem, Unusable, in_order, report
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
        followed = _Followed(watch, server)
        followed.follow()
        watch.start()
        return _Loop(preview, server, watch, followed).run()


class _Restart(Exception):
    """A file of the program has changed: hooks, or the theme of a checkout."""


class _Loop:
    """Build at every save; what comes behind the pages is made when no save has followed for a moment."""

    def __init__(
        self, preview: Preview, server: PreviewServer, watch: FileWatch, followed: _Followed
    ) -> None:
        self._preview, self._server, self._watch, self._followed = preview, server, watch, followed
        self._behind = False
        self._made: PreviewBuild | None = None
        # Known some moments after each save; and what was said of it last.
        self._dead: tuple[Problem, ...] = ()
        self._dead_told: tuple[Problem, ...] = ()
        self._reported: tuple[Problem, ...] = ()
        self._greeted = False

    def run(self) -> int:
        """Until Ctrl-C. Raises _Restart."""
        self._server.start()
        self._build(frozenset())
        _say(f"Serving on {self._preview.url or self._server.url} · Ctrl-C ends it")
        while True:
            try:
                self._go_on()
            except _Restart:
                raise
            except Exception:
                # The next save begins afresh.
                self._behind = False
                _say(f"Something failed behind the pages; {_log(traceback.format_exc())} holds the details.")

    def _go_on(self) -> None:
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
        state = self._server.state
        first = state is not None and self._preview.show_saved(changed, state.problems)
        if first:
            self._server.reload()
            self._say_shown(changed, since)
        made = self._preview.build()
        self._tell(made)
        if made.shown:
            self._behind, self._made, self._dead = True, made, ()
            self._greet(made)
        self._notes(made)
        if made.refused:
            _say("Settings and lists go on as they were before this mistake.")
        if made.shown and changed and not first:
            self._say_shown(changed, since)
        elif not made.shown:
            last = "The last good pages stay" if self._made else "Nothing is shown"
            _say(f"{last} until this is mended.")
        self._followed.follow()

    def _say_shown(self, changed: frozenset[Path], since: float) -> None:
        _say(f"{_named(changed)}: shown after {time.monotonic() - since:.1f} s.")

    def _notes(self, made: PreviewBuild) -> None:
        """Hand the server what it says on the pages."""
        from knowledge_center_mkdocs.preview_notes import PreviewState

        good = self._made
        unshown: tuple[Problem, ...] = ()
        if not made.shown:
            stops = tuple(problem for problem in made.problems if not problem.advice)
            # What was there when pages were shown does not keep them from it.
            unshown = tuple(p for p in stops if good is None or p not in good.problems) or stops
        reported = {(problem.path, problem.line) for problem in made.problems if problem.line}
        state = PreviewState(
            # A link that is in the check's words already is not told once more.
            problems=in_order([*made.problems, *(p for p in self._dead if (p.path, p.line) not in reported)]),
            refused=made.refused,
            unshown=unshown,
            notes=good.notes if good else None,
            mount=self._preview.mount_path,
        )
        self._server.show(state)

    def _greet(self, made: PreviewBuild) -> None:
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
        if made.crash:
            _log(made.crash)
        problems = tuple(problem for problem in made.problems if not problem.advice)
        if made.problems and made.problems != self._reported:
            _say(report(made.problems))
        elif problems:
            _say(f"Still {counted(len(problems), 'problem', 'problems')}, told above.")
        elif not problems and any(not problem.advice for problem in self._reported):
            _say("All is mended.")
        self._reported = made.problems

    def _make_behind(self) -> None:
        self._preview.begin_index()
        reported = {(problem.path, problem.line) for problem in self._reported if problem.line}
        before, found = self._dead_told, self._preview.prove()
        # A link that the check has told of is not told once more.
        self._dead = tuple(problem for problem in found if (problem.path, problem.line) not in reported)
        self._dead_told = self._dead
        if self._dead and self._dead != before:
            _say(f"Not every address answers:\n\n{report(self._dead)}")
        elif before and not self._dead:
            _say("Every address answers again.")
        if self._dead and self._made:
            self._notes(self._made)
        self._preview.keep()

    def _show_index(self) -> None:
        from mkdocs.exceptions import PluginError

        try:
            self._preview.show_index()
        except PluginError as error:
            _say(f"{error}\nThe search finds what it found before.")


def _log(text: str) -> str:
    """Keep a traceback for whoever can read it; the path is returned."""
    log = WORK.parent / "log.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(text, encoding="utf-8")
    return log.as_posix()


class _Followed:
    """What the site is made of, as mkdocs.yml has it now, or had it before a mistake."""

    def __init__(self, watch: FileWatch, server: PreviewServer) -> None:
        self._watch, self._server = watch, server
        self._files: set[Path] = set()
        self._data: dict[str, Any] = {}

    def follow(self) -> None:
        """Watch all of it."""
        with suppress(Unusable):
            self._files = {Path(os.path.abspath(file.path)) for file in settings_files(Path("mkdocs.yml"))}
            self._data = load(Path("mkdocs.yml"))
        polled = self._watch.polls
        things = _watched(self._files, self._data, self._server.watched)
        if not self._watch.watch(things) and not polled:
            _say("Files are looked through twice a second, as the system does not tell of all of them.")


def _watched(read: Iterable[Path], data: Mapping[str, Any], asked: Iterable[str]) -> list[Watched]:
    from knowledge_center_cli.file_watch import Watched
    from knowledge_center_mkdocs.theme_layer import layer

    root = Path().absolute()
    files = {root / "mkdocs.yml", *read}
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
