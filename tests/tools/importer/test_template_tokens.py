from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.tools.importer.template_tokens import Argument, Shape, arguments, named, partner, tokens


def test_marks_of_three_generators_are_distinguished() -> None:
    """Liquid, Nunjucks and Hugo write marks of their own."""
    text = "{%- image 'a' -%} {{ x | url }} {{< figure src=a >}} {{% /note %}} {{</ tab />}}"
    found = [(one.shape, one.name, one.rest, one.closing) for one in tokens(text, text)]
    assert found == [
        (Shape.TAG, "image", "'a'", False),
        (Shape.OUTPUT, "x", "| url", False),
        (Shape.SHORTCODE, "figure", "src=a", False),
        (Shape.SHORTCODE, "note", "", True),
        (Shape.SHORTCODE, "tab", "", True),
    ]


@pytest.mark.parametrize(
    ("rest", "values"),
    [
        ('"a.png" "It says “x”" 200', ["a.png", "It says “x”", "200"]),
        ('"a.png" "She said "no" twice"', ["a.png", 'She said "no" twice']),
        ("'it's a door' 'b'", ["it's a door", "b"]),
        ('"a \\"b\\" c"', ['a "b" c']),
        ("a, b", ["a", "b"]),
        ('"" "b"', ["", "b"]),
        ("`raw text`", ["raw text"]),
    ],
)
def test_words_in_quotes_are_one_word(rest: str, values: list[str]) -> None:
    """Also when people put quotes inside quotes."""
    assert [word.value for word in arguments(rest)] == values


@pytest.mark.parametrize("rest", ['src="a" alt="A: b"', "src: 'a', alt: 'A: b'", 'SRC = "a" ALT = "A: b"'])
def test_words_with_names_are_found_by_them(rest: str) -> None:
    """With = or with a colon, in any letters."""
    words = arguments(rest)
    assert (named(words, "image", "src"), named(words, "alt"), named(words, "caption")) == ("a", "A: b", "")


def test_an_address_is_not_a_name_with_a_value() -> None:
    """The colon of https:// divides nothing."""
    assert arguments("https://x.example/a") == [Argument(value="https://x.example/a")]


def test_a_block_ends_at_its_own_end() -> None:
    """A loop in a loop ends the inner one first."""
    text = "{% for a in b %}{% for c in d %}x{% endfor %}{% endfor %}{% endfor %}"
    found = tokens(text, text)
    assert [partner(found, index) for index in range(len(found))] == [3, 2, None, None, None]


@given(st.text(alphabet="{}%<>/|:=\"' ab\n", max_size=60))
def test_no_text_breaks_the_reading_of_marks(text: str) -> None:
    """Half marks are text."""
    for token in tokens(text, text):
        assert text[token.start] == "{" and text[token.end - 1] == "}"
        arguments(token.rest)
