"""The pages that the site makes by itself, and those of the site's own that stand where one of them would."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.samples import article_text, make_site, run
from tests.sites import Built, build, dead_links

NEW = article_text("Newer than all", date="2026-11-10")


def articles(count: int, **fields: str) -> dict[str, str | bytes]:
    """That many public articles."""
    return {f"a-{n:03}.md": article_text(f"Number {n}", date="2026-11-02", **fields) for n in range(count)}


@pytest.mark.parametrize("count", [0, 1, 13])
def test_a_site_of_any_size_is_whole(tmp_path: Path, count: int) -> None:
    """Without an article, with one, and with one more than fits on a page: no link leads nowhere."""
    found = build(make_site(tmp_path / "site", articles(count)))
    assert dead_links(found) == []
    assert found.has("/articles/")
    assert found.has("/articles/page/2/") == (count == 13)
    assert found.has("/articles/category/interviews/") == (count > 0)
    assert not found.has("/articles/category/hiring/")
    for url in ("/articles/", "/topics/", "/articles/author/", "/articles/archive/"):
        assert ("There is nothing here yet." in found.text(url)) == (count == 0), url


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A listing of ten pages, which were eleven when they were counted from the newest."""
    return build(make_site(tmp_path_factory.mktemp("long") / "site", articles(125)))


@pytest.mark.parametrize(
    "listing", ["/articles/", "/articles/category/interviews/", "/articles/archive/2026/"]
)
@pytest.mark.parametrize("number", [0, 1, 2, 8, 9])
def test_the_current_page_is_the_one_that_is_marked(long: Built, listing: str, number: int) -> None:
    """On page 9 the number 9 is marked as current, and it leads to page 9."""
    url = f"{listing}page/{number}/" if number else listing
    [current] = long.page(url).xpath("//nav[@class='pages']//a[@aria-current='page']")
    assert current.text == (str(number) if number else "Newest")
    assert current.get("href") in ("./", "")
    others = long.page(url).xpath("//nav[@class='pages']//a[not(@aria-current)]/@href")
    assert others and not {"./", ""} & set(others)


@pytest.mark.parametrize("number", [10, 11])
def test_a_page_that_is_not_full_yet_leads_to_the_newest(long: Built, number: int) -> None:
    """Whoever comes by an address of former times finds the articles, and no search engine keeps it."""
    for listing in ("/articles/", "/articles/category/interviews/", "/articles/author/careers-desk/"):
        page = long.page(f"{listing}page/{number}/")
        [link] = page.xpath("//body//a/@href")
        assert urljoin(f"{listing}page/{number}/", link) == listing
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert f"{listing}page/{number}/" not in long.text("/sitemap.xml")
        # Nor the pages behind the first; they lead to articles, and those are there by themselves.
        assert long.page(f"{listing}page/9/").xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert f"{listing}page/9/" not in long.text("/sitemap.xml")
        assert long.page(listing).xpath("//meta[@name='robots']") == []


def test_a_new_article_leaves_nearly_all_pages_as_they_are(long: Built, tmp_path: Path) -> None:
    """Of a site of 125 articles a few pages change their bytes when one is added, and no full page of a listing."""
    grown = build(make_site(tmp_path / "site", articles(125) | {"new.md": NEW}))
    assert grown.has("/articles/new/")
    changed = {url for url in long.urls() if long.text(url) != grown.text(url)}
    lists = {"/articles/", "/articles/author/careers-desk/", "/articles/archive/2026/"}
    lists |= {"/articles/author/", "/articles/archive/", "/articles/archive/2026/11/"}
    topic = {"/articles/category/interviews/", "/topics/", "/search/", "/", "/404.html"}
    assert lists < changed
    assert len([url for url in changed - lists - topic if url.startswith("/articles/")]) <= 2
    assert not changed - lists - topic - {url for url in changed if url.startswith("/articles/a-")}


def test_two_authors_of_one_name_have_a_page_each(tmp_path: Path) -> None:
    """A page is found by the key; the name may be the same."""
    names = "careers-desk:\n  name: A. Smith\nemployer-desk:\n  name: A. Smith\n"
    posts: dict[str, str | bytes] = {
        "one.md": article_text("First piece"),
        "two.md": article_text("Second piece", authors="[employer-desk]"),
        "articles/.authors.yml": names,
    }
    found = build(make_site(tmp_path / "site", posts))
    for key, own, other in (("careers-desk", "First", "Second"), ("employer-desk", "Second", "First")):
        text = found.page(f"/articles/author/{key}/").xpath("string(//main)")
        assert own in text and other not in text


OWN = ("search.md", "topics.md", "subscribe.md", "digests/index.md", "articles/index.md")


@pytest.fixture(scope="module")
def own_pages(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a page of its own in each place where one of ours would stand."""
    pages = {f"./{path}": f"---\ntitle: Our own\n---\n\nWords of their own {path}.\n" for path in OWN}
    return build(make_site(tmp_path_factory.mktemp("own") / "site", {**articles(1), **pages}))


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_the_sites_own_wins_and_is_told(own_pages: Built, path: str) -> None:
    """Where a page of ours would stand, theirs is published; the build says so and how to have both."""
    found = own_pages
    url = "/" + path.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"
    assert f"Words of their own {path}." in found.page(url).xpath("string(//main)")
    assert f"docs/{path}\n  Advice: This page stands at {url}" in found.said
    fix = (
        "Rename the file"
        if path == "articles/index.md"
        else f"template: {path.split('/')[0].split('.')[0]}.html"
    )
    assert f"Fix:  {fix}" in found.said


def test_the_fix_that_is_offered_works(tmp_path: Path) -> None:
    """With our template named in it, the page is ours with their words, and nothing is told."""
    words = "---\ntitle: Our topics\ntemplate: topics.html\n---\n\nWords of their own.\n"
    found = build(make_site(tmp_path / "site", {**articles(1), "./topics.md": words}))
    page = found.page("/topics/")
    assert page.xpath("string(//h1)").strip() == "Our topics"
    assert "Words of their own." in page.xpath("string(//main)")
    assert page.xpath("//ul[@class='topics']")
    assert "Advice" not in found.said


def test_a_page_without_words_gives_ours_another_title(tmp_path: Path) -> None:
    """Only fields: ours stands there under that title."""
    words = "---\ntitle: Find it\naliases: [/find/, /suche.html]\n---\n"
    found = build(make_site(tmp_path / "site", {**articles(1), "./search.md": words}))
    # On the same site: a page leads on from its old addresses.
    assert 'url=../search/"' in found.text("/find/") and 'url=./search/"' in found.text("/suche.html")
    assert found.page("/search/").xpath("string(//h1)").strip() == "Find it"
    assert found.page("/search/").xpath("//form[@role='search']")
    assert "Advice" not in found.said


def test_a_site_needs_no_page_of_its_own(tmp_path: Path) -> None:
    """A docs folder with nothing but an article has a front page, topics, search and a way to subscribe."""
    root = make_site(tmp_path / "site", articles(1))
    (root / "docs/index.md").unlink()
    found = build(root)
    assert found.page("/").xpath("string(//h1)").strip() == "Knowledge Center"
    assert all(found.has(url) for url in ("/search/", "/topics/", "/subscribe/", "/digests/", "/articles/"))


def test_a_file_of_the_sites_own_wins_over_one_we_make(tmp_path: Path) -> None:
    """Somebody's own robots.txt is published as it is, and the build says whose it is."""
    root = make_site(tmp_path / "site", articles(1))
    (root / "docs/robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    found = build(root)
    assert found.text("/robots.txt") == "User-agent: *\nDisallow: /\n"
    assert "docs/robots.txt\n  Advice: This file stands at /robots.txt" in found.said


def test_a_template_that_only_our_pages_have_is_a_sentence(tmp_path: Path) -> None:
    """A page that asks for the template of an article is told, instead of failing somewhere inside it."""
    words = "---\ntitle: About\ntemplate: article.html\n---\n\nWords.\n"
    done = run(make_site(tmp_path / "site", {**articles(1), "./about.md": words}), "build.py")
    assert done.returncode == 1
    assert "docs/about.md:3\n  The template article.html" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "entry", ["- blog", "- blog:\n      blog_dir: news", "- material/blog", "- search\n  - blog"]
)
def test_a_blog_plugin_is_refused_with_what_to_do(tmp_path: Path, entry: str) -> None:
    """In every spelling, by the check as by the build: a sentence that names the line to take out."""
    root = make_site(tmp_path / "site", articles(1))
    path = root / "mkdocs.yml"
    path.write_text(path.read_text("utf-8").replace("plugins: []", f"plugins:\n  {entry}"), encoding="utf-8")
    for script in ("check.py", "build.py"):
        done = run(root, script)
        said = done.stdout + done.stderr
        assert done.returncode == 1
        name = "material/blog" if "/" in entry else "blog"
        assert f"plugins: “{name}” was found" in said and f"Take “- {name}” out" in said
        assert "Traceback" not in said
