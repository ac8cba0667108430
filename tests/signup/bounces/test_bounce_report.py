"""The sentences about reports that were taken in."""

from __future__ import annotations

from knowledge_center.signup.bounces.bounce_report import as_data, format_results
from knowledge_center.signup.bounces.intake import Taken

TAKEN = (
    Taken(source="1.eml", verdict="suppressed", address="ann@example.com", text="bounced 5.1.1"),
    Taken(source="2.eml", verdict="no report", address="", text="a newsletter"),
    Taken(source="3.eml", verdict="no report", address="", text="a question"),
)


def test_every_message_is_reported_and_every_verdict_counted() -> None:
    """A file, what it led to and about whom; then the sum."""
    assert list(format_results(TAKEN)) == [
        "1.eml\n  suppressed: ann@example.com: bounced 5.1.1",
        "2.eml\n  no report: a newsletter",
        "3.eml\n  no report: a question",
        "1 suppressed, 2 no report.",
    ]
    assert list(format_results([])) == ["No message."]


def test_programs_get_the_same() -> None:
    """A row a message, every cell a text."""
    assert as_data(TAKEN)[0] == {
        "source": "1.eml", "verdict": "suppressed", "address": "ann@example.com", "text": "bounced 5.1.1",
    }  # fmt: skip
    assert len(as_data(TAKEN)) == 3
