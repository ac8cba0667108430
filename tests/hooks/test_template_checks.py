"""A site's own templates: what they name has to be there, and a copy of an older one of ours is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from knowledge_center_mkdocs.template_checks import (
    Templates,
    blocks_of,
    old_copy_advice,
    template_problems,
)
from knowledge_center_mkdocs.template_record import hashes, old_copies, record, released_files, with_version
from knowledge_center_mkdocs.theme_layer import layer
from tests.samples import ROOT

LAYER = layer()


def site(root: Path, **texts: str) -> Templates:
    """A site with these templates of its own; ``__`` stands for a slash."""
    own = root / "overrides"
    for name, text in texts.items():
        file = own / f"{name.replace('__', '/')}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Templates(own=own, folders=(own, LAYER), layer=LAYER, root=root)


OURS = '{% extends "knowledge_center/article.html" %}\n'


@pytest.mark.parametrize(
    "text",
    [
        OURS + "{% block title %}{{ super() }}{% endblock %}",
        OURS + "{% block after %}{% block more %}{% endblock %}{% endblock %}",
        OURS + "{% block extrahead %}<meta>{% endblock %}",
        '{% extends "base.html" %}{% block container %}{% include "knowledge_center/main.html" %}{% endblock %}',
        '{% include "not-there.html" ignore missing %}',
        '{% include ["not-there.html", "main.html"] %}',
        "{% include kc.some_name %}",
        "<p>Nothing of Jinja's</p>",
    ],
)
def test_what_is_there_is_no_problem(tmp_path: Path, text: str) -> None:
    """Blocks of ours, blocks inside one's own, names that are only known when a page is made."""
    assert template_problems(site(tmp_path, article=text)) == ()


@pytest.mark.parametrize(
    ("text", "line", "words", "fix"),
    [
        (OURS + "\n{% block titel %}x{% endblock %}", 3, "no block “titel”", "{% block title %}"),
        (OURS + "{% block content %}x{% endblock %}", 2, "contents, text, series, share", "{% block contents %}"),
        (OURS + "{% block xyz %}x{% endblock %}", 2, "notice, label, title", "Move its lines"),
        ('{% extends "knowledge_center/artikle.html" %}', 1, "no template “knowledge_center/artikle.html”",
         '"knowledge_center/article.html"'),
        ('\n{% include "partials/bylines.html" %}', 2, "byline.html", '"knowledge_center/partials/byline.html"'),
        ('{% import "zzz.html" as z %}', 1, "no template “zzz.html”", "Take this line out"),
        ('{% extends "article.html" %}', 1, "extends itself", '{% extends "knowledge_center/article.html" %}'),
        (OURS + "{% block title %}\n{% if x %}\n{% endblock %}", 4, "cannot be read", "{% end… %}"),
        ("{{ broken", 1, "cannot be read", "bracket"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named(tmp_path: Path, text: str, line: int, words: str, fix: str) -> None:
    """A block, a template or a bracket that is missing is told with its line and what there is."""
    (problem,) = template_problems(site(tmp_path, article=text))
    assert (problem.path, problem.line) == ("overrides/article.html", line)
    assert words in problem.message and fix in problem.fix and not problem.advice


def test_a_block_inside_one_that_another_template_replaced_is_not_there(tmp_path: Path) -> None:
    """main.html of ours shows nothing of base.html's content block: whoever changes it changes nothing."""
    text = '{% extends "knowledge_center/main.html" %}{% block content %}x{% endblock %}'
    (problem,) = template_problems(site(tmp_path, main=text))
    assert "no block “content”" in problem.message


def test_parts_of_every_page_are_blocks() -> None:
    """The parts of an article by their names, in the page's order; every page has its parts."""
    ours = Templates(own=None, folders=(LAYER,), layer=LAYER, root=LAYER)
    parts = (
        "notice",
        "label",
        "title",
        "byline",
        "picture",
        "contents",
        "text",
        "share",
        "about",
        "signup",
        "after",
    )
    assert tuple(name for name in blocks_of(ours, "article.html") if name in parts) == parts
    for file in LAYER.glob("*.html"):
        if file.name not in ("base.html", "layout.html", "moved.html"):
            assert "title" in blocks_of(ours, file.name) or file.name == "subscribe.html"


def old(name: str, version: str = "0.1.0") -> str:
    """Stands for an old text: the record knows texts by their lines alone, so one is put there."""
    return "".join(f"<p>line {n} of {name} in {version}</p>\n" for n in range(20))


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.1.0 had another article.html, and a blog.html that is gone."""
    known = {
        name: {"0.1.0": hashes(old(name))} for name in ("article.html", "blog.html", "partials/head.html")
    }
    known["main.html"] = {"0.1.0": hashes((LAYER / "main.html").read_text("utf-8"))}
    monkeypatch.setattr("knowledge_center_mkdocs.template_record.record", lambda: known)


@pytest.mark.usefixtures("remembered")
def test_an_old_copy_is_told_changed_or_not(tmp_path: Path) -> None:
    """Unchanged ones in one piece of advice, a changed one with the blocks that there are."""
    changed = old("article.html").replace("line 7", "our line 7")
    templates = site(
        tmp_path, article=changed, blog=old("blog.html"), partials__head=old("partials/head.html")
    )
    copies = old_copies(LAYER, templates.own, tmp_path / "docs")
    unchanged, own = old_copy_advice(templates, copies)
    assert "2 files" in unchanged.message and "0.1.0" in unchanged.message
    assert "overrides/blog.html, overrides/partials/head.html" in unchanged.fix
    assert own.path == "overrides/article.html"
    assert "copy of our article.html of 0.1.0" in own.message and "changed since" in own.message
    assert "notice, label, title" in own.fix and own.advice


@pytest.mark.usefixtures("remembered")
def test_what_is_no_old_copy_is_not_called_one(tmp_path: Path) -> None:
    """A template of the site's own, one that extends ours, and a copy of what has not changed."""
    main = (LAYER / "main.html").read_text("utf-8")
    templates = site(tmp_path, article=OURS + old("article.html"), blog="<p>Our blog</p>\n" * 20, main=main)
    assert old_copies(LAYER, templates.own, tmp_path / "docs") == ()


def test_the_record_is_true() -> None:
    """It knows 0.1.0; and a template that is recorded for the version of today has not changed after that."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    now = dict(released_files(LAYER))
    assert "0.1.0" in record()["article.html"] and "0.1.0" in record()["assets/site.css"]
    for name, versions in record().items():
        last = versions.get(project["version"])
        assert last in (None, hashes(now.get(name, ""))), f"{name}: run scripts/record_templates.py"


def test_a_release_adds_what_has_changed() -> None:
    """A file that is as it was in the version before is not recorded again."""
    before = with_version({}, "1.0", {"a.html": "<p>\n", "b.html": "<i>"})
    after = with_version(before, "1.1", {"a.html": "<p>", "b.html": "<b>"})
    assert {name: list(versions) for name, versions in after.items()} == {
        "a.html": ["1.0"],
        "b.html": ["1.0", "1.1"],
    }
