"""Mistakes in YAML: each on its own line, with a fix that was tried before it was proposed."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_center.front_matter import yaml_mistakes
from knowledge_center.front_matter.yaml_mistakes import Mistake, double_quoted, in_quotes, read, spaced


def mistakes(text: str) -> list[Mistake]:
    return read(text.split("\n"))[1]


def mended(text: str) -> str:
    """The text with every fix pasted in the place of its line."""
    lines = text.split("\n")
    for mistake in mistakes(text):
        lines[mistake.index] = mistake.fix
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "index", "says", "fix"),
    [
        ("title: Interviews: what to wear", 0, "“title” holds a colon", 'title: "Interviews: what to wear"'),
        ("date: x\ntitle: Next step:", 1, "“title” holds a colon", 'title: "Next step:"'),
        ("title: “Interviews: what to wear”", 0, "holds a colon", 'title: "Interviews: what to wear"'),
        ("title: “One: two” and “three”", 0, "holds a colon", 'title: "“One: two” and “three”"'),
        ("a:\n* b\nc: d", 1, "begins its lines with hyphens", "- b"),
        ("a:\n• b\nc: d", 1, "begins its lines with hyphens", "- b"),
        ("a: [b, c  # d: e\nf: g", 0, "] is missing", "a: [b, c]  # d: e"),
        ("a: [b, {c, 'd', e]\nf: g", 0, "cannot be read as a field", """a: [b, "{c", 'd', e]"""),
        ("title: A: b # c", 0, "holds a colon", 'title: "A: b" # c'),
        ('title: A "b": c', 0, "holds a colon", 'title: "A \\"b\\": c"'),
        ("a:\n  role: Editor: Careers\nb: c", 1, "“role” holds a colon", '  role: "Editor: Careers"'),
        ("a:\n  - role: Editor: Careers\nb: c", 1, "“role” holds a colon", '  - role: "Editor: Careers"'),
        ('title: "Why you wait\ndate: x', 0, "quotation mark is opened", 'title: "Why you wait"'),
        ("title: 'Why you wait\ndate: x", 0, "quotation mark is opened", 'title: "Why you wait"'),
        ("title: 'It's late'\ndate: x", 0, "closed too early", 'title: "It\'s late"'),
        ('title: "She said "no" to it"', 0, "closed too early", 'title: "She said \\"no\\" to it"'),
        ('title: "No" is a word', 0, "closed too early", 'title: "\\"No\\" is a word"'),
        ('a: "x\ntitle: "y"', 0, "quotation mark is opened", 'a: "x"'),
        ('a: "one\n  two"\ntitle: B: c', 2, "holds a colon", 'title: "B: c"'),
        ("title:Words\ndate: x", 0, "space is missing", "title: Words"),
        ("date: x\ntitle:Words\nb: c", 1, "space is missing", "title: Words"),
        ("authors: [a, b\ndate: x", 0, "] is missing", "authors: [a, b]"),
        ("authors: [a, b,\ndate: x", 0, "] is missing", "authors: [a, b]"),
        ("a: {b: c\ndate: x", 0, "} is missing", "a: {b: c}"),
        ("description: One\ntwo three\ndate: x", 1, "has no field's name", "  two three"),
        ("a: >\n   one\n two\nb: c", 2, "has no field's name", "   two"),
        ("title: x\n  date: y", 1, "is set in", "date: y"),
        (" title: x\ndate: y", 0, "is set in", "title: x"),
        ("title: [draft] Words", 0, "cannot be read", 'title: "[draft] Words"'),
        ("title: - Words", 0, "cannot be read", 'title: "- Words"'),
        ("title: @home", 0, "cannot be read", 'title: "@home"'),
        ("title: *stars*", 0, "cannot be read", 'title: "*stars*"'),
        ("title: % of people", 0, "cannot be read", 'title: "% of people"'),
        ("title: > than", 0, "cannot be read", 'title: "> than"'),
        ('title: "a \\q b"', 0, "cannot be read", 'title: "a \\\\q b"'),
        ('title: "\\ud83d"', 0, "cannot be read", 'title: "\\\\ud83d"'),
        ("title:\tWords", 0, "holds a tab", "title:  Words"),
        ("authors:\n\t- a", 1, "holds a tab", "  - a"),
        ("authors:\n-\ta", 1, "holds a tab", "-  a"),
        ("title:\xa0Words", 0, "no ordinary space", "title: Words"),
        ("a:\n\u2003- b", 1, "no ordinary space", " - b"),
        ("date: x\ntitle: A\x00B", 1, "invisible control character", "title: AB"),
        ("\ufefftitle: x", 0, "invisible control character", "title: x"),
        ("a: b\n\x07", 1, "invisible control character", "Delete the line."),
    ],
)
def test_each_mistake_is_found_on_its_line_and_its_fix_cures_it(
    text: str, index: int, says: str, fix: str
) -> None:
    """What editors do to YAML is named on the line where they did it, and the line to paste cures it."""
    (mistake,) = mistakes(text)
    assert (mistake.index, mistake.fix) == (index, fix)
    assert says in mistake.message
    if fix != "Delete the line.":
        assert mistakes(mended(text)) == []


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("date = 2026-11-20", "date: 2026-11-20"),
        ("date=2026-11-20", "date: 2026-11-20"),
        ("date := 2026-11-20", "date: 2026-11-20"),
        ("date：2026-11-20", "date: 2026-11-20"),
        ("date 2026-11-20", "date: 2026-11-20"),
        ("Date\t2026-11-20", "Date: 2026-11-20"),
        ("date; 2026-11-20", "date: 2026-11-20"),
        ("date – 2026-11-20", "date: 2026-11-20"),
        ("date2026-11-20", "date: 2026-11-20"),
        ('summary = "Why: a word"', 'summary: "Why: a word"'),
        ("summary = Why: a word", 'summary: "Why: a word"'),
        ("date", "date:"),
        ("- date: 2026-11-20", "date: 2026-11-20"),
        ("**date:** 2026-11-20", "date: 2026-11-20"),
        ("**date**: 2026-11-20", "date: 2026-11-20"),
    ],
)
@pytest.mark.parametrize("before", ["title: Notes\n", ""])
def test_another_sign_for_the_colon_is_a_missing_colon(line: str, fix: str, before: str) -> None:
    """Such a line is a field of its own; it is never joined to the one above."""
    text = f"{before}{line}\nauthors: [a]"
    found = [mistake.fix for mistake in read(text.split("\n"), ["title", "date", "authors"])[1]]
    assert found[-1] == fix
    lines = text.split("\n")
    lines[-2] = fix
    assert read(lines)[1] == []


def test_a_line_whose_name_nobody_knows_goes_on_from_the_line_above() -> None:
    """Only a known name with a blank behind it is a field: a description in two lines begins with any word."""
    (mistake,) = read(["description: One", "two three", "date: x"], ["date"])[1]
    assert mistake.fix == "  two three"


def test_the_text_meant_comes_out_of_the_fix() -> None:
    """The line to paste says what the editor wrote, quotation marks and backslashes included."""
    for meant in ('She said "no": why?', "C:\\new\\table", "It's: late", "a: b: c"):
        node = yaml.safe_load(mended(f"title: {meant}"))
        assert node == {"title": meant}


def test_an_emoji_in_two_halves_is_that_emoji() -> None:
    """As programs spell it that write JSON."""
    title = '"\\ud83d\\ude00 Caf\\u00e9, \\"new\\""'
    assert mended(f"title: {title}") == 'title: "😀 Café, \\"new\\""'
    # Held together by what cannot be seen.
    assert mended('title: "\\ud83d\\udc69\\u200d\\ud83d\\udc67"') == 'title: "👩\u200d👧"'


def test_a_conflict_in_the_first_field_is_told_where_it_begins() -> None:
    """Not at its middle."""
    (mistake,) = mistakes("<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> main\ndate: x")
    assert mistake.index == 0


def test_behind_one_mistake_the_next_is_found_too() -> None:
    """All mistakes of a file are told at once, not one a day."""
    text = 'title: A: b\ndate:x\ndescription: "open\nauthors: [a\nimage_alt:\tfine\nguid: @x'
    assert [(mistake.index, mistake.line) for mistake in sorted(mistakes(text), key=lambda m: m.index)] == [
        (0, 'title: "A: b"'),
        (1, "date: x"),
        (2, 'description: "open"'),
        (3, "authors: [a]"),
        (4, "image_alt:  fine"),
        (5, 'guid: "@x"'),
    ]


def test_an_open_quote_that_is_closed_far_below_is_reported_on_its_own_line() -> None:
    """The parser stumbles behind the second; what is wrong there as well is told as well."""
    lines = ['title: "Open', "date: 2026-11-16", 'description: it\'s "so": really']
    _, found = read(lines, ("title", "date", "description"))
    assert [(one.index, one.line) for one in found] == [
        (0, 'title: "Open"'),
        (2, 'description: "it\'s \\"so\\": really"'),
    ]


def test_what_nobody_can_mend_is_at_least_named() -> None:
    """Where no fix is known the line is shown and the rule is told."""
    (mistake,) = mistakes('title: "x"\nstray words')
    assert mistake.line is None
    assert mistake.index == 1
    assert mistake.message == "This line cannot be read as a field: “stray words”."
    assert mistake.fix == "Each field is one line: its name, a colon, a space, its text."


def test_readable_text_has_no_mistakes() -> None:
    """Comments, blank lines with blanks or tabs in them, long texts and tabs inside a line are all fine."""
    text = "# c\na: 'x\ty'\n  \t \nb: >-\n  folded\n  text\nc: \tx\nd: x\t\nf: {g: h}\n"
    node, found = read(text.split("\n"))
    assert found == []
    assert node is not None


def test_an_empty_text_is_no_tree_and_no_mistake() -> None:
    """Nothing is nothing, and not wrong."""
    assert read(["", "  ", "# comment"]) == (None, [])


def test_a_great_many_mistakes_come_to_an_end() -> None:
    """Hundreds of broken lines end in a list one can read, in a moment."""
    assert len(mistakes("\n".join(f"a{n}: b: c" for n in range(300)))) == 20
    assert len(mistakes("\n".join(f"a{n}:\tb" for n in range(30)))) == 30


@pytest.mark.parametrize(
    ("line", "better"),
    [("a:b", "a: b"), ("  - a:b c", "  - a: b c"), ("a: b", ""), ("http://x", ""), ("a::b", ""), ("a", "")],
)
def test_a_missing_space_is_told_from_an_address(line: str, better: str) -> None:
    """A space is put behind a field's colon, not into a web address."""
    assert spaced(line) == better


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
    )
)
def test_quoted_text_reads_back(text: str) -> None:
    """A text we put in quotes is read back to the letter."""
    assert yaml.safe_load(f"a: {double_quoted(text)}") == {"a": text}


@given(st.from_regex(r"[ -~]*", fullmatch=True))
def test_a_line_in_quotes_is_always_one_field(value: str) -> None:
    """Whatever an editor typed behind the colon, in quotes it is one text."""
    data = yaml.safe_load(in_quotes(f"title: {value}"))
    assert list(data) == ["title"]
    assert isinstance(data["title"], str)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["a: b", "c: d: e", "f:g", "\th: i", 'j: "k', "l: [m", "  n: o", "stray", "- p", "q: 'r's'", ""]
        ),
        max_size=8,
    )
)
def test_pasting_every_fix_leaves_a_readable_text(lines: list[str]) -> None:
    """However mistakes come together: when each of them has a line to paste, pasting all of them cures all."""
    found = read(lines)[1]
    if not found or any(mistake.line is None for mistake in found):
        return
    for mistake in found:
        lines[mistake.index] = mistake.line or ""
    assert read(lines)[1] == []


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_both_parsers_give_the_same_lines(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """With or without the fast parser, an editor reads the same."""
    monkeypatch.setattr(yaml_mistakes, "_Loader", loader)
    text = 'title: A: b\ndate:x\ndescription: "open\nauthors: [a\nimage_alt: fine\nguid: @x'
    assert sorted(mistake.index for mistake in mistakes(text)) == [0, 1, 2, 3, 5]
    assert mistakes("a: " + "[" * 3000)[0].message == "Fields are nested too deeply here."
