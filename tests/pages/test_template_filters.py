"""Titles and texts as templates set them."""

from __future__ import annotations

from knowledge_center.pages.template_filters import opened_by, typeset


def test_an_apostrophe_in_a_title_is_curved_like_one_in_the_text() -> None:
    """Only within a word: a quotation, a measure and a title that looks like code stay as they were typed."""
    assert typeset("Why you're not l'été O'Hara's") == "Why you’re not l’été O’Hara’s"
    assert typeset("'Tis 5'10 rock 'n' roll's <a title='x'>") == "'Tis 5'10 rock 'n' roll’s <a title='x'>"


def test_what_a_text_says_at_once_is_not_said_above_it() -> None:
    """However it is marked up, and where the description breaks off; words that go on otherwise are others."""
    text = "<p>This <a href='x'>summer</a>, we &amp; you&nbsp;met. Then we left.</p>"
    assert opened_by(text, "This summer, we & you met.") and opened_by(text, "This summer we & you…")
    assert not opened_by(text, "This summer, we met you.") and not opened_by("", "This summer.")
    for html in ("<!-- a > b --><p>Über uns.</p>", "<p>&Uuml;ber uns", "<h2 id='x'> _“Über</h2> uns"):
        assert opened_by(html, "Über uns") and not opened_by(html, "Unter uns")
