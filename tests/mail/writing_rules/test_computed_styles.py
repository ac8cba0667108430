from __future__ import annotations

import lxml.html
import pytest

from knowledge_center.mail.rules.style_attribute import declarations
from tests.mail.writing_rules.computed_styles import apply_styles, sheets

PAGE = """<html><head><style>
/* @media (prefers-color-scheme: dark) { p { color: never } } */
@import "never.css";
p { color: black }
p::before { content: "} p { color: never"; }
.a { color: red !important }
@media (prefers-color-scheme: dark) { p { color: white !important } .a { color: pink !important } }
@media screen { @media (prefers-color-scheme: light) { b { color: navy } } }
@media (max-width: 500px) { p { color: never !important } }
@media print { p { color: never !important } }
</style><!--[if mso]><style>p { color: never !important }</style><![endif]--></head>
<body><p>one</p><p class="a" style="color: blue">two</p><p style="color: blue">three</p><b>four</b></body></html>"""


def colors(scheme: str) -> list[str]:
    document = lxml.html.document_fromstring(apply_styles(PAGE, "dark" if scheme == "dark" else "light"))
    return [declarations(e.get("style") or "").get("color", "") for e in document.find("body")]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [("light", ["black", "red", "blue", "navy"]), ("dark", ["white", "pink", "white", ""])],
)
def test_the_rules_of_a_scheme_are_at_their_elements(scheme: str, expected: list[str]) -> None:
    """As a mail program draws it: importance beats the element's own style, other media say nothing."""
    assert colors(scheme) == expected


def test_only_sheets_that_everybody_reads_are_sheets() -> None:
    """What stands in a comment for Outlook is Outlook's, and a comment in a sheet is nobody's."""
    (sheet,) = sheets(PAGE)
    assert "never }" not in sheet.partition("@import")[0]
    assert sheets("<p>x</p>") == []
