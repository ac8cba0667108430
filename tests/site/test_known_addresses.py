"""What the check knows of addresses and places agrees with the site: nothing that is there is called missing."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from knowledge_center.content.content_reader import read_content
from tests.samples import article_text
from tests.sites import Built

ABOUT_LINKS = "articles.links.lead_to_"


@pytest.mark.parametrize("which", ["built", "varied", "material"])
def test_every_page_file_and_place_of_a_site_can_be_linked_to(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """An article that links to all there is, from the root and by whole address, has no problem with any of it."""
    site: Built = request.getfixturevalue(which)
    targets = []
    for file in sorted(path for path in site.folder.rglob("*") if path.is_file()):
        url = "/" + quote(file.relative_to(site.folder).as_posix().removesuffix("index.html"))
        targets.append(url)
        if file.suffix == ".html":
            found = site.page(url) if file.stat().st_size else None
            ids = found.xpath("//body//@id") if found is not None else []
            targets += [f"{url}#{quote(one)}" for one in ids if one]
    assert len(targets) > 100
    root = tmp_path / "site"
    for name in ("mkdocs.yml", "docs", "overrides"):
        source = site.root / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        elif source.exists():
            root.mkdir(exist_ok=True)
            shutil.copy(source, root / name)
    body = "\n".join(
        f"- [one]({target}) and [two]({site.settings.site_url}{target[1:]})" for target in targets
    )
    (root / "docs/articles/posts/2026/all-there-is.md").write_text(
        article_text("All there is", body, date="2026-11-19"), encoding="utf-8"
    )
    problems = [
        problem
        for problem in read_content(root, site.settings, site.now).problems
        if problem.path.endswith("all-there-is.md")
        and problem.rule.startswith(ABOUT_LINKS)
        and not problem.advice
    ]
    said = {problem.message.split(", but no heading")[0] for problem in problems}
    assert " ".join(sorted(said)) == ""
