"""An editor who saves sees the words at once, before the rest of the site is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_center.problems import Problem
from knowledge_center_mkdocs.preview import Preview, PreviewBuild
from tests.samples import NOW, article_text, make_site

# MkDocs reads one of its own options.
pytestmark = pytest.mark.filterwarnings("ignore:user_configs is never used:DeprecationWarning")
ONE = "docs/articles/posts/2026/one.md"
PAGE = "articles/one/index.html"
BODY = "Why [other](two.md) is as it is.\n\nA second paragraph.\n"


def text(body: str = BODY, **fields: str) -> str:
    return article_text("One", body, **fields)


@pytest.fixture(scope="module", params=["publication", "material"])
def shown(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Path, Preview, PreviewBuild]]:
    """A preview of a site of two articles, in the folder of the site."""
    articles = {"one.md": text(), "two.md": article_text("Two")}
    root = make_site(tmp_path_factory.mktemp("site"), articles, look=request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("SOURCE_DATE_EPOCH", f"{NOW:%s}")
        preview = Preview(Path(".build/serve"), "127.0.0.1:8000", keeps=True)
        made = preview.build()
        assert made.shown, made
        yield root, preview, made
        preview.close()


@pytest.mark.parametrize(
    "saved",
    [
        text("Why [other](two.md) is so.\n\n## A part\n\nA second paragraph.\n"),
        text(description="Another sentence that is long enough to say what a reader gets from it."),
        text().replace("title: One", "title: Another one"),
    ],
    ids=["words", "description", "title"],
)
def test_words_are_shown_at_once_and_the_rest_follows(
    shown: tuple[Path, Preview, PreviewBuild], saved: str
) -> None:
    """The page as the build that follows makes it; all other files stay as they are until then."""
    root, preview, made = shown
    file = root / ONE
    original = files_of(preview)
    before = dict(original)
    file.write_text(saved, encoding="utf-8")
    try:
        assert preview.show_saved({file}, made.problems)
        first = files_of(preview)
        assert first.pop(PAGE) != before.pop(PAGE) and first == before
        page = (preview.site / PAGE).read_bytes()
        assert preview.build().shown and (preview.site / PAGE).read_bytes() == page
    finally:
        file.write_text(text(), encoding="utf-8")
        preview.build()
    assert files_of(preview) == original, "taken back"


@pytest.mark.parametrize(
    "saved",
    [
        text(date="2026-11-15"),
        text(categories="[hiring]"),
        text(draft="true"),
        text("Why [other](one.md) is as it is.\n\nA second paragraph.\n"),
        text(f"{BODY}\n![A table](table.png)\n"),
        text(f'{BODY}\n<a href="two.md">Two</a>\n'),
        text(f"{BODY}\nTODO\n"),
        text(f"{BODY}\n<script>1</script>\n"),
        article_text("One", BODY, without="date"),
        "---\ntitle: [\n---\n",
        "",
    ],
)
def test_whatever_else_may_follow_waits_for_it(shown: tuple[Path, Preview, PreviewBuild], saved: str) -> None:
    """A list, a link, a picture, a problem: the page of before stands until all of it is known."""
    root, preview, made = shown
    before = files_of(preview)
    (root / ONE).write_text(saved, encoding="utf-8")
    try:
        assert not preview.show_saved({root / ONE}, made.problems)
        assert files_of(preview) == before
    finally:
        (root / ONE).write_text(text(), encoding="utf-8")


def test_no_problem_is_shown_beside_another_line(shown: tuple[Path, Preview, PreviewBuild]) -> None:
    """What is told of a line below the change is told of the right one only once all is looked at."""
    root, preview, _ = shown
    told = [Problem(path=ONE, line=12, message="It is as it is.")]
    moved, changed = text(f"A new paragraph.\n\n{BODY}"), text(BODY.replace("second", "2nd"))
    for saved, at_once in ((moved, False), (changed, True)):
        (root / ONE).write_text(saved, encoding="utf-8")
        assert preview.show_saved({root / ONE}, told) == at_once
    (root / ONE).write_text(text(), encoding="utf-8")


def test_several_files_and_files_elsewhere_wait(shown: tuple[Path, Preview, PreviewBuild]) -> None:
    """A change of branch, the settings, a page of the site's own."""
    root, preview, _ = shown
    two = root / ONE.replace("one", "two")
    for changed in ({root / ONE, two}, {root / "mkdocs.yml"}, {root / "docs/about.md"}, set[Path]()):
        assert not preview.show_saved(changed, ())


def files_of(preview: Preview) -> dict[str, bytes]:
    """Every file of the site that is shown."""
    return {
        path.relative_to(preview.site).as_posix(): path.read_bytes()
        for path in preview.site.rglob("*")
        if path.is_file()
    }
