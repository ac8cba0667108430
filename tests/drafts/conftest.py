from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.drafts import services


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on this machine is asked directly."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def listmonk_there() -> Iterator[services.Listmonk]:
    service = services.Listmonk()
    with services.running(service):
        yield service


@pytest.fixture
def buttondown_there() -> Iterator[services.Buttondown]:
    service = services.Buttondown()
    with services.running(service):
        yield service


@pytest.fixture
def mailchimp_there() -> Iterator[services.Mailchimp]:
    service = services.Mailchimp()
    with services.running(service):
        yield service
