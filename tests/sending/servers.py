"""Mail servers on loopback that fail when the test says so: aiosmtpd, and one that follows a script to the byte."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from knowledge_center.sending.smtp_transport import MailServer
from tests.programs import tool

SECONDS = 10.0


@dataclass(slots=True)
class Got:
    """A message that a server took responsibility for."""

    sender: str
    to: str
    data: bytes


# No slots: with them Python 3.11.2 gives it a __weakref__ that aiosmtpd, looking for handlers, stumbles over.
@dataclass(kw_only=True)
class Mailbox:
    """What a server does, and what it has got.

    ``mail``, ``rcpt`` and ``data`` hold answers to give in turn instead of taking the command; an answer
    may be ``drop``: the connection is cut there and then. ``keep`` is whether a message whose answer is
    ``drop`` is kept all the same, as a server may.
    """

    mail: list[str] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    pipelining: bool = False
    got: list[Got] = field(default_factory=list)
    connections: int = 0
    quits: int = 0
    delay: float = 0.0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.pipelining else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return _answer(server, self.mail, "250 2.1.0 fine")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = _answer(server, self.rcpt, "250 2.1.5 fine")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.delay:
            await asyncio.sleep(self.delay)
        answer = self.data.pop(0) if self.data else "250 2.0.0 taken"
        if answer.startswith("2") or answer == "drop":
            assert envelope.mail_from and isinstance(envelope.content, bytes)
            self.got.append(Got(envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        if answer == "drop":
            _cut(server)
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.quits += 1
        return "221 bye"


class _Smtp(SMTP):
    """aiosmtpd's server, that may also drop the line in the middle of a message."""

    async def smtp_DATA(self, arg: str) -> None:
        box = self.event_handler
        if isinstance(box, Mailbox) and box.inside and box.inside.pop(0) == "drop":
            await self.push("354 go on")
            await self._reader.readline()
            _cut(self)
            return
        await super().smtp_DATA(arg)


def _answer(server: SMTP, answers: list[str], otherwise: str) -> str:
    answer = answers.pop(0) if answers else otherwise
    if answer == "drop":
        _cut(server)
    return answer


def _cut(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()  # type: ignore[attr-defined]


@contextmanager
def mail_server(
    box: Mailbox, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, **more: Any
) -> Iterator[int]:
    """A server on a free port of 127.0.0.1, in a thread of its own; its port."""
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        box.connections += 1
        return _Smtp(
            box, hostname="mail.test", tls_context=starttls, require_starttls=starttls is not None, loop=loop, **more
        )  # fmt: skip

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    making = loop.create_server(protocol, "127.0.0.1", 0, ssl=tls)
    server = asyncio.run_coroutine_threadsafe(making, loop).result(SECONDS)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_shut(server), loop).result(SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(SECONDS)
        loop.close()


async def _shut(server: asyncio.Server) -> None:
    """Close the server and every conversation that still runs, and see them end."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def here(port: int, **changes: Any) -> MailServer:
    """The server at that port, and little timeout with it."""
    values: dict[str, Any] = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": SECONDS}
    return MailServer(**({**values, "final_timeout": SECONDS} | changes))


def check_password(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    """One user, ``reader``, with the password ``p@ss/word``."""
    good = getattr(data, "login", b"") == b"reader" and getattr(data, "password", b"") == b"p@ss/word"
    return AuthResult(success=good, handled=False)


@dataclass(slots=True)
class Certificate:
    """A certificate for 127.0.0.1 that signs itself: the contexts of a server, and of one who trusts it."""

    file: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file, self.key)
        return context

    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.file)


def make_certificate(folder: Path, name: str = "IP:127.0.0.1") -> Certificate:
    """Made by the openssl command."""
    file, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", str(key), "-out", str(file), "-days", "2", "-subj", "/CN=test",
            "-addext", f"subjectAltName={name}",
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return Certificate(file, key)


@contextmanager
def scripted_server(*talks: Callable[[BinaryIO, socket.socket], None]) -> Iterator[int]:
    """A server that has one talk after another, each over a connection of its own; its port.

    A talk gets the client's lines and the socket to answer to; what it raises is raised at the end.
    """
    failures: list[Exception] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(SECONDS)

    def serve() -> None:
        for talk in talks:
            try:
                line, _ = listener.accept()
                with line:
                    line.settimeout(SECONDS)
                    with line.makefile("rb") as lines:
                        talk(lines, line)
            except Exception as error:
                failures.append(error)
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        thread.join(SECONDS)
        listener.close()
    assert not failures, failures


def greet(lines: BinaryIO, line: socket.socket, *offers: str) -> None:
    """The beginning of every talk: a greeting and the answer to EHLO."""
    line.sendall(b"220 mail.test ready\r\n")
    assert lines.readline().upper().startswith(b"EHLO")
    greeting = ["mail.test", *offers]
    line.sendall(
        "".join(
            f"250{' ' if at == len(greeting) - 1 else '-'}{text}\r\n" for at, text in enumerate(greeting)
        ).encode()
    )
