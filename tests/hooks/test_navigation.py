"""The navigation of a site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.base import load_config
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import get_navigation

from knowledge_center_mkdocs.navigation import of_site

PATHS = [
    "index.md", "README.md", "about/README.md", "about/z.md", "about/a.md", "about/a.png", ".hidden/x.md",
    "drafts/index.md", "drafts/README.md", "articles/index.md", "articles/posts/2026/one.md",
    "articles/posts/one.png", "articles/posts-to-come/two.md", "digests/weekly/2026-W01.md", "posts/three.md",
]  # fmt: skip


def config_of(root: Path, **settings: Any) -> Any:
    for path in PATHS:
        (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / path).write_text("# One\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Ours\nexclude_docs: drafts/index.md\nnot_in_nav: about/a.md\n", encoding="utf-8"
    )
    return load_config(str(root / "mkdocs.yml"), **settings)


@pytest.mark.parametrize("nav", [None, [{"Start": "index.md"}, {"More": ["about/z.md", "drafts/README.md"]}]])
def test_the_navigation_is_that_of_mkdocs(tmp_path: Path, nav: object) -> None:
    """The same pages in the same order, and a page for each file that is in no navigation."""
    config = config_of(tmp_path, nav=nav)

    def outline(files: Files, navigation: Any) -> tuple[str, list[str], list[object]]:
        return str(navigation), [page.url for page in navigation.pages], [file.page is None for file in files]

    one, other = get_files(config), get_files(config)
    assert outline(one, of_site(one, config)) == outline(other, get_navigation(other, config))
