"""Signing up: one answer for everybody, nothing lost, nothing let in that does not belong."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest

from knowledge_center.service import background_worker
from knowledge_center.service.writer_thread import WriterThread
from knowledge_center.signup import subscribers
from knowledge_center.signup.consents import Evidence, consents
from knowledge_center.signup.email_addresses import read_address
from knowledge_center.signup.rate_limits import Limits
from knowledge_center.signup.signup_requests import PAUSE
from tests.samples import settings
from tests.service.conftest import Start
from tests.service.running import FORM, TWO_DIGESTS, Running

CASES = ["new", "pending", "active", "left", "suppressed", "limited", "robot"]


def seen(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    """All there is to an answer but the time."""
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    return answer.status_code, headers, answer.content


def tree(answer: httpx.Response) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(answer.content)


def make(service: Running, case: str, address: str) -> dict[str, str]:
    """Make an address what the case says; what to post beside it."""
    if case == "pending":
        service.sign_up(email=address)
    elif case in ("active", "left"):
        subscriber = service.subscribed(address)
        if case == "left":
            service.change(lambda db: subscribers.leave(db, subscriber, Evidence(), service.clock.now))
    elif case == "suppressed":
        keys, found = service.setup.keys, read_address(address)
        service.change(lambda db: subscribers.suppress(db, keys, found, "complained", service.clock.now))
    elif case == "limited":
        for _ in range(3):
            service.sign_up(email=address)
    service.settled()
    return {"website": "https://example.com/"} if case == "robot" else {}


@pytest.mark.parametrize("path", ["/subscribe", "/subscribe/"])
def test_the_answer_is_the_same_for_everybody(start: Start, path: str) -> None:
    """Byte for byte, header for header: who posts an address learns nothing about it."""
    service = start(limits=Limits(computer_hour=None))
    responses = []
    for case in CASES:
        more = make(service, case, f"{case}@example.org")
        answer = service.http.post(path, data=FORM | {"email": f"{case}@example.org"} | more)
        responses.append((seen(answer), seen(service.http.get(answer.headers["location"]))))
    assert responses[0][0][0] == 303
    assert responses[0][1][0] == 200 or path == "/subscribe/"
    assert all(answer == responses[0] for answer in responses)


def test_every_post_does_the_same_work(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same statements run before the answer, whoever is behind an address: time tells nothing either."""
    service = start(limits=Limits(computer_hour=None))
    prepared = {case: make(service, case, f"{case}@example.org") for case in CASES}
    done: list[list[str]] = []
    original = WriterThread._do_together

    def traced(self: WriterThread, jobs: Any) -> None:
        db = self._db
        assert db is not None
        done.append([])
        db.set_trace_callback(lambda text: done[-1].append(re.split(r"WHERE|VALUES", text)[0]))
        original(self, jobs)
        db.set_trace_callback(None)

    monkeypatch.setattr(WriterThread, "_do_together", traced)
    for case in CASES:
        service.http.post("/subscribe", data=FORM | {"email": f"{case}@example.org"} | prepared[case])
    assert len(done) == len(CASES)
    assert all(statements == done[0] for statements in done)
    assert sum("INSERT" in statement for statement in done[0]) == 1


def test_the_circle(service: Running) -> None:
    """Sign up, open the mail, click: subscribed, with evidence of who agreed to what, when and from where."""
    answer = service.sign_up(page="/articles/x/")
    assert answer.status_code == 303
    thanks = service.http.get(answer.headers["location"])
    assert thanks.status_code == 200
    assert tree(thanks).findtext(".//h1") == "Check your inbox"
    service.settled()
    [mail] = service.mails()
    path = service.path_in(mail)
    assert path.startswith("/confirm/")
    listing = service.http.get(path)
    assert tree(listing).findtext(".//h1") == "One more click"
    assert service.one("SELECT state FROM subscriber") == "pending"
    done = service.http.post(path)
    assert tree(done).findtext(".//h1") == "You are subscribed"
    db = service.database()
    found = subscribers.find_address(db, read_address("ana@example.org"))
    assert found is not None and found.state == "active" and found.digests == ("weekly",)
    signup, confirmed = consents(db, found.id)
    assert signup.evidence == Evidence(ip="127.0.0.1", page="/articles/x/", version="1", text="Yes, mail me.")
    assert (confirmed.event, confirmed.evidence.ip) == ("confirmed", "127.0.0.1")
    db.close()


def test_who_is_subscribed_gets_a_mail_and_stays_as_they_are(service: Running) -> None:
    """Somebody types a subscriber's address: they are told where to choose, and nothing else happens."""
    service.subscribed()
    before = service.one("SELECT changed_at FROM subscriber")
    service.clock.now = service.clock.now.replace(hour=13)
    service.sign_up()
    service.sign_up()
    service.settled()
    assert [mail["Subject"] for mail in service.mails()] == [
        "Please confirm: Knowledge Center by mail", "You already get Knowledge Center by mail",
    ]  # fmt: skip
    assert service.http.get(service.path_in(service.mails()[1])).status_code == 200
    assert service.one("SELECT changed_at FROM subscriber") == before


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ana", "ana@", "ana@example", "a b@example.org", "ana@exa_mple.org", "<ana@example.org>",
     "ana@example.org, bob@example.org", "ana@example.org\r\nBcc: bob@example.org", "ana@example.org%0aBcc:",
     "@example.org", "ana@[192.0.2.1]", "ana@example.org\u202e", "ä@example.org", '"a b"@example.org',
     "a" * 300 + "@example.org", "ana@" + "x." * 200 + "org", "';DROP TABLE subscriber;--@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_reported_beside_the_field(standing: Running, typed: str) -> None:
    """A page with the same form, what was typed still in it, and the reason tied to the field."""
    answer = standing.sign_up(email=typed)
    assert answer.status_code == 422
    page = tree(answer)
    field = page.get_element_by_id("email")
    assert field.get("value") == " ".join(typed[:320].split())
    assert field.get("aria-invalid") == "true"
    assert field.get("autofocus") is not None
    described = [
        page.get_element_by_id(name).text_content() for name in field.get("aria-describedby").split()
    ]
    assert "email address" in described[0]
    assert described[1] == "Yes, mail me."
    assert standing.one("SELECT count(*) FROM request") == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ana@Example.ORG ", "Ana@example.org"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("ana+news@example.org", "ana+news@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("x'/**/OR/**/1=1@example.org", "x'/**/OR/**/1=1@example.org"),
    ],
)
def test_addresses_that_look_odd_and_are_right(start: Start, typed: str, kept: str) -> None:
    """International domains, tags, apostrophes and what looks like SQL: a mail goes to exactly that address."""
    service = start()
    assert service.sign_up(email=typed).status_code == 303
    service.settled()
    assert [mail["To"] for mail in service.mails()] == [kept]
    assert service.one("SELECT address FROM subscriber") == kept


def test_a_digest_has_to_be_chosen_where_there_are_several(start: Start) -> None:
    """None ticked: the form comes back and says so; with one digest there is nothing to choose."""
    service = start(ours=settings(digests=TWO_DIGESTS))
    answer = service.http.post("/subscribe", data={"email": "ana@example.org", "consent": "1"})
    assert answer.status_code == 422
    assert tree(answer).get_element_by_id("digest-error").text_content() == "Please choose at least one."
    assert tree(answer).get_element_by_id("email").get("value") == "ana@example.org"
    for digests in (["gone"], ["', 1); --"]):
        assert service.http.post("/subscribe", data=FORM | {"digest": digests}).status_code == 422
    assert service.http.post("/subscribe", data=FORM | {"digest": ["monthly", "gone"]}).status_code == 303
    service.settled()
    assert service.one("SELECT digests FROM letter") == "monthly"
    alone = start("alone")
    assert alone.http.post("/subscribe", data={"email": "ana@example.org", "consent": "1"}).status_code == 303


def test_what_was_agreed_to_is_recorded(service: Running) -> None:
    """An older page may post an older version of the text: recorded as that. Without any, nothing is taken."""
    assert service.sign_up(consent="2019-01").status_code == 303
    service.settled()
    assert service.one("SELECT version || '|' || text FROM consent") == "2019-01|"
    for version in ("", "x" * 50, "a b"):
        assert service.sign_up(consent=version).status_code == 400


@pytest.mark.parametrize(
    "page",
    ["http://evil.example/", "//evil.example/", "/../x/", "/buy now/", "/a\r\nB: c/", "x", "/" + "a" * 90 + "/",
     "/cheap.evil.example/", "/<b>/", "/a/?q=1", "/a/b/c/d/e/f/g/h/"],
)  # fmt: skip
def test_a_page_that_cannot_be_ours_is_not_repeated(start: Start, page: str) -> None:
    """The mail names the page of the form, so nobody may write a message of their own there."""
    service = start()
    assert service.sign_up(page=page).status_code == 303
    service.settled()
    assert service.one("SELECT page FROM consent") == ""
    body = service.mails()[0].get_body(("plain",))
    assert body is not None and "The form was on" not in body.get_content()


def test_a_page_of_the_site_has_to_be_there(start: Start, tmp_path: Path) -> None:
    """Where the site is served too, only its true pages are named."""
    site = tmp_path / "site"
    (site / "articles/x").mkdir(parents=True)
    for name in ("index.html", "articles/x/index.html"):
        (site / name).write_text("<p>")
    service = start(site=site)
    for number, page in enumerate(("/", "/articles/x/", "/articles/free-money/", "/articles/x/index.html")):
        service.sign_up(email=f"r{number}@example.org", page=page)
    service.settled()
    pages = service.change(lambda db: [row[0] for row in db.execute("SELECT page FROM consent ORDER BY id")])
    assert pages == ["/", "/articles/x/", "", "/articles/x/index.html"]


@pytest.mark.parametrize("field", ["email", "consent", "digest", "page", "website"])
@pytest.mark.parametrize(
    "attack", ["{}\r\nBcc: bob@example.org", "{}\nSubject: x\n\nBuy!", "{}%0d%0aBcc:x", "{}\0"]
)
def test_no_field_reaches_a_header(start: Start, field: str, attack: str) -> None:
    """Line breaks in any field: refused, or a mail to the one address, with our words alone."""
    service = start()
    answer = service.sign_up(**{field: attack.format(FORM.get(field, ""))})
    assert answer.status_code in (303, 400, 422)
    service.settled()
    for mail in service.mails():
        assert (mail["To"], mail["Bcc"]) == ("ana@example.org", None)
        assert mail["Subject"] == "Please confirm: Knowledge Center by mail"
        assert "Buy!" not in mail.as_string()
    assert service.one("SELECT count(*) FROM subscriber WHERE address <> 'ana@example.org'") == 0


def test_limits_hold_against_list_bombing(start: Start) -> None:
    """One mailbox gets two mails an hour, one computer has ten sent, whatever is posted."""
    service = start(limits=Limits())
    for n in range(30):
        assert service.sign_up(email=f"victim+{n}@example.org").status_code == 303
    for n in range(30):
        assert service.sign_up(email=f"r{n}@example.org").status_code == 303
    service.settled()
    to = [mail["To"] for mail in service.mails()]
    assert sum(address.startswith("victim") for address in to) == 2
    assert len(to) == 10
    for _ in range(4):
        service.clock.now += timedelta(hours=1)
        service.settled()
    to = [mail["To"] for mail in service.mails()]
    assert (len(to), sum(address.startswith("victim") for address in to)) == (32, 2)


def test_sixty_people_at_a_fair_all_get_their_letter(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind one address: everybody is told to look into the inbox, ten letters go out an hour, in turn, none is lost.

    The health page says that letters wait, and that nothing is wrong."""
    monkeypatch.setattr(background_worker, "IDLE_SECONDS", 0.05)
    service = start(limits=Limits())
    for n in range(60):
        answer = service.sign_up(email=f"r{n:02}@example.org")
        assert answer.status_code == 303
    assert "Check your inbox" in service.http.get(answer.headers["location"]).text
    for hour in range(6):
        service.settled()
        names = [f"r{n:02}@example.org" for n in range(10 * hour + 10)]
        assert [mail["To"] for mail in service.mails()] == names
        health = service.http.get("/healthz")
        assert health.status_code == 200
        left = 50 - 10 * hour
        since = "since 2026-11-20 12:00 UTC"
        waits = (
            f"{left} signups wait for a limit of computers or networks, the oldest {since}.\n" if left else ""
        )
        assert health.text == f"ok\n{waits}"
        service.clock.now += timedelta(hours=1)
    first = service.mails()[0]
    assert service.http.post(service.path_in(first)).status_code == 200
    evidence = (
        "SELECT at FROM consent JOIN subscriber s ON s.id = subscriber_id WHERE address = 'r59@example.org'"
    )
    assert service.one(evidence) == int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp())


def test_a_signup_is_acted_upon_after_a_pause_by_chance(start: Start) -> None:
    """Of the same length for whoever is behind an address: how busy the service is after a post tells nothing."""
    service = start(pause=PAUSE)
    keys, now = service.setup.keys, service.clock.now
    active, complained = read_address("active@example.org"), read_address("complained@example.org")
    service.change(lambda db: subscribers.add(db, keys, active, ["weekly"], Evidence(), now))
    service.change(lambda db: subscribers.suppress(db, keys, complained, "complained", now))
    for n in range(60):
        name = ("active", "complained", f"new{n}")[n % 3]
        service.sign_up(email=f"{name}@example.org", website="x" if n % 2 else "")
    query = "SELECT due_at - at FROM request"
    pauses: list[int] = service.change(lambda db: [row[0] for row in db.execute(query)])
    assert len(pauses) == 60 and {*pauses} <= {*range(PAUSE[0], PAUSE[1] + 1)} and len({*pauses}) > 4
    assert service.one("SELECT count(*) FROM letter") == 0
    service.clock.now += timedelta(seconds=PAUSE[1])
    service.settled()
    assert service.one("SELECT count(*) FROM letter") == 11


def test_a_limiter_costs_no_writes(start: Start) -> None:
    """A computer that posts without pause is told to wait, whatever it posts, and the database is left alone."""
    service = start(limits=Limits())
    responses = [service.sign_up(email=f"r{n}@example.org") for n in range(80)]
    assert [answer.status_code for answer in responses] == [303] * 60 + [429] * 20
    assert "from your network" in responses[-1].text
    assert service.one("SELECT count(*) FROM request") == 60
    service.clock.now = service.clock.now.replace(minute=30)
    service.sign_up(email="late@example.org")
    assert service.one("SELECT count(*) FROM request") == 61


def test_a_wait_of_more_than_a_day_is_reported(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """The reader hears when and where it would go better; the operator reads in the log why a signup is missing."""
    service = start(limits=Limits(all_hour=1), pause=PAUSE)
    caplog.set_level("INFO", "knowledge_center")
    responses = [service.sign_up(email=f"r{n}@example.org") for n in range(25)]
    assert [answer.status_code for answer in responses] == [303] * 24 + [429]
    assert "try again tomorrow" in " ".join(responses[-1].text.split())
    assert "A signup was not kept: so many wait already that it would for more than a day." in caplog.messages
    assert service.one("SELECT count(*) FROM request") == 24


def test_a_robot_gets_no_mail(service: Running) -> None:
    """Who fills in what people cannot see is thanked like everybody, and nothing is sent."""
    assert service.sign_up(website="https://example.com/").status_code == 303
    service.settled()
    assert service.mails() == []
    assert service.one("SELECT state FROM request") == "robot"


def test_the_form_where_another_server_has_the_site(standing: Running) -> None:
    """The service alone shows a form of its own: a field with a label, what is agreed to, no script."""
    for path in ("/subscribe", "/subscribe/"):
        page = tree(standing.http.get(path))
        assert page.findtext(".//h1") == "Subscribe to Knowledge Center"
        field = page.get_element_by_id("email")
        assert page.xpath("//label[@for='email']")[0].text_content() == "Your email address"
        assert field.get("type") == "email" and field.get("aria-invalid") is None
        assert not page.xpath("//script")
