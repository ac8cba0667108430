from __future__ import annotations

import pytest

from knowledge_center.tools.importer.foreign_front_matter import split
from knowledge_center.tools.importer.import_notes import Refused
from tests.tools.importer.samples import messages


def test_yaml_fields_keep_the_letters_that_were_typed() -> None:
    """A title “No” or “1984” is text, and a day that does not exist is still something to report."""
    parsed = split("---\ntitle: No\nyear: 1984\nat: 12:30\ndate: 2019-02-30\nempty:\nnull: ~\n---\nText")
    assert parsed is not None
    assert parsed.fields == {
        "title": "No", "year": "1984", "at": "12:30", "date": "2019-02-30", "empty": "", "null": "",
    }  # fmt: skip


def test_the_text_knows_its_line_in_the_file() -> None:
    """Notes about the text name the line an editor sees."""
    parsed = split("---\ntitle: A\ndate: 2019-05-06\n---\n\nfirst")
    assert parsed is not None
    assert parsed.body.line(parsed.body.text.index("first")) == 6
    assert parsed.lines == {"title": 2, "date": 3}


@pytest.mark.parametrize(
    "text",
    [
        "+++\ntitle = 'A'\ndate = 2019-05-06\ntags = ['x']\ndraft = true\n[params]\nlead = 'L'\n+++\nText",
        '{\n "title": "A", "date": "2019-05-06",\n "tags": ["x"], "draft": true, "lead": "L"\n}\nText',
        '---json\n{"title": "A", "date": "2019-05-06", "tags": ["x"], "draft": true, "lead": "L"}\n---\nText',
        "---toml\ntitle = 'A'\ndate = '2019-05-06'\ntags = ['x']\ndraft = true\nlead = 'L'\n---\nText",
        "\n---  \ntitle: A\ndate: 2019-05-06\ntags: [x]\ndraft: true\nlead: L\n---  \nText",
        "---\ntitle: A\ndate: 2019-05-06\ntags:\n- x\ndraft: true\nlead: L\n...\nText",
    ],
)
def test_every_generators_front_matter_says_the_same(text: str) -> None:
    """Jekyll's YAML, Hugo's TOML and JSON, and Eleventy's marks give one and the same article."""
    parsed = split(text)
    assert parsed is not None
    assert parsed.fields == {"title": "A", "date": "2019-05-06", "tags": ["x"], "draft": "true", "lead": "L"}
    assert parsed.body.text == "Text"


def test_the_text_below_json_knows_its_line() -> None:
    """Whether an empty line follows the fields or not."""
    for text in ('\n{\n"title": "A"\n}\nfirst', '{"title": "A",\n"date": "2019-05-06"}\n\n\nfirst'):
        parsed = split(text)
        assert parsed is not None
        assert parsed.body.line(parsed.body.text.index("first")) == text.count("\n") + 1
        assert parsed.lines["title"] == text[: text.index("title")].count("\n") + 1


def test_toml_fields_know_their_lines() -> None:
    """A note about a TOML field names its line."""
    parsed = split("+++\ntitle = 'A'\n\ndate = 2019-05-06\n+++\n")
    assert parsed is not None and parsed.lines == {"title": 2, "date": 4}


def test_a_field_that_stands_there_twice_is_reported() -> None:
    """The last one counts, as in the old generator, and the first is not lost in silence."""
    parsed = split("---\ntitle: Old\ntitle: New\n---\n")
    assert parsed is not None
    assert parsed.fields == {"title": "New"}
    assert messages(parsed.notes) == ["the field “title” stands there twice; its first value was left out."]


@pytest.mark.parametrize("text", ["", "# A heading\n\nText", "Text\n---\nmore", "{{ liquid }}", "{ not json"])
def test_a_file_without_front_matter_is_no_article(text: str) -> None:
    """A readme is told apart from an article that cannot be read."""
    assert split(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\n\nText that never ends", 1),
        ("+++\ntitle = 'A'\ndate = yesterday\n+++\n", 3),
        ("---json\n{nothing}\n---\n", 2),
        ("+++\ndate = 2019-02-30\n+++\n", 2),
        ("---\n" + "[" * 3000 + "\n---\n", 2),
        ("---json\n" + "[" * 100_000 + "\n---\n", 2),
    ],
)
def test_front_matter_that_cannot_be_read_names_its_line(text: str, line: int) -> None:
    """Unclosed, mistyped or absurd front matter is a sentence with a line."""
    with pytest.raises(Refused) as caught:
        split(text)
    assert caught.value.note.line == line


def test_an_alias_that_holds_itself_does_no_harm() -> None:
    """YAML can be knotted; an import cuts the knot."""
    assert split("---\na: &x\n  b: *x\n---\n") is not None


def test_half_characters_of_json_are_dropped() -> None:
    """A lone surrogate cannot be saved in any file."""
    parsed = split('{"title": "A\\ud800B"}\n')
    assert parsed is not None and parsed.fields["title"] == "AB"


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("Title: Pay\nDate: 2019-05-06\nSummary: Two\n    lines\n\nWords", "Words", 6),
        ("title: Pay\ndate: 2019-05-06\nsummary: Two lines\n---\nWords", "Words", 5),
    ],
)
def test_fields_without_a_mark_above_them_are_fields(text: str, body: str, line: int) -> None:
    """As Pelican and the first Hexo have them."""
    parsed = split(text)
    assert parsed is not None
    found = {name.casefold(): value for name, value in parsed.fields.items()}
    assert found == {"title": "Pay", "date": "2019-05-06", "summary": "Two lines"}
    assert (parsed.body.text, parsed.body.lines[0]) == (body, line)


def test_a_text_that_begins_with_a_colon_has_no_fields() -> None:
    """Nobody's first sentence is lost."""
    assert split("Note: this is a text\n\nWords") is None


def test_fields_that_are_a_program_are_refused_with_the_way() -> None:
    with pytest.raises(Refused, match="write them as YAML"):
        split("---js\n{title: 'T'}\n---\n")
