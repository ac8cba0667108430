"""A site that is built again and again from what the last build left, and each time anew in another folder.

Each build is a process of its own, copied from this one: nothing goes from one to the next but files.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

from knowledge_center.build_cache import fingerprints
from knowledge_center_cli import build, site_build
from tests.samples import NOW, environment

assert site_build, "Loaded here, it need not be loaded in every build."
Image.init()
# What a build leaves beside the site, and what no site is made of.
_MADE = ("site", ".build", ".cache")
_PATIENCE = 120
# A save and the next build lie this far apart in a test; in a day's work it is minutes.
_TICK = 20_000_000
Outcome = tuple[int, str]


class BothBuilds:
    """The sources of a site in ``root``, built with what the last build kept, and plainly in ``plain``."""

    def __init__(self, root: Path, now: datetime = NOW) -> None:
        self.root, self.plain, self.now = root, root.with_name(f"{root.name}-plain"), now
        self.environment: dict[str, str] = {}
        self.refused, self.said = False, ""

    def start(self, root: Path, said: Path, **more: str) -> int:
        """A build in a process of its own; what it prints goes to a file."""
        child = os.fork()
        # On both sides: whoever comes first, a group is there to be killed.
        with suppress(OSError):
            os.setpgid(child, child)
        if child:
            return child
        code = 70
        try:
            signal.alarm(_PATIENCE)
            # pytest has streams of its own, and so would what is printed here.
            sys.stdout = sys.stderr = said.open("w", encoding="utf-8")
            for stream in (1, 2):
                os.dup2(sys.stdout.fileno(), stream)
            os.chdir(root)
            os.environ.update(environment(self.now, **self.environment, **more))
            # The tests do not wait for files to be old enough to be trusted.
            fingerprints._TICK = _TICK
            code = build.main([])
        finally:
            sys.stdout.flush()
            os._exit(code)

    def outcome(self, child: int, said: Path) -> Outcome:
        """How a build ended, and what it printed."""
        _, status = os.waitpid(child, 0)
        # What it cost is another thing each time.
        words = re.sub(r"\n[\d.,]+ (?:s|min)\b[^\n]* MB\n\Z", "\n", said.read_text(encoding="utf-8"))
        return os.waitstatus_to_exitcode(status), words

    def build(self, **more: str) -> Outcome:
        """Build with what the last build kept."""
        said = self.root.with_suffix(".said")
        return self.outcome(self.start(self.root, said, **more), said)

    def build_plainly(self) -> Outcome:
        """Build the same sources in the other folder."""
        self.copy_sources()
        said = self.plain.with_suffix(".said")
        return self.outcome(self.start(self.plain, said, KC_PLAIN="1"), said)

    def copy_sources(self) -> None:
        if self.plain.exists():
            shutil.rmtree(self.plain)
        ignored = shutil.ignore_patterns(*_MADE)

        def ignore(folder: str, names: list[str]) -> set[str]:
            return ignored(folder, names) if Path(folder) == self.root else set()

        shutil.copytree(self.root, self.plain, ignore=ignore, symlinks=True)
        if (self.root / "site").exists():
            # A build that refuses says that the last site still stands.
            (self.plain / "site").mkdir()
            (self.plain / "site/index.html").touch()

    def difference(self) -> str:
        """Build both; in what they differ, or nothing. Both may refuse, with the same words."""
        before = dict(files(self.root / "site"))
        told, plainly = self.build(), self.build_plainly()
        self.refused, self.said = bool(told[0]), told[1]
        if told != plainly and not self._anew(told, plainly):
            return f"Outcome {told[0]}:\n{told[1]}\nplainly {plainly[0]}:\n{plainly[1]}"
        expected = dict(files(self.plain / "site")) if not told[0] else before
        return different(dict(files(self.root / "site")), expected)

    def _anew(self, told: Outcome, plainly: Outcome) -> bool:
        """Whether all that was told besides is that everything was built anew."""
        more = told[1].removeprefix(plainly[1])
        return (
            told[0] == plainly[0] and more.startswith("Everything was built anew") and more.count("\n") == 1
        )

    def later(self, **times: float) -> None:
        """Let some time go by."""
        self.now += timedelta(**times)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder by its path."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def different(found: dict[str, bytes], expected: dict[str, bytes]) -> str:
    """In which files two sites differ, with the first bytes that do."""
    lines = [f"not there: {path}" for path in sorted(expected.keys() - found.keys())]
    lines += [f"too much: {path}" for path in sorted(found.keys() - expected.keys())]
    for path in sorted(found.keys() & expected.keys()):
        one, other = found[path], expected[path]
        if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            begin = max(0, at - 60)
            lines.append(f"{path}: {one[begin : at + 60]!r} instead of {other[begin : at + 60]!r}")
    return "\n".join(lines)
