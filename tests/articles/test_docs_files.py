"""The files below docs/, and which of them somebody meant."""

from __future__ import annotations

from knowledge_center.articles.docs_files import DocsFiles


def test_files_are_found_by_a_name_that_is_not_quite_right() -> None:
    """The same name elsewhere comes first, then one much like it of the same kind."""
    files = DocsFiles(["a/second-interview.md", "b/second-interview.md", "c/salary.png"])
    assert files.meant("x/second-interview.md") == "a/second-interview.md"
    assert files.meant("second-intervew.md") == "a/second-interview.md"
    assert files.meant("salary.md") == ""
    assert files.meant("salry.png") == "c/salary.png"
    assert dict(files) == dict.fromkeys(
        ["a/second-interview.md", "b/second-interview.md", "c/salary.png"], True
    )
    assert len(files) == 3
