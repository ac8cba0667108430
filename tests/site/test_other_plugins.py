"""Plugins and Markdown extensions that people have: they work with our pages, or a sentence says why not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml

from tests.programs import tool
from tests.samples import article_text, make_site, picture, run
from tests.sites import Built, build, dead_links, in_material, once

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
        settings += f"\nmarkdown_extensions:\n  - tables\n  - pymdownx.superfences\n{extensions}"
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
    assert (
        done.returncode == 1
        and "one.md:3\n  The field “tags” is not known; did you mean “categories”?" in done.stderr
    )


def test_diagrams_and_formulas_are_told_without_a_script(tmp_path: Path) -> None:
    """They are published as text, also in feeds; the advice goes when the site loads a script of its own."""
    extensions = "  - pymdownx.arithmatex:\n      generic: true\n"
    root = site(tmp_path / "site", extensions=extensions, body="```mermaid\ngraph LR\n```\n\n$x^2$\n")
    path = root / "mkdocs.yml"
    fence = f"custom_fences: [{{name: mermaid, class: mermaid, format: !!python/name:{FENCE} }}]"
    text = path.read_text("utf-8").replace(
        "  - pymdownx.superfences\n", f"  - pymdownx.superfences:\n      {fence}\n"
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
    root = site(tmp_path / "site", "[privacy]")
    (root / "docs/about.md").write_text("# About\n\n![A desk](http://127.0.0.1:9/x.png)\n", encoding="utf-8")
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


# As their authors' guides write them. The old addresses are of a page, an article and a listing.
REDIRECTS = {
    "old.md": "about.md",
    "old/one.md": "articles/posts/2026/one.md",
    "old/list.md": "articles/index.md",
}
THIRD_PARTY: list[Any] = [
    "awesome-nav",
    "glightbox",
    "macros",
    {"redirects": {"redirect_maps": REDIRECTS}},
    {"git-revision-date-localized": {"type": "iso_date"}},
    {"minify": {"minify_html": True}},
]
NAV = "nav:\n  - articles/index.md\n  - Who we are: about.md\n  - subscribe.md\n"


def third_party(root: Path, look: str) -> Path:
    """A site with all of them at once, committed on a day in March."""
    words = "Words, {{ motto }}.\n\n![A picture](picture.png)\n"
    files: dict[str, str | bytes] = {"one.md": article_text("One", words), "picture.png": picture()}
    files |= {"./about.md": f"# About us\n\n{words}", "./picture.png": picture("red"), "./.nav.yml": NAV}
    make_site(root, files)
    if look == "material":
        in_material(root)
    path = root / "mkdocs.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data.pop("nav", None)
    data["plugins"] = [*data["plugins"], *THIRD_PARTY]
    data["extra"]["motto"] = "ask first"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    day = {"GIT_AUTHOR_DATE": "2026-03-04T10:00:00Z", "GIT_COMMITTER_DATE": "2026-03-04T10:00:00Z"}
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    for call in (["init", "--quiet"], ["add", "--all"], [*who, "commit", "--quiet", "--message", "All"]):
        subprocess.run([tool("git"), *call], cwd=root, env=os.environ | day, check=True, timeout=60)
    return root


@pytest.fixture(scope="module", params=["publication", "material"])
def with_plugins(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    look: str = request.param
    return once(tmp_path_factory, f"plugins_{look}", lambda root: third_party(root, look))


def test_redirects_lead_to_pages_articles_and_listings(with_plugins: Built) -> None:
    """mkdocs-redirects: each old address is a page that leads on, and the build has proved where to."""
    found = {
        url: urljoin(
            url, with_plugins.page(url).xpath("//meta[@http-equiv]/@content")[0].partition("url=")[2]
        )
        for url in with_plugins.redirects
    }
    expected = {"/old/": "/about/", "/old/one/": "/articles/one/", "/old/list/": "/articles/"}
    assert found | expected == found
    assert dead_links(with_plugins) == []


def test_a_redirect_to_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The build's own proof follows the pages of the plugin too."""
    root = site(
        tmp_path / "site", "[{redirects: {redirect_maps: {old.md: 'articles/posts/2026/one.md#nowhere'}}}]"
    )
    assert "site/old/index.html" in (said := failed(root)) and "has the id “nowhere”" in said


def test_macros_are_replaced_everywhere(with_plugins: Built) -> None:
    """mkdocs-macros-plugin: in a page, an article, each feed's text; nowhere are braces left."""
    for url in ("/about/", "/articles/one/", "/feed.xml", "/atom.xml", "/feed.json", "/email.xml"):
        text = with_plugins.text(url)
        assert "Words, ask first." in text and "{{" not in text, url


def test_a_picture_opens_large_on_pages_and_is_plain_in_feeds(with_plugins: Built) -> None:
    """mkdocs-glightbox: the picture links to itself, the page loads the script; readers of feeds see the picture."""
    for url in ("/about/", "/articles/one/"):
        page = with_plugins.page(url)
        (large,) = page.xpath("//a[@class='glightbox'][img]")
        assert urljoin(url, large.get("href")) == urljoin(url, large[0].get("src")), url
        assert [src for src in page.xpath("//script/@src") if src.endswith("/glightbox.min.js")], url
    feed = with_plugins.text("/feed.xml")
    assert "/articles/one/picture.png" in feed and "glightbox" not in feed


def test_the_navigation_is_that_of_the_file(with_plugins: Built) -> None:
    """mkdocs-awesome-nav: .nav.yml orders pages and listings, and its titles stand there."""
    tabs = (
        "//a[@class='md-tabs__link']"
        if with_plugins.settings.look == "material"
        else "//nav[@class='menu']//a"
    )
    links = with_plugins.page("/about/").xpath(tabs)
    found = [(" ".join(link.text_content().split()), urljoin("/about/", link.get("href"))) for link in links]
    assert found == [("Articles", "/articles/"), ("Who we are", "/about/"), ("Subscribe", "/subscribe/")]


def test_dates_of_the_last_commit_stand_where_material_has_them(with_plugins: Built) -> None:
    """mkdocs-git-revision-date-localized-plugin: at the foot of a page of Material's; in our look the build says
    that pages show the dates of the front matter."""
    shown = "2026-03-04" in with_plugins.page("/about/").text_content()
    told = "“git-revision-date-localized” has no effect here" in with_plugins.said
    assert (shown, told) == ((True, False) if with_plugins.settings.look == "material" else (False, True))
    assert "2026-03-04" not in with_plugins.page("/articles/one/").text_content()


def test_pages_are_minified_and_whole(with_plugins: Built) -> None:
    """mkdocs-minify-plugin: attributes lose their quotes and lines their indents; nothing that is read is lost."""
    for url in ("/about/", "/articles/one/", "/subscribe/"):
        text = with_plugins.text(url)
        assert "<meta charset=utf-8>" in text and "\n    <div" not in text, url
    article = with_plugins.page("/articles/one/")
    assert article.xpath("string(//h1)").strip() == "One"
    assert len(article.xpath("//form[@method='post']")) == 1
