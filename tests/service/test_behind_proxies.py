"""The service behind nginx and behind Caddy, with the files that the guide to operations hands out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from tests.proxies import PUBLIC, caddy, nginx
from tests.service.conftest import Start
from tests.service.running import FORM, Running


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a short name, for sockets, that a worker of another user may enter."""
    with tempfile.TemporaryDirectory(prefix="kc") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_the_circle_works_behind_the_proxy_and_leaves_no_link_in_a_log(
    start: Start, short: Path, proxy: Callable[[Running, Path], AbstractContextManager[httpx.Client]]
) -> None:
    """Sign up, confirm, leave by one click; what a visitor claims to be is not believed; nothing is written down."""
    service = start(behind_proxy=True, public_url=PUBLIC)
    with proxy(service, short) as client:
        assert client.get("/healthz").text == "ok\n"
        claims = {"Origin": PUBLIC, "X-Forwarded-For": "203.0.113.5"}
        posted = client.post("/subscribe", data=FORM, headers=claims)
        assert posted.status_code == 303
        elsewhere = client.post("/subscribe", data=FORM, headers={"Origin": "https://evil.example"})
        assert elsewhere.status_code == 403
        assert client.post("/subscribe", content=b"x" * 20_000, headers=claims).status_code == 413
        service.settled()
        (letter,) = service.mails()
        link = service.path_in(letter)
        assert client.post(link).status_code == 200
        assert service.one("SELECT count(*) FROM subscriber WHERE state = 'active'") == 1
        assert service.one("SELECT count(*) FROM consent WHERE ip = '203.0.113.5'") == 0
        # An error is where a proxy likes to write down what was asked for.
        service.stop()
        assert client.get(link).status_code == 502
    logs = b"".join(path.read_bytes() for path in short.iterdir() if path.is_file())
    assert link.rpartition("/")[2].encode() not in logs
    assert b"ana@example.org" not in logs
