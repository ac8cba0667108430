from __future__ import annotations

import pytest

from knowledge_center.mail.rules.style_attribute import declarations


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("color: Red; COLOR: Blue", {"color": "blue"}),
        ("color: red !important; color: blue", {"color": "red"}),
        ("color: red ! IMPORTANT", {"color": "red"}),
        ("font-family: 'a;b', \"c:d\"; color: red", {"font-family": "'a;b', \"c:d\"", "color": "red"}),
        ("background: url(data:a;b) red", {"background": "url(data:a;b) red"}),
        ("/* color: red; */ color: blue", {"color": "blue"}),
        ("color:; : red; nothing", {}),
        ("color: 'open", {"color": "'open"}),
        ("", {}),
    ],
)
def test_a_style_attribute_is_read_as_css_reads_it(style: str, expected: dict[str, str]) -> None:
    """Strings, comments and importance count; what is no declaration is passed over."""
    assert declarations(style) == expected
