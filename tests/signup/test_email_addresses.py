"""What readers type into the field, and what is kept of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.signup.email_addresses import BadAddress, read_address


@pytest.mark.parametrize(
    ("typed", "text", "key"),
    [
        ("reader@example.com", "reader@example.com", "reader@example.com"),
        ("  Reader@Example.COM\n", "Reader@example.com", "reader@example.com"),
        ("reader+news@example.com", "reader+news@example.com", "reader+news@example.com"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
        ("o'hara&co@example.com", "o'hara&co@example.com", "o'hara&co@example.com"),
    ],
)
def test_addresses_that_can_be_written_to(typed: str, text: str, key: str) -> None:
    """Blanks around it are forgiven, the domain is kept in ASCII, capitals make no second mailbox."""
    found = read_address(typed)
    assert (found.text, found.key) == (text, key)


@pytest.mark.parametrize(
    "typed",
    [
        "", "reader", "reader@", "@example.com", "reader@localhost", "reader@example", "a b@example.com",
        '"a b"@example.com', '"quoted"@example.com', "ü@example.com", "reader@[127.0.0.1]", "a@b..com",
        ".a@example.com",
        "a@example.com, b@example.com", "Reader <reader@example.com>", "a@example.com\r\nBcc: b@example.com",
        "a\x00@example.com", "a@exam\tple.com", "x" * 65 + "@example.com", "a@" + "x" * 250 + ".com", "a@b.invalid",
        "\ud800@example.com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    """Nothing that cannot stand in a header or an envelope gets through, and the reader learns why."""
    with pytest.raises(BadAddress) as refusal:
        read_address(typed)
    assert str(refusal.value).startswith("This does not look like an email address")
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    ("typed", "mailbox"),
    [
        ("Reader+1@example.com", "reader@example.com"),
        ("reader@example.com", "reader@example.com"),
        ("+tag@example.com", "+tag@example.com"),
    ],
)
def test_tags_lead_to_one_mailbox(typed: str, mailbox: str) -> None:
    """Somebody's mailbox is not flooded by adding +1, +2, +3 to the address."""
    assert read_address(typed).mailbox == mailbox


@given(st.text(max_size=80) | st.emails())
def test_whatever_is_typed_is_an_address_fit_for_a_header_or_a_refusal(typed: str) -> None:
    """Never another error; and what is taken is one line of visible ASCII with one @."""
    try:
        found = read_address(typed)
    except BadAddress:
        return
    assert found.text.isascii() and found.text.isprintable()
    assert not set(found.text) & set(' <>,;:"()[]\\')
    assert found.text.count("@") == 1
    assert read_address(found.text) == found
