"""A message to an imaginary reader."""

from __future__ import annotations

import dataclasses
import email
import email.policy

import pytest

from knowledge_center.mail.compose import compose
from knowledge_center.mail.sample_message import sample_links, sample_message
from tests.digests.samples import WEEKLY, issue
from tests.samples import DATA, settings

OURS = DATA["extra"]["knowledge_center"]


def test_it_is_a_whole_message_to_nobody() -> None:
    """The sample is dated when the issue closed, goes to example.com, and has links like a real one's."""
    links = sample_links(issue(), settings())
    data = sample_message(compose(issue(), WEEKLY, settings(), links), links, issue(), settings())
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert message["To"] == "reader@example.com"
    assert message["Date"] == "Mon, 16 Nov 2026 08:03:00 -0500"
    assert message["List-Unsubscribe"] == "<https://knowledge.example.com/u/aaaaaaaaaa.AAAAAAAAAAAAAAAA>"
    assert links.preferences.encode() in data.replace(b"=\r\n", b"")
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_it_leaves_where_the_service_is_and_by_mail_too() -> None:
    """A service at an address of its own and an address for requests to leave show in the headers."""
    found = settings(
        subscribe=OURS["subscribe"] | {"service_url": "https://mail.example.com/"},
        mail=OURS["mail"] | {"unsubscribe": "leave@example.com"},
    )
    links = sample_links(issue(), found)
    data = sample_message(compose(issue(), WEEKLY, found, links), links, issue(), found)
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert message["List-Unsubscribe"] == (
        "<https://mail.example.com/u/aaaaaaaaaa.AAAAAAAAAAAAAAAA>, <mailto:leave@example.com>"
    )


def test_an_unknown_digest_is_refused() -> None:
    """There is no envelope for an issue of a digest that is not in the settings."""
    links = sample_links(issue(), settings())
    mail = compose(issue(), WEEKLY, settings(), links)
    with pytest.raises(KeyError, match="daily"):
        sample_message(mail, links, dataclasses.replace(issue(), digest="daily"), settings())
