"""What a reader's browser fetches: a first visit to an article, and a search. Asked of a real browser."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

_LIMIT = 60
# Pictures and fonts are packed already.
_PACKED = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico")
_SHOWN = (".html", ".css", ".woff2", ".woff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Bytes of a visit as gzip packs them: the page itself with styles and fonts, everything, requests."""

    page: int
    everything: int
    requests: int

    def __sub__(self, less: Visit) -> Visit:
        """What this visit fetches more than that one."""
        return Visit(
            page=self.page - less.page,
            everything=self.everything - less.everything,
            requests=self.requests - less.requests,
        )


def browser() -> str | None:
    """A Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def visit(program: str, site: Path, page: str) -> Visit:
    """Open a page of a finished site in a browser that has never seen it."""
    with served(site) as (address, sent), tempfile.TemporaryDirectory(prefix="kc-bench-browser-") as profile:
        call = [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={profile}", "--window-size=1280,900",
            "--virtual-time-budget=10000", "--dump-dom", address + page,
        ]  # fmt: skip
        subprocess.run(call, capture_output=True, timeout=_LIMIT, check=True)
        found = dict(sent)
    return Visit(
        page=sum(size for path, size in found.items() if path.endswith(_SHOWN)),
        everything=sum(found.values()),
        requests=len(found),
    )


class _Counting(SimpleHTTPRequestHandler):
    """Serves a folder packed, as hosts do, and notes what each file weighs; a second request is a browser's cache."""

    sent: dict[str, int]
    protocol_version = "HTTP/1.1"

    def send_head(self):  # type: ignore[no-untyped-def]
        """Note the file that is asked for, and send it; what is none, as a server without this would."""
        path = Path(self.translate_path(urlsplit(self.path).path))
        file = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if not file.is_file():
            return super().send_head()
        data, packed = file.read_bytes(), file.suffix not in _PACKED
        if packed:
            data = gzip.compress(data, 6, mtime=0)
        self.sent[str(file)] = len(data)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=3600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return BytesIO(data)

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of a finished site on this machine, and what each file that was asked for weighed, so far."""
    sent: dict[str, int] = {}
    counting = type("Counting", (_Counting,), {"sent": sent})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(counting, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", sent
        finally:
            server.shutdown()
            thread.join()
