"""What a preview sets into its pages as it serves them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from knowledge_center.problems import Problem
from knowledge_center_mkdocs.preview_notes import PageNotes, PreviewState
from knowledge_center_mkdocs.preview_server import PreviewServer


@pytest.mark.parametrize("name", ["about", "über uns"])
def test_a_page_says_what_is_to_be_mended_on_it(tmp_path: Path, name: str) -> None:
    """Also one whose name is escaped in its address."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "index.html").write_text("<body></body>", encoding="utf-8")
    server = PreviewServer(tmp_path, "127.0.0.1", 0, threading.Lock())
    page = {"about": "about/", "über uns": "%C3%BCber%20uns/"}[name]
    notes = PageNotes(
        pages={f"docs/{name}.md": page}, waiting={}, earlier=frozenset(), in_part=frozenset(), styles=()
    )
    server.show(PreviewState(problems=(Problem(path=f"docs/{name}.md", message="Mend me."),), notes=notes))
    asked: dict[str, Any] = {"PATH_INFO": f"/{name}/".encode().decode("latin-1"), "REQUEST_METHOD": "GET"}
    html = b"".join(server._serve_request(asked, lambda status, headers: None) or ())
    server.server_close()
    assert b"Mend me." in html
