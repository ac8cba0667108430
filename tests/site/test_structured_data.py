"""What search engines document of schema.org, asked of every page of a built site."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sites import Built

# What each type needs and what is recommended, by developers.google.com/search/docs/appearance/structured-data
# (article, breadcrumb, profile-page, organization, site-names). Of a WebPage and a CollectionPage schema.org alone says
# what they have; no engine asks for anything.
REQUIRED: dict[str, set[str]] = {
    "BlogPosting": set(),
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "ProfilePage": {"mainEntity"},
    "Person": {"name"},
    "Organization": {"name"},
    "WebSite": {"name", "url"},
    "CollectionPage": {"name", "url"},
    "WebPage": {"name", "url"},
    "ImageObject": {"url"},
}
RECOMMENDED = {
    "BlogPosting": {
        "headline",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "description",
        "mainEntityOfPage",
    },
    "Person": {"url"},
    "Organization": {"url"},
    "ProfilePage": {"url"},
}  # fmt: skip


def objects(value: Any) -> list[dict[str, Any]]:
    """Every object with a type, however deep."""
    if isinstance(value, list):
        return [found for item in value for found in objects(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if "@type" in value else []
    return own + [found for item in value.values() for found in objects(item)]


def data(site: Built, url: str) -> list[dict[str, Any]]:
    scripts = site.page(url).xpath("//script[@type='application/ld+json']/text()")
    assert len(scripts) <= 1, url
    return objects([json.loads(text) for text in scripts])


@pytest.mark.parametrize("which", ["built", "varied", "hostile", "material"])
def test_every_page_says_what_engines_ask_for(which: str, request: pytest.FixtureRequest) -> None:
    """Each type has what it needs and what is recommended, dates have a zone, and a page has what it is about."""
    site: Built = request.getfixturevalue(which)
    seen: set[str] = set()
    for path in sorted(site.folder.rglob("index.html")):
        url = "/" + path.relative_to(site.folder).as_posix().removesuffix("index.html")
        if (
            not path.stat().st_size
            or b'http-equiv="refresh"' in path.read_bytes()
            or url.startswith("/admin/")
        ):
            continue
        for found in data(site, url):
            kind = found["@type"]
            seen.add(kind)
            missing = (REQUIRED[kind] | RECOMMENDED.get(kind, set())) - found.keys()
            assert not missing, (url, kind, missing)
            assert all(found[name] for name in found), (url, found)
            for name in ("datePublished", "dateModified"):
                assert name not in found or (found[name][10] == "T" and found[name][-6] in "+-"), found[name]
            for name in ("url", "item"):
                assert name not in found or found[name].startswith("https://"), found
    assert {
        "BlogPosting",
        "BreadcrumbList",
        "ProfilePage",
        "CollectionPage",
        "Organization",
    } <= seen


def test_each_page_is_of_its_own_kind(built: Built) -> None:
    """The first page, an article, an author's and a topic's."""
    kinds = {
        "/": "WebSite",
        "/articles/second-interview/": "BlogPosting",
        "/articles/author/careers-desk/": "ProfilePage",
        "/articles/category/interviews/": "CollectionPage",
        "/articles/": "CollectionPage",
        "/topics/": "CollectionPage",
        "/articles/author/": "CollectionPage",
        "/digests/": "CollectionPage",
        "/digests/weekly/": "CollectionPage",
        "/subscribe/": "WebPage",
    }
    assert {url: data(built, url)[0]["@type"] for url in kinds} == kinds


def trail(site: Built, url: str) -> list[tuple[str, str]]:
    """The names and paths on the way to a page, as engines show it."""
    found = [one for one in data(site, url) if one["@type"] == "BreadcrumbList"]
    return [
        (step["name"], step["item"].removeprefix(site.settings.site_url))
        for one in found
        for step in one["itemListElement"]
    ]


@pytest.mark.parametrize("which", ["built", "varied", "hostile", "material"])
def test_every_page_of_results_has_a_trail(which: str, request: pytest.FixtureRequest) -> None:
    """It begins at the first page, ends at this one, and leads over pages that are there; also of one's own pages."""
    site: Built = request.getfixturevalue(which)
    seen = 0
    for url in site.pages:
        if url in ("/", "/404.html") or url.startswith("/admin/"):
            continue
        page = site.page(url)
        # Of a page of Material's look that is none of ours Material says what it says.
        if page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]") or not page.xpath(
            "//meta[@property='og:site_name']"
        ):
            continue
        steps = [path for _, path in trail(site, url)]
        assert steps[:1] + steps[-1:] == ["", url.removeprefix("/")], (url, steps)
        assert all(site.has(f"/{path}") for path in steps), (url, steps)
        # What a reader sees above the title stands just above the page in the trail, too.
        for seen_above in page.xpath("//p[contains(@class, 'page-head__kind')]/a"):
            assert trail(site, url)[-2][0] == seen_above.text_content().strip(), url
        seen += 1
    assert seen > 10


def test_an_issue_stands_below_its_digest(varied: Built) -> None:
    """And says in its data when it came out, with its zone."""
    issue = next(url for url in varied.pages if url.startswith("/digests/weekly/2"))
    about, *_ = data(varied, issue)
    assert about["@type"] == "CollectionPage" and about["datePublished"][10] == "T"
    assert [path for _, path in trail(varied, issue)][1:3] == ["digests/", "digests/weekly/"]
