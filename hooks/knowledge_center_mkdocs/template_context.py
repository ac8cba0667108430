"""What templates are given: one ``kc`` for every page, and each page's own objects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from textwrap import shorten
from typing import Any

from babel.dates import format_date
from jinja2 import Environment
from markupsafe import Markup

from knowledge_center.articles.json_ld import article_json_ld
from knowledge_center.articles.model import Article, Author, Category, expired
from knowledge_center.feed_formats import FORMATS, FeedFormat
from knowledge_center.feeds.channels import FeedLink, digest_link
from knowledge_center.settings.model import Settings
from knowledge_center.signup.signup_form import SignupForm
from knowledge_center_mkdocs.feed_groups import FeedGroup, feed_groups
from knowledge_center_mkdocs.material_blog import Slice
from knowledge_center_mkdocs.site import DigestView, Site, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a listing."""

    kind: str
    title: str
    description: str
    url: str
    articles: tuple[Article, ...]
    count: int
    page: int
    pages: int
    page_urls: tuple[str, ...]
    previous_url: str
    next_url: str
    author: Author | None
    category: Category | None
    years: tuple[tuple[int, str, int], ...]


@dataclass(slots=True, kw_only=True)
class PageFacts:
    """``kc`` in templates: the site's facts, and this page's own head."""

    settings: Settings
    topics: tuple[Topic, ...]
    latest: tuple[Article, ...]
    digests: tuple[DigestView, ...]
    form: SignupForm
    feeds: tuple[FeedLink, ...]
    formats: Mapping[str, FeedFormat]
    title: str = ""
    description: str = ""
    canonical: str = ""
    image: str = ""
    json_ld: str = ""
    noindex: bool = False
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


def related(article: Article, shown: tuple[Article, ...], most: int = 3) -> tuple[Article, ...]:
    """What to read next: the newest that share a category, filled up with the newest of all."""
    slugs = {category.slug for category in article.categories}
    near: list[Article] = []
    far: list[Article] = []
    for other in shown:
        if other.identity == article.identity:
            continue
        if any(category.slug in slugs for category in other.categories):
            near.append(other)
            if len(near) == most:
                break
        elif len(far) < most:
            far.append(other)
    return tuple((near + far)[:most])


def article_context(site: Site, article: Article) -> dict[str, Any]:
    """Everything an article's page shows beyond its text."""
    at = site.position.get(article.name)
    state = notice(article, site.now)
    return {
        "article": article,
        "related": related(article, site.shown),
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


def listing_context(site: Site, part: Slice) -> dict[str, Any]:
    """One page of a listing."""
    category = site.articles.categories.get(part.key) if part.kind == "category" else None
    author = site.articles.authors.get(part.key) if part.kind == "author" else None
    title, description = "Articles", site.settings.site_description
    if category:
        title, description = category.name, category.description
    elif author:
        title, description = author.name, author.description
    elif part.kind == "archive":
        title, description = part.key, f"Everything published in {part.key}."
    shown_title = title if part.page == 1 else f"{title}, page {part.page}"
    scope = {"category": f"category/{part.key}", "author": f"author/{part.key}"}.get(part.kind, "")
    feeds = tuple(link for link in site.feed_links if link.scope in ("", scope))
    newest = max((article.modified for article in part.articles), default=None)
    return {
        "listing": Listing(
            kind=part.kind,
            title=title,
            description=description,
            url=part.url,
            articles=part.articles,
            count=part.count,
            page=part.page,
            pages=len(part.page_urls),
            page_urls=part.page_urls,
            previous_url=part.page_urls[part.page - 2] if part.page > 1 else "",
            next_url=part.page_urls[part.page] if part.page < len(part.page_urls) else "",
            author=author,
            category=category,
            years=site.years,
        ),
        "kc": facts(
            site,
            title=shown_title,
            description=description,
            canonical=site.settings.absolute(part.page_urls[part.page - 1]),
            feeds=tuple(sorted(feeds, key=lambda link: link.scope == "")),
            modified=newest,
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


def page_context(site: Site, url: str, meta: Mapping[str, Any]) -> dict[str, Any]:
    """An ordinary page, the home page among them: its own title and description, or the site's."""
    settings = site.settings
    title = "" if url in ("", "./") else str(meta.get("title") or settings.site_name)
    description = str(meta.get("description") or settings.site_description)
    newest = max((article.modified for article in site.public), default=None) if not title else None
    # Results pages are no content of ours (and there is one for every word).
    own = {"title": title, "description": description, "modified": newest, "noindex": url == "search/"}
    # One page shows every feed there is; the others are spared the list.
    groups: tuple[FeedGroup, ...] = feed_groups(site) if url == "subscribe/" else ()
    return {
        "kc": facts(site, canonical=settings.absolute(url.removeprefix("./")), **own),
        "feed_groups": groups,
    }


def digest_context(site: Site, key: str) -> dict[str, Any]:
    """A digest's archive, newest issue first."""
    digest = next(view for view in site.digests if view.settings.key == key)
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


def issue_context(site: Site, key: str, name: str) -> dict[str, Any]:
    """One issue: "view in browser"."""
    digest = next(view for view in site.digests if view.settings.key == key)
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
