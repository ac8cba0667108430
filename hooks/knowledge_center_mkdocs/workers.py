"""Work shared out to processes: each is a copy of this one (``fork``), and sends back what it made.

A copy costs little to start and knows all that is loaded here. Where a system cannot copy a process, or not once more,
and where a copy is ended from outside, as systems do when their memory is full, the work is done in this one.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import mmap
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
# Below this many for each process, starting them costs more than they save.
FEWEST = 8
# A process takes its next share when it is done with one, so that one with long items does not come last.
_SHARES = 4
# A copy shares this process' memory until it touches it, if only to count a reference. After so many items it is made
# anew, which bounds what it has come to hold itself.
_MOST = 200
# As Linux' headers have it.
_PR_SET_PDEATHSIG = 1


def processes() -> int:
    """How many copies of this process may work at once: one for each core it may use; 1 where there is no fork."""
    # A process of macOS that has used its system's libraries must not be copied.
    if sys.platform != "linux":
        return 1
    return len(os.sched_getaffinity(0))


def free_cores() -> int:
    """For how many copies there is a core, as long as this process waits for them; for one there always is."""
    ours = [copy for copy in _meanwhile if copy.asking == os.getpid()]
    for copy in ours:
        copy.receive()
    return max(1, processes() - sum(copy.is_at_work for copy in ours))


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
    make_share = partial(_made_of_share, os.getpid(), make, shares)
    at_work: dict[int, _Copy[_Made[Result]]] = {}
    made: dict[int, _Made[Result]] = {}
    waiting = iter(range(len(shares)))

    def take_next(copy: _Copy[_Made[Result]] | None) -> None:
        number = next(waiting, None)
        if copy and (number is None or copy.asked * size >= _MOST or not copy.is_there):
            copy.give_up()
            copy = None
        if number is not None:
            at_work[number] = copy = copy or _Copy(make_share)
            copy.ask(number)

    def take_cores() -> None:
        for _ in range(min(count, free_cores()) - len(at_work)):
            take_next(None)

    try:
        for number, share in enumerate(shares):
            take_cores()
            while number not in made:
                for one in _answered(at_work):
                    copy = at_work.pop(one)
                    made[one] = copy.answer()
                    take_next(copy)
            results, records = made.pop(number)
            for record in records:
                logging.getLogger(record.name).handle(record)
            yield from results
            # Whatever stopped a share stops the same item here, and shows where.
            yield from map(make, share[len(results) :])
            step(len(share))
    finally:
        for copy in at_work.values():
            copy.give_up()


class CopyAtWork(Generic[Result]):
    """A copy of this process that makes one thing meanwhile.

    On one core, and where it is not worth a copy's start (``is_long``), it is made when it is asked for. So it is where
    another copy asks, whom the one at work would not answer.
    """

    def __init__(self, make: Callable[[], Result], *, is_long: bool = True) -> None:
        self._make, self.asking = make, os.getpid()
        self._copy: _Copy[Result] | None = None
        if processes() > 1 and is_long:
            self._copy = _Copy(lambda _: make())
            self._copy.ask(0)
            self._copy.ask(None)
            _meanwhile.add(self)

    def __enter__(self) -> CopyAtWork[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()

    @property
    def is_at_work(self) -> bool:
        return self._copy is not None and self._copy.is_at_work

    def receive(self) -> None:
        """If it has made the thing, have that here, packed: the copy holds its memory until then."""
        if self._copy is not None and not self._copy.is_at_work:
            self._copy.receive()

    def made(self) -> Result:
        """What it has made, once it is there. What has stopped the copy is raised here."""
        if self._copy is None or self.asking != os.getpid():
            return self._make()
        try:
            return self._copy.answer()
        finally:
            self.give_up()

    def give_up(self) -> None:
        if self._copy is not None:
            _meanwhile.discard(self)
            self._copy.give_up()
            self._copy = None


# All that are at work, or have not been asked for what they made.
_meanwhile: set[CopyAtWork[Any]] = set()


class Backlog(Generic[Item, Result]):
    """Items of which a copy of this process makes some whenever this one leaves a core free; the rest is shared out."""

    def __init__(self, make: Callable[[Item], Result], items: Sequence[Item]) -> None:
        self._make, self._items = make, items
        self._made: list[Result] = []

    @property
    def left(self) -> Sequence[Item]:
        """What is not made yet."""
        return self._items[len(self._made) :]

    @contextmanager
    def worked_on(self) -> Iterator[None]:
        """Have one after the other made by a copy until the block is left."""
        # The copy sees what is written here.
        enough, left = mmap.mmap(-1, 1), self.left
        # This process goes on meanwhile.
        is_worth_it = len(left) >= FEWEST and free_cores() > 1
        with CopyAtWork(lambda: _made_until(enough, self._make, left), is_long=is_worth_it) as copy:
            yield
            enough[0] = 1
            self._made += copy.made()

    def finish(self, step: Callable[[int], None] = lambda steps: None) -> list[Result]:
        """What is made of each item, in their order; what it raises is raised here. ``step`` is told of the rest."""
        return [*self._made, *share_out(self._make, self.left, step)]


def _made_until(enough: mmap.mmap, make: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    made: list[Result] = []
    for item in items:
        if enough[0]:
            break
        made.append(make(item))
    return made


class _Copy(Generic[Result]):
    """A copy of this process that makes what it is asked for, one after the other; without one it is made here.

    ``asked`` is how often it was. After ``ask`` and before the next has to come ``answer``.
    """

    def __init__(self, make: Callable[[int], Result]) -> None:
        self._make, self._number, self.asked = make, 0, 0
        self._process: BaseProcess | None = None
        self._received = b""
        self.line, its_end = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(
            target=_answer, args=(os.getpid(), make, its_end), daemon=True
        )
        # Nothing that is there now is looked through for garbage, which would copy it.
        gc.freeze()
        # As many processes as there may be, or no memory for one more.
        with suppress(OSError):
            process.start()
            self._process = process
        gc.unfreeze()
        its_end.close()

    def ask(self, number: int | None) -> None:
        """Have it make what has this number; None: nothing more, so that it ends before its answer is read."""
        if number is not None:
            self._number = number
            self.asked += 1
        # One that was killed answers no more either.
        with suppress(OSError):
            self.line.send(number)

    @property
    def is_there(self) -> bool:
        return self._process is not None

    @property
    def is_at_work(self) -> bool:
        return self.is_there and not self._received and not self.line.poll()

    def receive(self) -> None:
        """Have its answer here as it was sent, once it is there."""
        if self._process is not None and not self._received:
            try:
                self._received = self.line.recv_bytes()
            except (EOFError, OSError):
                # Where something stopped it, it stops the same here, and shows where; a kill may have cut it short.
                self.give_up()

    def answer(self) -> Result:
        """What was asked for, once it is there. What has stopped the copy is raised here."""
        self.receive()
        received, self._received = self._received, b""
        if received:
            answer: Result = ForkingPickler.loads(received)
            return answer
        return self._make(self._number)

    def give_up(self) -> None:
        """Let it end whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        self.line.close()


# The results of a share up to the first item that raises, and what was warned of.
_Made = tuple[list[Result], list[logging.LogRecord]]


def _answered(at_work: Mapping[int, _Copy[_Made[Result]]]) -> list[int]:
    """The shares whose copies have sent something or ended; waits for one. One without a copy is as good as done."""
    if all(copy.is_at_work for copy in at_work.values()):
        wait([copy.line for copy in at_work.values()])
    return [number for number, copy in at_work.items() if not copy.is_at_work]


def _answer(parent: int, make: Callable[[int], object], line: Connection) -> None:
    _end_with(parent)
    try:
        for number in iter(line.recv, None):
            line.send(make(number))
    except BaseException:
        os._exit(1)


def _end_with(parent: int) -> None:
    """Let this copy be killed as soon as its parent is: it holds the lock of the build, and would wait for ever."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _made_of_share(
    parent: int, make: Callable[[Item], Result], shares: Sequence[Sequence[Item]], number: int
) -> _Made[Result]:
    """What is made of a share; what is warned of in the ``parent`` itself has been told."""
    made: list[Result] = []
    with recorded() as records:
        for item in shares[number]:
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
