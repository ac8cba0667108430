"""Words that mean the same to a search."""

from __future__ import annotations

from knowledge_center.search.synonyms import parted, synonyms


def test_a_line_is_parted_at_its_signs() -> None:
    """Blanks do not matter."""
    assert parted(" CV =resume  =  job   history ") == ("CV", "resume", "job history")
    assert parted("=") == ()


def test_a_line_of_the_site_takes_the_place_of_ours() -> None:
    """Whoever writes a line with CV has that line alone, and the others as they are; other languages have their own."""
    ours = synonyms([], "en-GB")
    assert any("CV" in group for group in ours)
    own = synonyms([("cv", "portfolio")], "en")
    assert [group for group in own if "CV" in group or "cv" in group] == [("cv", "portfolio")]
    assert len(own) == len(ours)
    assert synonyms([("Stelle", "Job")], "de") == (("Stelle", "Job"),)
