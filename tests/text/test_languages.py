"""Tags of languages, and what they are called."""

from __future__ import annotations

import pytest

from knowledge_center.text.languages import direction, language_name, language_tag, meant_language


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("pt-br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("German", ""),
        ("xx", ""),
        ("de_DE", ""),
        ("", ""),
    ],
)
def test_a_tag_is_written_by_custom(typed: str, tag: str) -> None:
    """However it was typed; what is no language is none."""
    assert language_tag(typed) == tag


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("German", "de"), ("deutsch", "de"), ("de_DE", "de-DE"), ("de-", "de"), ("klingon", ""), ("%", "")],
)
def test_a_name_is_a_tag_that_was_meant(typed: str, tag: str) -> None:
    assert meant_language(typed) == tag


def test_languages_are_called_what_they_call_themselves() -> None:
    """And are read from their side."""
    assert [language_name(tag) for tag in ("de", "fr", "ar")] == ["Deutsch", "Français", "العربية"]
    assert [direction(tag) for tag in ("de", "ar", "he", "xx")] == ["ltr", "rtl", "rtl", "ltr"]
