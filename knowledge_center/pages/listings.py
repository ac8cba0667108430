"""The listings: all articles, one topic, one author, one year, each in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge_center.articles.model import Article, Author, Category
from knowledge_center.pages.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a listing.

    ``kind`` is all, category, archive or author. ``articles`` are those of this page, ``count`` says how many
    the whole listing has; ``url`` is the first page's, ``page`` counts from 1. All URLs are site-relative.
    """

    kind: str
    title: str
    description: str
    url: str
    articles: tuple[Article, ...]
    count: int
    page: int
    page_urls: tuple[str, ...]
    years: tuple[tuple[int, str, int], ...]
    author: Author | None = None
    category: Category | None = None

    @property
    def pages(self) -> int:
        """How many pages the listing has."""
        return len(self.page_urls)

    @property
    def own_url(self) -> str:
        """This page's own URL."""
        return self.page_urls[self.page - 1]

    @property
    def previous_url(self) -> str:
        """The page with newer articles, empty on the first."""
        return self.page_urls[self.page - 2] if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page with older articles, empty on the last."""
        return self.page_urls[self.page] if self.page < self.pages else ""

    @property
    def scope(self) -> str:
        """The feeds that go with it: empty for all articles', else ``category/<slug>`` or ``author/<key>``."""
        owner = self.category.slug if self.category else self.author.key if self.author else ""
        return f"{self.kind}/{owner}" if owner else ""


def listings(site: Site) -> Iterator[Listing]:
    """Every page of every listing; topics, authors and years without an article have none."""
    yield from _in_pages(site, "all", "articles/", site.shown, "Articles", site.settings.site_description)
    for topic in site.topics:
        category = topic.category
        articles = [article for article in site.shown if category in article.categories]
        yield from _in_pages(
            site, "category", topic.url, articles, category.name, category.description, category=category
        )  # fmt: skip
    for author in site.articles.authors.values():
        if articles := [article for article in site.shown if author in article.authors]:
            url = f"articles/author/{author.key}/"
            yield from _in_pages(
                site, "author", url, articles, author.name, author.description, author=author
            )
    for year, url, _ in site.years:
        articles = [article for article in site.shown if site.year(article) == year]
        yield from _in_pages(site, "archive", url, articles, str(year), f"Everything published in {year}.")


def _in_pages(
    site: Site,
    kind: str,
    url: str,
    articles: Sequence[Article],
    title: str,
    description: str,
    *,
    author: Author | None = None,
    category: Category | None = None,
) -> Iterator[Listing]:
    per_page = site.settings.per_page
    pages = max(1, -(-len(articles) // per_page))
    page_urls = (url, *(f"{url}page/{number}/" for number in range(2, pages + 1)))
    for page in range(1, pages + 1):
        yield Listing(
            kind=kind,
            title=title,
            description=description,
            url=url,
            articles=tuple(articles[(page - 1) * per_page : page * per_page]),
            count=len(articles),
            page=page,
            page_urls=page_urls,
            years=site.years,
            author=author,
            category=category,
        )
