"""A page of ours is for MkDocs, its templates and other plugins what one of its own would be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.base import load_config
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from knowledge_center.pages.planned import PlannedPage
from knowledge_center_mkdocs.pages import OwnPage, PageDefaults


def files_of(root: Path, **settings: Any) -> tuple[PageDefaults, Any, File, File]:
    """The settings of a site, and twice the file of one page."""
    (root / "docs").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: Ours\n", encoding="utf-8")
    config = load_config(str(root / "mkdocs.yml"), **settings)
    files = [File("articles/posts/ö.md", None, "site", True, dest_uri="articles/ö/index.html") for _ in "12"]
    for file in files:
        file.edit_uri = "articles/posts/ö.md"
    return PageDefaults(config, "publication"), config, files[0], files[1]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"site_url": "https://example.com/knowledge"},
        {"site_url": "https://example.com/", "repo_url": "https://github.com/us/site"},
        {"repo_url": "https://git.example.com/us", "edit_uri_template": "blob/{path_noext}?raw"},
    ],
)
@pytest.mark.parametrize("title", [None, "In the menu"])
def test_a_page_of_ours_has_all_that_one_of_mkdocs_has(
    tmp_path: Path, settings: dict[str, Any], title: str | None
) -> None:
    """Its addresses, its place to suggest a change at, the day, what is to be filled in later."""
    defaults, config, one, other = files_of(tmp_path, **settings)
    planned = PlannedPage(
        source=one.src_uri,
        url="articles/ö/",
        template="article.html",
        text="Words",
        shown=tuple,
        context=dict,
    )
    ours = OwnPage(planned, one, defaults, planned.text, {}, title)
    theirs = Page(title, other, config)
    assert one.page is ours
    for name, value in vars(theirs).items():
        if name not in ("file", "meta"):
            # Their headings are an empty list at first.
            found = getattr(ours, name)
            assert (list(found) if name == "toc" else found) == value, name
    assert ours.url == theirs.url
