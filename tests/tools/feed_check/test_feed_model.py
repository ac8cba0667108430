"""One model for every format."""

from __future__ import annotations

from knowledge_center.tools.feed_check.feed_model import Entry, TextValue, date_822, date_3339


def test_words_without_markup() -> None:
    """What a reader shows of HTML; plain text is shown as it is."""
    assert TextValue(text="a <em>b</em> &amp; c &lt;d&gt;", html=True).plain == "a b & c <d>"
    assert TextValue(text="a <b> &amp;").plain == "a <b> &amp;"


def test_a_date_that_cannot_be_read_is_no_moment() -> None:
    """It is a finding of its own and stops no other rule."""
    assert date_822("pubDate", "soon", 1).moment is None
    assert Entry(line=1, published=date_822("pubDate", "soon", 1)).changed is None


def test_the_newest_date_of_an_entry_counts() -> None:
    """Published or changed, whichever is later."""
    entry = Entry(
        line=1,
        published=date_3339("published", "2026-11-16T09:00:00Z", 1),
        updated=date_3339("updated", "2026-11-17T09:00:00Z", 1),
    )
    assert entry.changed and entry.changed.day == 17
