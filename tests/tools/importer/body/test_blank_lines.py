from __future__ import annotations

import pytest

from knowledge_center.tools.importer.body.blank_lines import collapse_blank_lines
from knowledge_center.tools.importer.source_text import SourceText


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("\n\n \na\n\n\n \nb\n\n", "a\n\nb\n"),
        ("a", "a\n"),
        ("a\n   \nb", "a\n\nb\n"),
        ("", ""),
        (" \n\n", ""),
        ("a  \nb", "a  \nb\n"),
        ("    code\n", "    code\n"),
        ("```\na\n\n\n\nb\n```\n", "```\na\n\n\n\nb\n```\n"),
    ],
)
def test_empty_lines_do_not_pile_up(text: str, tidied: str) -> None:
    """Where something was left out no hole stays; code and line breaks are as they were."""
    assert collapse_blank_lines(SourceText.unedited(text))[0].text == tidied
