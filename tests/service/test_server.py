"""On the port: slow clients are given up, others are answered, and a port in use is a sentence."""

from __future__ import annotations

import socket
import time

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.service import server as serving
from knowledge_center.service.server import listen
from tests.service.running import SECONDS, Running, wait_for


def connection(service: Running, data: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", int(service.url.rpartition(":")[2])), SECONDS)
    line.sendall(data)
    return line


def health(service: Running) -> bytes:
    """How the answer to a new connection begins."""
    line = connection(service, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    with line:
        return line.recv(100)


def test_an_answer_does_not_wait_for_the_receipt_of_its_head(standing: Running) -> None:
    """Over a connection that is kept, as browsers and proxies keep one, a page is there in milliseconds, not in 40."""
    took = []
    for _ in range(20):
        begun = time.perf_counter()
        standing.http.get("/u/nobody")
        took.append(time.perf_counter() - begun)
    # The quicker ones: the machine may have other work.
    assert sorted(took)[5] < 0.03


def ended(line: socket.socket) -> bool:
    """Whether the other side has hung up, after whatever it said."""
    try:
        while line.recv(65536):
            pass
    except ConnectionResetError:
        pass
    finally:
        line.close()
    return True


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    ],
    ids=["silent", "half a line", "half a head"],
)
def test_a_client_that_does_not_get_to_the_point_is_given_up(
    standing: Running, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    """One byte a minute holds a connection for some seconds, not for ever; others notice nothing."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.4)
    lines = [connection(standing, begun) for _ in range(20)]
    assert standing.http.get("/healthz").status_code == 200
    assert all(ended(line) for line in lines)


def test_a_client_that_reads_nothing_is_given_up(standing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for page after page and takes none off the line is cut off."""
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 0.6)
    line = connection(standing)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.settimeout(0.2)
    with pytest.raises((TimeoutError, ConnectionError)):
        while True:
            line.sendall(b"GET /subscribe HTTP/1.1\r\nHost: x\r\n\r\n" * 100)
    line.settimeout(SECONDS)
    assert standing.http.get("/healthz").status_code == 200
    assert ended(line)


def test_who_is_quick_keeps_the_line(standing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that asks again and again in time is not cut off in between; one that dawdles then is."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 1.5)
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 1.5)
    line = connection(standing)
    for _ in range(5):
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        # The head and the body may come in two pieces.
        while not answer.endswith(b"ok\n"):
            piece = line.recv(65536)
            assert piece
            answer += piece
        assert answer.startswith(b"HTTP/1.1 200")
        time.sleep(0.4)
    line.sendall(b"GET /healthz")
    assert ended(line)


def test_more_connections_than_there_is_room_for(standing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound the answer is 503 at once; when the others are gone, all is as before."""
    # To open them all takes seconds on a busy machine: none may be given up for its silence meanwhile.
    monkeypatch.setattr(serving, "HEAD_SECONDS", 10 * SECONDS)
    lines = [connection(standing) for _ in range(serving.MOST_CONNECTIONS)]
    assert health(standing).startswith(b"HTTP/1.1 503")
    for line in lines:
        line.close()
    # The service hears of each of them by and by.
    wait_for(lambda: health(standing).startswith(b"HTTP/1.1 200"))


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nx",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"\0" * 50,
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["tls", "no address", "a version to come", "two lengths", "an endless header", "zeros", "bytes"],
)
def test_what_is_no_http_is_refused(standing: Running, sent: bytes) -> None:
    """An answer of 4xx or a closed line, and the next one is served."""
    line = connection(standing, sent)
    try:
        answer = line.recv(100)
    except ConnectionResetError:
        answer = b""
    line.close()
    assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert standing.http.get("/healthz").status_code == 200


def test_a_port_in_use_is_a_sentence() -> None:
    """It names the port and offers another."""
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with pytest.raises(Unusable) as caught:
        listen("127.0.0.1", port)
    taken.close()
    [problem] = caught.value.problems
    assert f"The port {port} of 127.0.0.1 cannot be used" in problem.message
    assert "--port" in problem.fix


@pytest.mark.parametrize(
    ("host", "port", "fix"),
    [
        ("192.0.2.1", 0, "knowledge-center host --host 127.0.0.1"),
        ("no.such.host.invalid", 0, "knowledge-center host --host 127.0.0.1"),
        ("127.0.0.1", 99999, "knowledge-center host --port 8080"),
        ("127.0.0.1", -1, "knowledge-center host --port 8080"),
    ],
)
def test_an_address_that_is_not_ours_is_a_sentence(host: str, port: int, fix: str) -> None:
    """A host that this machine does not have, a port that there is not: what helps is something else."""
    with pytest.raises(Unusable) as caught:
        listen(host, port)
    [problem] = caught.value.problems
    assert problem.fix == fix
    assert not problem.message.endswith("..")
