"""The application on a port: bounded in connections, patient with people and not with slow attackers."""

from __future__ import annotations

import asyncio
import errno
import socket

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from knowledge_center.problems import Problem, Unusable

# Within the usual limit of 1024 open files, each request with a file of its own.
MOST_CONNECTIONS = 400
HEAD_SECONDS = 10.0
REQUEST_SECONDS = 120.0
MOST_HEAD_BYTES = 16 * 1024


class Deadlines(H11Protocol):
    """uvicorn's HTTP, with an end to waiting: for the head of a request, and for a request as a whole.

    uvicorn itself waits for ever for a client that sends one byte a minute, or reads none.
    """

    _timer: asyncio.TimerHandle | None = None
    _waits_for = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # Whatever handlers a logger has got: links in mails are secrets, and this would write them down.
        self.access_log = False
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # Between two requests uvicorn's own limit on idle connections counts.
        if self.conn.their_state is h11.IDLE:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        waits_for = "head" if self.conn.their_state is h11.IDLE else "request"
        if waits_for != self._waits_for:
            self._forget()
            self._waits_for = waits_for
            seconds = HEAD_SECONDS if waits_for == "head" else REQUEST_SECONDS
            self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _forget(self) -> None:
        self._waits_for = ""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def listen(host: str, port: int) -> socket.socket:
    """A socket for the service; port 0: one that is free. Raises Unusable where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, asyncio knows it for TCP and lets the body of an answer not wait for the receipt of its head.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host.strip("[]"), port))
        # From here on clients wait until the application is there.
        found.listen(256)
    except (OSError, OverflowError) as error:
        found.close()
        raise Unusable([_no_socket(host, port, error)]) from None
    return found


def _no_socket(host: str, port: int, error: OSError | OverflowError) -> Problem:
    if isinstance(error, OverflowError):
        message = f"{port} is no port: they go from 0 to 65535."
        return Problem(path="--port", message=message, fix="knowledge-center host --port 8080")
    reason = (error.strerror or str(error)).rstrip(".")
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        message = f"{host} is no address of this machine: {reason}."
        return Problem(path="--host", message=message, fix="knowledge-center host --host 127.0.0.1")
    other = port + 1 if port < 65535 else 8080
    fix = f"End what uses it, or take another:  knowledge-center host --port {other}"
    return Problem(path="--port", message=f"The port {port} of {host} cannot be used: {reason}.", fix=fix)


def server(application: ASGIApp) -> uvicorn.Server:
    """uvicorn for the application; ``run(sockets=[…])`` serves until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        application,
        http=Deadlines,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        # Who a proxy speaks for is decided in one place of our own.
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)
