from __future__ import annotations

from tests.tools.importer.samples import TEXT, imported, only, post, report_messages

SUMMARY = "summary: What the reader finds out here, said in one sentence of some length."


def test_what_stood_below_the_title_is_the_first_paragraph() -> None:
    """Readers saw it; each text once, and the report says so."""
    plan = imported({"2019-05-06-a.md": post("T", SUMMARY, "subtitle: A second line", "deck: A second line")})
    assert only(plan).body == f"A second line\n\n{TEXT}"
    assert report_messages(plan)[0] == "its subtitle, “A second line”, is the first paragraph now."


def test_what_is_said_already_is_not_said_twice() -> None:
    """A subtitle that is the description, or how the text begins."""
    for line in ("subtitle: Most cover letters say", "deck: What the reader finds out here"):
        assert only(imported({"2019-05-06-a.md": post("T", SUMMARY, line)})).body == TEXT
