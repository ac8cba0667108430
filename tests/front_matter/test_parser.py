"""Front matter: read with the line of every field, or refused with the line of every mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.front_matter.parser import Field, parse, parse_fields, read_text
from knowledge_center.problems import Problem, Unusable
from tests.editors import assert_plain

PIECES = st.sampled_from(
    [
        "title", "date", ": ", ":", " ", "\n", '"', "'", "[", "]", "{", "}", "- ", "#", "&a", "*a", "!x", "|",
        ">", "\t", "\xa0", "%", "@", "`", "?", "---", "...", "B:", "~", "null", "\\", "\u2028", "\x85", "\0",
        "\ufeff", "<<: ", "  ", "    ", "é", "\\ud83d", "\\x00",
    ]
)  # fmt: skip
MESSES = st.lists(PIECES, max_size=25).map("".join) | st.text()


def refusal(text: str, *, first_line: int = 1) -> Problem:
    with pytest.raises(Unusable) as refused:
        parse_fields(text, "docs/a.md", first_line=first_line)
    (problem,) = refused.value.problems
    assert_plain(problem)
    return problem


def test_a_file_comes_apart_into_fields_and_text() -> None:
    """What stands between the two lines of hyphens are fields, the rest is the text and knows its line."""
    document = parse("---\ntitle: A title\ndate: 2026-11-16\n---\n\nText.\n", "docs/a.md")
    assert document.fields == {
        "title": Field(value="A title", line=2),
        "date": Field(value="2026-11-16", line=3),
    }
    assert document.body == "\nText.\n"
    assert document.body_line == 5


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_blanks_behind_the_hyphens_do_no_harm(end: str) -> None:
    """The block of fields also ends at three dots, and blanks behind either line are passed over."""
    assert parse(f"--- \na: b\n{end}\nText", "docs/a.md").body == "Text"


@pytest.mark.parametrize("aliases", [0, 1, 26, 27, 28, 29, 30, 31, 200])
def test_fields_may_be_as_long_as_they_are(aliases: int) -> None:
    """The text begins below them, wherever that is, and lines of hyphens in it belong to it."""
    listed = "".join(f"\n  - name-{number}" for number in range(aliases))
    body = "Words.\n\n---\n\nMore words.\n---\n\n"
    document = parse(f"---\ntitle: A note\naliases:{listed}\n---\n{body}", "a.md")
    assert document.body == body
    assert document.body_line == aliases + 5
    with pytest.raises(Unusable):
        parse(f"\n---\ntitle: A note{listed}\n---\n{body}", "a.md")


def test_values_stay_what_the_editor_typed() -> None:
    """No text turns into a number, a day or a yes: a message can quote what stands in the file."""
    text = "a: 2026-11-16\nb: 007\nc: yes\nd: 1e3\ne: 12:30\nf: 'x'\ng:\nh: ~\ni: 'null'\nj: ''"
    fields = parse_fields(text, "docs/a.md")
    assert [fields[key].value for key in "abcdefghij"] == [
        "2026-11-16", "007", "yes", "1e3", "12:30", "x", None, None, "null", "",
    ]  # fmt: skip
    assert [key for key in "abcdefghij" if fields[key].quoted] == ["f", "i", "j"]


def test_every_value_knows_its_line() -> None:
    """Fields are found where their name stands, items of a list each on their own line."""
    text = "---\na: |\n  x\n  y\nb:\n  - one\n\n  - two\nc: [three,\n  four]\nd:\n  e: five\n---\n"
    fields = parse(text, "docs/a.md").fields
    assert {key: field.line for key, field in fields.items()} == {"a": 2, "b": 5, "c": 9, "d": 11}
    assert isinstance(fields["b"].value, list) and isinstance(fields["c"].value, list)
    assert [item.line for item in fields["b"].value] == [6, 8]
    assert [item.line for item in fields["c"].value] == [9, 10]
    assert isinstance(fields["d"].value, dict)
    assert fields["d"].value["e"].line == 12


def test_a_list_with_dashes_knows_how_far_it_is_set_in() -> None:
    """A line that is to replace an item has to be set in like the others; a list in brackets is not."""
    fields = parse_fields("a:\n   - x\nb:\n- y\nc: [z]\nd: e", "docs/a.md")
    assert [fields[key].dashes for key in "abcd"] == [3, 0, None, None]


def test_what_stands_behind_a_value_is_kept() -> None:
    """A # in a sentence begins a comment; whoever reads the field can tell that something is missing."""
    fields = parse_fields(
        "a: The #1 mistake\nb: x # why\nc: #1\nd: 'x' #y\ne: C# is fine\nf: [x] #y", "docs/a.md"
    )
    assert [fields[key].comment for key in "abcdef"] == ["#1 mistake", "# why", "#1", "#y", "", ""]


def test_words_for_a_value() -> None:
    """A message says what was found: the text, nothing, a list, or a group of fields."""
    fields = parse_fields("a: x y\nb:\nc: [d]\ne:\n  f: g", "docs/a.md")
    assert [fields[key].in_words for key in "abce"] == ["“x y”", "nothing", "a list", "a group of fields"]
    assert [fields[key].text for key in "abce"] == ["x y", None, None, None]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "  \n\t\n"])
def test_nothing_between_the_hyphens_is_no_field(text: str) -> None:
    """A block without fields is empty, not wrong; what is missing is for others to say."""
    assert parse_fields(text, "docs/a.md") == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Just text.\n", 1, "has no block of fields"),
        ("----\ntitle: x\n---\n", 1, "three hyphens are expected"),
        ("\n---\ntitle: x\n---\n", 1, "has to begin on the first line"),
        (" ---\ntitle: x\n---\n", 1, "has to begin on the first line"),
        ("---\ntitle: x\n\nText.\n", 1, "no second --- closes it"),
        ("---", 1, "no second --- closes it"),
    ],
)
def test_a_block_that_is_not_there_or_not_closed(text: str, line: int, says: str) -> None:
    """A file without fields, with something before them, or without their end is told apart."""
    with pytest.raises(Unusable) as refused:
        parse(text, "docs/a.md")
    (problem,) = refused.value.problems
    assert (problem.line, says in problem.message) == (line, True)
    assert_plain(problem)


def test_the_block_offered_to_a_file_without_one_can_be_pasted() -> None:
    """Who forgot the fields gets all required ones, ready to fill in."""
    with pytest.raises(Unusable) as refused:
        parse("Just text.\n", "docs/a.md")
    fields = parse(refused.value.problems[0].fix + "\nJust text.\n", "docs/a.md").fields
    assert list(fields) == ["title", "date", "description", "authors", "categories"]


def test_a_field_that_stands_twice_names_the_first() -> None:
    """Two titles are one too many, and the message says where the other is."""
    problem = refusal("title: a\ndate: x\ntitle: b", first_line=2)
    assert problem.line == 4
    assert "the first is on line 2" in problem.message


@pytest.mark.parametrize("text", ["- a\n- b", "just words", "'quoted'"])
def test_a_list_or_a_text_is_no_block_of_fields(text: str) -> None:
    """Fields have names; a list or a sentence instead is said to be none."""
    assert "Fields are expected here" in refusal(text).message


def test_a_lonely_field_without_a_space() -> None:
    """“title:Words” is a text without a name; the fix is the same line with its space."""
    assert refusal("title:Words").fix == "title: Words"


@pytest.mark.parametrize("text", ["a: 1\n'': x", "a: 1\n? [b]\n: c"])
def test_a_field_needs_a_name(text: str) -> None:
    """A colon with nothing before it is no field."""
    problem = refusal(text)
    assert problem.line == 2
    assert "without a name" in problem.message


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("&more to come", 'title: "&more to come"'),
        ("!important news", 'title: "!important news"'),
        ("&a [x]", 'title: "&a [x]"'),
    ],
)
def test_a_text_that_begins_with_a_mark_of_the_parsers_is_not_eaten(value: str, fix: str) -> None:
    """“&more to come” would be read as “to come”; it is refused, and the fix keeps every word."""
    problem = refusal(f"date: x\ntitle: {value}")
    assert (problem.line, problem.fix) == (2, fix)
    assert parse_fields(problem.fix, "docs/a.md")["title"].text == value


def test_a_bomb_of_references_does_not_go_off() -> None:
    """A few lines that refer to each other cannot grow into millions of fields: they are refused at once."""
    lines = ["a: &a [x]"] + [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefghij", "bcdefghijk", strict=True)
    ]
    with pytest.raises(Unusable) as refused:
        parse_fields("\n".join(lines), "docs/a.md")
    assert {problem.line for problem in refused.value.problems} == set(range(1, 12))


def test_a_text_that_refers_to_itself_is_refused() -> None:
    """A list that contains itself has no end; it is refused like every reference."""
    assert refusal("a: &a [*a]").line == 1


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 200_000, "- " * 9_000 + "x", "a: " + "{b: " * 9_000, "? " * 9_000]
)
def test_a_deep_nest_does_not_take_the_program_down(text: str) -> None:
    """Thousands of brackets in each other are refused with a line, where parsers break off."""
    assert "nested too deeply" in refusal(text).message


def test_nine_levels_are_too_many() -> None:
    """Fields in fields in fields: nobody can have meant that."""
    deep = "\n".join(" " * n + f"a{n}:" for n in range(10)) + " x"
    assert "nested too deeply" in refusal(deep).message
    assert parse_fields("\n".join(" " * n + f"a{n}:" for n in range(8)) + " x", "docs/a.md")


def test_line_ends_of_other_systems_and_a_byte_order_mark(tmp_path: Path) -> None:
    """A file from Windows or an old Mac reads like any other, and its invisible first character is dropped."""
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\rText\n")
    assert read_text(path, "docs/a.md") == "---\ntitle: x\n---\nText\n"
    # Two programs, one behind the other, have each written theirs.
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_text(path, "docs/a.md") == "---\ntitle: x\n---\nText\n"


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"---\ntitle: Gr\xf6\xdfe\n---\n", 2),
        (b"\xff\xfet\x00", 1),
        (b"\xef\xbb\xbfa\n\xff", 2),
        (b"a\r\nb\r\n\x93quoted\x94", 3),
        (b"a\rb\r\xe9", 3),
    ],
)
def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path, raw: bytes, line: int) -> None:
    """A file saved as Latin-1, Windows-1252 or UTF-16 is refused on the line of its first such letter."""
    path = tmp_path / "a.md"
    path.write_bytes(raw)
    with pytest.raises(Unusable) as refused:
        read_text(path, "docs/a.md")
    (problem,) = refused.value.problems
    assert problem.where == f"docs/a.md:{line}"
    assert "UTF-8" in problem.fix
    assert_plain(problem)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A link into the void, or a folder with a file's name, is said to be unreadable, and why."""
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.md").mkdir()
    for name in ("gone.md", "folder.md", f"{'x' * 300}.md"):
        with pytest.raises(Unusable) as refused:
            read_text(tmp_path / name, f"docs/{name}")
        (problem,) = refused.value.problems
        assert problem.where == f"docs/{name}"
        assert "cannot be read" in problem.message
        assert_plain(problem)


def test_a_loop_of_links_is_no_endless_read(tmp_path: Path) -> None:
    """Two links that lead to each other end in a sentence."""
    os.symlink(tmp_path / "b.md", tmp_path / "a.md")
    os.symlink(tmp_path / "a.md", tmp_path / "b.md")
    with pytest.raises(Unusable, match="cannot be read"):
        read_text(tmp_path / "a.md", "docs/a.md")


def test_a_conflict_among_the_fields_is_nothing_else() -> None:
    """Fields that git could not merge are told as such, on the line where they begin; no field is blamed."""
    conflict = "<<<<<<< b\na: 1\n=======\na: 2\n>>>>>>> c"
    with pytest.raises(Unusable) as refused:
        parse_fields(f"title: A\n{conflict}\ndate: x: y\n{conflict}", "docs/a.md", first_line=2)
    assert [problem.line for problem in refused.value.problems] == [3, 9]
    assert all("git could not merge" in problem.message for problem in refused.value.problems)


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "=======", ">>>>>>> main"])
def test_what_is_left_of_a_conflict_is_to_be_deleted(line: str) -> None:
    """A mark that somebody overlooked is told by itself."""
    problem = refusal(f"title: A\n{line}\ndate: x")
    assert (problem.line, problem.fix) == (2, "Delete the line.")


@settings(deadline=None, max_examples=400)
@given(MESSES)
def test_no_text_ends_in_anything_but_fields_or_problems(text: str) -> None:
    """Whatever stands between the hyphens, there are fields, or problems with a line of the file and a fix."""
    whole = f"---\n{text}\n---\nText"
    count = len(whole.split("\n"))
    try:
        document = parse(whole, "docs/a.md")
    except Unusable as refused:
        assert refused.problems
        for problem in refused.problems:
            assert 1 <= problem.line <= count
            assert problem.message and problem.fix.strip()
        return
    assert all(2 <= field.line <= count for field in document.fields.values())
    assert whole.split("\n")[document.body_line - 1 :] == document.body.split("\n")


@settings(deadline=None, max_examples=200)
@given(MESSES)
def test_no_file_at_all_ends_in_anything_else(text: str) -> None:
    """The same holds for a whole file of anything."""
    try:
        document = parse(text, "docs/a.md")
    except Unusable as refused:
        assert all(1 <= problem.line <= text.count("\n") + 1 for problem in refused.problems)
        return
    assert document.body_line >= 2


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,8}", fullmatch=True).filter(lambda key: key not in ("y", "n", "null")),
        st.text(
            st.characters(
                exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
            )
        ),
        max_size=5,
    )
)
def test_what_stands_in_quotes_comes_back_to_the_letter(values: dict[str, str]) -> None:
    """A text in double quotes is read as it was meant, whatever characters it holds."""
    text = "".join(
        f'{key}: "{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"\n'
        for key, value in values.items()
    )
    fields = parse_fields(text, "docs/a.md")
    assert {key: field.text for key, field in fields.items()} == values
    assert [field.line for field in fields.values()] == list(range(1, len(values) + 1))
