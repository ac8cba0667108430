"""Another site on this machine, which answers as it is told, and a network that reaches it without waiting."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from knowledge_center.link_check.link_requests import Network

Result = TypeVar("Result")
Answer = tuple[int, Mapping[str, str]] | tuple[int, Mapping[str, str], bytes]


@dataclass
class OtherSite:
    """``asked`` is what was asked for, in order: method and path. ``most_at_once`` requests were under way."""

    address: str
    agents: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0

    def paths(self, method: str = "") -> list[str]:
        return [path for how, path in self.asked if path != "/robots.txt" and method in ("", how)]


@contextmanager
def other_site(answer: Callable[[str, str, int], Answer]) -> Iterator[OtherSite]:
    """``answer`` is given the method, the path and how often that path was asked for before."""
    site = OtherSite("")
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            with lock:
                times = sum(path == self.path for _, path in site.asked)
                site.asked.append((self.command, self.path))
                site.agents.add(self.headers["User-Agent"])
                site.under_way += 1
                site.most_at_once = max(site.most_at_once, site.under_way)
            try:
                status, headers, *body = answer(self.command, self.path, times)
            finally:
                with lock:
                    site.under_way -= 1
            data = body[0] if body else b"<title>A page</title>"
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

        do_GET = do_HEAD = _answer

        def handle(self) -> None:
            with suppress(OSError):  # Whoever asked did not wait for the answer.
                super().handle()

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def by_itself(call: Callable[[], Result]) -> Result:
    """The result of a call that has an event loop of its own, also where a browser's runs in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def slow(seconds: float) -> None:
    time.sleep(seconds)


async def nobody(host: str, port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@dataclass
class Waits:
    """A network that reaches this machine and knows no other; it waits for nothing and remembers for how long."""

    seconds: list[float] = field(default_factory=list)

    def network(self, *, timeout: float = 5.0, private: bool = True) -> Network:
        return Network(
            resolve=nobody, wait=self._wait, pause=1.0, timeout=timeout, private=private, proxied=False
        )

    async def _wait(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)
