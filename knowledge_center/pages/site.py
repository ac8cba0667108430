"""All of one build that pages show: articles, topics, digests, feeds, each computed once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from babel.dates import get_day_names

from knowledge_center.admin.admin_files import AdminFile
from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import Article, Category, expired, newest_first, public
from knowledge_center.articles.translations import for_everybody, versions
from knowledge_center.digests.ledger import Issue, Ledger
from knowledge_center.digests.schedule import issue_title, period_label
from knowledge_center.feeds.archive import ArchivePage
from knowledge_center.feeds.channels import Channel, FeedLink, channels, links
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.signup.signup_form import SignupForm
from knowledge_center.text.languages import language_name, nearest_locale
from knowledge_center.words.catalogues import ENGLISH, Words

# So many topics stand at the foot of every page and on the front one; all of them have a page.
_MAIN_TOPICS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MainTopic:
    """A category that every page names, with its page."""

    category: Category
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A category that has articles: its page, how many, and whether it is one of the few that every page names."""

    category: Category
    url: str
    count: int
    is_main: bool


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
    evergreen: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFacts:
    """What every page is given. ``latest`` are the articles in the listings; ``feeds`` those of everything.

    ``has_more_topics``: there are others than the main ones.
    """

    settings: Settings
    main_topics: tuple[MainTopic, ...]
    has_more_topics: bool
    topics: tuple[Topic, ...]
    latest: tuple[Article, ...]
    digests: tuple[DigestView, ...]
    form: SignupForm
    feeds: tuple[FeedLink, ...]
    styles: tuple[str, ...]
    lists_feeds: bool
    icon: str
    has_icons: bool
    languages: tuple[LanguageLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """The list of the articles in a language: its tag, what it calls itself, and the page, site-relative."""

    language: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IconSource:
    """The picture that a site's icons are made of: a ``file``, and a hash of what it holds."""

    file: str
    content: bytes


@dataclass(kw_only=True, eq=False)
class Site:
    """All of one build that pages show; what many pages share is computed once.

    ``ledgers`` are those of the digests by their keys. ``shown`` are the articles in the listings, newest first: the
    public ones, in a preview also drafts and scheduled ones; ``apart`` those that only the lists of their language
    have, as they translate one of these; ``unlisted`` are articles with a page of which nothing else knows. ``styles``
    are the style sheets of every page, ``icon`` is the picture beside its title in a browser (or empty), site-relative.
    ``own_search``: search is a page of ours, not a plugin's. ``admin`` are the files of /admin/ by path,
    ``own_redirects`` the site's own lines for the host. Without ``icons_from`` there are none but ``icon``.
    """

    settings: Settings
    articles: Articles
    ledgers: Mapping[str, Ledger]
    form: SignupForm
    now: datetime
    shown: tuple[Article, ...]
    archive: tuple[ArchivePage, ...] = ()
    styles: tuple[str, ...] = ("assets/site.css",)
    icon: str = ""
    own_search: bool = True
    admin: Mapping[str, AdminFile] = field(default_factory=dict)
    own_redirects: str = ""
    icons_from: IconSource | None = None
    unlisted: tuple[Article, ...] = ()
    # Whether /subscribe/ is the page of ours that lists every feed.
    lists_feeds: bool = field(init=False, default=True)
    find_reading: Callable[[], Mapping[str, tuple[str, ...]]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        shown, self.shown = self.shown, for_everybody(self.shown)
        self.position = {article.name: at for at, article in enumerate(self.shown)}
        self.apart = tuple(article for article in shown if article.name not in self.position)

    def at(self, moment: datetime) -> Site:
        """The same site at a later moment, as readers see it then."""
        shown = tuple(article for article in self.articles.all if public(article, moment))
        return replace(self, now=moment, shown=shown, unlisted=())

    @cached_property
    def shared(self) -> SharedFacts:
        """What every page is given; to be asked for once it is known whether a page of ours lists the feeds."""
        main = tuple(MainTopic(category=one.category, url=one.url) for one in self.topics if one.is_main)
        return SharedFacts(
            settings=self.settings,
            main_topics=main,
            has_more_topics=len(main) < len(self.topics),
            topics=self.topics,
            latest=self.shown,
            digests=self.digests,
            form=self.form,
            feeds=self.feeds_of[""],
            styles=self.styles,
            lists_feeds=self.lists_feeds,
            icon=self.icon,
            has_icons=self.icons_from is not None,
            languages=tuple(
                LanguageLink(language=tag, name=language_name(tag), url=f"articles/language/{tag.lower()}/")
                for tag in self.languages
            ),
        )

    @cached_property
    def public(self) -> tuple[Article, ...]:
        """What readers may see now, newest first."""
        return tuple(article for article in self.shown if public(article, self.now))

    @cached_property
    def every_public(self) -> tuple[Article, ...]:
        """What readers may see now in any language, newest first."""
        apart = (article for article in self.apart if public(article, self.now))
        return newest_first([*self.public, *apart]) if self.apart else self.public

    @cached_property
    def with_page(self) -> tuple[Article, ...]:
        """All articles that have a page."""
        return (*self.shown, *self.apart, *self.ended, *self.unlisted)

    @cached_property
    def file_places(self) -> dict[str, str]:
        """The site-relative addresses of articles, pictures and downloads by their paths below docs."""
        docs = f"{self.settings.docs_dir}/"
        articles = {one.source.removeprefix(docs): one.url for one in self.with_page}
        return {**articles, **self.articles.images, **self.articles.attachments}

    @cached_property
    def series(self) -> dict[str, tuple[Article, ...]]:
        """The articles of each series by its name in addresses, in the order of their parts."""
        found: defaultdict[str, list[tuple[int, str, Article]]] = defaultdict(list)
        for article in (*self.shown, *self.apart):
            if article.series:
                found[article.series.slug].append((article.series.part, article.name, article))
        return {
            slug: tuple(part for *_, part in sorted(parts, key=lambda p: p[:2]))
            for slug, parts in found.items()
        }

    @cached_property
    def languages(self) -> dict[str, tuple[Article, ...]]:
        """The articles in each language but the site's, newest first; none where all of one have expired."""
        found: defaultdict[str, list[Article]] = defaultdict(list)
        for article in (*self.shown, *self.apart):
            if article.language:
                found[article.language].append(article)
        over: dict[str, list[Article]] = {article.language: [] for article in self.ended if article.language}
        return {tag: newest_first(own) for tag, own in sorted((over | found).items())}

    @cached_property
    def versions(self) -> dict[str, tuple[Article, ...]]:
        """Articles that are there in several languages, by the name of the original."""
        if not self.languages:
            return {}
        found = versions((*self.shown, *self.apart))
        return {name: own for name, own in found.items() if len(own) > 1}

    @cached_property
    def ended(self) -> tuple[Article, ...]:
        """What has expired: its pages stay, and so do the addresses of all that listed it."""
        return tuple(
            article for article in self.articles.all if not article.draft and expired(article, self.now)
        )

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where among ``shown`` those of each category/<slug>, author/<key>, archive/<year> and its months stand."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, article in enumerate(self.shown):
            for scope in self._scopes(article):
                found[scope].append(at)
        return dict(found)

    @cached_property
    def reading(self) -> Mapping[str, tuple[str, ...]]:
        """What to read next, by the names of articles; empty where nobody has looked at their texts."""
        return self.find_reading() if self.find_reading else {}

    @cached_property
    def listed(self) -> dict[str, tuple[Article, ...]]:
        """The articles in the list of each of these scopes, newest first.

        A translation stands in that of its author or topic where what it translates does not: somebody who only
        translates has a page, too.
        """
        found = {scope: [self.shown[at] for at in places] for scope, places in self.places.items()}
        for article in self.apart:
            for scope in self._scopes(article):
                if not scope.startswith("archive/"):
                    found.setdefault(scope, []).append(article)
        return {
            scope: for_everybody(newest_first(own)) if self.apart else tuple(own)
            for scope, own in found.items()
        }

    @cached_property
    def ended_in(self) -> Counter[str]:
        """How many articles have expired, by the same scopes, and in all under an empty one."""
        return Counter(scope for article in self.ended for scope in ("", *self._scopes(article)))

    def _scopes(self, article: Article) -> dict[str, None]:
        scopes = [f"category/{category.slug}" for category in article.categories]
        scopes += [f"author/{author.key}" for author in article.authors]
        day = article.published.astimezone(self.settings.zone)
        return dict.fromkeys((*scopes, f"archive/{day.year}", f"archive/{day.year}/{day.month:02}"))

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Categories with articles, in the editor's order; the main ones are those with the most."""
        counts = {slug: len(self.listed.get(f"category/{slug}", ())) for slug in self.articles.categories}
        main = sorted(counts, key=lambda slug: -counts[slug])[:_MAIN_TOPICS]
        return tuple(
            Topic(
                category=category, url=f"articles/category/{slug}/", count=counts[slug], is_main=slug in main
            )
            for slug, category in self.articles.categories.items()
            if counts[slug]
        )

    @cached_property
    def years(self) -> tuple[tuple[int, str, int], ...]:
        """The years of the archive, newest first: year, page, number of articles."""
        counts = {
            int(scope.removeprefix("archive/")): len(own)
            for scope, own in self.listed.items()
            if scope.startswith("archive/") and scope.count("/") == 1
        }
        return tuple(
            (year, f"articles/archive/{year}/", counts[year]) for year in sorted(counts, reverse=True)
        )

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """All article feeds."""
        # One of which everything has expired stays, empty: people follow it.
        known = (*self.every_public, *self.ended)
        return channels(self.settings, known, self.articles.categories, self.articles.authors)

    @cached_property
    def feed_links(self) -> tuple[FeedLink, ...]:
        """All article feeds as pages link to them."""
        return tuple(link for channel in self.channels for link in links(channel))

    @cached_property
    def feeds_of(self) -> dict[str, tuple[FeedLink, ...]]:
        """The feeds that go with a list of each scope, as pages link to them: its own first, then everybody's."""
        found: defaultdict[str, list[FeedLink]] = defaultdict(list)
        for link in self.feed_links:
            found[link.scope].append(link)
        everybody = found.pop("", [])
        return {"": tuple(everybody), **{scope: (*own, *everybody) for scope, own in found.items()}}

    @cached_property
    def digests(self) -> tuple[DigestView, ...]:
        """The digests, in the order of the settings."""
        words = self.settings.words
        return tuple(digest_view(one, self.ledgers[one.key], words) for one in self.settings.digests)

    def issues(self, digest: DigestSettings) -> tuple[IssueView, ...]:
        """The closed issues of a digest, oldest first."""
        return tuple(
            issue_view(issue, digest, self.settings.words) for issue in self.ledgers[digest.key].issues
        )


def digest_view(digest: DigestSettings, ledger: Ledger, words: Words = ENGLISH) -> DigestView:
    url = f"digests/{digest.key}/"
    latest = f"{url}{ledger.issues[-1].key}/" if ledger.issues else ""
    return DigestView(
        settings=digest,
        url=url,
        feed_url=f"digests/{digest.key}.xml",
        promise=_promise(digest, words),
        latest=latest,
    )


def _promise(digest: DigestSettings, words: Words) -> str:
    match digest.every:
        case "article":
            return words.gettext("Each article, as it is published")
        case "day":
            return words.gettext("Every day with something new")
        case "week":
            days = get_day_names("wide", locale=nearest_locale(words.language))
            return words.gettext("Every %(weekday)s", weekday=days[digest.day])
        case "month":
            day = _ordinal(digest.day) if words.tag == "en" else str(digest.day)
            return words.gettext("Every month, on the %(day)s", day=day)


def _ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th; up to 31."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def issue_view(issue: Issue, digest: DigestSettings, words: Words = ENGLISH) -> IssueView:
    return IssueView(
        key=issue.key,
        title=issue_title(digest, issue.key, words),
        period=period_label(issue.key, words.language),
        url=issue.url,
        closed_at=issue.closed_at,
        entries=issue.entries,
        evergreen=issue.evergreen,
    )
