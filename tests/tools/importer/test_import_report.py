from __future__ import annotations

from knowledge_center.tools.importer.import_notes import ImportNote, NoteKind, changed, left_out
from knowledge_center.tools.importer.import_report import IgnoredField, Outcome, Report
from knowledge_center.tools.importer.report_file import report_file

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
    unused_fields=[
        IgnoredField(name="mood", source="a.md", line=4, value="calm <em>and</em> " + "long " * 60)
    ],
)


# What comes next is said where articles came along.
NEXT = """Articles from before a digest are news to nobody. So that the first issue does not have them all:
  knowledge-center close --baseline"""


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

Articles from before a digest are news to nobody. So that the first issue does not have them all:
  knowledge-center close --baseline

2 articles imported, 1 could not be read, 1 thing left out, 1 skipped"""
    )
    assert NEXT in report_file(FULL) and NEXT not in str(Report(outcomes=FULL.outcomes[1:2]))


def test_an_import_without_a_hitch_is_short() -> None:
    """Files that simply came along are counted, not listed; what comes next is said."""
    report = Report(outcomes=[Outcome(source="a.md", target="docs/articles/posts/2019/a.md")])
    assert str(report) == f"{NEXT}\n\n1 article imported, 0 could not be read, 0 things left out"


def test_what_stood_around_articles_is_counted_where_it_is_listed() -> None:
    """A list of pieces above a line that counts none would say two things."""
    pieces = [
        IgnoredField(name=name, source="a.html", line=0, value="Menu") for name in ("menu", "signup form")
    ]
    report = Report(outcomes=[Outcome(source="a.html", target="a.md")], furniture=pieces)
    assert report.summary() == (
        "1 article imported, 0 could not be read, 0 things left out, 2 pieces around articles left out"
    )


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


def test_the_report_as_a_file_has_a_section_a_kind_and_shortens_nothing() -> None:
    """What the terminal cuts can be searched for there; a tag in it is shown."""
    long = Report(outcomes=[Outcome(source="a.md", target="x", notes=(left_out("word " * 100 + "end.", 9),))])
    assert "…" in str(long) and "end." not in str(long) and "word end." in report_file(long)
    text = report_file(FULL)
    assert [line for line in text.split("\n") if line.startswith("#")] == [
        "# Import report",
        "## Could not be read",
        "## Left out",
        "## Not as it was, or for an editor to look at",
        "## No article",
        "## Fields that articles do not have here",
        "### mood",
        "## 1 author added to .authors.yml",
        "## 1 author added whose name is guessed from the key; see .authors.yml",
        "## 1 category added to .categories.yml; a description makes them useful",
        "## Tags that lead to no category (see --tags)",
    ]
    assert "- `a.md:9`: a \\<form> was left out." in text
    assert "- `a.md:4`: calm \\<em>and" in text and text.count("long ") == 60
