"""Which feeds a site has, where they stand, and what is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from knowledge_center.articles.model import Article, Author, Category, newest_first
from knowledge_center.articles.translations import for_everybody
from knowledge_center.feed_formats import ATOM, FORMATS, JSON, RSS, FeedFormat
from knowledge_center.feeds.model import Entry, Feed
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.text.languages import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as a page links to it: site-relative ``href``, its format, and the ``scope`` it covers.

    ``scope`` is empty for everything, ``category/<slug>``, ``author/<key>``, ``language/<tag>`` or ``digest/<key>``;
    ``page`` is the site-relative page it follows.
    """

    title: str
    href: str
    format: FeedFormat
    scope: str
    page: str

    @property
    def type(self) -> str:
        """The media type."""
        return self.format.media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed without its entries: the scope, its words, the folder of its files, the language if not the site's."""

    scope: str
    title: str
    description: str
    page: str
    folder: str
    language: str = ""


def channels(
    settings: Settings,
    articles: Iterable[Article],
    categories: Mapping[str, Category],
    authors: Mapping[str, Author],
) -> tuple[Channel, ...]:
    """All article feeds: everything, then each category and, if the settings want it, author with a public article.

    At the end each language in which there is one, but for the site's.
    """
    articles = tuple(articles)
    # RSS demands a description of every channel.
    description = settings.site_description or settings.site_name
    found = [Channel(scope="", title=settings.site_name, description=description, page="", folder="")]
    in_use = {category.slug for article in articles for category in article.categories}
    for slug, category in categories.items():
        if slug in in_use:
            page = f"articles/category/{slug}/"
            title = f"{category.name} – {settings.site_name}"
            description = category.description or title
            found.append(
                Channel(
                    scope=f"category/{slug}", title=title, description=description, page=page, folder=page
                )
            )
    writing = {author.key for article in articles for author in article.authors}
    for key, author in authors.items():
        if key in writing and settings.feeds.author_feeds:
            page = f"articles/author/{key}/"
            title = f"{author.name} – {settings.site_name}"
            description = author.description or title
            found.append(
                Channel(scope=f"author/{key}", title=title, description=description, page=page, folder=page)
            )
    languages = {article.language: article.language_url for article in articles if article.language}
    for tag, page in sorted(languages.items()):
        title = f"{language_name(tag)} – {settings.site_name}"
        found.append(
            Channel(
                scope=f"language/{tag}", title=title, description=title, page=page, folder=page, language=tag
            )
        )
    return tuple(found)


def links(channel: Channel) -> tuple[FeedLink, ...]:
    """The three formats of one feed, RSS first."""
    return tuple(
        FeedLink(
            title=f"{channel.title} ({format.name})",
            href=channel.folder + format.file,
            format=format,
            scope=channel.scope,
            page=channel.page,
        )
        for format in FORMATS
    )


def digest_link(digest: DigestSettings, settings: Settings) -> FeedLink:
    """The feed of a digest, as a page links to it."""
    return FeedLink(
        title=f"{digest.title} – {settings.site_name}",
        href=f"digests/{digest.key}.xml",
        format=RSS,
        scope=f"digest/{digest.key}",
        page=f"digests/{digest.key}/",
    )


def article_feeds(
    channels: Iterable[Channel], articles: Iterable[Article], settings: Settings
) -> dict[str, Feed]:
    """The feeds of all channels by their scopes: each its newest articles, as many as the settings say.

    ``articles`` are public, in any language; their ``content`` is feed HTML with absolute links. A feed of a language
    has all that is in it, another one each work once. An article is one entry, however many feeds carry it.
    """
    found: defaultdict[str, list[Article]] = defaultdict(list)
    for article in newest_first(tuple(articles)):
        for scope in _scopes(article):
            found[scope].append(article)
    entries: dict[str, Entry] = {}

    def entry(article: Article) -> Entry:
        if article.name not in entries:
            entries[article.name] = article_entry(article, settings)
        return entries[article.name]

    feeds = {}
    for channel in channels:
        own = found[channel.scope] if channel.language else for_everybody(found[channel.scope])
        newest = tuple(entry(article) for article in own[: settings.feeds.entries])
        feeds[channel.scope] = _feed(channel, newest, settings)
    return feeds


def _scopes(article: Article) -> dict[str, None]:
    categories = (f"category/{category.slug}" for category in article.categories)
    language = [f"language/{article.language}"] if article.language else []
    return dict.fromkeys(
        ("", *categories, *(f"author/{author.key}" for author in article.authors), *language)
    )


def _feed(channel: Channel, entries: tuple[Entry, ...], settings: Settings) -> Feed:
    return Feed(
        id=settings.tag(f"feed/{channel.scope or 'articles'}"),
        title=channel.title,
        description=channel.description,
        home=settings.absolute(channel.page),
        site_url=settings.site_url,
        language=channel.language or settings.language,
        publisher=settings.organization.name,
        icon="",
        rss=channel.folder + RSS.file,
        atom=channel.folder + ATOM.file,
        json=channel.folder + JSON.file,
        hub=settings.feeds.hub,
        entries=entries,
    )


def article_entry(article: Article, settings: Settings) -> Entry:
    """An article as a feed entry; full text or summary as the settings say."""
    image = article.image
    if image is not None:
        image = replace(image, path=settings.absolute(image.path))
    return Entry(
        id=article.id,
        url=settings.absolute(article.url),
        title=article.title,
        summary=article.summary,
        content=article.content if settings.feeds.full_text else "",
        published=article.published.astimezone(settings.zone),
        updated=article.modified.astimezone(settings.zone),
        authors=tuple(author.name for author in article.authors),
        categories=(
            *(category.name for category in article.categories),
            *([article.series.name] if article.series else []),
        ),
        image=image,
        language=article.language,
    )


def digest_channel(digest: DigestSettings, settings: Settings, entries: tuple[Entry, ...]) -> Feed:
    """The feed of a digest: one entry an issue, newest first, valid also while there is none."""
    title = f"{digest.title} – {settings.site_name}"
    return Feed(
        id=settings.tag(f"digest/{digest.key}"),
        title=title,
        description=digest.description or title,
        home=settings.absolute(f"digests/{digest.key}/"),
        site_url=settings.site_url,
        language=settings.words_in(digest.language).language,
        publisher=settings.organization.name,
        icon="",
        rss=f"digests/{digest.key}.xml",
        hub=settings.feeds.hub,
        entries=entries,
    )
