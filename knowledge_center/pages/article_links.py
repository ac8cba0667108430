"""Where an article leads by what it is: the other parts of its series, and itself in other languages."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_center.articles.model import Article
from knowledge_center.articles.translations import work
from knowledge_center.pages.site import Site
from knowledge_center.text.languages import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """A series on the page of one of its parts: its page and its ``articles`` in order, and which one this is.

    ``part`` is the number of this one and ``last`` that of the last there is.
    """

    name: str
    url: str
    articles: tuple[Article, ...]
    part: int
    last: int
    previous: Article | None
    following: Article | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLink:
    """An article in one language: its tag, what it calls itself, and the page.

    ``is_here`` on the page itself, ``is_original`` of the one that the others translate.
    """

    language: str
    name: str
    url: str
    is_here: bool
    is_original: bool


def series_view(site: Site, article: Article) -> SeriesView | None:
    """The series that an article is a part of; None where readers cannot see it there, or see no other part."""
    own = site.series.get(article.series.slug, ()) if article.series else ()
    if article.series is None or len(own) < 2 or article not in own:
        return None
    at = own.index(article)
    return SeriesView(
        name=own[0].series.name if own[0].series else "",
        url=article.series.url,
        articles=own,
        part=article.series.part,
        last=max(part.series.part for part in own if part.series),
        previous=own[at - 1] if at else None,
        following=own[at + 1] if at + 1 < len(own) else None,
    )


def version_links(site: Site, article: Article) -> tuple[VersionLink, ...]:
    """The article in every language it is there in, this one among them; empty where there is no other."""
    own = site.versions.get(work(article), ())
    if article not in own:
        return ()
    tags = [version.language or site.settings.language for version in own]
    return tuple(
        VersionLink(
            language=tag,
            name=language_name(tag),
            url=version.url,
            is_here=version is article,
            is_original=not version.translation_of,
        )
        for tag, version in zip(tags, own, strict=True)
    )
