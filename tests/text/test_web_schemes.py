"""What an address was to be whose https:// is not as it should be."""

from __future__ import annotations

import pytest

from knowledge_center.text.web_schemes import mended_scheme


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("htps://www.example.org/a?b=1#c", "https://www.example.org/a?b=1#c"),
        ("https:/www.example.org", "https://www.example.org"),
        ("https;//www.example.org", "https://www.example.org"),
        ("http//www.example.org/a", "https://www.example.org/a"),
        ("https://http://www.example.org/", "http://www.example.org/"),
        ("https://" * 5000 + "www.example.org", "https://www.example.org"),
        ("https://https//www.example.org", "https://www.example.org"),
    ],
    ids=range(7),
)
def test_it_is_told(written: str, meant: str) -> None:
    """A letter too few or too many, a sign that is missing, and one pasted behind another, however often."""
    assert mended_scheme(written) == meant


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/", "http://example.org:8000/a", "html/a.pdf", "mailto:a@example.org",
        "ftp://example.org/", "tel:+1.2", "a.md", "#part", "https://localhost/", "other//a.b",
        "htps://" + "a." * 20000 + "!",
    ],
    ids=range(11),
)  # fmt: skip
def test_all_others_are_let_alone(address: str) -> None:
    """The web's own, files, and what other programs open."""
    assert mended_scheme(address) == ""
