from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.front_matter.parser import parse
from knowledge_center.tools.importer.front_matter_output import ArticleFields, scalar, write_article

LINES = (
    st.text(
        alphabet=st.characters(
            blacklist_categories=["Cs", "Cc", "Zl", "Zp", "Cn"], blacklist_characters="\x85\ufeff"
        ),
        min_size=1,
        max_size=60,
    )
    .map(str.strip)
    .filter(bool)
)


def article_fields(**more: object) -> ArticleFields:
    base: dict[str, object] = {
        "title": "A fair offer",
        "date": "2019-05-06",
        "description": "What it says",
        "authors": ["jo"],
        "categories": ["pay"],
    }
    return ArticleFields(**{**base, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["A fair offer", "C++ & C#", "It’s 5 o'clock", "18F's way", "a:b", "(yes)", "50% off"]
)
def test_plain_text_needs_no_quotes(text: str) -> None:
    """Editors meet as few marks as possible."""
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Pay: what to ask",
        "No",
        "1984",
        "12:30",
        "1e3",
        "0o17",
        "2019-05-06",
        "# one",
        "a #b",
        "- a",
        "null",
        "~",
        "[a]",
        "{a}",
        "*a",
        "&a",
        "!a",
        "@a",
        "`a`",
        "%a",
        "'a'",
        '"a"',
        "a:",
        "? b",
        ": c",
        "",
        "yes",
        "=",
        "<<",
    ],
)
def test_text_that_yaml_would_misread_is_quoted(text: str) -> None:
    """A title is never a number, a date, a yes or a comment."""
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert scalar(text)[0] in "'\""


@given(LINES)
def test_any_line_of_text_reads_back_as_it_was(text: str) -> None:
    """YAML and our own reader see what was meant, in a field and in a list."""
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"key: [{scalar(text, inside_list=True)}]") == {"key": [text]}
    assert parse(f"---\nkey: {scalar(text)}\n---\n", "x").fields["key"].text == text


@given(LINES)
def test_a_field_is_one_line(text: str) -> None:
    """Long descriptions are not wrapped: a change is one line of a diff."""
    assert "\n" not in scalar(text * 20)


def test_the_whole_file_in_its_order() -> None:
    """The same fields stand in the same order in every article, and empty ones are not there."""
    full = article_fields(
        image="a.png",
        image_alt="A door",
        updated="2019-06-01",
        expires="2020-01-01",
        draft=True,
        aliases=["/old/", "/older: x/"],
        guid="https://old.example.org/old/",
    )
    assert write_article(full, "Text\n") == (
        "---\ntitle: A fair offer\ndate: 2019-05-06\ndescription: What it says\nauthors: [jo]\n"
        "categories: [pay]\nimage: a.png\nimage_alt: A door\nupdated: 2019-06-01\nexpires: 2020-01-01\n"
        'draft: true\naliases:\n  - /old/\n  - "/older: x/"\nguid: https://old.example.org/old/\n---\n\nText\n'
    )
    assert write_article(article_fields(), "").count("\n") == 7
