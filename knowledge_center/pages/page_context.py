"""What templates are given: one ``kc`` for every page, and each page's own objects."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from textwrap import shorten
from typing import Any

from babel.dates import format_date
from jinja2 import Environment
from markupsafe import Markup

from knowledge_center.articles.json_ld import article_json_ld
from knowledge_center.articles.model import Article, expired
from knowledge_center.feed_formats import FORMATS, FeedFormat
from knowledge_center.feeds.channels import FeedLink, digest_link
from knowledge_center.pages.feed_groups import FeedGroup, feed_groups
from knowledge_center.pages.listings import Listing
from knowledge_center.pages.site import DigestView, Site, Topic
from knowledge_center.settings.model import Settings
from knowledge_center.signup.signup_form import SignupForm

# Lists of what stands elsewhere.
_NOT_SEARCHED = ("", "search/", "topics/", "subscribe/", "digests/")


@dataclass(slots=True, kw_only=True)
class PageFacts:
    """``kc`` in templates: the site's facts, and this page's own head."""

    settings: Settings
    topics: tuple[Topic, ...]
    latest: tuple[Article, ...]
    digests: tuple[DigestView, ...]
    form: SignupForm
    feeds: tuple[FeedLink, ...]
    styles: tuple[str, ...]
    lists_feeds: bool
    icon: str
    formats: Mapping[str, FeedFormat]
    title: str = ""
    description: str = ""
    canonical: str = ""
    image: str = ""
    json_ld: str = ""
    noindex: bool = False
    searched: bool = False
    csp: str = ""
    modified: datetime | None = None


def facts(site: Site, **own: Any) -> PageFacts:
    """``kc`` for one page."""
    own.setdefault("feeds", tuple(link for link in site.feed_links if link.scope == ""))
    return PageFacts(
        settings=site.settings,
        topics=site.topics,
        latest=site.shown,
        digests=site.digests,
        form=site.form,
        styles=site.styles,
        lists_feeds=site.lists_feeds,
        icon=site.icon,
        csp=site.form.content_security_policy,
        formats={format.key: format for format in FORMATS},
        **own,
    )


def notice(article: Article, now: datetime) -> str:
    """What a reader of the page has to know first: draft, scheduled, expired, or nothing."""
    if article.draft:
        return "draft"
    if expired(article, now):
        return "expired"
    return "" if article.published <= now else "scheduled"


def related(site: Site, article: Article, most: int = 3) -> tuple[Article, ...]:
    """What to read next: the nearest in time that share a category, filled up with the nearest of all.

    One newer than the article and the rest older, as far as there are, the newest first. So readers can walk a topic
    both ways, each article is suggested by its neighbours and not by all or none, and a new one changes the page of
    the one before it in its topics, instead of every page of the topic.
    """
    shown = site.shown
    at = site.position.get(article.name)
    # An article that is not listed any more stands between those that are.
    older = bisect_left(shown, -article.published.timestamp(), key=_oldness) if at is None else at + 1
    newer = older - 1 if at is None else at - 1
    near: set[int] = set()
    for category in article.categories:
        places = site.places.get(f"category/{category.slug}", [])
        near.update(places[bisect_left(places, older) :][:most])
        near.update(places[: bisect_right(places, newer)][-most:])
    chosen = _nearest(near, older, most)
    around = set(range(max(0, newer - 2 * most), min(len(shown), older + 2 * most))) - {at, *chosen}
    filling = _nearest(around, older, most - len(chosen))
    return tuple(shown[place] for place in (*chosen, *filling))


def _oldness(article: Article) -> float:
    return -article.published.timestamp()


def _nearest(places: Collection[int], older: int, most: int) -> list[int]:
    """So many of the places in order: one before ``older``, the rest from there on or, where those lack, before it."""
    order = sorted(places)
    split = bisect_left(order, older)
    start = max(0, min(split - 1, len(order) - most))
    return order[start : start + most]


def article_context(site: Site, article: Article) -> dict[str, Any]:
    """Everything an article's page shows beyond its text."""
    at = site.position.get(article.name)
    state = notice(article, site.now)
    return {
        "article": article,
        "related": related(site, article),
        "newer": site.shown[at - 1] if at else None,
        "older": site.shown[at + 1] if at is not None and at + 1 < len(site.shown) else None,
        "notice": state,
        "kc": facts(
            site,
            title=article.title,
            description=article.summary,
            canonical=site.settings.absolute(article.url),
            image=site.settings.absolute(article.image.path) if article.image else "",
            json_ld="" if state else article_json_ld(article, site.settings),
            noindex=bool(state),
            modified=article.modified,
        ),
    }


def listing_context(site: Site, listing: Listing) -> dict[str, Any]:
    """One page of a listing."""
    title = f"{listing.title}, page {listing.number}" if listing.number else listing.title
    feeds = tuple(link for link in site.feed_links if link.scope in ("", listing.scope))
    return {
        "listing": listing,
        "kc": facts(
            site,
            title=title,
            description=listing.description,
            canonical=site.settings.absolute(listing.own_url),
            feeds=tuple(sorted(feeds, key=lambda link: link.scope == "")),
            modified=max((article.modified for article in listing.articles), default=None),
        ),
    }


def install_filters(env: Environment, settings: Settings) -> None:
    """``|day`` writes a date for readers in the site's zone and language, ``|iso`` one for machines.

    ``|last_day`` is for the moment something ended: midnight belongs to the day before. ``|typeset`` is for
    titles and descriptions where they are read.
    """

    def day(moment: datetime) -> str:
        local: date = moment.astimezone(settings.zone).date()
        return str(format_date(local, "long", locale=settings.language.replace("-", "_")))

    env.filters["day"] = day
    env.filters["last_day"] = lambda moment: day(moment - timedelta(seconds=1))
    env.filters["iso"] = lambda moment: moment.astimezone(settings.zone).isoformat()
    env.filters["typeset"] = typeset
    env.filters["plain"] = lambda html: unescape(Markup(html).striptags())


def typeset(text: str) -> str:
    """A title as it is set in print: an apostrophe within a word is curved, as Markdown makes it in the text."""
    return re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)


def page_context(site: Site, url: str, fields: Mapping[str, Any], heading: str = "") -> dict[str, Any]:
    """A page that is no article and no listing: its own title and description, or the site's.

    ``heading`` is the first of its text, for a page without a title in its fields.
    """
    settings = site.settings
    title = str(fields.get("title") or heading or settings.site_name) if url else ""
    description = str(fields.get("description") or settings.site_description)
    newest = max((article.modified for article in site.public), default=None) if not url else None
    # Results pages are no content of ours (and there is one for every word).
    own = {"title": title, "description": description, "modified": newest, "noindex": url == "search/"}
    own["searched"] = url not in _NOT_SEARCHED and not hidden_from_search(fields)
    # One page shows every feed there is; the others are spared the list.
    groups: tuple[FeedGroup, ...] = feed_groups(site) if url == "subscribe/" else ()
    return {"kc": facts(site, canonical=settings.absolute(url), **own), "feed_groups": groups}


def hidden_from_search(fields: Mapping[str, Any]) -> bool:
    """Whether a page says ``search: {exclude: true}``, as Material's search knows it."""
    search = fields.get("search")
    return isinstance(search, Mapping) and search.get("exclude") is True


def digest_context(site: Site, digest: DigestView) -> dict[str, Any]:
    """A digest's archive, newest issue first."""
    issues = site.issues(digest.settings)
    return {
        "digest": digest,
        "issues": issues[::-1],
        "kc": facts(
            site,
            title=digest.settings.title,
            description=digest.settings.description or site.settings.site_description,
            canonical=site.settings.absolute(digest.url),
            feeds=digest_feeds(site, digest),
            modified=issues[-1].closed_at if issues else None,
        ),
    }


def issue_context(site: Site, digest: DigestView, name: str) -> dict[str, Any]:
    """One issue: "view in browser"."""
    issues = site.issues(digest.settings)
    at = next(n for n, issue in enumerate(issues) if issue.key == name)
    issue = issues[at]
    titles = "; ".join(entry.title for entry in issue.entries)
    return {
        "digest": digest,
        "issue": issue,
        "previous_issue": issues[at - 1] if at else None,
        "next_issue": issues[at + 1] if at + 1 < len(issues) else None,
        # What was removed on purpose is told of, and not linked to.
        "gone": frozenset(entry.id for entry in site.articles.gone),
        "kc": facts(
            site,
            title=issue.title,
            description=shorten(titles, 160, placeholder="…"),
            canonical=site.settings.absolute(issue.url),
            feeds=digest_feeds(site, digest),
            modified=issue.closed_at,
        ),
    }


def digest_feeds(site: Site, digest: DigestView) -> tuple[FeedLink, ...]:
    """The digest's own feed first, then the site's."""
    own = digest_link(digest.settings, site.settings)
    return (own, *(link for link in site.feed_links if link.scope == ""))
