"""Every rule of the check has its example, and the fix of every example is applied as text and checked again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_center.content.check_rules import RULES
from knowledge_center.content.rule_examples import example_files, explained, found_in, guide, listed
from knowledge_center.file_edits import edited, renaming
from knowledge_center.problems import Edit, Problem
from tests.samples import ROOT

WITH_EXAMPLE = sorted(id for id, rule in RULES.items() if rule.example is not None)
# What --fix mends in the examples: there is one way to write it, and no word is lost.
MENDED_ALONE = {
    "body.has_no_invisible_characters", "body.leaves_the_first_level_to_the_title", "bold.has_no_blanks_inside",
    "fields.authors", "fields.categories", "fields.date", "fields.digest", "fields.draft", "fields.expires",
    "fields.review_by", "fields.title", "fields.unknown", "fields.updated",
    "foreign_marks.are_no_needless_backslashes", "foreign_marks.are_no_wide_signs",
    "foreign_marks.break_lines_with_blanks", "foreign_marks.have_notes_of_our_own", "html.has_plain_quotes",
    "image.is_named_as_it_is", "links.pictures_are_named_as_they_are", "list_numbers.end_in_a_full_stop",
    "lists.begin_after_a_blank_line", "lists.begin_with_hyphens", "lists.have_a_blank",
    "lists.have_a_blank_behind_the_mark", "lists.set_in_by_four", "pasted.has_no_joined_letters",
    "pasted.leaves_no_words_of_its_program", "reading.fields_can_be_read", "references.brackets_stand_together",
    "tables.begin_after_a_blank_line", "web_links.are_links", "web_links.lead_there_directly",
    "web_links.track_nobody", "wiki_marks.are_markdown",
}  # fmt: skip
# What stands in other words behind a fix that loses nothing: a clock of 24 hours, a yes that is true.
SAID_ANOTHER_WAY = {
    "articles.fields.date": {"am"},
    "articles.fields.updated": {"november"},
    "articles.fields.draft": {"yes"},
    # A false ending of a picture.
    "articles.image.is_named_as_it_is": {"jpg"},
    "articles.links.pictures_are_named_as_they_are": {"jpg"},
    "articles.fields.unknown": {"published", "false"},
    # What follows readers, and who stands between, is what the fix is there to lose.
    "articles.web_links.track_nobody": {"utm_source", "news"},
    # The mark of a source that only a chat knows.
    "articles.pasted.leaves_no_words_of_its_program": {"4", "source"},
    "articles.web_links.lead_there_directly": {"google", "com", "url", "q", "sa", "d"},
}


def words(text: str) -> set[str]:
    return {word.lstrip("0") for word in re.findall(r"\w+", text.casefold())}


def test_every_rule_about_articles_has_an_example() -> None:
    """Whoever adds a rule shows what breaks it."""
    assert [id for id, rule in RULES.items() if id.startswith("articles.") and rule.example is None] == []


@pytest.mark.parametrize("id", WITH_EXAMPLE)
def test_the_fix_of_an_example_mends_it(tmp_path: Path, id: str) -> None:
    """An example breaks its rule and no other. Mended by a program there is nothing to say, and no word is lost.

    Which of them --fix mends by itself is said above, and changes for a reason alone.
    """
    example = RULES[id].example
    assert example is not None
    files = example_files(example)
    found = found_in(files, tmp_path / "before")
    assert {problem.rule for problem in found} == {id}, found
    problem = found[0]
    assert problem.advice == RULES[id].advice or problem.advice
    assert problem.fix.strip()
    assert problem.safe == (id.removeprefix("articles.") in MENDED_ALONE)
    if not problem.edits:
        assert not problem.safe
        return
    after = edited(files[problem.path], problem.edits)
    mended = {**files, problem.path: after}
    if renamed := renaming(problem):
        mended[renamed[1]] = mended.pop(renamed[0])
    assert found_in(mended, tmp_path / "after") == ()
    if problem.safe:
        lost = words(files[problem.path].decode()) - words(after.decode())
        assert lost <= SAID_ANOTHER_WAY.get(id, set())


def test_the_guide_names_every_rule() -> None:
    """After a change to the rules: python scripts/record_rules.py."""
    assert (ROOT / "guides/checks.md").read_text(encoding="utf-8") == guide()
    assert all(f"`{id}`" in guide() and id in listed() for id in RULES)


def test_a_rule_is_explained() -> None:
    """Why it is there, an article that breaks it, what the check says and the fix; for advice how to switch it off."""
    said = explained(RULES["articles.fields.categories"])
    assert "An article is found under its categories" in said
    assert "categories: [interviews; pay]" in said
    assert "Fix:  categories: [interviews, pay]" in said
    assert "off: [" not in said
    assert "off: [articles.review_dates.have_not_passed]" in explained(
        RULES["articles.review_dates.have_not_passed"]
    )


def test_edits_leave_everything_else_of_a_file() -> None:
    """A byte order mark, the ends of lines and a last line without one stay; lines go in, out, and change."""
    data = "\ufeffa\r\nb\r\nc".encode()
    assert edited(data, [Edit(2, 2, ("B", "B2"))]) == "\ufeffa\r\nB\r\nB2\r\nc".encode()
    assert edited(data, [Edit(3, 3, ("C",)), Edit(1, 1)]) == "\ufeffb\r\nC".encode()
    assert edited(b"\xef\xbb\xbf" + data, [Edit(1, 1, ("A",))]) == "\ufeff\ufeffA\r\nb\r\nc".encode()
    assert edited(b"a\nb\n", [Edit(2, 1, ("x",))]) == b"a\nx\nb\n"


def test_of_two_edits_that_meet_the_first_is_made() -> None:
    """The other one is offered again when the file is checked anew."""
    from knowledge_center.file_edits import safe_edits

    def problem(*edits: Edit, safe: bool = True) -> Problem:
        return Problem(path="a.md", message="x", edits=edits, safe=safe)

    first, second, third = Edit(2, 2, ("x",)), Edit(2, 3, ("y",)), Edit(5, 4, ("z",))
    assert safe_edits([problem(first), problem(second), problem(third)]) == {"a.md": (first, third)}
    assert safe_edits([problem(first, safe=False)]) == {}
