"""What templates are given: one ``kc`` for every page, and each page's own objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from textwrap import shorten
from typing import Any

from knowledge_center.articles.model import Article, Category, expired
from knowledge_center.feed_formats import FORMATS, FeedFormat
from knowledge_center.feeds.channels import FeedLink, digest_link
from knowledge_center.pages.article_links import SeriesView, VersionLink, series_view, version_links
from knowledge_center.pages.directories import listed_authors, listed_years
from knowledge_center.pages.feed_groups import feed_groups
from knowledge_center.pages.listings import Listing
from knowledge_center.pages.llms_text import MARKDOWN
from knowledge_center.pages.related_articles import related
from knowledge_center.pages.site import (
    DigestView,
    IssueView,
    LanguageLink,
    MainTopic,
    SharedFacts,
    Site,
    Topic,
)
from knowledge_center.pages.structured_data import (
    article_data,
    digest_data,
    home_data,
    issue_data,
    listing_data,
    page_data,
)
from knowledge_center.settings.model import Settings
from knowledge_center.signup.signup_form import SignupForm

# What templates call the list of a page.
_LISTED = {"articles/author/": "authors", "articles/archive/": "years"}
# Lists of what stands elsewhere.
_NOT_SEARCHED = ("", "search/", "topics/", "subscribe/", "digests/", "articles/author/", "articles/archive/")


@dataclass(slots=True, kw_only=True)
class PageFacts:
    """``kc`` in templates: the site's facts, and this page's own head.

    ``asked`` are the names of what the template looked at that changes with every article: whoever did not is the same
    page whatever is new. So what every page says of topics stands apart from all there are, with their counts.
    """

    shared: SharedFacts
    feeds: tuple[FeedLink, ...]
    formats: Mapping[str, FeedFormat]
    title: str = ""
    description: str = ""
    canonical: str = ""
    image: str = ""
    json_ld: str = ""
    noindex: bool = False
    searched: bool = False
    modified: datetime | None = None
    versions: tuple[VersionLink, ...] = ()
    markdown: str = ""
    asked: set[str] = field(default_factory=set)

    @property
    def settings(self) -> Settings:
        return self.shared.settings

    @property
    def main_topics(self) -> tuple[MainTopic, ...]:
        return self.shared.main_topics

    @property
    def has_more_topics(self) -> bool:
        return self.shared.has_more_topics

    @property
    def topics(self) -> tuple[Topic, ...]:
        self.asked.add("topics")
        return self.shared.topics

    @property
    def latest(self) -> tuple[Article, ...]:
        self.asked.add("latest")
        return self.shared.latest

    def newest(self, category: Category, most: int) -> tuple[Article, ...]:
        """So many of the latest of a topic."""
        return tuple(islice((one for one in self.latest if category in one.categories), most))

    @property
    def digests(self) -> tuple[DigestView, ...]:
        return self.shared.digests

    @property
    def form(self) -> SignupForm:
        return self.shared.form

    @property
    def csp(self) -> str:
        return self.shared.form.content_security_policy

    @property
    def styles(self) -> tuple[str, ...]:
        return self.shared.styles

    @property
    def lists_feeds(self) -> bool:
        return self.shared.lists_feeds

    @property
    def languages(self) -> tuple[LanguageLink, ...]:
        return self.shared.languages

    @property
    def icon(self) -> str:
        return self.shared.icon

    @property
    def has_icons(self) -> bool:
        return self.shared.has_icons


def card_path(url: str) -> str:
    """Where the card of a page lies, site-relative as the page's URL: it stays, whatever the card says."""
    return f"{url}share-card.png"


def facts(shared: SharedFacts, **own: Any) -> PageFacts:
    """``kc`` for one page; its ``image`` where it is shared is the site's card, if it has none of its own."""
    own.setdefault("image", shared.settings.absolute(card_path("")))
    own.setdefault("feeds", shared.feeds)
    return PageFacts(shared=shared, formats={format.key: format for format in FORMATS}, **own)


def notice(article: Article, now: datetime) -> str:
    """What a reader of the page has to know first: draft, scheduled, expired, or nothing."""
    if article.draft:
        return "draft"
    if expired(article, now):
        return "expired"
    return "" if article.published <= now else "scheduled"


def article_shown(site: Site, article: Article) -> tuple[Any, ...]:
    """What stands on an article's page beside what every page has: see ``article_context``."""
    at = site.position.get(article.name)
    return (
        article,
        related(site, article),
        site.shown[at - 1] if at else None,
        site.shown[at + 1] if at is not None and at + 1 < len(site.shown) else None,
        notice(article, site.now),
        series_view(site, article),
        version_links(site, article),
    )


def article_context(
    shared: SharedFacts,
    article: Article,
    related: tuple[Article, ...],
    newer: Article | None,
    older: Article | None,
    notice: str,
    series: SeriesView | None,
    versions: tuple[VersionLink, ...],
) -> dict[str, Any]:
    """Everything an article's page shows beyond its text."""
    settings = shared.settings
    return {
        "article": article,
        "related": related,
        "newer": newer,
        "older": older,
        "notice": notice,
        "series": series,
        "versions": versions,
        "kc": facts(
            shared,
            versions=versions,
            markdown="" if notice or not settings.has_markdown else settings.absolute(article.url + MARKDOWN),
            title=article.title,
            description=article.summary,
            canonical=settings.absolute(article.url),
            image=settings.absolute(article.image.path if article.image else card_path(article.url)),
            json_ld="" if notice else article_data(article, settings),
            noindex=bool(notice),
            modified=article.modified,
        ),
    }


def listing_shown(site: Site, listing: Listing) -> tuple[Any, ...]:
    """One page of a listing, and the feeds that go with it: its own first, then everybody's."""
    return listing, site.feeds_of.get(listing.scope, site.feeds_of[""])


def listing_context(shared: SharedFacts, listing: Listing, feeds: tuple[FeedLink, ...]) -> dict[str, Any]:
    """One page of a listing."""
    words, title = shared.settings.words, listing.title
    if listing.number:
        title = words.gettext("%(title)s, page %(number)s", title=title, number=listing.number)
    return {
        "listing": listing,
        "kc": facts(
            shared,
            title=title,
            description=_listing_description(shared.settings, listing),
            canonical=shared.settings.absolute(listing.own_url),
            image=shared.settings.absolute(card_path(listing.url)),
            feeds=feeds,
            json_ld="" if listing.is_thin else listing_data(listing, shared.settings),
            noindex=listing.is_thin,
            modified=max((article.modified for article in listing.articles), default=None),
        ),
    }


def _listing_description(settings: Settings, listing: Listing) -> str:
    """What search engines say of one page of a listing: no two pages say the same, unless editors make them."""
    words, own = settings.words, listing.description
    names = {"name": settings.site_name, "title": listing.title}
    said = {
        "all": words.gettext("Every article of %(name)s, the newest first.", **names),
        "category": own or words.gettext("Articles about %(title)s, from %(name)s.", **names),
        "author": own or words.gettext("Articles by %(title)s, from %(name)s.", **names),
        "language": words.gettext("All articles of %(name)s in this language: %(title)s.", **names),
        "series": words.gettext(
            "“%(title)s”: all parts of the series, in their order, from %(name)s.", **names
        ),
    }.get(listing.kind, own)
    if not listing.number:
        return said
    return words.gettext("%(text)s Page %(number)s.", text=said, number=listing.number)


def page_shown(site: Site, url: str) -> tuple[Any, ...]:
    """What the pages at some addresses show beyond their text: when the newest article changed, and a list.

    The list is of feeds in groups, of authors or of years; each stands on one page alone.
    """
    newest = max((article.modified for article in site.public), default=None) if not url else None
    lists: dict[str, Callable[[Site], tuple[Any, ...]]] = {
        "subscribe/": feed_groups, "articles/author/": listed_authors, "articles/archive/": listed_years,
    }  # fmt: skip
    return newest, lists[url](site) if url in lists else ()


def is_unlisted(url: str, newest: datetime | None, listed: tuple[Any, ...]) -> bool:
    """Whether search engines should leave out a page that every site has: there is one for each word, or no choice."""
    return url == "search/" or (url in ("articles/author/", "articles/archive/") and len(listed) < 2)


def page_context(
    shared: SharedFacts,
    url: str,
    fields: Mapping[str, Any],
    heading: str,
    newest: datetime | None,
    listed: tuple[Any, ...],
) -> dict[str, Any]:
    """A page that is no article and no listing: its own title and description, or the site's.

    ``heading`` is the first of its text, for a page without a title in its fields.
    """
    settings = shared.settings
    title = str(fields.get("title") or heading or settings.site_name) if url else ""
    description = str(fields.get("description") or settings.site_description)
    # Results pages are no content of ours (and there is one for every word).
    own = {
        "title": title,
        "description": description,
        "modified": newest,
        "noindex": is_unlisted(url, newest, listed),
    }
    if not own["noindex"]:
        own["json_ld"] = page_data(url, title, description, settings) if url else home_data(settings)
    own["searched"] = url not in _NOT_SEARCHED and not hidden_from_search(fields)
    return {
        "kc": facts(shared, canonical=settings.absolute(url), **own),
        _LISTED.get(url, "feed_groups"): listed,
    }


def hidden_from_search(fields: Mapping[str, Any]) -> bool:
    """Whether a page says ``search: {exclude: true}``, as Material's search knows it."""
    search = fields.get("search")
    return isinstance(search, Mapping) and search.get("exclude") is True


def digest_shown(site: Site, digest: DigestView) -> tuple[Any, ...]:
    """A digest, its issues, newest first, and its feeds."""
    return digest, site.issues(digest.settings)[::-1], digest_feeds(site, digest)


def digest_context(
    shared: SharedFacts, digest: DigestView, issues: tuple[IssueView, ...], feeds: tuple[FeedLink, ...]
) -> dict[str, Any]:
    """A digest's archive, newest issue first."""
    settings = shared.settings
    return {
        "digest": digest,
        "issues": issues,
        "kc": facts(
            shared,
            title=digest.settings.title,
            description=digest.settings.description or settings.site_description,
            canonical=settings.absolute(digest.url),
            image=settings.absolute(card_path(digest.url)),
            feeds=feeds,
            json_ld=digest_data(digest.settings, settings),
            modified=issues[0].closed_at if issues else None,
        ),
    }


def issue_shown(site: Site, digest: DigestView, name: str) -> tuple[Any, ...]:
    """An issue between its neighbours, the ids of what was removed on purpose since, and the digest's feeds."""
    issues = site.issues(digest.settings)
    at = next(n for n, issue in enumerate(issues) if issue.key == name)
    return (
        digest,
        issues[at],
        issues[at - 1] if at else None,
        issues[at + 1] if at + 1 < len(issues) else None,
        tuple(sorted(entry.id for entry in site.articles.gone)),
        digest_feeds(site, digest),
    )


def issue_context(
    shared: SharedFacts,
    digest: DigestView,
    issue: IssueView,
    previous: IssueView | None,
    following: IssueView | None,
    gone: tuple[str, ...],
    feeds: tuple[FeedLink, ...],
) -> dict[str, Any]:
    """One issue: "view in browser"."""
    settings = shared.settings
    titles = "; ".join(entry.title for entry in issue.entries)
    description = shorten(titles, 160, placeholder="…")
    return {
        "digest": digest,
        "issue": issue,
        "previous_issue": previous,
        "next_issue": following,
        # What was removed on purpose is told of, and not linked to.
        "gone": frozenset(gone),
        "kc": facts(
            shared,
            title=issue.title,
            description=description,
            canonical=settings.absolute(issue.url),
            image=settings.absolute(card_path(issue.url)),
            feeds=feeds,
            json_ld=issue_data(
                digest.settings, issue.url, issue.title, description, issue.closed_at, settings
            ),
            modified=issue.closed_at,
        ),
    }


def digest_feeds(site: Site, digest: DigestView) -> tuple[FeedLink, ...]:
    """The digest's own feed first, then the site's."""
    own = digest_link(digest.settings, site.settings)
    return (own, *site.feeds_of[""])
