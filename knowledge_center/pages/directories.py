"""The lists of all authors and of all years, each of which has a page of its own."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from knowledge_center.articles.model import Author
from knowledge_center.pages.listings import months
from knowledge_center.pages.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAuthor:
    """An author who has articles: their page, site-relative, and how many."""

    author: Author
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedYear:
    """A year that has articles: its page and how many; ``months`` likewise where it has many, else none."""

    year: int
    url: str
    count: int
    months: tuple[tuple[str, str, int], ...]


def listed_authors(site: Site) -> tuple[ListedAuthor, ...]:
    """All authors with articles by their names, letter case and accents apart."""
    found = (
        ListedAuthor(author=author, url=f"articles/author/{key}/", count=len(site.listed[f"author/{key}"]))
        for key, author in site.articles.authors.items()
        if f"author/{key}" in site.listed
    )
    return tuple(sorted(found, key=lambda listed: (_sorted_as(listed.author.name), listed.author.key)))


def listed_years(site: Site) -> tuple[ListedYear, ...]:
    """All years with articles, the newest first."""
    return tuple(
        ListedYear(year=year, url=url, count=count, months=months(site, str(year)))
        for year, url, count in site.years
    )


def _sorted_as(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
