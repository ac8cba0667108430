"""The article: what it is, what identifies it, and when it is public."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import quote
from zlib import crc32

from knowledge_center.pictures.model import Image
from knowledge_center.text.slugs import words

# Where articles lie, below docs.
POSTS = "articles/posts"
# Names that already mean something below /articles/.
RESERVED_NAMES = ("index", "page", "archive", "category", "author", "posts")
# Brysbaert, How many words do we read per minute? (2019): 238 of English, 1.3 times as fast as aloud. Aloud 255 Chinese
# or 357 Japanese signs are read in a minute (Trauzettel-Klosinski, Dietz: IReST, 2012): silently some 400.
WORDS_PER_MINUTE, SIGNS_PER_MINUTE = 240, 400
# Scripts without blanks between words: kana, Chinese characters with those beyond the basic plane.
_SIGNS = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Bytes of UTF-8: an a for what belongs to a word, a blank for all else.
_WORDS = bytes(
    ord("a") if byte > 0x7F or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256)
)
_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: a desk, or by ``kind`` a ``person``.

    Only ``key`` and ``name`` are always there; ``portrait`` is site-relative.
    """

    key: str
    name: str
    role: str = ""
    description: str = ""
    url: str = ""
    portrait: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A topic. ``slug`` stands in URLs, ``name`` and ``description`` are read by people."""

    slug: str
    name: str
    description: str = ""


# Characters of a series' name in its address: folders of file systems take 255 bytes.
_LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPart:
    """Which part of a series an article is: the series' ``name``, and the number of the ``part``, from 1.

    ``language`` is that of the article, empty for the site's: a series and its translation are two, also of one name.
    """

    name: str
    part: int
    language: str = ""

    @property
    def slug(self) -> str:
        """The name in web addresses. Names that only differ in letter case or signs are one series."""
        name = words(self.name)
        # Of letters that no address has nothing is left: the numbers beside them would be all of the name.
        lost = not self.name.isascii() and any(char.isalpha() and not words(char) for char in self.name)
        if not name or lost or len(name) > _LONGEST:
            shown = name[: _LONGEST - 9].rstrip("-") or "series"
            name = f"{shown}-{crc32((self.name.casefold() if lost or not name else name).encode()):08x}"
        return f"{name}-{self.language.lower()}" if self.language else name

    @property
    def url(self) -> str:
        """The page of the series, site-relative."""
        return f"articles/series/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as everybody but its editor sees it.

    ``identity`` is the ledger key and ``id`` the feed id; neither follows date, title, URL or folder.
    ``url`` is site-relative (``articles/name/``), ``source`` the Markdown file as the editor knows it
    (``docs/…``). ``published``, ``updated`` and ``expires`` are aware datetimes, ``review_by`` a day on the
    site's clock, ``minutes`` how long reading takes. ``language`` is a tag (BCP 47), empty for the site's own, and
    ``translation_of`` the name of the article this one translates, or empty. ``content`` is HTML with links
    relative to ``url``; it is empty until the site generator has rendered it.
    """

    identity: str
    id: str
    name: str
    source: str
    url: str
    title: str
    summary: str
    published: datetime
    authors: tuple[Author, ...]
    categories: tuple[Category, ...]
    body: str = field(repr=False)
    updated: datetime | None = None
    image: Image | None = None
    digest: Literal["", "feature", "skip"] = ""
    series: SeriesPart | None = None
    language: str = ""
    translation_of: str = ""
    draft: bool = False
    expires: datetime | None = None
    review_by: date | None = None
    aliases: tuple[str, ...] = ()
    minutes: int = 1
    content: str = field(default="", repr=False)

    @property
    def modified(self) -> datetime:
        """When its text last changed, as far as readers are told."""
        return self.updated if self.updated and self.updated > self.published else self.published

    @property
    def language_url(self) -> str:
        """The list of the articles in its language, site-relative; empty for the site's own."""
        return f"articles/language/{self.language.lower()}/" if self.language else ""

    @property
    def topic(self) -> Category:
        """The category it is filed under first."""
        return self.categories[0]


def reading_minutes(body: str) -> int:
    """How long reading a text takes, in whole minutes, at least one: by words, by signs where none has a blank."""
    signs = 0
    others = frozenset() if body.isascii() else frozenset(_BEYOND_ASCII.findall(body))
    if others and max(others) >= "\u3040":
        body, signs = _SIGNS.subn(" ", body)
    # What re.findall(r"\w+") finds, in a tenth of its time: all bytes of a longer letter belong to a word.
    for sign in others:
        if not sign.isalnum():
            body = body.replace(sign, " ")
    found = (b" " + body.encode("utf-8", "surrogatepass").translate(_WORDS)).count(b" a")
    return max(1, round(found / WORDS_PER_MINUTE + signs / SIGNS_PER_MINUTE))


def public(article: Article, now: datetime) -> bool:
    """Whether readers may see the article: not a draft, its time has come, and it has not expired."""
    return not article.draft and article.published <= now and not expired(article, now)


def expired(article: Article, now: datetime) -> bool:
    """Whether its time is over. The page stays, with a notice; it leaves listings, feeds and search."""
    return article.expires is not None and article.expires <= now


def has_page(article: Article, now: datetime) -> bool:
    """Whether its address answers: the page of an article that has expired stays."""
    return not article.draft and article.published <= now


def expires_soon(article: Article, now: datetime) -> bool:
    """Whether its time is over within two months; goes by days, so that nothing changes in the middle of one."""
    if article.expires is None or article.expires <= now:
        return False
    return article.expires.date() - now.astimezone(article.expires.tzinfo).date() <= _SOON


def newest_first(articles: tuple[Article, ...] | list[Article]) -> tuple[Article, ...]:
    """The order of every listing and feed: by date, then by identity so that ties never swap."""
    return tuple(sorted(articles, key=lambda a: (-a.published.timestamp(), a.identity)))


def names_of(*, guid: str, aliases: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Whatever an article may be known by: its ``guid``, its bare aliases, its file name."""
    bare = tuple(alias for alias in aliases if not alias.startswith("/"))
    return (guid, *bare, name) if guid else (*bare, name)


def identity_of(
    names: tuple[str, ...], known: Mapping[str, str] | None = None, given_up: Collection[str] = ()
) -> str:
    """What ledgers and feeds know an article by: the first of its ``names`` that is ``known``, else the first of all.

    ``known`` maps case-folded identities that readers have met to how they are written, ``given_up`` holds the
    case-folded ones of .gone.yml: such a one counts only where no other of the names is known.
    """
    met = [known[name.casefold()] for name in names if name.casefold() in known] if known else []
    kept = (identity for identity in met if identity.casefold() not in given_up)
    return next(kept, (*met, *names)[0])


def feed_id(identity: str, tag_authority: str) -> str:
    """The entry id in feeds: the identity itself if it is an absolute IRI, else a tag URI (RFC 4151)."""
    if ":" in identity and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", identity):
        return identity
    # What an identifier from another system holds beyond the letters of an address is escaped.
    specific = quote(identity, safe="/?:@!$&'()*+,;=")
    return f"tag:{tag_authority}:article/{specific}"
