"""The links in mails: a button for people, one click for mail programs, nothing for scanners."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import httpx
import lxml.html
import pytest

from knowledge_center.settings.site_settings import read
from knowledge_center.signup.keys import KEYS_FILE, rotate_keys
from knowledge_center.signup.personal_links import Links
from tests.samples import DATA, settings
from tests.sending.samples import make_sending_site
from tests.service.conftest import Start
from tests.service.running import TWO_DIGESTS, Running

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def heading(answer: httpx.Response) -> str:
    found = lxml.html.document_fromstring(answer.content).findtext(".//h1")
    return str(found)


def ticked(answer: httpx.Response) -> list[str]:
    boxes = lxml.html.document_fromstring(answer.content).xpath("//input[@type='checkbox'][@checked]")
    return [str(box.get("value")) for box in boxes]


def read_record(service: Running) -> list[str]:
    """All that the database holds of subscribers."""

    def dump(db: sqlite3.Connection) -> list[str]:
        return [line for line in db.iterdump() if "request" not in line]

    found: list[str] = service.change(dump)
    return found


def links(service: Running, subscriber: str) -> Iterable[str]:
    made = service.setup.links
    for link in (made.unsubscribe(subscriber), made.preferences(subscriber)):
        yield link.removeprefix(service.url)


def test_scanners_change_nothing(start: Start) -> None:
    """Mail filters open every link, with GET, HEAD and OPTIONS, also those with a query: nothing happens."""
    service = start(ours=settings(digests=TWO_DIGESTS))
    subscriber = service.subscribed()
    service.sign_up(email="bob@example.org")
    service.settled()
    paths = [*links(service, subscriber), *(service.path_in(mail) for mail in service.mails())]
    before = read_record(service)
    for path in paths:
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
            answer = service.http.request(method, path + "?List-Unsubscribe=One-Click&leave=all")
            assert answer.status_code == (200 if method in ("GET", "HEAD") else 405)
            assert method != "HEAD" or answer.content == b""
    assert read_record(service) == before
    assert service.one("SELECT state FROM subscriber WHERE id = ?", subscriber) == "active"


@pytest.mark.parametrize("kind", ["urlencoded", "multipart", "empty"])
def test_one_click_unsubscribes(service: Running, kind: str) -> None:
    """RFC 8058: a POST by the mail program, either way of writing a form, is enough; no redirect, no cookie.

    One with nothing in it as well: the link is the proof."""
    subscriber = service.subscribed()
    path, _ = links(service, subscriber)
    headers = {"Origin": "https://mail.example.net"}
    for _ in range(2):
        if kind == "urlencoded":
            answer = service.http.post(path, data=ONE_CLICK, headers=headers)
        elif kind == "empty":
            answer = service.http.post(path, headers=headers)
        else:
            answer = service.http.post(path, files={"List-Unsubscribe": (None, "One-Click")}, headers=headers)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert service.one("SELECT state FROM subscriber") == "left"
    assert service.one("SELECT count(*) FROM consent WHERE event = 'left'") == 1
    assert service.one("SELECT count(*) FROM choice") == 0


@pytest.mark.parametrize("body", [b"x=1", b"List-Unsubscribe=Two-Clicks", b"List-Unsubscribe"])
def test_a_post_that_does_not_ask_for_it_unsubscribes_nobody(service: Running, body: bytes) -> None:
    """Whatever else posts there gets the button."""
    subscriber = service.subscribed()
    path, _ = links(service, subscriber)
    answer = service.http.post(
        path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400
    assert heading(answer) == "Unsubscribe"
    assert service.one("SELECT state FROM subscriber") == "active"


def test_a_person_unsubscribes_by_the_button(service: Running) -> None:
    """The page behind the link has one button, and what it posts is what mail programs post."""
    subscriber = service.subscribed()
    path, _ = links(service, subscriber)
    page = lxml.html.document_fromstring(service.http.get(path).content)
    [form] = page.forms
    assert (form.method, form.action) == ("POST", None)
    assert heading(service.http.post(path, data=dict(form.form_values()))) == "You are unsubscribed"
    assert service.one("SELECT state FROM subscriber") == "left"


def test_links_never_grow_old_and_survive_new_keys(start: Start) -> None:
    """The link in a mail of years ago still lets one leave, also after the keys were turned over."""
    service = start()
    subscriber = service.subscribed()
    path, _ = links(service, subscriber)
    rotate_keys(service.setup.database.parent)
    again = start()
    assert again.setup.keys.links[1:] == service.setup.keys.links
    again.clock.now += timedelta(days=4000)
    assert again.http.post(path, data=ONE_CLICK).status_code == 200
    assert again.one("SELECT state FROM subscriber") == "left"


def test_a_link_signed_after_a_turn_over_works_at_once(service: Running) -> None:
    """Whoever gets an issue between the key rotation and the restart of the service can leave by it;
    a file that cannot be read just then changes nothing for older links."""
    subscriber = service.subscribed()
    old, _ = links(service, subscriber)
    folder = service.setup.database.parent
    new = Links(keys=rotate_keys(folder), public_url="").unsubscribe(subscriber)
    assert new != old
    assert service.http.get(new).status_code == 200
    (folder / KEYS_FILE).write_text("", encoding="ascii")
    assert service.http.get(new).status_code == 404
    assert service.http.post(old, data=ONE_CLICK).status_code == 200
    assert service.one("SELECT state FROM subscriber") == "left"


def test_confirming_twice_and_too_late(service: Running) -> None:
    """A second click says the same; a link of last week leads to a new one."""
    service.sign_up(email="ana@example.org")
    service.sign_up(email="bob@example.org")
    service.settled()
    ana, bob = (service.path_in(mail) for mail in service.mails())
    assert heading(service.http.post(ana)) == "You are subscribed"
    before = read_record(service)
    for _ in range(2):
        assert heading(service.http.post(ana)) == "You are subscribed"
    assert heading(service.http.get(ana)) == "You are subscribed"
    assert b"/preferences/" not in service.http.get(ana).content
    assert read_record(service) == before
    service.clock.now += timedelta(days=7, seconds=1)
    for answer in (service.http.get(bob), service.http.post(bob)):
        assert (answer.status_code, heading(answer)) == (410, "This link is too old")
    assert service.one("SELECT state FROM subscriber WHERE address LIKE 'bob%'") == "pending"


def test_leaving_kills_the_link_that_confirmed(service: Running) -> None:
    """An old confirmation cannot bring back who left."""
    subscriber = service.subscribed()
    confirm = service.path_in(service.mails()[0])
    leave, _ = links(service, subscriber)
    service.http.post(leave, data=ONE_CLICK)
    for answer in (service.http.get(confirm), service.http.post(confirm)):
        assert answer.status_code == 404
    assert service.one("SELECT state FROM subscriber") == "left"


def test_choosing_digests(start: Start) -> None:
    """What is ticked is what comes; nothing ticked, or “Leave all”, is leaving."""
    service = start(ours=settings(digests=TWO_DIGESTS))
    subscriber = service.subscribed()
    _, path = links(service, subscriber)
    assert ticked(service.http.get(path)) == ["weekly"]
    saved = service.http.post(path, data={"digest": ["monthly", "weekly"]})
    assert ticked(saved) == ["weekly", "monthly"]
    assert "Saved." in saved.text
    assert ticked(service.http.post(path, data={"digest": ["monthly", "gone"]})) == ["monthly"]
    assert service.http.post(path, data={"digest": "gone"}).status_code == 422
    assert ticked(service.http.get(path)) == ["monthly"]
    assert (
        heading(service.http.post(path, data={"digest": "monthly", "leave": "all"})) == "You are unsubscribed"
    )
    assert heading(service.http.get(path)) == "You get no mail from us"
    events = service.change(
        lambda db: [row[0] for row in db.execute("SELECT event FROM consent ORDER BY id")]
    )
    assert events == ["signup", "confirmed", "chosen", "chosen", "left"]
    other = service.subscribed("bob@example.org")
    _, path = links(service, other)
    assert heading(service.http.post(path, data={})) == "You are unsubscribed"


def test_the_way_from_the_confirmation_to_the_preferences(service: Running) -> None:
    """Who has just confirmed is shown where to choose."""
    service.sign_up()
    service.settled()
    done = lxml.html.document_fromstring(service.http.post(service.path_in(service.mails()[0])).content)
    [link] = [a.get("href") for a in done.xpath("//main//a")]
    assert heading(httpx.get(link)) == "Choose what you get"


def test_who_confirms_is_welcomed_with_the_last_issue(start: Start, tmp_path: Path) -> None:
    """By setting, once however often the button is clicked, and the preferences say that a change loses nothing."""
    root = make_sending_site(
        tmp_path / "site", mail=DATA["extra"]["knowledge_center"]["mail"] | {"welcome": True}
    )
    service = start(ours=read(root / "mkdocs.yml"), root=root)
    service.sign_up()
    service.settled()
    for _ in range(2):
        service.http.post(service.path_in(service.mails()[0]))
    service.settled()
    assert sorted(mail["Subject"] for mail in service.mails()) == [
        "Please confirm: Knowledge Center by mail", "Welcome: The weekly digest",
    ]  # fmt: skip


def test_a_link_of_one_kind_is_none_of_another(service: Running) -> None:
    """Marks are made for one purpose: a link to the preferences unsubscribes nobody."""
    subscriber = service.subscribed()
    leave, preferences = links(service, subscriber)
    own = preferences.rpartition("/")[2]
    assert service.http.post(f"/u/{own}", data=ONE_CLICK).status_code == 404
    assert service.http.get(f"/preferences/{leave.rpartition('/')[2]}").status_code == 404
    assert service.one("SELECT state FROM subscriber") == "active"


def test_links_that_were_cut_or_made_up(service: Running) -> None:
    """A letter less, a letter other, somebody else's id: all the same page, which says nothing of anybody."""
    subscriber = service.subscribed()
    leave, preferences = links(service, subscriber)
    confirm = service.path_in(service.mails()[0])
    tried = []
    for path in (leave, preferences, confirm):
        head, _, last = path.rpartition("/")
        tried += [
            f"{head}/{last[:-1]}", f"{head}/{last}x", f"{head}/{last[:-1]}{'B' if last[-1] == 'A' else 'A'}",
            f"{head}/{last.swapcase()}", f"{head}/{last[1:]}", f"{head}/%00{last}", f"{head}/{last}%0a",
            f"{head}/{'x' * 4000}", f"{head}/{last}%ff", f"{head}/.",
        ]  # fmt: skip
    tried += [
        f"/u/aaaaaaaaaa.{leave[-16:]}",
        f"/u/{leave[3:13]}.{'A' * 16}",
        "/u/' OR 1=1--",
        "/confirm/%27%20OR%201=1",
    ]
    before = read_record(service)
    expected = set()
    for path in tried:
        for method in ("GET", "POST"):
            answer = service.http.request(method, path, data=ONE_CLICK if method == "POST" else None)
            assert answer.status_code == 404, (method, path)
            expected.add(heading(answer))
            assert "ana@example.org" not in answer.text
    assert expected <= {"This page is not here", "This link does not work"}
    assert read_record(service) == before


def test_no_page_names_an_address(service: Running) -> None:
    """A forwarded mail hands on its links; the pages behind them do not say whose they are."""
    subscriber = service.subscribed()
    paths = [*links(service, subscriber), service.path_in(service.mails()[0])]
    for path in paths:
        assert "ana@" not in service.http.get(path).text


def test_an_erased_subscribers_links_still_answer(service: Running) -> None:
    """The link in a mail of somebody who was erased ends in peace, as for anybody who left."""
    subscriber = service.subscribed()
    leave, preferences = links(service, subscriber)
    service.change(lambda db: db.execute("DELETE FROM subscriber"))
    assert heading(service.http.post(leave, data=ONE_CLICK)) == "You are unsubscribed"
    assert heading(service.http.get(preferences)) == "You get no mail from us"
    assert service.one("SELECT count(*) FROM subscriber") == 0


def test_whoever_chose_a_german_digest_goes_the_whole_way_in_german(start: Start) -> None:
    """On an English site: the answer to the form, the letter, its page, the choice, leaving and after it."""
    german = [TWO_DIGESTS[0], TWO_DIGESTS[1] | {"language": "de"}]
    service = start(ours=settings(digests=german))
    answer = service.sign_up(digest="monthly")
    assert answer.headers["Location"] == "subscribe/thanks?language=de"
    assert heading(service.http.get("/subscribe/thanks?language=de")) == "Sehen Sie in Ihr Postfach"
    # Of a language that no digest has, it is the site's.
    assert heading(service.http.get("/subscribe/thanks?language=fr")) == "Check your inbox"
    service.settled()
    (mail,) = service.mails()
    assert mail["Content-Language"] == "de" and mail["Subject"].startswith("Bitte bestätigen")
    path = service.path_in(mail)
    assert heading(service.http.get(path)) == "Noch ein Klick"
    assert heading(service.http.post(path)) == "Ihr Abonnement hat begonnen"
    subscriber = service.change(lambda db: db.execute("SELECT id FROM subscriber").fetchone()[0])
    leave, choose = links(service, subscriber)
    assert heading(service.http.get(choose)) == "Auswählen, was Sie erhalten"
    both = service.http.post(choose, data={"digest": ["weekly", "monthly"]})
    assert heading(both) == "Choose what you get"
    assert heading(service.http.post(choose, data={"digest": "monthly"})) == "Auswählen, was Sie erhalten"
    assert heading(service.http.get(leave)) == "Abmelden"
    assert heading(service.http.post(leave, data=ONE_CLICK)) == "Sie sind abgemeldet"
    assert heading(service.http.get(choose)) == "Sie erhalten keine E-Mails von uns"
