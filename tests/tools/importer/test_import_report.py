from __future__ import annotations

from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind, changed, left_out
from knowledge_center.tools.importer.import_report import Outcome, Report

FULL = Report(
    outcomes=[
        Outcome(
            source="a.md",
            target="docs/articles/posts/2019/a.md",
            notes=(left_out("a <form> was left out.", 9), changed("first.", 2)),
        ),
        Outcome(
            source="b.md", notes=(ImportNote(message="it has no title.", line=1, kind=NoteKind.REFUSED),)
        ),
        Outcome(source="c.md", target="docs/articles/posts/2019/c.md"),
        Outcome(source="readme.md", notes=(ImportNote(message="it is no article.", kind=NoteKind.SKIPPED),)),
    ],
    authors={"jo": "Jo", "ann-lee": "Ann Lee"},
    guessed={"ann-lee"},
    categories={"imported": "Imported"},
    unused_tags={"pay": 2, "age": 2, "job": 3},
    unused_fields={"mood": 1},
)


def test_the_report_reads_from_top_to_bottom() -> None:
    """File by file and line by line, then what concerns all of them, then one line that counts."""
    assert (
        str(FULL)
        == """\
a.md -> docs/articles/posts/2019/a.md
  a.md:2: first.
  a.md:9: a <form> was left out.

b.md
  b.md:1: could not be read: it has no title.

readme.md
  readme.md: skipped: it is no article.

1 author added to .authors.yml:
  Jo (jo)

1 author added whose name is guessed from the key; see .authors.yml:
  Ann Lee (ann-lee)

1 category added to .categories.yml; a description makes them useful:
  Imported (imported)

Tags that lead to no category (see --tags):
  job (3), age (2), pay (2)

Fields that articles do not have here:
  mood (1)

2 articles imported, 1 could not be read, 1 thing left out, 1 skipped"""
    )


def test_an_import_without_a_hitch_is_one_line() -> None:
    """Files that simply came along are counted, not listed."""
    report = Report(outcomes=[Outcome(source="a.md", target="docs/articles/posts/2019/a.md")])
    assert str(report) == "1 article imported, 0 could not be read, 0 things left out"


def test_the_list_that_was_added_to_is_named() -> None:
    """A site whose lists are edited in a browser has none with a dot."""
    report = Report(outcomes=[], authors={"jo": "Jo"}, author_list="authors.yml")
    assert "1 author added to authors.yml:" in str(report)


def test_a_second_run_says_what_is_there() -> None:
    """Nothing new is no failure."""
    report = Report(
        outcomes=[Outcome(source="a.md", notes=(ImportNote(message="it is here.", kind=NoteKind.ALREADY),))]
    )
    assert report.summary() == "0 articles imported, 0 could not be read, 0 things left out, 1 already there"
    assert report.failed == 0
