"""A reader's own addresses: short enough for a header, and nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.mail.rules.mailing_list import MOST_ADDRESS
from knowledge_center.signup.keys import make_keys
from knowledge_center.signup.personal_links import Links, new_id, new_token, token_hash

# RFC 8058 wants the address in a header, which mail programs read only unfolded.
MOST_CHARACTERS = 74
LINKS = Links(keys=make_keys(), public_url="https://subscribe.knowledge.example.com")


def test_a_link_is_its_reader_s_own() -> None:
    """What was made for a reader leads back to that reader, for its own purpose only."""
    one, other = new_id(), new_id()
    assert one != other
    own = LINKS.unsubscribe(one).rpartition("/")[2]
    assert LINKS.subscriber("u", own) == one
    assert LINKS.subscriber("preferences", own) is None
    assert LINKS.subscriber("u", f"{other}.{own.partition('.')[2]}") is None


def test_links_fit_into_a_mail_header_unfolded() -> None:
    """Mail programs show their unsubscribe button only for an address on one line."""
    assert len(LINKS.unsubscribe(new_id())) <= MOST_ADDRESS


@pytest.mark.parametrize("change", [slice(0, -1), slice(1, None), slice(0, 11), slice(0, 0)])
def test_a_link_cut_short_is_nobody_s(change: slice) -> None:
    """Mail programs break long addresses; half a link never works for somebody else."""
    own = LINKS.own("u", new_id())
    assert LINKS.subscriber("u", own[change]) is None


@given(st.text(max_size=60), st.integers(0, 26), st.characters())
def test_forged_links_are_nobody_s(text: str, at: int, char: str) -> None:
    """Not what somebody makes up, and not a real link with another letter in it."""
    assert LINKS.subscriber("u", text) is None
    own = LINKS.own("u", "abcdefghij")
    changed = own[:at] + char + own[at + 1 :]
    assert LINKS.subscriber("u", changed) == ("abcdefghij" if changed == own else None)


def test_tokens_are_secret() -> None:
    """Every token is another, and what is kept of it does not lead back."""
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(token.encode() not in token_hash(token) for token in tokens)
    assert LINKS.confirm("x") == "https://subscribe.knowledge.example.com/confirm/x"
