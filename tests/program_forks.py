"""Programs of ours that begin at once: each is a copy of a process that has loaded what they import.

A command that is started takes a third of a second before it does anything, and the tests start more than a thousand.
A copy does, prints and ends with the same. What only a real start can tell (an installation, what Python itself is
told by its environment) is tested with real ones.
"""

from __future__ import annotations

import atexit
import functools
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import markdown
from babel import Locale
from PIL import Image

from tests import made_once

_EXTENSIONS = (
    *(f"markdown.extensions.{name}" for name in (
        "abbr", "admonition", "codehilite", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists",
        "tables",
    )),
    *(f"pymdownx.{name}" for name in (
        "details", "emoji", "highlight", "inlinehilite", "saneheaders", "superfences", "tabbed", "tasklist", "tilde",
    )),
)  # fmt: skip
# What a command would import by and by.
_LOADED = (
    *(f"knowledge_center_cli.{name}" for name in (
        "admin", "build", "check", "close_archive", "close_digest", "host", "import_articles", "init", "new",
        "ping_hub", "preview_digest", "run", "send_digest", "serve", "site_build", "status", "subscribers", "upgrade",
    )),
    *_EXTENSIONS, "encodings.unicode_escape", "encodings.utf_8_sig", "importlib.resources.readers",
    "knowledge_center_mkdocs.plugin", "material.extensions.emoji", "material.templates", "mkdocs.commands.build",
    "mkdocs.contrib.search", "mmap", "PIL.ImageOps", "PIL.JpegPresets", "pygments.formatters.html",
    "pygments.lexers.python",
)  # fmt: skip
# What Python goes by while it starts: with another of these it has to start.
_OF_PYTHON = ("PYTHON", "LC_", "LANG", "TZ")
_AT_MOST = 300


def run(
    call: Sequence[str], *, cwd: Path, env: Mapping[str, str], typed: str = "", forked_commands: bool = False
) -> subprocess.CompletedProcess[str]:
    """What ``subprocess.run`` returns for a call of this Python.

    With ``forked_commands`` the commands that a scheduled run starts are copies, too.
    """
    if sys.platform != "linux" or _of_python(env) != _of_python(os.environ):
        return subprocess.run(
            call, cwd=cwd, env=dict(env), input=typed, capture_output=True, text=True, check=False, timeout=_AT_MOST
        )  # fmt: skip
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as stdin, \
         tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:  # fmt: skip
        asked.write(json.dumps([list(call[1:]), str(cwd), dict(env), forked_commands]).encode())
        stdin.write(typed.encode())
        for file in (asked, stdin):
            file.flush()
            file.seek(0)
        code = _original().ended([asked.fileno(), stdin.fileno(), stdout.fileno(), stderr.fileno()])
        for file in (stdout, stderr):
            file.seek(0)
        said, complained = (TextIOWrapper(file, encoding="utf-8").read() for file in (stdout, stderr))
    return subprocess.CompletedProcess(list(call), code, said, complained)


def _of_python(env: Mapping[str, str]) -> dict[str, str]:
    ours = ("PYTHONDONTWRITEBYTECODE",)  # Of no meaning where all is loaded.
    return {name: value for name, value in env.items() if name.startswith(_OF_PYTHON) and name not in ours}


class _Original:
    """The process that is copied, from the side of the tests."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno()), str(made_once.folder or "")],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
                start_new_session=True,
            )  # fmt: skip
        atexit.register(self._end)

    def ended(self, files: list[int]) -> int:
        """The exit code of a program that has these files."""
        reader, writer = os.pipe()
        with open(reader, encoding="ascii") as answer:
            try:
                with self._lock:
                    socket.send_fds(self._socket, [b"."], [*files, writer])
            finally:
                os.close(writer)
            return int(answer.read())

    def _end(self) -> None:
        self._socket.close()
        self._process.wait()


@functools.cache
def _original() -> _Original:
    return _Original()


# ---- the other side ----


def _serve(requests: socket.socket, shared: str) -> None:
    """Copy this process for every request until nobody can ask any more."""
    for name in _LOADED:
        import_module(name)
    # Every kind of picture, and the patterns of Markdown and the dates of English, which are read when first used.
    Image.init()
    markdown.Markdown(extensions=_EXTENSIONS)
    Locale("en")._data  # noqa: B018
    if shared:
        made_once.share(Path(shared))
    # What is never looked at again is never copied.
    gc.collect()
    gc.freeze()
    while True:
        word, files, _, _ = socket.recv_fds(requests, 1, 5)
        if not word:
            break
        if not os.fork():
            requests.close()
            _answer(files)
        for file in files:
            os.close(file)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _answer(files: Sequence[int]) -> NoReturn:
    asked, stdin, stdout, stderr, answer = files
    try:
        with open(asked, encoding="utf-8") as file:
            words, cwd, env, forked_commands = json.load(file)
        child = os.fork()
        if not child:
            os.close(answer)
            _become(words, (stdin, stdout, stderr), cwd=cwd, env=env, forked_commands=forked_commands)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(answer, str(code).encode())
    finally:
        os._exit(0)


def _become(
    words: Sequence[str], files: Sequence[int], *, cwd: str, env: Mapping[str, str], forked_commands: bool
) -> NoReturn:
    """Be the program that Python would be when it is called with these words."""
    # Loaded already, and not where the tests themselves import this file.
    from knowledge_center_cli import command_cost
    from knowledge_center_cli import run as scheduled_run

    code = 1
    try:
        signal.alarm(_AT_MOST)
        for stream, file in enumerate(files):
            os.dup2(file, stream)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        # A program says what it took since it began.
        command_cost._BEGUN = time.monotonic()
        if forked_commands:
            scheduled_run._python = _forked
        code = _program([word for word in words if word != "-P"])
    finally:
        for output in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                output.flush()
        os._exit(code)


def _program(words: list[str]) -> int:
    """Run ``-c CODE``, ``-m MODULE`` or a file; the exit code, as Python ends with it."""
    try:
        if words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})
        elif words[0] == "-m":
            sys.argv = words[1:]
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = words
            sys.path.insert(0, str(Path(words[0]).parent))
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        atexit._run_exitfuncs()
    return 0


def _forked(*words: str, stdout: int | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    """In the place of what starts the commands of a scheduled run."""
    sys.stdout.flush()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as paper:
        child = os.fork()
        if not child:
            files = (0, paper.fileno() if stdout == subprocess.PIPE else 1, 2)
            env = {**os.environ, **environ}
            _become(words, files, cwd=os.getcwd(), env=env, forked_commands=False)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        paper.seek(0)
        return subprocess.CompletedProcess(words, code, paper.read())


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
