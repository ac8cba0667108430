"""What to read next below an article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from knowledge_center.articles.model import Article
from knowledge_center.pages.article_links import series_view
from knowledge_center.pages.site import Site

_MOST = 3


def related(site: Site, article: Article) -> tuple[Article, ...]:
    """What to read next: the series' next part and the one before, what is most alike, and what stands near in time.

    Of the last, those that share a category come first, one newer and the rest older: so even where texts have nothing
    in common each article is suggested by its neighbours, not by all or none.
    """
    shown = site.shown
    at = site.position.get(article.name)
    if at is None and article in site.apart:
        # Whoever reads a translation goes on in its language.
        own = site.languages[article.language]
        here = own.index(article)
        return tuple(own[place] for place in _nearest(set(range(len(own))) - {here}, here + 1, _MOST))
    names = dict.fromkeys((*_parts_beside(site, article), *site.reading.get(article.name, ())))
    chosen = [site.position[name] for name in names if name in site.position][:_MOST]
    if len(chosen) < _MOST:
        chosen += _near_in_time(site, article, at, _MOST - len(chosen), {*chosen})
    return tuple(shown[place] for place in chosen)


def _parts_beside(site: Site, article: Article) -> tuple[str, ...]:
    """The names of the next part of an article's series, and of the one before."""
    view = series_view(site, article) if article.series else None
    beside = (view.following, view.previous) if view else ()
    return tuple(part.name for part in beside if part)


def _near_in_time(site: Site, article: Article, at: int | None, most: int, but: set[int]) -> list[int]:
    """So many places of articles that were published about when this one was, at ``at`` itself if it is listed."""
    shown = site.shown
    # An article that is not listed any more stands between those that are.
    if at is None:
        older = bisect_left(shown, -article.published.timestamp(), key=lambda one: -one.published.timestamp())
        newer = older - 1
    else:
        older, newer = at + 1, at - 1
    reach, out = most + len(but), {at, *but}
    near: set[int] = set()
    for category in article.categories:
        places = site.places.get(f"category/{category.slug}", [])
        split = bisect_left(places, older)
        # What is at ``at`` itself may stand among these.
        near.update(places[max(0, split - reach - 1) : split + reach])
    chosen = _nearest(near - out, older, most)
    if len(chosen) == most:
        return chosen
    around = set(range(max(0, newer - 2 * reach), min(len(shown), older + 2 * reach))) - out
    return [*chosen, *_nearest(around.difference(chosen), older, most - len(chosen))]


def _nearest(places: Collection[int], older: int, most: int) -> list[int]:
    """So many of the places in order: one before ``older``, the rest from there on or, where those lack, before it."""
    order = sorted(places)
    split = bisect_left(order, older)
    start = max(0, min(split - 1, len(order) - most))
    return order[start : start + most]
