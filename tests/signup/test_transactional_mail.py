"""The mails about a signup: what they say, to whom, and that nobody can put words into them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import lxml.html
import pytest

from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.transactional_mail import MailKind, TransactionalMail, as_message, compose
from tests.samples import DATA, settings

KEYS = make_keys()
LINK = "http://127.0.0.1:8080/confirm/abcdefghijklmnopqrstuv"
TWO: list[dict[str, Any]] = [
    {"key": key, "title": title, "description": f"All of it, {key}.", "every": "week", "day": "monday",
     "time": "08:00"}
    for key, title in (("weekly", "The <weekly> & more"), ("monthly", "The monthly"))
]  # fmt: skip
SETTINGS = settings(digests=TWO)


def transactional(kind: MailKind = "confirm", **changes: Any) -> TransactionalMail:
    values: dict[str, Any] = {
        "number": 7,
        "kind": kind,
        "to": "ana@example.org",
        "subscriber": "abcdefghij",
        "digests": ("monthly", "weekly"),
        "asked": datetime(2026, 11, 21, 3, tzinfo=UTC),
        "page": "/articles/neighbour/",
    }
    return TransactionalMail(**(values | changes))


def sent(given: TransactionalMail, link: str = LINK) -> EmailMessage:
    data = as_message(given, compose(given, SETTINGS, link), SETTINGS, KEYS)
    found = message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def parts(found: EmailMessage) -> tuple[str, str]:
    """The plain text, and the words of the HTML."""
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None and html is not None
    tree = lxml.html.document_fromstring(html.get_content())
    return text.get_content(), " ".join(tree.find("body").text_content().split())


@pytest.mark.parametrize("kind", ["confirm", "already"])
def test_a_mail_says_who_writes_why_and_what_happens(kind: MailKind) -> None:
    """Both parts say when and where the address was typed, what is on offer, and give the postal address."""
    for text in parts(sent(transactional(kind))):
        words = " ".join(text.split())
        assert "most likely you, typed this address into our form on November 20, 2026" in words
        assert "https://knowledge.example.com/articles/neighbour/" in words
        assert "The <weekly> & more" in words and "The monthly" in words
        assert "Example Staffing" in words and "1 Example Street" in words and "Exampleton" in words
        assert LINK in words
        assert ("Without your click nothing is sent" in words) == (kind == "confirm")
        assert ("nothing has changed" in words) == (kind == "already")


@pytest.mark.parametrize("kind", ["confirm", "already"])
def test_the_headers_of_a_mail(kind: MailKind) -> None:
    """To one person, from a machine, about no list; a second try is the same message."""
    found = sent(transactional(kind))
    assert found["To"] == "ana@example.org"
    assert found["From"] == "Knowledge Center <knowledge@example.com>"
    assert found["Reply-To"] == "reply@example.com"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Date"].datetime == datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert not [name for name in found if name.lower().startswith("list-") or name == "Feedback-ID"]
    assert found["Message-ID"].endswith("@knowledge.example.com>")
    assert sent(transactional(kind), LINK + "x")["Message-ID"] == found["Message-ID"]
    assert sent(transactional(kind, number=8))["Message-ID"] != found["Message-ID"]


def test_the_button_and_the_address_below_it_lead_to_one_place() -> None:
    """Where a mail program shows no button, the address is there to be copied; nothing is loaded."""
    html = sent(transactional()).get_body(("html",))
    assert html is not None
    tree = lxml.html.document_fromstring(html.get_content())
    links = [a.get("href") for a in tree.iter("a")]
    assert links.count(LINK) == 2
    assert set(links) == {
        LINK, "https://knowledge.example.com/", "https://knowledge.example.com/articles/neighbour/",
    }  # fmt: skip
    assert not tree.xpath("//img | //link | //script | //*[@background]")


def test_a_page_that_is_not_known_is_not_named() -> None:
    """Where the form did not say where it stood, the mail says nothing of it."""
    for text in parts(sent(transactional(page=""))):
        assert "The form was on" not in text


def test_a_digest_that_is_no_longer_offered_is_left_out() -> None:
    """The digests stand in the order of the settings, as on the site."""
    text, _ = parts(sent(transactional(digests=("gone", "monthly", "weekly"))))
    assert text.index("The <weekly>") < text.index("The monthly")
    assert "gone" not in text


@pytest.mark.parametrize("kind", ["confirm", "already"])
def test_a_mail_without_a_digest_ends_its_sentences(kind: MailKind) -> None:
    """Where no digest is offered any more, no list is announced."""
    for text in parts(sent(transactional(kind, digests=()))):
        assert "and you get:" not in text and "changed: you get:" not in text


def test_no_line_of_text_is_too_long() -> None:
    """Text lines have at most 72 characters, addresses alone may be longer."""
    text, _ = parts(sent(transactional()))
    assert all(len(line) <= 72 or line.startswith("http") for line in text.splitlines())


def test_hostile_settings_stay_words() -> None:
    """A name with markup or a line break in it neither runs nor becomes a header."""
    ours = DATA["extra"]["knowledge_center"]
    mail = ours["mail"] | {"sender_name": "A\nBcc: x@example.org"}
    hostile = settings(mail=mail, organization=ours["organization"] | {"name": "<script>1</script>"})
    data = as_message(transactional(), compose(transactional(), hostile, LINK), hostile, KEYS)
    found = message_from_bytes(data, policy=default)
    assert "Bcc" not in found
    assert isinstance(found, EmailMessage)
    html = found.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content() and "&lt;script" in html.get_content()
