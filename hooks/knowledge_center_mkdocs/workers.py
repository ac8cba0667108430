"""Work shared out to processes: each is a copy of this one (``fork``), and sends back what it made.

A copy costs little to start and knows all that is loaded here. Where a system cannot copy a process, or not once more,
and where a copy is ended from outside, as systems do when their memory is full, the work is done in this one.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
# Below this many for each process, starting them costs more than they save.
FEWEST = 8
# A process is made for each share once another is done with its own, so that one with long items does not come last.
_SHARES = 4
# A copy shares this process' memory until it touches it, if only to count a reference: of more items it would come to
# hold much itself.
_MOST = 200
# As Linux' headers have it.
_PR_SET_PDEATHSIG = 1


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
    Warnings that are logged there are logged here, too.
    """
    count = min(processes(), len(items) // fewest)
    if count < 2:
        for item in items:
            yield make(item)
            step(1)
        return
    size = min(_MOST, -(-len(items) // (count * _SHARES)))
    shares = [items[at : at + size] for at in range(0, len(items), size)]
    begun = 0
    at_work: dict[int, CopyAtWork[_Done[Result]]] = {}
    done: dict[int, _Done[Result]] = {}
    try:
        for number, share in enumerate(shares):
            while number not in done:
                while begun < len(shares) and len(at_work) < count:
                    at_work[begun] = CopyAtWork(partial(_done, os.getpid(), make, shares[begun]))
                    begun += 1
                for one in _ended(at_work):
                    done[one] = at_work.pop(one).made()
            made, records = done.pop(number)
            for record in records:
                logging.getLogger(record.name).handle(record)
            yield from made
            # Whatever stopped a share stops the same item here, and shows where.
            yield from map(make, share[len(made) :])
            step(len(share))
    finally:
        for copy in at_work.values():
            copy.give_up()


class CopyAtWork(Generic[Result]):
    """A copy of this process that makes one thing meanwhile.

    On one core, and where it is not worth a copy's start (``is_long``), it is made when it is asked for.
    """

    def __init__(self, make: Callable[[], Result], *, is_long: bool = True) -> None:
        self._make = make
        self._process: BaseProcess | None = None
        if processes() < 2 or not is_long:
            return
        self.sent, sending = multiprocessing.Pipe(duplex=False)
        fork = multiprocessing.get_context("fork")
        process = fork.Process(target=_alone, args=(os.getpid(), make, sending), daemon=True)
        # Nothing that is there now is looked through for garbage, which would copy it.
        gc.freeze()
        try:
            process.start()
            self._process = process
        except OSError:
            # As many processes as there may be, or no memory for one more.
            self.sent.close()
        finally:
            gc.unfreeze()
            sending.close()

    @property
    def is_at_work(self) -> bool:
        return self._process is not None and not self.sent.poll()

    def made(self) -> Result:
        """What it has made, once it is there. What has stopped the copy is raised here."""
        if self._process is None:
            return self._make()
        try:
            made: Result = self.sent.recv()
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
            self.sent.close()
            self._process = None


# The results of a share up to the first item that raises, and what was warned of.
_Done = tuple[list[Result], list[logging.LogRecord]]


def _ended(at_work: Mapping[int, CopyAtWork[_Done[Result]]]) -> list[int]:
    """The shares whose copies have sent something or ended; waits for one. One without a copy is as good as ended."""
    if all(copy.is_at_work for copy in at_work.values()):
        wait([copy.sent for copy in at_work.values()])
    return [number for number, copy in at_work.items() if not copy.is_at_work]


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


def _done(parent: int, make: Callable[[Item], Result], share: Sequence[Item]) -> _Done[Result]:
    """What is made of a share; what is warned of in the ``parent`` itself has been told."""
    made: list[Result] = []
    with recorded() as records:
        for item in share:
            told = len(records)
            try:
                made.append(make(item))
            except Exception:
                del records[told:]
                break
    for record in records:
        record.msg, record.args, record.exc_info = record.getMessage(), None, None
    return made, records if os.getpid() != parent else []


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
