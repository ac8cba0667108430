"""What all answers have in common, and what becomes of errors."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from knowledge_center.service import signup_routes as signup_routes
from tests.service.conftest import Start
from tests.service.running import FORM, Running, wait_for


def log(caplog: pytest.LogCaptureFixture) -> str:
    """All that the service and its server have logged; the client of the tests logs too."""
    ours = [record for record in caplog.records if record.name.startswith(("knowledge_center", "uvicorn"))]
    return "\n".join(record.getMessage() + str(record.exc_info or "") for record in ours)


def ways(service: Running) -> dict[str, Callable[[], object]]:
    """Every kind of answer the service itself gives."""
    subscriber = service.subscribed()
    links = service.setup.links
    http, own = service.http, service.path_in(service.mails()[0])
    leave, preferences = links.unsubscribe(subscriber), links.preferences(subscriber)
    return {
        "signup": lambda: http.post("/subscribe", data=FORM),
        "slip": lambda: http.post("/subscribe", data=FORM | {"email": "x"}),
        "thanks": lambda: http.get("/subscribe/thanks"),
        "form": lambda: http.get("/subscribe"),
        "confirm": lambda: http.get(own),
        "confirmed": lambda: http.post(own),
        "leave": lambda: http.get(leave),
        "preferences": lambda: http.get(preferences),
        "saved": lambda: http.post(preferences, data={"digest": "weekly"}),
        "dead link": lambda: http.get("/u/x"),
        "stranger": lambda: http.post("/subscribe", data=FORM, headers={"Origin": "https://evil.example"}),
        "too much": lambda: http.post("/subscribe", data=FORM | {"x": "x" * 9000}),
        "wrong method": lambda: http.put("/subscribe"),
        "missing": lambda: http.get("/gone"),
        "health": lambda: http.get("/healthz"),
        "left": lambda: http.post(leave, data={"List-Unsubscribe": "One-Click"}),
    }


def test_every_answer_is_private(service: Running) -> None:
    """Not stored, not framed, not indexed, tells nobody where one came from, runs and loads nothing."""
    for way, ask in ways(service).items():
        answer = ask()
        headers = answer.headers  # type: ignore[attr-defined]
        assert headers["cache-control"] == "no-store", way
        assert headers["referrer-policy"] == "no-referrer", way
        assert headers["x-robots-tag"] == "noindex", way
        assert headers["x-frame-options"] == "DENY", way
        assert headers["x-content-type-options"] == "nosniff", way
        assert "set-cookie" not in headers and "server" not in headers, way
        policy = dict(
            part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'", way
        assert policy["form-action"] == "'self'", way
        assert policy["style-src"].startswith("'sha256-") and "script-src" not in policy, way


def test_every_page_is_whole_and_in_the_sites_language(service: Running) -> None:
    """A title, one heading, the language, the name of the organization; no script, nothing from elsewhere."""
    for way, ask in ways(service).items():
        answer = ask()
        if not answer.headers.get("content-type", "").startswith("text/html"):  # type: ignore[attr-defined]
            continue
        page = lxml.html.document_fromstring(answer.content)  # type: ignore[attr-defined]
        assert page.get("lang") == "en", way
        assert len(page.findall(".//h1")) == 1, way
        assert page.findtext(".//title").endswith(" – Knowledge Center"), way
        assert "Example Staffing" in page.find(".//footer").text_content(), way
        assert not page.xpath("//script | //iframe | //*[@onclick] | //*[@style]"), way
        assert all(link.get("href").startswith(("data:", "/")) for link in page.xpath("//link")), way


def test_the_log_holds_no_secret(service: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Neither an address nor a link that works, whatever happened."""
    with caplog.at_level(logging.DEBUG):
        for ask in ways(service).values():
            ask()
        service.settled()
        service.stop()
    links = service.setup.links
    subscriber = service.one("SELECT id FROM subscriber")
    token = service.path_in(service.mails()[0]).rpartition("/")[2]
    expected = log(caplog)
    assert "A signup came in: new." in expected and "Somebody left" in expected
    for secret in (
        "ana@", "example.org", token, links.own("u", subscriber), links.own("preferences", subscriber), subscriber,
        *service.setup.keys.links, service.setup.keys.marks,
    ):  # fmt: skip
        assert secret not in expected


def test_an_error_of_ours_is_a_page_and_a_line(
    service: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A defect answers 500 with a page; the log says where, and nothing of what was typed."""

    def broken(text: str) -> None:
        raise RuntimeError(f"no idea what {text} is")

    monkeypatch.setattr(signup_routes, "read_address", broken)
    answer = service.sign_up(email="ana@example.org")
    assert answer.status_code == 500
    assert "The mistake is ours" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    wait_for(lambda: "RuntimeError at" in log(caplog))
    assert "test_app.py" in log(caplog)
    assert "ana@" not in log(caplog) + answer.text
    monkeypatch.undo()
    assert service.sign_up().status_code == 303


def test_a_database_that_does_not_answer_is_a_busy_page(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a lock that lasts: try again in a minute; and when it is over, everything works."""

    def full(*args: object, **options: object) -> None:
        raise sqlite3.OperationalError("database or disk is full: ana@example.org")

    monkeypatch.setattr(signup_routes, "receive", full)
    answer = service.sign_up()
    assert answer.status_code == 503
    assert "ana@" not in answer.text
    monkeypatch.undo()
    assert service.sign_up().status_code == 303
    service.settled()
    assert len(service.mails()) == 1


def test_below_a_path_of_a_proxy(start: Start, tmp_path: Path) -> None:
    """A proxy may hand on /news/ as /: links in mails and pages carry the path, redirects are relative."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("x")
    service = start(public_url="https://www.example.org/news", site=site)
    assert service.sign_up().headers["location"] == "subscribe/thanks"
    assert service.http.post("/subscribe/", data=FORM).headers["location"] == "thanks"
    page = lxml.html.document_fromstring(service.http.get("/subscribe/thanks").content)
    assert {a.get("href") for a in page.iter("a")} == {"/news/"}
    assert 'url("/news/assets/fonts/' in page.findtext(".//style")
    service.settled()
    assert service.path_in(service.mails()[0]).startswith("/confirm/")
    allowed = {"Origin": "https://www.example.org"}
    assert service.http.post("/subscribe", data=FORM, headers=allowed).status_code == 303


def test_two_services_on_one_file(start: Start) -> None:
    """Both take signups, one sends; when it ends the other goes on. Every mail is sent once."""
    first, second = start(), start()
    for n in range(10):
        (first, second)[n % 2].sign_up(email=f"r{n}@example.org")
    first.settled()
    first.stop()
    for n in range(10, 14):
        second.sign_up(email=f"r{n}@example.org")
    second.settled()
    to = sorted(mail["To"] for mail in second.mails())
    assert to == sorted(f"r{n}@example.org" for n in range(14))
    wait_for(lambda: second.http.get("/healthz").status_code == 200)
