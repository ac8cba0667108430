"""What is said when a service says no, or nothing."""

from __future__ import annotations

import socket
from base64 import b64encode
from dataclasses import replace

import pytest

from knowledge_center.drafts.api_connection import TRIES, plain_key
from knowledge_center.drafts.buttondown import Buttondown, buttondown
from knowledge_center.drafts.listmonk import Listmonk, listmonk
from knowledge_center.drafts.mailchimp import Mailchimp, mailchimp
from knowledge_center.problems import Unusable
from tests.drafts import services
from tests.drafts.samples import draft
from tests.drafts.services import KEY, Fault

Made = Listmonk | Buttondown | Mailchimp


def connected(service: services.Service, waits: list[float], timeout: float = 5) -> tuple[Made, str, str]:
    """A service of the test's own, with a watch on its waits, and what to make there."""
    made: Made
    if isinstance(service, services.Listmonk):
        environ = {
            "KC_LISTMONK_URL": service.address, "KC_LISTMONK_USER": "api", "KC_LISTMONK_TOKEN": KEY,
        }  # fmt: skip
        made, name, audience = listmonk(environ), "listmonk", "3"
    elif isinstance(service, services.Buttondown):
        made, name, audience = buttondown({"KC_BUTTONDOWN_KEY": KEY}, service.address), "buttondown", ""
    else:
        made, name, audience = (
            mailchimp({"KC_MAILCHIMP_KEY": KEY}, service.address),
            "mailchimp",
            "9f1c2e3a4b",
        )
    connection = replace(made.connection, wait=waits.append, timeout=timeout)
    return replace(made, connection=connection), name, audience


def make(service: services.Service, waits: list[float] | None = None, timeout: float = 5) -> str:
    made, name, audience = connected(service, [] if waits is None else waits, timeout)
    return made.make(draft(name, audience))


def refused(service: services.Service, waits: list[float] | None = None, timeout: float = 5) -> str:
    """What is said; it never holds the key, and never more than a person reads."""
    with pytest.raises(Unusable) as found:
        make(service, waits, timeout)
    expected = str(found.value)
    assert KEY not in expected and b64encode(KEY.encode()).decode()[:20] not in expected
    assert len(expected) < 900 and "Traceback" not in expected
    return expected


@pytest.fixture(params=["listmonk_there", "buttondown_there", "mailchimp_there"])
def there(request: pytest.FixtureRequest) -> services.Service:
    """Each of the three services."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, services.Service)
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "It does not know the key."),
        (403, "The key is not allowed to"),
        (404, "There is nothing at"),
        (400, "It refused to"),
        (422, "It refused to"),
        (302, "the key goes nowhere else"),
        (418, "It answered 418"),
    ],
)
def test_a_no_is_a_sentence_with_the_services_own_words(
    there: services.Service, method: str, status: int, expected: str
) -> None:
    """Asked once, told what to look at; the key is repeated by nobody, not even when the service does."""
    body = f'{{"message": "so it is: {KEY} \\u001b[2J", "detail": "it is so"}}'.encode()
    headers = {"Content-Type": "application/json", "Location": f"https://elsewhere.example/{KEY}"}
    there.faults.append(Fault(method=method, status=status, body=body, headers=headers))
    complaint = refused(there)
    assert expected in complaint
    if status != 302:
        assert "so it is: …" in complaint and "\x1b" not in complaint
    asked = [path for path in there.methods() if path.startswith(method)]
    assert len(asked) == 1


def test_a_wrong_key_is_reported_by_its_variable(there: services.Service) -> None:
    """As the real service answers it."""
    there.authorized = lambda value: False  # type: ignore[method-assign]
    assert refused(there).count("KC_") == 1


def test_a_busy_service_is_asked_again_as_it_says(there: services.Service) -> None:
    """Retry-After in seconds is kept, each request has a few tries."""
    there.faults += [
        Fault(status=429, headers={"Retry-After": "7"}, method="GET"),
        Fault(status=429, method="POST"),
        Fault(status=429, headers={"Retry-After": "Fri, 20 Nov 2026 12:00:00 GMT"}, method="POST"),
    ]
    waits: list[float] = []
    assert "is made" in make(there, waits)
    assert waits == [7, 1, 2]


def test_patience_has_an_end(there: services.Service) -> None:
    """After a few tries, or when the service wants a long pause, it is said and nothing is made."""
    there.faults.append(Fault(status=429, method="GET", times=99))
    waits: list[float] = []
    assert f"after {TRIES} tries" in refused(there, waits)
    assert waits == [1, 2, 4]
    there.faults[0].headers = {"Retry-After": "3600"}
    assert "wait 3600 seconds" in refused(there, waits)
    assert waits == [1, 2, 4]


@pytest.mark.parametrize("status", [500, 502])
def test_a_stumbling_service_is_asked_again_but_reported_only_once(
    there: services.Service, status: int
) -> None:
    """A question may be repeated; a request to make something may have been carried out."""
    there.faults += [Fault(status=status, body=b"<html>Bad Gateway</html>", method="GET", times=2)]
    assert "is made" in make(there)
    again = type(there)()
    with services.running(again):
        again.faults.append(Fault(status=503, method="POST", after=True))
        assert "It has a problem of its own (503)." in refused(again)
        assert len([path for path in again.methods() if path.startswith("POST")]) == 1


@pytest.mark.parametrize(
    "body",
    [b"<html><title>Log in</title>", b"", b"[]", b"null", b"3", b'{"data": 3}', b"[" * 100_000, b"\xff\xfe"],
)
def test_an_answer_of_another_shape_is_no_traceback(there: services.Service, body: bytes) -> None:
    """A proxy's page, an empty answer, a list where an object belongs."""
    there.faults.append(Fault(status=200, body=body, method="POST", times=9))
    assert refused(there)


def test_no_answer_in_time_is_reported(there: services.Service) -> None:
    """A server that takes the call and stays silent does not hold anybody for ever."""
    silent = socket.create_server(("127.0.0.1", 0))
    try:
        made, name, audience = connected(there, [], 0.2)
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        made = replace(made, connection=replace(made.connection, base=base))
        with pytest.raises(Unusable, match=r"It did not answer within 0\.2 seconds"):
            made.make(draft(name, audience))
    finally:
        silent.close()


def test_nobody_at_the_address_is_reported(there: services.Service) -> None:
    """A wrong port, a machine that is off."""
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    made, name, audience = connected(there, [])
    made = replace(made, connection=replace(made.connection, base=f"http://127.0.0.1:{port}"))
    with pytest.raises(Unusable, match="It cannot be reached: "):
        made.make(draft(name, audience))


@pytest.mark.parametrize("key", ["", "  ", "key key", "ключ", "key\x00", "key\r\nX: y"])
def test_what_cannot_be_a_key_is_not_sent(key: str) -> None:
    """It would be a header of its own, or an error deep inside."""
    with pytest.raises(Unusable) as found:
        plain_key({"KC_BUTTONDOWN_KEY": key}, "KC_BUTTONDOWN_KEY", "Buttondown")
    assert "KC_BUTTONDOWN_KEY" in str(found.value)
    assert not key.strip() or key not in str(found.value)


def test_a_connection_in_a_log_shows_no_key() -> None:
    """Not in a traceback either."""
    assert KEY not in repr(buttondown({"KC_BUTTONDOWN_KEY": KEY}))
