"""Every way to follow the site with a feed reader, in the groups that /subscribe/ shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge_center.feed_formats import OPML_FILE, OPML_TYPE
from knowledge_center.feeds.channels import FeedLink, digest_link
from knowledge_center.feeds.email_feed import email_link
from knowledge_center.pages.site import Site
from knowledge_center.text.languages import language_name

# Of more feeds of one kind each stands on the page that it follows, and that list is led to.
_MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One feed in one format: what its link says, the site-relative ``href`` and the whole ``address``."""

    label: str
    href: str
    type: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed by the name of what it follows, in each format there is; ``language`` is that of the name, if another."""

    name: str
    addresses: tuple[Address, ...]
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """Feeds of one kind under a title of their own; ``about`` is one sentence, or empty.

    Of very many there are none here, but ``page``, which leads to all pages they follow. ``folded``: one opens it.
    """

    title: str
    feeds: tuple[Feed, ...]
    about: str = ""
    page: str = ""
    folded: bool = False


def feed_groups(site: Site) -> tuple[FeedGroup, ...]:
    """Everything and the list of all feeds, each topic, author and digest, the feed for mail services; no empty group.

    Where there are very many topics or authors, where the feeds of all of them are found.
    """
    names = {f"category/{slug}": category.name for slug, category in site.articles.categories.items()}
    names |= {f"author/{key}": author.name for key, author in site.articles.authors.items()}
    names |= {f"language/{tag}": language_name(tag) for tag in site.languages}
    words = site.settings.words
    links: dict[str, list[FeedLink]] = {}
    for link in site.feed_links:
        links.setdefault(link.scope, []).append(link)

    def of(kind: str) -> Iterator[Feed]:
        for scope, own in links.items():
            if scope.partition("/")[0] == kind:
                language = scope.removeprefix("language/") if kind == "language" else ""
                yield _feed(site, names.get(scope, words.gettext("All articles")), *own, language=language)

    def topics(number: int) -> str:
        return words.ngettext(
            "The feeds of %(num)s topic stand on its page.",
            "Each of %(num)s topics has feeds of its own; they stand on its page.",
            number,
        )

    def authors(number: int) -> str:
        return words.ngettext(
            "The feeds of %(num)s author stand on their page.",
            "Each of %(num)s authors has feeds of its own; they stand on its page.",
            number,
        )

    opml = Address(label="OPML", href=OPML_FILE, type=OPML_TYPE, address=site.settings.absolute(OPML_FILE))
    every = Feed(name=words.gettext("A list that most readers can import"), addresses=(opml,))
    digests = (
        _feed(site, one.title, digest_link(one, site.settings), language=one.language)
        for one in site.settings.digests
    )
    groups = (
        FeedGroup(title=words.gettext("Everything"), feeds=(*of(""), every)),
        _few(words.gettext("One topic"), tuple(of("category")), topics, "topics/"),
        _few(words.gettext("One author"), tuple(of("author")), authors, "articles/author/"),
        FeedGroup(title=words.gettext("One language"), feeds=tuple(of("language"))),
        FeedGroup(title=words.gettext("Digests"), feeds=tuple(digests)),
        FeedGroup(
            title=words.gettext("For mail services"),
            about=words.gettext(
                "If you mail our articles on with a service that reads feeds, give it this one."
            ),
            feeds=(
                _feed(site, words.gettext("All articles, pictures at mail size"), email_link(site.settings)),
            ),
        ),
    )
    return tuple(group for group in groups if group.feeds or group.page)


def _few(title: str, feeds: tuple[Feed, ...], about: Callable[[int], str], page: str) -> FeedGroup:
    if len(feeds) <= _MOST:
        return FeedGroup(title=title, feeds=feeds, folded=len(feeds) > 1)
    return FeedGroup(title=title, feeds=(), about=about(len(feeds)), page=page)


def _feed(site: Site, name: str, *links: FeedLink, language: str = "") -> Feed:
    return Feed(
        name=name,
        language=language,
        addresses=tuple(
            Address(
                label=link.format.label,
                href=link.href,
                type=link.type,
                address=site.settings.absolute(link.href),
            )
            for link in links
        ),
    )
