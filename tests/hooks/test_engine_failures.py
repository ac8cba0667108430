"""A build that broke off: what is the site's own to mend is said so."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import load_config

from knowledge_center_mkdocs.engine_failures import failure


def test_a_file_of_the_site_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    """The file is named as an editor knows it; a file elsewhere is none of the site's."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nplugins: []\n")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    style = tmp_path / "docs/assets/brand.css"
    problem = failure(refused(style), config, [], "docs")
    assert problem is not None
    assert (problem.path, problem.message) == (
        "docs/assets/brand.css",
        "The file cannot be read or written: Permission denied.",
    )
    assert failure(refused(tmp_path.parent / "x.css"), config, [], "docs") is None


def refused(path: Path) -> PermissionError:
    """As it comes out of a call."""
    try:
        raise PermissionError(13, "Permission denied", str(path))
    except PermissionError as error:
        return error
