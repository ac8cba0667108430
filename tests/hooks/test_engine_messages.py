"""What MkDocs says, turned into what an editor can mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center_mkdocs.engine_messages import complaints
from tests.editors import assert_plain
from tests.samples import article_text, make_docs

SAID = (
    "Doc file 'articles/posts/2026/a.md' contains a link '#up', but there is no such anchor on this page.",
    "Doc file 'articles/posts/2026/a.md' contains a link 'b.md#down', but the doc "
    "'articles/posts/2026/b.md' does not contain an anchor '#down'.",
    "Doc file 'articles/posts/2026/a.md' contains a link 'c.pdf', but the target "
    "'articles/posts/2026/c.pdf' is not found among documentation files.",
    "Doc file 'subscribe.md' contains an unrecognized relative link 'here', it was left as is.",
    "Aborted with 4 warnings in strict mode!",
)


def test_links_are_told_with_their_lines(tmp_path: Path) -> None:
    """Each dead link is told with file and line, whether it leads to a heading, a file or a page."""
    body = "[Up](#up)\n\n    [Code](#up)\n\n[Down](b.md#down) and [a paper](c.pdf)\n"
    make_docs(tmp_path, {"a.md": article_text(body=body), "subscribe.md": ""})
    (tmp_path / "docs/subscribe.md").write_text("One.\n\n[Here](here)\n", encoding="utf-8")
    found = complaints(SAID, tmp_path, "docs")
    assert found.rest == ""
    assert [(p.where, p.message) for p in found.problems] == [
        (
            "docs/articles/posts/2026/a.md:9",
            "The link #up leads to a heading that is not there on this page.",
        ),
        (
            "docs/articles/posts/2026/a.md:13",
            "The link b.md#down leads to a heading that is not there in b.md.",
        ),
        ("docs/articles/posts/2026/a.md:13", "The link c.pdf leads nowhere: there is no such page or file."),
        ("docs/subscribe.md:3", "The link here leads nowhere: there is no such page or file."),
    ]
    assert all(p.fix and not p.advice for p in found.problems)


def test_a_link_below_fields_that_cannot_be_read_has_its_line(tmp_path: Path) -> None:
    """A preview shows such a text, so its links are told below the mistake in the fields, not above it."""
    make_docs(tmp_path, {"a.md": "---\ntitle: One: two\n---\n\n[A paper](c.pdf)\n"})
    found = complaints(SAID[2:3], tmp_path, "docs")
    assert [p.where for p in found.problems] == ["docs/articles/posts/2026/a.md:5"]


def test_a_link_that_cannot_be_found_in_the_file_is_still_told(tmp_path: Path) -> None:
    """A link written in HTML, or in a file that is gone, is told without a line."""
    found = complaints(SAID, tmp_path, "docs")
    assert [p.where for p in found.problems][:2] == ["docs/articles/posts/2026/a.md"] * 2
    assert len(found.problems) == 4


def test_anything_else_is_passed_on_as_it_was_said(tmp_path: Path) -> None:
    """What is not about a link reaches the user word for word, all its lines; progress and counts do not."""
    said = (
        "The theme is loaded from elsewhere.\n           Look at 'material'.",
        "Aborted with 1 configuration errors!",
    )
    found = complaints(said, tmp_path, "docs")
    assert found.problems == ()
    assert found.rest == said[0]


def test_how_the_engine_ends_is_nothing_to_mend(tmp_path: Path) -> None:
    """A count of what was said before is not said again; a last word that is no count is."""
    found = complaints(
        ["Aborted with a BuildError!", "Aborted with 2 warnings in strict mode!"], tmp_path, "docs"
    )
    assert (found.problems, found.rest) == ((), "")
    assert complaints(["The theme is broken."], tmp_path, "docs").rest == "The theme is broken."


@pytest.mark.parametrize(
    ("said", "where", "message", "fix"),
    [
        (
            "'theme': Unrecognised theme name: 'materal'. The available installed themes are: mkdocs, material",
            "mkdocs.yml:2",
            "theme.name: there is no theme “materal”; material or mkdocs is expected.", "name: material",
        ),
        (
            "'plugins': The \"serch\" plugin is not installed",
            "mkdocs.yml:3", "plugins: there is no plugin “serch” in this environment.",
            "plugins: [search]\nwith the others that stand there",
        ),
        (
            "'plugins': Plugin 'material/tags' option 'tagz': Unrecognised configuration name: tagz",
            "mkdocs.yml:5",
            "plugins.tags.tagz: there is no such setting.", "Delete tagz, or write what its guide says.",
        ),
        (
            "'copyrigt': Unrecognised configuration name: copyrigt",
            "mkdocs.yml:6", "copyrigt: there is no such setting.", "copyright: …",
        ),
        (
            "'use_directory_urls': Expected type: <class 'bool'> but received: <class 'str'>",
            "mkdocs.yml:7", "use_directory_urls: true or false is expected, but a text was found.", None,
        ),
        (
            "'markdown_extensions': Failed to load extension 'toc'.\n  File \"x.py\", line 1\nKeyError: 'permalinkk'",
            "mkdocs.yml:8", "markdown_extensions.toc.permalinkk: there is no such setting.", "Delete permalinkk.",
        ),
        (
            "'markdown_extensions': Failed to load extension 'admonitio'.\n"
            "ModuleNotFoundError: No module named 'admonitio'",
            "mkdocs.yml", "markdown_extensions: there is no extension “admonitio” in this environment.", None,
        ),
    ],
)  # fmt: skip
def test_a_setting_of_the_engine_is_told_in_words(
    tmp_path: Path, said: str, where: str, message: str, fix: str | None
) -> None:
    """What MkDocs has against mkdocs.yml names the line, what is wrong and what to write, and no type of Python."""
    text = (
        "site_name: X\ntheme: {name: materal}\nplugins: [serch]\nplugins:\n  - tags: {tagz: 1}\ncopyrigt: x\n"
        "use_directory_urls: maybe\nmarkdown_extensions: [{toc: {permalinkk: true}}]\n"
    )
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    found = complaints([f"Config value {said}"], tmp_path, "docs")
    (problem,) = found.problems
    assert (problem.where, problem.message, found.rest) == (where, message, "")
    assert fix is None or problem.fix == fix
    assert_plain(problem)
