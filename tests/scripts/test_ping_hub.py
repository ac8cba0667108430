"""Telling a WebSub hub, a real one on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml

from tests.samples import DATA, run


class Hub:
    """What a hub was told, and what it answers."""

    def __init__(self) -> None:
        self.pings: list[dict[str, list[str]]] = []
        self.answer = 204
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                hub.pings.append(parse_qs(body))
                if not hub.answer:
                    self.wfile.write(b"hello\r\n\r\n")
                    return
                self.send_response(hub.answer)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub for one test."""
    made = Hub()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def site(root: Path, hub: str) -> Path:
    """A folder with a built site of two feeds."""
    ours = DATA["extra"]["knowledge_center"]
    data = DATA | {"extra": {"knowledge_center": ours | {"feeds": ours["feeds"] | {"hub": hub}}}}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (root / "site").mkdir()
    for name in ("feed.xml", "atom.xml"):
        (root / "site" / name).write_text("1", encoding="utf-8")
    return root


def test_nothing_is_sent_without_being_reported_to(tmp_path: Path, hub: Hub) -> None:
    """Without --send the command says what it would do, and does nothing."""
    done = run(site(tmp_path, hub.address), "ping_hub.py")
    assert done.returncode == 0
    assert "would tell" in done.stdout
    assert "https://knowledge.example.com/feed.xml" in done.stdout
    assert hub.pings == []


def test_only_feeds_that_changed_are_reported_and_each_once(tmp_path: Path, hub: Hub) -> None:
    """A feed whose bytes are those of the last time is left alone."""
    root = site(tmp_path, hub.address)
    assert run(root, "ping_hub.py", "--send").returncode == 0
    assert sorted(pings["hub.url"][0] for pings in hub.pings) == [
        "https://knowledge.example.com/atom.xml",
        "https://knowledge.example.com/feed.xml",
    ]
    assert all(pings["hub.mode"] == ["publish"] for pings in hub.pings)
    assert "No feed has changed" in run(root, "ping_hub.py", "--send").stdout
    (root / "site/feed.xml").write_text("2", encoding="utf-8")
    run(root, "ping_hub.py", "--send")
    assert len(hub.pings) == 3
    assert hub.pings[-1]["hub.url"] == ["https://knowledge.example.com/feed.xml"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (503, "the hub answered 503"),
        # Whoever follows it asks for a page and tells nobody anything.
        (301, "the hub answered 301 and points to /elsewhere"),
        (0, "the hub cannot be reached (hello"),
    ],
)
def test_what_the_hub_did_not_take_is_reported_again(
    tmp_path: Path, hub: Hub, answer: int, said: str
) -> None:
    """A hub that answers with an error, or with no HTTP, is a sentence and exit 1, and is asked again."""
    root = site(tmp_path, hub.address)
    hub.answer = answer
    failed = run(root, "ping_hub.py", "--send")
    assert failed.returncode == 1
    assert said in failed.stdout
    hub.answer = 204
    assert run(root, "ping_hub.py", "--send").returncode == 0
    assert len(hub.pings) == 4


def test_a_hub_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    """No traceback when nobody answers."""
    done = run(site(tmp_path, "http://127.0.0.1:9/"), "ping_hub.py", "--send")
    assert done.returncode == 1
    assert "cannot be reached" in done.stdout
    assert "Traceback" not in done.stderr


def test_without_a_hub_there_is_nobody_to_tell(tmp_path: Path) -> None:
    """A site that names no hub is told so."""
    done = run(site(tmp_path, ""), "ping_hub.py", "--send")
    assert done.returncode == 0
    assert "feeds.hub is not set" in done.stdout
