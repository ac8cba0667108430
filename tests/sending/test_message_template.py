"""Messages from a template are the very messages that composing each one would make."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.compose import compose
from knowledge_center.mail.message import envelope, message
from knowledge_center.mail.model import MailLinks
from knowledge_center.sending.message_template import MessageTemplate, compose_sample
from knowledge_center.settings.model import Settings
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links, new_id
from tests.digests.samples import WEEKLY, entry, issue
from tests.mail.samples import HOSTILE_TITLES, PICTURE
from tests.samples import DATA, NOW, settings

ISSUE = issue(
    entry("a", image=PICTURE), *(entry(f"b{at}", title=title) for at, title in enumerate(HOSTILE_TITLES))
)
MAIL = DATA["extra"]["knowledge_center"]["mail"]
WITH_MAILTO = settings(mail=MAIL | {"unsubscribe": "leave+now%x@example.com"})

ids = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=10, max_size=10)
# Public addresses of every length, so that the links stand at every place of a line.
publics = st.text(string.ascii_lowercase, min_size=1, max_size=40).map(
    lambda name: f"https://{name}.example.com"
)
locals_ = st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,30}(\.[A-Za-z0-9_=-]{1,30})?", fullmatch=True)
to = st.builds("{}@{}.example.com".format, locals_, st.from_regex(r"[a-z]{1,60}", fullmatch=True))


def make(found: Issue, about: Settings, links: Links) -> MessageTemplate:
    mail = compose_sample(found, about, links, partial(compose, found, WEEKLY, about))
    return MessageTemplate(found, WEEKLY, about, links, mail, date=NOW)


def composed_alone(found: Issue, about: Settings, links: Links, subscriber: str, address: str) -> bytes:
    """Composed for one reader, as it is documented."""
    own = MailLinks(
        view=about.absolute(found.url),
        unsubscribe=links.unsubscribe(subscriber),
        preferences=links.preferences(subscriber),
    )
    leave = ""
    if about.mail.unsubscribe:
        leave = f"mailto:leave+now%25x@example.com?subject=unsubscribe%20{links.own('u', subscriber)}"
    head = envelope(
        found, WEEKLY, about, to=address, date=NOW.astimezone(about.zone), unsubscribe=links.unsubscribe(subscriber),
        unsubscribe_mailto=leave,
    )  # fmt: skip
    return message(compose(found, WEEKLY, about, own), head)


@hypothesis_settings(deadline=None, max_examples=60)
@given(public=publics, subscriber=ids, address=to, about=st.sampled_from([settings(), WITH_MAILTO]))
def test_a_message_is_the_same_byte_for_byte(
    public: str, subscriber: str, address: str, about: Settings
) -> None:
    """Any reader, any address, any length of links, wherever quoted-printable breaks a line."""
    links = Links(keys=make_keys(), public_url=public)
    template = make(ISSUE, about, links)
    assert template.message(subscriber, address) == composed_alone(ISSUE, about, links, subscriber, address)


def test_each_reader_has_a_message_of_their_own() -> None:
    """A thousand readers, composed for nobody among them: a message, links and an id for each."""
    links = Links(keys=make_keys(), public_url="https://subscribe.example.com")
    template = make(ISSUE, settings(), links)
    readers = [(new_id(), f"reader.{number}+tag@mail-{number}.example.com") for number in range(1000)]
    messages = {template.message(*reader) for reader in readers}
    assert len(messages) == 1000
    heads = [message_from_bytes(data[: data.find(b"\r\n\r\n")]) for data in messages]
    assert {head["To"] for head in heads} == {address for _, address in readers}
    for header in ("Message-ID", "List-Unsubscribe"):
        assert len({head[header] for head in heads}) == 1000


@pytest.mark.parametrize("length", range(60, 100, 2))
def test_a_long_address_is_written_as_a_header_may_be(length: int) -> None:
    """Where the email package begins to fold lines, the template writes what it writes."""
    links = Links(keys=make_keys(), public_url="https://subscribe.example.com")
    template = make(ISSUE, settings(), links)
    address = f"reader@{'x' * 40}.{'y' * (length - 60)}.example.com" if length > 60 else "reader@example.com"
    assert template.message("a" * 10, address) == composed_alone(ISSUE, settings(), links, "a" * 10, address)


@pytest.mark.parametrize("length", range(38))
def test_links_are_a_readers_own_wherever_a_line_breaks(length: int) -> None:
    """Read back as a mail program does: unsubscribe and preferences lead to this reader, in both parts."""
    links = Links(keys=make_keys(), public_url=f"https://{'x' * length}.example.com")
    template = make(ISSUE, settings(), links)
    subscriber = new_id()
    read = message_from_bytes(template.message(subscriber, "reader@example.com"), policy=policy.default)
    assert isinstance(read, EmailMessage)
    for part in read.iter_parts():
        text = part.get_content()
        for purpose, link in (
            ("u", links.unsubscribe(subscriber)),
            ("preferences", links.preferences(subscriber)),
        ):
            assert link in text
            assert text.count(f"/{purpose}/") == text.count(link)
            assert links.subscriber(purpose, link.rpartition("/")[2]) == subscriber
    assert read["List-Unsubscribe"] == f"<{links.unsubscribe(subscriber)}>"
    assert read["Date"].datetime == NOW


def test_an_address_that_no_header_holds_is_refused() -> None:
    """It says so instead of writing a broken message."""
    template = make(ISSUE, settings(), Links(keys=make_keys(), public_url="https://subscribe.example.com"))
    for address in ("a@example.com\r\nBcc: b@example.com", "a b@example.com", "ä@example.com", ""):
        with pytest.raises(ValueError, match="cannot stand in a mail header"):
            template.message(new_id(), address)


def test_a_second_try_is_the_same_message() -> None:
    """Made on another day by another process, with the same keys: not a byte differs."""
    keys = make_keys()
    made = [
        make(ISSUE, settings(), Links(keys=keys, public_url="https://subscribe.example.com")).message(
            "abcdefghij", "reader@example.com"
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    other = make(
        replace(ISSUE, key="2026-W47"), settings(), Links(keys=keys, public_url="https://s.example.com")
    )
    assert other.message("abcdefghij", "reader@example.com") != made[0]


def test_another_date_changes_the_date_alone() -> None:
    """As if the template had been made for it."""
    links = Links(keys=make_keys(), public_url="https://subscribe.example.com")
    template, later = make(ISSUE, settings(), links), NOW + timedelta(days=3)
    first, second = (
        made.message("abcdefghij", "a@example.com") for made in (template, template.dated(later))
    )
    assert message_from_bytes(second, policy=policy.default)["Date"].datetime == later
    without = [re.sub(rb"\r\nDate: [^\r]*", b"", data) for data in (first, second)]
    assert without[0] == without[1]


def test_a_sample_has_the_links_of_another_address() -> None:
    """As if the service stood there, in the headers and in both parts; everything else is the message itself."""
    links = Links(keys=make_keys(), public_url="http://127.0.0.1:8080")
    template = make(ISSUE, settings(), links)
    read = message_from_bytes(template.sample("https://subscribe.example.com"), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read["To"] == settings().mail.sender
    texts = [read["List-Unsubscribe"], *(part.get_content() for part in read.iter_parts())]
    assert all("https://subscribe.example.com/u/" in text and "127.0.0.1" not in text for text in texts)
