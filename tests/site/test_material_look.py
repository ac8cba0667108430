"""Our pages inside Material's own templates: what its users know works there, and nothing stands there twice."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urljoin

import material as material_package
import pytest
import yaml
from jinja2 import Environment, nodes

from knowledge_center_mkdocs.theme_layer import layer
from tests import program_forks, sites
from tests.samples import NOW, ROOT, article_text, environment, make_site, run
from tests.sites import HOSTILE, Built, build, dead_links, in_material, targets

OURS = (
    "/articles/", "/articles/kitchen-sink/", "/articles/over/", "/articles/category/interviews/",
    "/articles/author/careers-desk/", "/articles/archive/2025/", "/topics/", "/subscribe/", "/digests/",
    "/digests/weekly/", "/digests/weekly/2026-W46/",
)  # fmt: skip
THEIRS = ("/", "/guide/", "/guide/install/", "/404.html")
TEMPLATES = Path(material_package.__file__).parent / "templates"


@pytest.fixture(params=["material", "hostile_material"])
def either(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


def test_every_link_leads_somewhere(either: Built) -> None:
    """The same templates serve both looks, so no link may lead to what one of them has not."""
    assert dead_links(either) == []


@pytest.mark.parametrize("url", OURS)
def test_what_material_shows_is_on_our_pages(material: Built, url: str) -> None:
    """The palette's switch, search, navigation, announcement, repository, social links; the site's own head."""
    page = material.page(url)
    assert len(page.xpath("//form[@data-md-component='palette']/input")) == 2
    assert page.xpath("//div[@data-md-component='search']")
    assert page.xpath("//nav[@class='md-tabs']") and page.xpath("//div[@data-md-component='sidebar']")
    assert "Version 3 is out." in page.xpath("string(//aside[contains(@class, 'md-banner')])")
    assert page.xpath("//div[@class='md-header__source']//a/@href")[0] == sites.MATERIAL["repo_url"]
    assert page.xpath("//div[@class='md-social']/a/@href") == ["mailto:team@example.org"]
    assert page.xpath("//meta[@name='their-own']")
    assert page.xpath("//div[@data-md-component='content']/div[contains(@class, 'md-typeset')]")
    assert [tab.strip() for tab in page.xpath("//a[@class='md-tabs__link']/text()")] == [
        "Home", "Guide", "Journal", "Follow us",
    ]  # fmt: skip


@pytest.mark.parametrize("url", OURS)
def test_a_page_of_ours_says_everything_once(material: Built, url: str) -> None:
    """One title, one address, one description, one headline, one signup form."""
    page = material.page(url)
    for path in ("//h1", "//title", "//link[@rel='canonical']", "//meta[@name='description']",
                 "//meta[@property='og:title']", "//meta[@name='twitter:card']"):  # fmt: skip
        assert len(page.xpath(path)) == 1, path
    assert len(page.xpath("//form[@method='post']")) == 1
    assert page.xpath("//link[@rel='canonical']/@href") == [material.settings.absolute(url)]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_tab_of_a_listing_is_the_one_of_its_articles(material: Built) -> None:
    """Whoever reads an article sees in which part of the site it is, and the way back."""
    page = material.page("/articles/kitchen-sink/")
    active = page.xpath("//li[contains(@class, 'md-tabs__item--active')]/a")
    assert [tab.text.strip() for tab in active] == ["Journal"]
    assert urljoin("/articles/kitchen-sink/", active[0].get("href")) == "/articles/"
    path = [" ".join(item.text_content().split()) for item in page.xpath("//li[@class='md-path__item']")]
    assert path == ["Home", "Journal"]


def test_skipping_and_the_table_of_contents_know_our_pages(material: Built) -> None:
    """“Skip to content” leads before the headline; beside an article stand its headings."""
    page = material.page("/articles/kitchen-sink/")
    [skip] = page.xpath("//a[@class='md-skip']/@href")
    assert page.xpath(f"//*[@id='{skip.removeprefix('#')}']//h1")
    contents = page.xpath("//div[@data-md-type='toc']//a/@href")
    assert contents[0] == "#numbers" and not page.xpath("//details[@class='contents']")


def test_no_page_asks_anything_of_another_host(either: Built) -> None:
    """The site of these tests has no font of Google's: then nothing is fetched from anywhere."""
    foreign = [
        f"{url}: {target}"
        for url in either.pages
        for element in either.page(url).iter("link", "script", "img", "iframe", "source")
        for _, target in targets(element)
        if target.startswith(("http:", "https:", "//"))
        and not (
            element.get("rel") in ("canonical", "alternate") and target.startswith(either.settings.site_url)
        )
    ]
    assert foreign == []


def test_feeds_are_offered(material: Built) -> None:
    """All three on our pages, with a topic's own first; one on the pages of the site's own."""
    found = {
        url: material.page(url).xpath("//link[@rel='alternate'][@type]/@href") for url in (*OURS, *THEIRS)
    }
    absolute = material.settings.absolute
    assert all(found[url] == [absolute("feed.xml")] for url in THEIRS)
    assert all(absolute(name) in found[url] for url in OURS for name in ("feed.xml", "atom.xml", "feed.json"))
    assert found["/articles/category/interviews/"][0] == absolute("articles/category/interviews/feed.xml")


def test_search_is_materials_or_ours(material: Built, tmp_path: Path) -> None:
    """With its plugin, articles are in its index and there is no page of ours; without, there is one."""
    index = json.loads(material.text("/search/search_index.json"))["docs"]
    titles = {entry["location"]: entry["title"] for entry in index}
    assert titles["articles/kitchen-sink/"] == "Everything at once"
    assert "articles/kitchen-sink/#numbers" in titles and "guide/install/" in titles
    assert not {"articles/", "articles/over/", "topics/"} & set(titles)
    assert not material.has("/search/") and not (material.folder / "search-index").exists()
    root = in_material(make_site(tmp_path / "site", {"a.md": article_text()}), plugins=[])
    found = build(root)
    (script,) = found.page("/search/").xpath("//script[@type='module']/@src")
    assert script.startswith("../assets/hashed/search.")
    assert (found.folder / "search-index/search.json").is_file()
    assert dead_links(found) == []


def test_each_look_has_its_own_styles_and_no_others(material: Built, varied: Built) -> None:
    """Nobody publishes fonts and styles that no page asks for."""
    assert varied.has("/assets/site.css") and not varied.has("/assets/material.css")
    assert material.has("/assets/material.css") and not material.has("/assets/site.css")
    assert not list(material.folder.rglob("*.woff2")) and not list(varied.folder.rglob("bundle*.js"))


def test_the_pages_of_the_sites_own_stay_as_they_are(tmp_path: Path) -> None:
    """A site that takes the plugin keeps its pages: only the link to the feed is new in them."""
    root = in_material(make_site(tmp_path / "site", {"a.md": article_text()}), nav=[{"Home": "index.md"}])
    (root / "docs/index.md").write_text("# Welcome\n\nWords.\n", encoding="utf-8")
    plain = tmp_path / "plain"
    shutil.copytree(root, plain, ignore=shutil.ignore_patterns("articles"))
    data = yaml.safe_load((plain / "mkdocs.yml").read_text(encoding="utf-8"))
    del data["hooks"]
    (plain / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    call = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = program_forks.run(call, cwd=plain, env=environment(NOW))
    assert done.returncode == 0, done.stderr
    found = build(root)
    for name in ("index.html", "guide/index.html", "guide/install/index.html", "404.html"):
        ours = (found.folder / name).read_text(encoding="utf-8")
        link = re.findall(r'\n *<link rel="alternate" type="application/rss\+xml"[^>]*>', ours)
        assert len(link) == 1
        assert ours.replace(link[0], "") == (plain / "site" / name).read_text(encoding="utf-8"), name


def test_a_site_without_a_menu_of_its_own_finds_our_pages_in_it(tmp_path: Path) -> None:
    """MkDocs makes the menu from the files; our listing, topics and signup are among them."""
    root = in_material(make_site(tmp_path / "site", {"a.md": article_text()}), nav=None)
    (root / "docs/articles/index.md").write_text("# Articles\n", encoding="utf-8")
    (root / "docs/index.md").write_text("# Welcome\n", encoding="utf-8")
    found = build(root)
    assert "Advice" not in found.said
    assert [h1.text_content().strip() for h1 in found.page("/").xpath("//h1")] == ["Welcome"]
    assert found.page("/articles/").xpath("//article[contains(@class, 'card')]")
    links = {
        urljoin("/", href) for href in found.page("/").xpath("//a[contains(@class, 'md-nav__link')]/@href")
    }
    assert {"/", "/articles/", "/topics/", "/subscribe/", "/digests/", "/guide/install/"} <= links


def test_another_theme_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """The look is Material's; MkDocs' own theme has none of its templates."""
    root = in_material(make_site(tmp_path / "site", {}), theme={"name": "mkdocs"}, plugins=[])
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "theme.name: “mkdocs” was found, but look: material sets our pages into Material." in done.stderr


def test_what_has_no_effect_in_this_look_is_told(tmp_path: Path) -> None:
    """Material's own settings all work; links in a footer that is Material's do not."""
    root = in_material(make_site(tmp_path / "site", {"a.md": article_text()}))
    data = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    data["extra"]["knowledge_center"]["footer"] = [{"Guide": "guide/index.md"}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    said = build(root).said
    assert said.count("Advice:") == 1
    assert "extra.knowledge_center.footer: This has no effect with look: material" in said


@pytest.mark.parametrize("name", HOSTILE)
def test_titles_are_shown_as_they_were_written(hostile_material: Built, name: str) -> None:
    """Material prints titles as it finds them: ours are made harmless before."""
    page = hostile_material.page(f"/articles/{name}/")
    assert page.xpath("string(//title)").strip() == f"{HOSTILE[name]} - Knowledge Center"
    assert page.xpath("string(//meta[@name='description']/@content)") == sites.description(HOSTILE[name])
    topic = page.xpath("string(//div[@data-md-component='header-topic'])")
    assert " ".join(topic.split()) == " ".join(HOSTILE[name].split())


def test_no_title_becomes_an_element(hostile_material: Built) -> None:
    """No page, and no entry of Material's search, which shows titles as HTML."""
    for url in hostile_material.pages:
        page = hostile_material.page(url)
        assert not page.xpath(
            "//*[@onerror] | //img[@src='x'] | //script[contains(., 'pwned=1') and not(@type)]"
        ), url
    for entry in json.loads(hostile_material.text("/search/search_index.json"))["docs"]:
        assert not re.search(r"<(script|img|b)\b", entry["title"] + entry["text"]), entry["location"]


def test_what_our_pages_include_is_ours() -> None:
    """Behind Material's templates a partial of ours must not have a name of Material's."""
    folder = layer()
    assert (ROOT / "overrides").samefile(folder)
    waiting, seen = ["article.html", "listing.html", "home.html", "subscribe.html", "topics.html", "search.html",
                     "digest.html", "digests.html", "issue.html", "moved.html"], set()  # fmt: skip
    while waiting:
        name = waiting.pop()
        if name in seen or name == "layout.html":
            continue
        seen.add(name)
        assert not (TEMPLATES / name).exists(), name
        tree = Environment().parse((folder / name).read_text(encoding="utf-8"))
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            waiting.append(node.template.value)  # type: ignore[attr-defined]
