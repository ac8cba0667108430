from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_center.signup.database import connect
from knowledge_center.signup.keys import Keys, make_keys


@pytest.fixture
def keys() -> Keys:
    """Keys that no other test has."""
    return make_keys()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database in a file."""
    connection = connect(tmp_path / "subscribers.sqlite3")
    yield connection
    connection.close()
