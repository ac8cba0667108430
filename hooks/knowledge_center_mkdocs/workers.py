"""Work shared out to processes: each is a copy of this one (``fork``), and sends back what it made.

A copy costs nothing to start and knows all that is loaded here. Where a system cannot copy a process, the work is
done in this one.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from mkdocs.exceptions import BuildError

from knowledge_center.problems import Problem, Unusable

Item = TypeVar("Item")
Result = TypeVar("Result")
# Below this many for each process, starting them costs more than they save.
FEWEST = 8
# A process takes its next share when it is done with one, so that one with long items does not come last.
_SHARES = 4
# A copy shares this process' memory until it touches it, if only to count a reference. After so many items the copies
# are made anew, which bounds what they have come to hold themselves.
_ROUND = 1500
# As Linux' headers have it.
_PR_SET_PDEATHSIG = 1
_work: tuple[Callable[[object], object], Sequence[object]] | None = None
_ENDED = (
    "A part of this was ended from outside, as systems do when their memory is full. Run it again; "
    "with KC_PLAIN=1 in the environment everything is made by one process, which takes less memory and more time."
)


class ProcessEnded(Unusable, BuildError):
    """A copy was ended from outside: said to the site generator, which ends its build, and to our commands."""

    def __init__(self) -> None:
        super().__init__([Problem(path="", message=_ENDED)])

    def __str__(self) -> str:
        return _ENDED


def processes() -> int:
    """How many copies of this process may work at once: one for each core it may use; 1 where there is no fork."""
    # A process of macOS that has used its system's libraries must not be copied.
    if sys.platform != "linux":
        return 1
    return len(os.sched_getaffinity(0))


def share_out(
    make: Callable[[Item], Result],
    items: Sequence[Item],
    step: Callable[[int], None] = lambda steps: None,
    *,
    fewest: int = FEWEST,
) -> Iterator[Result]:
    """What ``make`` makes of each item, in their order and as it comes. What it raises is raised here.

    ``step`` is told how many more are done; a process is worth its start for ``fewest``. Results have to be pickled.
    Warnings that are logged there are logged here, too. Raises ProcessEnded where a copy is.
    """
    global _work
    count = min(processes(), len(items) // fewest)
    if count < 2:
        for item in items:
            yield make(item)
            step(1)
        return
    _work = make, items  # type: ignore[assignment]
    gc.freeze()
    try:
        for first in range(0, len(items), _ROUND):
            last = min(first + _ROUND, len(items))
            size = max(1, -(-(last - first) // (count * _SHARES)))
            shares = [range(at, min(at + size, last)) for at in range(first, last, size)]
            fork = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(count, fork, _end_with, (os.getpid(),)) as pool:
                for share, (made, records) in zip(shares, pool.map(_done, shares), strict=True):
                    for record in records:
                        logging.getLogger(record.name).handle(record)
                    yield from made  # type: ignore[misc]
                    # Whatever stopped a share stops the same item here, and shows where.
                    yield from map(make, items[share.start + len(made) : share.stop])
                    step(len(share))
    except BrokenProcessPool:
        raise ProcessEnded from None
    finally:
        # It knows all of this build, which a preview would keep beside the builds to come.
        _work = None
        gc.unfreeze()


class CopyAtWork(Generic[Result]):
    """A copy of this process that makes one thing meanwhile.

    On one core, and where it is not worth a copy's start (``is_long``), it is made when it is asked for.
    """

    def __init__(self, make: Callable[[], Result], *, is_long: bool = True) -> None:
        self._make = make
        self._process: BaseProcess | None = None
        if processes() < 2 or not is_long:
            return
        self._sent, sending = multiprocessing.Pipe(duplex=False)
        fork = multiprocessing.get_context("fork")
        # Nothing that is there now is looked through for garbage, which would copy it.
        gc.freeze()
        try:
            self._process = fork.Process(target=_alone, args=(os.getpid(), make, sending), daemon=True)
            self._process.start()
        finally:
            gc.unfreeze()
            sending.close()

    @property
    def is_at_work(self) -> bool:
        return self._process is not None and not self._sent.poll()

    def made(self) -> Result:
        """What it has made, once it is there. What has stopped the copy is raised here."""
        if self._process is None:
            return self._make()
        try:
            made: Result = self._sent.recv()
        except (EOFError, OSError):
            # Where something stopped it, it stops the same here, and shows where; a kill may have cut it short.
            made = self._make()
        finally:
            self.give_up()
        return made

    def give_up(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._sent.close()
            self._process = None


def _alone(parent: int, make: Callable[[], object], sending: Connection) -> None:
    _end_with(parent)
    try:
        sending.send(make())
    except BaseException:
        os._exit(1)


def _end_with(parent: int) -> None:
    """Let this copy be killed as soon as its parent is: it holds the lock of the build, and would wait for ever."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _done(share: range) -> tuple[list[object], list[logging.LogRecord]]:
    """One share's results, up to the first item that raises."""
    assert _work is not None
    make, items = _work
    made: list[object] = []
    with recorded() as records:
        for at in share:
            told = len(records)
            try:
                made.append(make(items[at]))
            except Exception:
                del records[told:]
                break
    for record in records:
        record.msg, record.args, record.exc_info = record.getMessage(), None, None
    return made, records


@contextmanager
def recorded() -> Iterator[list[logging.LogRecord]]:
    """What is warned of meanwhile."""
    handler = _Recorder()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield handler.records
    finally:
        logger.removeHandler(handler)


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
