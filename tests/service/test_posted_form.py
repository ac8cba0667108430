"""Bodies of every kind: read within bounds, refused with a reason, never an error of ours."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.service import posted_form as forms
from tests.service.running import FORM, Running

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
WHOLE = urlencode(FORM).encode()
POSTS = ("/subscribe", "/subscribe/", "/confirm/x")


def multipart(*fields: tuple[bytes, bytes], boundary: bytes = b"b") -> tuple[dict[str, str], bytes]:
    parts = b"".join(
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary, name, value)
        for name, value in fields
    )
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary.decode()}"}
    return kind, parts + b"--%s--\r\n" % boundary


def test_both_ways_of_writing_a_form(standing: Running) -> None:
    """As browsers write forms by default, and as they write them with files."""
    kind, body = multipart(*((name.encode(), value.encode()) for name, value in FORM.items()))
    assert standing.http.post("/subscribe", content=body, headers=kind).status_code == 303
    assert standing.http.post("/subscribe", content=WHOLE, headers=URLENCODED).status_code == 303


BROKEN: dict[str, tuple[int, dict[str, str], bytes]] = {
    "no type": (415, {}, WHOLE),
    "json": (415, {"Content-Type": "application/json"}, b'{"email": "ana@example.org"}'),
    "text": (415, {"Content-Type": "text/plain"}, WHOLE),
    "a strange type": (415, {"Content-Type": ";;;"}, WHOLE),
    "latin-1": (400, URLENCODED, b"consent=1&email=\xe4@example.org"),
    "half a character": (400, URLENCODED, b"consent=1&email=%C3@example.org"),
    "a surrogate": (400, URLENCODED, b"consent=1&email=%ED%A0%80"),
    "a zero": (400, URLENCODED, b"consent=1&email=ana%00@example.org"),
    "a zero in a name": (400, URLENCODED, WHOLE + b"&x%00=1"),
    "two addresses": (400, URLENCODED, WHOLE + b"&email=bob@example.org"),
    "two versions": (400, URLENCODED, WHOLE + b"&consent=2"),
    "two pages": (400, URLENCODED, WHOLE + b"&page=/"),
    "many fields": (413, URLENCODED, WHOLE + b"&a=1" * 50),
    "too long": (413, URLENCODED, WHOLE + b"&x=" + b"a" * 8192),
    "ten megabytes": (413, URLENCODED, b"email=" + b"a" * 10_000_000),
    "nothing": (400, URLENCODED, b""),
    "no fields": (400, URLENCODED, b"&&&===&"),
    "multipart latin-1": (400, *multipart((b"email", b"\xe4@example.org"))),
    "multipart zero": (400, *multipart((b"email", b"a\0@example.org"))),
    "multipart without an end": (400, multipart((b"email", b"x"))[0], b"--b\r\nContent-Dis"),
    "multipart without a name": (400, multipart()[0], b"--b\r\nX: y\r\n\r\nx\r\n--b--\r\n"),
    "multipart without a boundary": (400, {"Content-Type": "multipart/form-data"}, multipart()[1]),
    "multipart of other parts": (400, {"Content-Type": "multipart/form-data; boundary=c"}, multipart((b"a", b"b"))[1]),
    "a file": (
        400, multipart()[0],
        b'--b\r\nContent-Disposition: form-data; name="email"; filename="x"\r\n\r\nana@example.org\r\n--b--\r\n',
    ),
    "ten megabytes of multipart": (413, *multipart((b"email", b"a" * 10_000_000))),
}  # fmt: skip


@pytest.mark.parametrize("case", ["text", "a zero", "ten megabytes"])
def test_a_confirmation_is_a_form_too(standing: Running, case: str) -> None:
    """Its button sends one, of nothing: what is none is refused before anybody is looked for by the link."""
    status, headers, body = BROKEN[case]
    assert standing.http.post("/confirm/x", headers=headers, content=body).status_code == status


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_form_is_refused_with_a_reason(standing: Running, case: str) -> None:
    """A page that says what was expected, of the right status; nothing is kept."""
    status, headers, body = BROKEN[case]
    before = standing.one("SELECT count(*) FROM request")
    request = httpx.Request("POST", f"{standing.url}/subscribe", headers=headers, content=body)
    answer = standing.http.send(request)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>" in answer.text
    assert standing.one("SELECT count(*) FROM request") == before


def test_a_body_without_a_declared_length_is_bounded_too(standing: Running) -> None:
    """Sent in chunks, ten megabytes are refused after the first few thousand bytes."""

    def chunks() -> Iterator[bytes]:
        yield b"email="
        for _ in range(1000):
            yield b"a" * 10_000

    answer = standing.http.post("/subscribe", content=chunks(), headers=URLENCODED)
    assert answer.status_code == 413


def test_eight_kilobytes_are_taken_and_one_byte_more_is_not(standing: Running) -> None:
    """Whether the length is declared or found out; what is declared too long is refused before any of it came."""
    for most, status in ((forms.MOST_BYTES, 303), (forms.MOST_BYTES + 1, 413)):
        body = WHOLE + b"&x=" + b"a" * (most - len(WHOLE) - 3)
        assert standing.http.post("/subscribe", content=body, headers=URLENCODED).status_code == status
        assert (
            standing.http.post("/subscribe", content=iter([body]), headers=URLENCODED).status_code == status
        )
    with socket.create_connection(("127.0.0.1", int(standing.url.rpartition(":")[2])), 10) as line:
        line.sendall(
            f"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: {forms.MOST_BYTES + 1}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
        )
        assert line.recv(100).split(b" ")[1] == b"413"


def test_a_length_that_is_none(standing: Running) -> None:
    """A length of a thousand digits, or a negative one, is answered and nothing breaks."""
    for length in ("9" * 500, "-5", "1e3", "5, 6"):
        with socket.create_connection(("127.0.0.1", int(standing.url.rpartition(":")[2])), 10) as line:
            line.sendall(
                f"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=x".encode()
            )
            assert line.recv(100).split(b" ")[1] in (b"400", b"413")
    assert standing.http.get("/healthz").text == "ok\n"


def test_a_form_that_trickles_in_is_given_up(standing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends half a form and waits is told that it took too long; others are answered meanwhile."""
    monkeypatch.setattr(forms, "BODY_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", int(standing.url.rpartition(":")[2])), 10) as line:
        line.sendall(
            b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
        )
        time.sleep(0.05)
        assert standing.http.get("/healthz").status_code == 200
        assert line.recv(100).startswith(b"HTTP/1.1 408")


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
NAMES = st.sampled_from(["email", "consent", "digest", "page", "website", "leave", "List-Unsubscribe"]) | TEXT
BODIES = (
    st.binary(max_size=300)
    | st.lists(st.tuples(NAMES, TEXT | st.sampled_from(list(FORM.values()))), max_size=12).map(
        lambda fields: urlencode(fields).encode()
    )
    | st.lists(st.tuples(NAMES, TEXT), max_size=6).map(
        lambda fields: multipart(*((name.encode(), value.encode()) for name, value in fields))[1]
    )
)
KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "text/plain",
    ]
) | st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
ORIGINS = st.sampled_from(
    ["", "null", "https://evil.example", "http://[::1", "https://knowledge.example.com"]
)


@checked(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["POST", "GET", "HEAD", "PUT", "OPTIONS", "TRACE"]),
    path=st.sampled_from([*POSTS, "/u/x", "/preferences/x"])
    | st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#"), max_size=30).map(
        lambda text: f"/{text}"
    ),
    kind=KINDS,
    origin=ORIGINS,
    body=BODIES,
)  # fmt: skip
def test_whatever_is_sent_is_answered(
    standing: Running, method: str, path: str, kind: str, origin: str, body: bytes
) -> None:
    """Forged requests of every kind: a clear answer, never an error of ours."""
    headers = {"Content-Type": kind.strip() or "x"} | ({"Origin": origin} if origin else {})
    request = httpx.Request(method, standing.url, headers=headers, content=body)
    request.url = httpx.URL(standing.url).copy_with(raw_path=path.encode())
    answer = standing.http.send(request)
    assert answer.status_code < 500
    assert answer.status_code != 200 or method in ("GET", "HEAD")
