"""Whether an issue's page is there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge_center.sending.issue_page import missing


class _Pages(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        code = {"/there/": 200, "/moved/": 302, "/empty/": 204, "/broken/": 500}.get(self.path, 404)
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/there/")
        self.end_headers()

    do_GET = do_HEAD  # what a redirected HEAD becomes in Python before 3.13

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_that_answers_200_is_there(site: str) -> None:
    """Directly, or where a redirect leads."""
    assert missing(f"{site}/there/") == ""
    assert missing(f"{site}/moved/") == ""


def test_any_other_answer_is_reported(site: str) -> None:
    """Not found, broken, or nothing to see."""
    assert missing(f"{site}/gone/") == "it answers 404"
    assert missing(f"{site}/broken/") == "it answers 500"
    assert missing(f"{site}/empty/") == "it answers 204"


def test_a_site_that_is_not_there_is_reported() -> None:
    """Nobody listens, or somebody listens and keeps silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert missing(f"http://127.0.0.1:{port}/", timeout=0.2) == "it cannot be reached: timed out"
    assert missing(f"http://127.0.0.1:{port}/") == "it cannot be reached: Connection refused"
