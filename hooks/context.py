"""What templates are given: one ``kc`` for every page, and each page's own objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from html import unescape
from textwrap import shorten
from typing import Any

from babel.dates import format_date
from jinja2 import Environment
from markupsafe import Markup

from hooks.material_blog import Slice
from knowledge_center.article import Article, Author, Category, expired, public
from knowledge_center.digests.ledger import Issue, Ledger
from knowledge_center.digests.schedule import issue_title, period_label
from knowledge_center.feeds.channels import RSS, Channel, FeedLink, channels, links
from knowledge_center.json_ld import article_json_ld
from knowledge_center.library import Library
from knowledge_center.settings import DigestSettings, Settings
from knowledge_center.settings_reader import WEEKDAYS
from knowledge_center.signup.form import SignupForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A category that has articles: its page and how many."""

    category: Category
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A digest as readers meet it: its archive, its feed, how often it comes, its newest issue's page."""

    settings: DigestSettings
    url: str
    feed_url: str
    promise: str
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """An issue with what its page says around it."""

    key: str
    title: str
    period: str
    url: str
    closed_at: datetime
    entries: tuple[Any, ...]


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


class Site:
    """All of one build that pages show; what many pages share is computed once.

    ``shown`` are the articles in the listings, newest first: the public ones, in a preview also drafts
    and scheduled ones.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        library: Library,
        ledgers: tuple[Ledger, ...],
        form: SignupForm,
        now: datetime,
        shown: tuple[Article, ...],
    ) -> None:
        self.settings = settings
        self.library = library
        self.ledgers = {ledger.digest: ledger for ledger in ledgers}
        self.form = form
        self.now = now
        self.shown = shown
        self.by_name = {article.name: article for article in library.articles}
        self.position = {article.name: at for at, article in enumerate(shown)}

    @cached_property
    def public(self) -> tuple[Article, ...]:
        """What readers may see now, newest first."""
        return tuple(article for article in self.shown if public(article, self.now))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Categories with articles, in the editor's order."""
        counts = Counter(category.slug for article in self.shown for category in article.categories)
        return tuple(
            Topic(category=category, url=f"articles/category/{slug}/", count=counts[slug])
            for slug, category in self.library.categories.items()
            if counts[slug]
        )

    @cached_property
    def years(self) -> tuple[tuple[int, str, int], ...]:
        """The years of the archive, newest first: year, page, number of articles."""
        zone = self.settings.zone
        counts = Counter(article.published.astimezone(zone).year for article in self.shown)
        return tuple(
            (year, f"articles/archive/{year}/", counts[year]) for year in sorted(counts, reverse=True)
        )

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """All article feeds."""
        return channels(self.settings, self.public, self.library.categories, self.library.authors)

    @cached_property
    def feed_links(self) -> tuple[FeedLink, ...]:
        """All article feeds as pages link to them."""
        return tuple(link for channel in self.channels for link in links(channel))

    @cached_property
    def digests(self) -> tuple[DigestView, ...]:
        """The digests, in the order of the settings."""
        return tuple(digest_view(digest, self.ledgers[digest.key]) for digest in self.settings.digests)

    def issues(self, digest: DigestSettings) -> tuple[IssueView, ...]:
        """The closed issues of a digest, oldest first."""
        return tuple(issue_view(issue, digest) for issue in self.ledgers[digest.key].issues)


def digest_view(digest: DigestSettings, ledger: Ledger) -> DigestView:
    every_month = f"Every month, on day {digest.day}"
    promise = f"Every {WEEKDAYS[digest.day].capitalize()}" if digest.every == "week" else every_month
    url = f"digests/{digest.key}/"
    latest = f"{url}{ledger.issues[-1].key}/" if ledger.issues else ""
    return DigestView(
        settings=digest, url=url, feed_url=f"digests/{digest.key}.xml", promise=promise, latest=latest
    )


def issue_view(issue: Issue, digest: DigestSettings) -> IssueView:
    return IssueView(
        key=issue.key,
        title=issue_title(digest, issue.key),
        period=period_label(issue.key),
        url=issue.url,
        closed_at=issue.closed_at,
        entries=issue.entries,
    )


@dataclass(slots=True, kw_only=True)
class PageFacts:
    """``kc`` in templates: the site's facts, and this page's own head."""

    settings: Settings
    topics: tuple[Topic, ...]
    latest: tuple[Article, ...]
    digests: tuple[DigestView, ...]
    form: SignupForm
    feeds: tuple[FeedLink, ...]
    all_feeds: tuple[FeedLink, ...]
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
        all_feeds=site.feed_links,
        csp=site.form.content_security_policy,
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
    category = site.library.categories.get(part.key) if part.kind == "category" else None
    author = site.library.authors.get(part.key) if part.kind == "author" else None
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

    ``|last_day`` is for the moment something ended: midnight belongs to the day before.
    """

    def day(moment: datetime) -> str:
        local: date = moment.astimezone(settings.zone).date()
        return str(format_date(local, "long", locale=settings.language.replace("-", "_")))

    env.filters["day"] = day
    env.filters["last_day"] = lambda moment: day(moment - timedelta(seconds=1))
    env.filters["iso"] = lambda moment: moment.astimezone(settings.zone).isoformat()
    env.filters["plain"] = lambda html: unescape(Markup(html).striptags())


def page_context(site: Site, url: str, meta: Mapping[str, Any]) -> dict[str, Any]:
    """An ordinary page, the home page among them: its own title and description, or the site's."""
    settings = site.settings
    title = "" if url in ("", "./") else str(meta.get("title") or settings.site_name)
    description = str(meta.get("description") or settings.site_description)
    newest = max((article.modified for article in site.public), default=None) if not title else None
    # Results pages are no content of ours (and there is one for every word).
    own = {"title": title, "description": description, "modified": newest, "noindex": url == "search/"}
    return {"kc": facts(site, canonical=settings.absolute(url.removeprefix("./")), **own)}


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
    own = FeedLink(
        title=digest.settings.title, href=digest.feed_url, type=RSS, scope=f"digest/{digest.settings.key}"
    )
    return (own, *(link for link in site.feed_links if link.scope == ""))
