"""A build that broke off: what is the site's own to mend is said so."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center_mkdocs.engine_failures import failure


def test_a_file_of_the_site_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    """The file is named as an editor knows it; a file elsewhere is none of the site's."""
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "A", "plugins": []})
    config.validate()
    style = tmp_path / "docs/assets/brand.css"
    problem = failure(PermissionError(13, "Permission denied", str(style)), config, [], "docs")
    assert problem is not None
    assert (problem.path, problem.message) == (
        "docs/assets/brand.css",
        "The file cannot be read: Permission denied.",
    )
    assert failure(PermissionError(13, "Permission denied", "/elsewhere/x.css"), config, [], "docs") is None
