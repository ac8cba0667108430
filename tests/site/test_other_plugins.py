"""Plugins and Markdown extensions that people have: they work with our pages, or a sentence says why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge_center_mkdocs.site_defaults import MARKDOWN
from tests.samples import article_text, make_site, run
from tests.sites import Built, build, dead_links

FENCE = "pymdownx.superfences.fence_code_format"


def site(root: Path, plugins: str = "[]", extensions: str = "", body: str = "", **files: str) -> Path:
    """A small site with these plugins, further extensions (YAML), and ``body`` in an article and in a page.

    ``files`` are further files of docs, their dots and slashes written as in ``guide__meta_yml``.
    """
    text = f"Words.\n\n{body}"
    make_site(root, {"one.md": article_text("One", text), "./about.md": f"# About\n\n{text}"})
    path = root / "mkdocs.yml"
    settings = path.read_text(encoding="utf-8").replace("plugins: []", f"plugins: {plugins}")
    if extensions:
        names = "".join(f"  - {name}: {options}\n" for name, options in MARKDOWN.items())
        names = names.replace("  - tables: {}\n", f"  - tables: {{}}\n{extensions}")
        settings += f"markdown_extensions:\n{names}"
    settings = settings.replace("    mail:\n", "    footer: [About: about.md]\n    mail:\n")
    path.write_text(settings, encoding="utf-8")
    for name, words in files.items():
        file = root / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    return root


def prose(found: Built, url: str = "/articles/one/") -> Any:
    return found.page(url).xpath("//div[@class='prose']")[0]


def test_plugins_of_material_that_change_nothing_here(tmp_path: Path) -> None:
    """All at once they leave a whole site; those without an effect are told."""
    plugins = "[material/search, tags, meta, typeset, privacy, {group: {plugins: []}}]"
    root = site(
        tmp_path / "site", plugins, body="## A `code` heading\n", docs__guide__index_md="# Guide\n\nWords.\n"
    )
    (root / "docs/guide/.meta.yml").write_text("description: Said by the folder.\n", encoding="utf-8")
    found = build(root)
    assert dead_links(found) == []
    assert (
        found.page("/guide/").xpath("string(//meta[@name='description']/@content)") == "Said by the folder."
    )
    assert prose(found).xpath("string(h2)") == "A code heading"
    assert "plugins: “search” has no effect here" in found.said and "“tags” has no effect here" in found.said


def test_a_tag_in_an_article_is_a_sentence(tmp_path: Path) -> None:
    """Articles have categories: the field of the plugin tags is named with its line."""
    root = site(tmp_path / "site", "[tags]")
    path = root / "docs/articles/posts/2026/one.md"
    path.write_text(path.read_text("utf-8").replace("title: One", "title: One\ntags: [a]"), encoding="utf-8")
    done = run(root, "build.py")
    assert done.returncode == 1 and "one.md:3\n  The field “tags” is not known." in done.stderr


def test_diagrams_and_formulas_are_told_without_a_script(tmp_path: Path) -> None:
    """They are published as text, also in feeds; the advice goes when the site loads a script of its own."""
    extensions = "  - pymdownx.arithmatex:\n      generic: true\n"
    root = site(tmp_path / "site", extensions=extensions, body="```mermaid\ngraph LR\n```\n\n$x^2$\n")
    path = root / "mkdocs.yml"
    fence = f"custom_fences: [{{name: mermaid, class: mermaid, format: !!python/name:{FENCE} }}]"
    text = path.read_text("utf-8").replace(
        "  - pymdownx.superfences: {}\n", f"  - pymdownx.superfences:\n      {fence}\n"
    )
    path.write_text(text, encoding="utf-8")
    found = build(root)
    assert prose(found).xpath("string(pre[@class='mermaid'])") == "graph LR"
    assert "graph LR" in found.text("/feed.xml")
    assert "“mermaid”: diagrams stay text" in found.said and "formulas stay text" in found.said
    path.write_text(f"{text}\nextra_javascript: [assets/draw.js]\n", encoding="utf-8")
    assert "stay text" not in run(root, "check.py").stdout


@pytest.mark.parametrize("name", ["pymdownx.emoji.to_alt", "material.extensions.emoji.to_svg", ""])
def test_emoji_from_another_site_are_told(tmp_path: Path, name: str) -> None:
    """With the generator that is offered they are characters, and nothing is told."""
    line = f"      emoji_generator: !!python/name:{name}\n" if name else "      options: {}\n"
    root = site(tmp_path / "site", extensions=f"  - pymdownx.emoji:\n{line}", body="A :smile: here\n")
    found = build(root)
    foreign = "https://cdn" in found.text("/articles/one/")
    told = "“pymdownx.emoji” loads each emoji as a picture from another site" in found.said
    assert foreign == told == (name != "pymdownx.emoji.to_alt")
    if not foreign:
        assert "A 😄 here" in prose(found).text_content() and "A 😄 here" in found.text("/feed.xml")


def test_snippets_are_part_of_the_text(tmp_path: Path) -> None:
    """On pages, in feeds; a snippet that is not there is told with the page that asks for it."""
    extensions = "  - pymdownx.snippets:\n      base_path: [snips]\n      check_paths: true\n"
    root = site(
        tmp_path / "site", extensions=extensions, body='--8<-- "x.md"\n', snips__x_md="Snipped words.\n"
    )
    found = build(root)
    assert "Snipped words." in prose(found).text_content() and "Snipped words." in found.text("/feed.xml")
    (root / "snips/x.md").unlink()
    said = failed(root)
    assert "docs/about.md\n  The Markdown extension pymdownx.snippets failed on this page: " in said
    assert "Snippet at path 'x.md' could not be found" in said


def failed(root: Path) -> str:
    """What a build says that has to fail, and not by a mistake of ours."""
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "no mistake of yours" not in done.stderr and "Traceback" not in done.stderr
    return done.stderr


def test_a_plugin_that_misses_its_files_is_told_by_its_name(tmp_path: Path) -> None:
    """The plugin privacy, where what it is to fetch cannot be reached: nothing is asked of another machine here."""
    root = site(tmp_path / "site", "[privacy]", body="![A desk](http://127.0.0.1:9/x.png)\n")
    assert "mkdocs.yml\n  The plugin “material/privacy” failed: " in failed(root)


BROKEN = {
    "on_config": "def on_config(config):\n    return {}['a']\n",
    "on_page_markdown": "def on_page_markdown(markdown, **more):\n    return 1 / 0\n",
    "on_page_context": "def on_page_context(context, **more):\n    raise ValueError('a\\nb')\n",
    "on_post_build": "import os\ndef on_post_build(config):\n    os.stat('nowhere')\n",
}


@pytest.mark.parametrize("event", BROKEN)
def test_a_hook_that_fails_is_told_by_its_name(tmp_path: Path, event: str) -> None:
    """Wherever in a build, with the page it was at; the traceback is in the log."""
    root = site(tmp_path / "site")
    (root / "hooks/other.py").write_text(BROKEN[event], encoding="utf-8")
    path = root / "mkdocs.yml"
    path.write_text(
        path.read_text("utf-8").replace("[hooks/main.py]", "[hooks/main.py, hooks/other.py]"), "utf-8"
    )
    assert "  The hook hooks/other.py failed" in failed(root)
    assert 'other.py", line' in (root / ".build/log.txt").read_text(encoding="utf-8")
