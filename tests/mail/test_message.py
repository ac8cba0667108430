from __future__ import annotations

import dataclasses
import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.mail.message import Envelope, envelope, message
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.samples import HOSTILE_TITLES, mail
from tests.samples import settings

DATE = datetime(2026, 11, 16, 14, 5, tzinfo=UTC)
LONG = "https://knowledge.example.com/u/1234567." + "0123456789abcdef" * 4


def wrapped(**changes: Any) -> Envelope:
    values: dict[str, Any] = {
        "to": "reader@example.org",
        "date": DATE,
        "unsubscribe": LONG,
        "unsubscribe_mailto": "mailto:leave@example.com?subject=leave",
    }
    return envelope(issue(), WEEKLY, settings(), **(values | changes))


def sent(**changes: Any) -> EmailMessage:
    raw = message(dataclasses.replace(mail(), **changes), wrapped())
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def raw_headers(raw: bytes) -> dict[str, str]:
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    return dict(line.split(": ", 1) for line in head.replace("\r\n ", " ").split("\r\n"))


def test_the_headers_say_what_large_mail_services_ask_for() -> None:
    """From, answers, list and unsubscribe are there, and the mail says that a machine sent it."""
    headers = raw_headers(message(mail(), wrapped()))
    message_id = headers.pop("Message-ID")
    content = headers.pop("Content-Type")
    assert headers == {
        "From": "Knowledge Center <knowledge@example.com>",
        "To": "reader@example.org",
        "Reply-To": "reply@example.com",
        "Subject": "The weekly digest: A",
        "Date": "Mon, 16 Nov 2026 14:05:00 +0000",
        "Content-Language": "en",
        "List-Id": "<weekly.digests.knowledge.example.com>",
        "List-Archive": "<https://knowledge.example.com/digests/weekly/>",
        "List-Unsubscribe": f"<{LONG}>, <mailto:leave@example.com?subject=leave>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": "2026-W46:weekly:digest:knowledgeexampl",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    assert message_id.endswith("@knowledge.example.com>")
    assert content.startswith("multipart/alternative")


def test_the_unsubscribe_header_is_never_folded_or_encoded() -> None:
    """An address of 100 characters stands on one line as it is, or the button in the inbox vanishes."""
    assert len(LONG) > 76
    line = next(
        line for line in message(mail(), wrapped()).split(b"\r\n") if line.startswith(b"List-Unsubscribe:")
    )
    assert line.decode() == f"List-Unsubscribe: <{LONG}>, <mailto:leave@example.com?subject=leave>"


def test_both_parts_come_back_as_they_were_composed() -> None:
    """Text first, then HTML, both readable after the way through SMTP."""
    composed = mail()
    parts = list(sent().iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part["Content-Transfer-Encoding"] for part in parts] == ["quoted-printable"] * 2
    contents = [part.get_content().replace("\r\n", "\n") for part in parts]
    assert contents == [composed.text, f"{composed.html.rstrip()}\n"]


def test_every_line_suits_every_mail_server() -> None:
    """Lines end with CR LF; in the body none is longer than 76 characters, in the whole none than 998."""
    found = issue(entry("a", title="x" * 300, summary="ü" * 500))
    raw = message(mail(found), wrapped())
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 76
    assert max(len(line) for line in head.split(b"\r\n")) < 998
    assert raw.isascii()


def test_the_same_issue_for_the_same_reader_is_the_same_message() -> None:
    """After a crash a mail is sent again byte for byte, so that servers can see it is one."""
    assert message(mail(), wrapped()) == message(mail(), wrapped())


def test_every_reader_and_every_issue_has_its_own_message_id() -> None:
    """Two messages never share an id, and the id tells nobody's address."""
    one = wrapped().message_id
    assert wrapped(to="other@example.org").message_id != one
    later = envelope(
        issue(key="2026-W47"), WEEKLY, settings(), to="reader@example.org", date=DATE, unsubscribe=LONG
    )
    assert later.message_id != one
    assert wrapped(date=datetime(2027, 1, 1, tzinfo=UTC)).message_id == one
    assert "reader" not in one


@pytest.mark.parametrize("title", [*HOSTILE_TITLES, "a\u00a0b", "ü" * 200, "a\u2028b"])
def test_a_title_in_the_subject_comes_out_letter_by_letter(title: str) -> None:
    """Also one that looks like an encoded header, for new mail programs and for old ones."""
    subject = " ".join(title.split())
    assert sent(subject=subject)["Subject"] == subject
    raw = raw_headers(message(dataclasses.replace(mail(), subject=subject), wrapped()))["Subject"]
    assert str(make_header(decode_header(raw))) == subject


@checked(max_examples=100, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120).map(
        lambda text: " ".join(text.split())
    )
)
def test_no_subject_touches_the_other_headers(subject: str) -> None:
    """Whatever an editor types, it stays in its header, in lines of at most 76 characters."""
    raw = message(dataclasses.replace(mail(), subject=subject), wrapped())
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == subject
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(
        len(line) <= 76 for line in lines if not line.startswith((b"List-", b"Feedback", b"Message-ID"))
    )
    assert len(raw_headers(raw)) == 15


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "reader@example.org\r\nBcc: all@example.org"},
        {"to": "reader@example.org, all@example.org"},
        {"to": "<reader@example.org>"},
        {"to": "réader@example.org"},
        {"to": ""},
        {"unsubscribe": "https://knowledge.example.com/u/1>, <https://evil.example"},
        {"unsubscribe": "https://knowledge.example.com/ü"},
        {"unsubscribe_mailto": "mailto:a b"},
    ],
)
def test_an_address_that_is_none_is_refused(changes: dict[str, str]) -> None:
    """No address can bring in a second header or a second reader."""
    with pytest.raises(ValueError, match=r"."):
        message(mail(), wrapped(**changes))


def test_a_line_end_in_a_subject_is_refused() -> None:
    """What compose never makes is not let through either."""
    with pytest.raises(ValueError, match=r"."):
        message(dataclasses.replace(mail(), subject="a\r\nBcc: x@example.com"), wrapped())


def test_the_boundary_never_stands_in_a_body() -> None:
    """An article about mail that quotes the boundary itself does not end the part."""
    mark = message(mail(), wrapped()).split(b'boundary="')[1].split(b'"')[0].decode()
    found = issue(entry("a", title=f"--{mark}", summary=f"--{mark}--"))
    parsed = email.message_from_bytes(message(mail(found), wrapped()), policy=email.policy.default)
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]


def test_an_authority_that_is_a_mail_address_gives_its_domain() -> None:
    """RFC 4151 allows tag:someone@example.com,2026; ids and list ids take the part behind the @."""
    feeds = {"tag_authority": "someone@Example.com,2026", "entries": 20, "full_text": True}
    found = envelope(issue(), WEEKLY, settings(feeds=feeds), to="r@example.org", date=DATE, unsubscribe=LONG)
    assert found.list_id == "<weekly.digests.example.com>"
    assert found.message_id.endswith("@example.com>")
    assert found.feedback_id.rpartition(":")[2] == "examplecom"
