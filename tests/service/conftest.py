"""One service for the tests of a file that do not change each other's world, and one for each that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.running import Running

Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts services that are stopped when the test is over; the second on the same file with ``again``."""
    found: list[Running] = []

    def begin(name: str = "state", **changes: Any) -> Running:
        found.append(Running(tmp_path / name, **changes))
        return found[-1]

    yield begin
    for service in found:
        service.stop()


@pytest.fixture
def service(start: Start) -> Running:
    """A service without a site and without limits."""
    return start()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that the tests of a file share: none of them subscribes anybody."""
    found = Running(tmp_path_factory.mktemp("standing"))
    yield found
    found.stop()
