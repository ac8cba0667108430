"""The ordinary pages."""

from __future__ import annotations

from pathlib import Path

from tests.editors import messages_at, problems_of
from tests.samples import article_text, make_docs


def test_an_article_in_the_wrong_folder(tmp_path: Path) -> None:
    """An article beside the folder of articles is not forgotten in silence; where it belongs is told."""
    assert messages_at(tmp_path, {"articles/a.md": article_text()}) == [
        (
            "articles/a.md",
            "Articles belong into docs/articles/posts/, one folder a year; this one is not read.",
        )
    ]


def test_an_ordinary_page_is_public(tmp_path: Path) -> None:
    """A page may link to public articles only, and its broken links are found too."""
    page = (
        "---\ntitle: Start\n---\n[a](articles/posts/2026/a.md)\n[d](articles/posts/2026/d.md)\n![x](no.png)\n"
    )
    found = messages_at(
        tmp_path, {"./index.md": page, "a.md": article_text(), "d.md": article_text("D", draft="true")}
    )
    assert [(place, message.split(",")[0]) for place, message in found] == [
        ("index.md:5", "The link leads to “D”"),
        ("index.md:6", "There is no picture no.png (looked for docs/no.png)."),
    ]


def test_pages_with_fields_that_cannot_be_read(tmp_path: Path) -> None:
    """Where other generators print the fields on the page, a page's mistake is told with its line."""
    assert messages_at(tmp_path, {"./about.md": "---\ntitle: A: b\n---\nText\n"})[0][0] == "about.md:2"


def test_a_page_that_is_a_link_into_the_void_is_named(tmp_path: Path) -> None:
    """A linked file that has gone away is a sentence and keeps nothing else from being read."""
    (make_docs(tmp_path, {}) / "about.md").symlink_to(tmp_path / "nowhere.md")
    assert messages_at(tmp_path, {})[0][0] == "about.md"


def test_a_page_that_git_could_not_merge_is_named(tmp_path: Path) -> None:
    """Readers would see both versions and git's marks; of HTML and scripts on such a page nothing is said."""
    text = "# About\n\n<script>x()</script>\n\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> main\n"
    (problem,) = problems_of(tmp_path, {"./about.md": text})
    assert (problem.where, problem.rule) == ("docs/about.md:5", "articles.whole.has_no_conflict")


def test_the_html_of_a_page_is_looked_at_as_advice(tmp_path: Path) -> None:
    """What makes browsers ask another site is said of pages, too; scripts and forms there are their owner's."""
    page = (
        '# About\n\n<iframe src="https://maps.example.org/x"></iframe>\n\n<a href="javascript:run()">Run</a>\n\n'
        '<script src="/a.js"></script>\n<form action="https://forms.example.org/"></form>\n'
    )
    found = problems_of(tmp_path, {"./about.md": page, "a.md": article_text()})
    assert [(one.line, one.rule.rpartition(".")[2], one.advice) for one in found] == [
        (3, "fetches_nothing_from_elsewhere", True), (5, "has_no_links_that_run", True),
    ]  # fmt: skip


def test_the_aliases_of_a_page(tmp_path: Path) -> None:
    """Old paths alone, none of which is another page's or an article's; also below Notepad's mark."""
    page = "\ufeff---\naliases: [old.html, /subscribe/, /articles/a/, /free/]\n---\n# About\n\n[x](/free/)\n"
    found = problems_of(tmp_path, {"./about.md": page, "a.md": article_text()})
    assert [(one.where, one.message.partition(": ")[0], one.advice) for one in found] == [
        ("docs/about.md:2", "The alias “/subscribe/” cannot be an old path", False),
        ("docs/about.md:2", "“a” already belongs to docs/articles/posts/2026/a.md.", False),
        (
            "docs/about.md:2",
            "An alias of a page is an old path; one that begins at the top of the site is expected.",
            True,
        ),
    ]
