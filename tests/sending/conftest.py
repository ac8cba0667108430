"""A checkout with a closed issue and three subscribers, and an operator who writes down what is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge_center.problems import Problem
from knowledge_center.sending.send_job import SendJob, open_job
from knowledge_center.settings.site_settings import read
from tests.samples import NOW
from tests.sending.samples import make_outbox, make_sending_site


class Checkout:
    """The folder of a site; ``job`` opens it anew, with more in the environment if need be."""

    def __init__(self, root: Path) -> None:
        self.root, self.state = root, root / "state"
        make_sending_site(root)
        make_outbox(self.state, 3).close()

    def job(self, issue: str = "", **environ: str) -> SendJob:
        settings = read(self.root / "mkdocs.yml")
        digest = settings.digest("weekly")
        assert digest
        fixed = {"KC_STATE": str(self.state), "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
        return open_job(self.root, settings, digest, issue, fixed | environ)


class Notes:
    """An operator: the lines that were reported, the warnings, the problems, and how far it came."""

    def __init__(self) -> None:
        self.reported: list[str] = []
        self.warned: list[str] = []
        self.display_path: list[Problem] = []
        self.total, self.done = 0, 0

    def say(self, lines: Iterable[str]) -> None:
        self.reported += lines

    def warn(self, line: str) -> None:
        self.warned.append(line)

    def show(self, found: Iterable[Problem]) -> None:
        self.display_path += found

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[int, str], None]]:
        self.total = total

        def tell(done: int, remark: str) -> None:
            self.done += done

        yield tell


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path / "site")
    # The outbox is in the folder one works in.
    monkeypatch.chdir(made.root)
    return made
