"""Names in web addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.text.slugs import NAME, slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Why You're Not Getting a Second Interview", "why-youre-not-getting-a-second-interview"),
        ("It’s 5 o'clock", "its-5-oclock"),
        ("Résumé & Größe", "resume-grosse"),
        ("GRÖẞE", "grosse"),
        ("Łódź, smørrebrød, cœur, Þór, Æsop", "lodz-smorrebrod-coeur-thor-aesop"),
        ("  --a__b//c.md--  ", "a-b-c-md"),
        ("½ ﬁne №5", "1-2-fine-no5"),
        ("2020–2026: co\u00adop\u200beration", "2020-2026-cooperation"),
        ("面接", "article"),
        ("", "article"),
    ],
)
def test_a_name_keeps_what_can_be_read(text: str, name: str) -> None:
    """Letters keep their plain form, everything else becomes one hyphen, and there is always a name."""
    assert slug(text) == name


@pytest.mark.parametrize("name", ["a", "2026", "second-interview", "a1-b2"])
def test_names_that_are_taken(name: str) -> None:
    """Small letters, digits and single hyphens between them make a name."""
    assert NAME.fullmatch(name)


@pytest.mark.parametrize("name", ["", "-a", "a-", "a--b", "A", "a_b", "a.b", "ä", "a b", "a\n", "٣"])
def test_names_that_are_not_taken(name: str) -> None:
    """Capitals, blanks, umlauts, dots and hyphens at an end or in a row do not."""
    assert not NAME.fullmatch(name)


@given(st.text())
def test_every_text_has_a_name_and_a_name_is_its_own(text: str) -> None:
    """Whatever the title, its name can stand in an address, and naming it again changes nothing."""
    name = slug(text)
    assert NAME.fullmatch(name)
    assert slug(name) == name
