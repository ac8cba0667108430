"""A whole real site, 509 articles of four dialects, when ``KC_CORPUS`` names the folder that holds it."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter, defaultdict
from pathlib import Path

import lxml.html
import markdown
import pytest
import yaml

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.tools.importer.existing_articles import read_existing_article
from knowledge_center.tools.importer.file_system import FILE_SYSTEM
from knowledge_center.tools.importer.import_model import ImportOptions, Plan, TargetSite
from knowledge_center.tools.importer.import_plan import make_plan
from knowledge_center.tools.importer.source_folder import read_source
from tests.tools.importer.samples import Written, articles, read_options

CORPUS = Path(os.environ.get("KC_CORPUS", "")) / "18f"
SITE = "https://18f.gsa.gov"
EXTENSIONS = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.superfences"]

pytestmark = pytest.mark.skipif(
    not os.environ.get("KC_CORPUS") or not CORPUS.is_dir(),
    reason="KC_CORPUS does not name the folder of the corpus",
)


# With KC_LONG=1 also as from a site whose address nobody said.
SITES = {"site known": SITE} | ({"site unknown": ""} if os.environ.get("KC_LONG") else {})


@pytest.fixture(scope="module", params=list(SITES.values()), ids=list(SITES))
def plan(request: pytest.FixtureRequest) -> Plan:
    options = ImportOptions(reading=read_options(request.param), author="Editorial Desk", category="Imported")
    return make_plan(read_source(CORPUS, None), TargetSite(), options, FILE_SYSTEM)


@pytest.fixture(scope="module")
def written(plan: Plan) -> dict[str, Written]:
    return articles(plan)


@pytest.fixture(scope="module")
def pages(written: dict[str, Written]) -> dict[str, lxml.html.HtmlElement]:
    found = {}
    for name, article in written.items():
        html = markdown.markdown(article.body, extensions=EXTENSIONS)
        found[name] = lxml.html.fromstring(f"<div>{html}</div>")
    return found


def test_every_article_comes_along(plan: Plan, written: dict[str, Written]) -> None:
    """All 509, each under a name of its own."""
    assert plan.report.failed == 0
    assert len(written) == len(list(CORPUS.glob("*.md"))) == 509


def test_every_article_has_what_our_checks_ask_for(plan: Plan, written: dict[str, Written]) -> None:
    """Fields, their order, a description of 50 to 160 characters, authors and categories that exist."""
    authors, categories = (
        yaml.safe_load(plan.texts[AUTHOR_LISTS[0]]),
        yaml.safe_load(plan.texts[TOPIC_LISTS[0]]),
    )
    order = [
        "title",
        "date",
        "description",
        "authors",
        "categories",
        "image",
        "image_alt",
        "updated",
        "series",
        "draft",
        "aliases",
        "guid",
    ]
    for article in written.values():
        front = article.front
        assert list(front) == [name for name in order if name in front]
        assert isinstance(front["title"], str) and front["title"].strip()
        assert 50 <= len(front["description"]) <= 160
        assert front["authors"] and set(front["authors"]) <= set(authors)
        assert front["categories"] and set(front["categories"]) <= set(categories)
        assert article.body.strip()


def test_each_part_is_in_its_series(written: dict[str, Written]) -> None:
    """A title that says part 2 has a part 1 beside it, and that article says so, too."""
    parts = {name: one.front for name, one in written.items() if re.search(r"\bpart \d", one.front["title"])}
    assert len(parts) > 20 and all(front.get("series") for front in parts.values())
    series: defaultdict[str, list[int]] = defaultdict(list)
    for front in parts.values():
        series[front["series"]["name"]].append(front["series"]["part"])
    assert all(sorted(numbers) == [*range(1, len(numbers) + 1)] for numbers in series.values())


def test_no_two_articles_claim_one_address(written: dict[str, Written]) -> None:
    """Letter case ignored, as our checks do."""
    claims = Counter(alias.casefold() for article in written.values() for alias in article.front["aliases"])
    claims.update(list(written))
    assert set(claims.values()) == {1}


def test_no_page_holds_what_our_pages_do_not(pages: dict[str, lxml.html.HtmlElement]) -> None:
    """No script, frame, form, second title or template mark; what an article shows as code stays."""
    for name, page in pages.items():
        assert not list(page.iter("script", "style", "iframe", "form", "video", "h1")), name
        for words in page.xpath(".//text()[not(ancestor::code) and not(ancestor::pre)]"):
            marks = re.findall(r"\{%.*?%\}|\{\{.+?\}\}|\{:[^}]*\}", words)
            # One article writes about braces, and its author marked them as raw.
            assert [mark for mark in marks if mark.strip("{} ")] == [], name


def test_every_link_leads_somewhere(
    written: dict[str, Written], pages: dict[str, lxml.html.HtmlElement]
) -> None:
    """To an article's file, to a place in it, to an article's address in raw HTML, or to another site."""
    files = {article.path for article in written.values()}
    places = {
        written[name].path: {
            element.get("id") or element.get("name") for element in page.xpath(".//*[@id or @name]")
        }
        for name, page in pages.items()
    }
    for name, page in pages.items():
        for link in page.iter("a"):
            href = link.get("href")
            if href is None or re.match(r"(https?|mailto|tel):", href):
                continue
            path, _, anchor = href.partition("#")
            if path.startswith("/articles/"):
                assert path.split("/")[2] in written, (name, href)
                continue
            own = written[name].path
            target = posixpath.normpath(posixpath.join(posixpath.dirname(own), path)) if path else own
            assert target in files, (name, href)
            assert not anchor or anchor in places[target], (name, href)


def test_no_page_shows_a_picture_that_is_not_there(pages: dict[str, lxml.html.HtmlElement]) -> None:
    """The corpus holds no pictures, so none is shown; their captions went with them."""
    for name, page in pages.items():
        assert not list(page.iter("img")), name
        for figure in page.iter("figure"):
            assert [one.tag for one in figure] != ["figcaption"], name


def test_importing_it_again_adds_nothing(plan: Plan, written: dict[str, Written]) -> None:
    """All 509 are recognized."""
    here = [
        read_existing_article(one.path.removeprefix("articles/posts/"), one.text.encode())
        for one in written.values()
    ]
    target_site = TargetSite(
        articles=here, authors=plan.texts[AUTHOR_LISTS[0]], categories=plan.texts[TOPIC_LISTS[0]]
    )
    site = SITE if "guid" in next(iter(written.values())).front else ""
    options = ImportOptions(reading=read_options(site), author="Editorial Desk", category="Imported")
    again = make_plan(read_source(CORPUS, None), target_site, options, FILE_SYSTEM)
    assert again.texts == {}
    assert again.report.summary().endswith("509 already there")
