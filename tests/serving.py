"""A web server for tests: the files of a site with their true types, and a form's other end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".opml": "text/x-opml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}


@dataclass(kw_only=True)
class Served:
    """A running server: its address without a slash at the end, and what forms have posted to it.

    ``answer`` is where a POST to /subscribe is sent on to; empty: the server's own /thanks.
    """

    url: str = ""
    answer: str = ""
    posted: list[list[tuple[str, str]]] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Or the body of each answer waits for the receipt of its head.
    disable_nagle_algorithm = True
    extensions_map = TYPES

    def __init__(self, *args: Any, served: Served, **more: Any) -> None:
        self.served = served
        super().__init__(*args, **more)

    def do_GET(self) -> None:
        if self.path.partition("?")[0] in ("/thanks", "/favicon.ico"):
            self._say("<!doctype html><title>Thank you</title><h1>Thank you</h1>")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path != "/subscribe":
            self.send_error(404)
            return
        self.served.posted.append(parse_qsl(body, keep_blank_values=True))
        self.send_response(303)
        self.send_header("Location", self.served.answer or "/thanks")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there, as a real server answers."""
        page = Path(self.directory) / "404.html"
        self._say(page.read_text(encoding="utf-8") if page.is_file() else "", code)

    def _say(self, html: str, code: int = 200) -> None:
        data = html.encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests say what matters."""


class Server:
    """One server on a free port of this machine, until ``close``."""

    def __init__(self, folder: Path) -> None:
        self.served = Served()
        handler = partial(_Handler, directory=str(folder), served=self.served)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.served.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
