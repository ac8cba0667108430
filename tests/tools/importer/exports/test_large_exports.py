"""Exports of several hundred megabytes need not fit into memory, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_center.tools.importer.source_folder import read_source_file

TEXT = "<p>" + "Pay. " * 100_000 + "</p>"
POSTS = range(1, 9)


def table() -> str:
    """As HubSpot has it."""
    written = io.StringIO()
    csv.writer(written).writerows([("Post title", "Post body"), *((f"Pay {one}", TEXT) for one in POSTS)])
    return written.getvalue()


def ghost() -> str:
    return json.dumps({"db": [{"data": {"posts": [{"slug": f"{one}", "html": TEXT} for one in POSTS]}}]})


def feed() -> str:
    items = [{"id": f"{one}", "content_html": TEXT, "url": f"https://a.example/{one}"} for one in POSTS]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


@pytest.mark.parametrize("write", [table, ghost, feed])
def test_what_is_held_does_not_grow_with_the_texts(write: Callable[[], str], tmp_path: Path) -> None:
    """Of four million letters a tenth is held when all is read."""
    file = tmp_path / "export"
    file.write_text(write(), encoding="utf-8")
    tracemalloc.start()
    try:
        found = read_source_file(file, None, pages=False)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 400_000 and len(found.html) == len(POSTS)
