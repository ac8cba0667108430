"""The listings: all articles, one topic, author, language, year or month, in pages; and each series.

Pages are numbered from the oldest articles, so that a full one stays as it is for good: a new article changes the
listing's own page, not all of them, and what a reader has kept of page 7 is still on page 7. The listing's own page
shows the newest: what does not fill a page yet and the page's worth before it, so never a lonely one or two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date, format_skeleton

from knowledge_center.articles.model import Article, Author, Category
from knowledge_center.pages.site import Site
from knowledge_center.text.languages import language_name, nearest_locale

# A year with more articles is also there month by month.
MOST_IN_A_YEAR = 100
# Of the pages that are newer than one behind the first, its links tell so many apart: the next two, and whether there
# are more.
_IN_SIGHT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link to a page of a listing: its URL and number; ``gap``: others are left out before it."""

    number: int
    url: str
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a listing.

    ``kind`` is all, category, archive, author, language or series; the parts of a series stand in their order.
    ``number`` is 0 on the listing's own page, which has the newest articles and stands at ``url``, and counts from 1 on
    those behind it, from the oldest; ``full`` is how many there are behind, as far as its links show it. ``articles``
    are those of this page. All URLs are site-relative.

    What changes with every new article is told on the listing's own page alone: ``count``, how many there are in
    all, is 0 elsewhere, and ``years`` empty; on the page of one year they are without their counts. ``months`` are the
    parts of a year that has many articles, the newest first: name, page, how many. ``year`` is the one a month is of.
    """

    kind: str
    title: str
    description: str
    url: str
    articles: tuple[Article, ...]
    number: int = 0
    full: int = 0
    count: int = 0
    years: tuple[tuple[int, str, int], ...] = ()
    months: tuple[tuple[str, str, int], ...] = ()
    year: str = ""
    author: Author | None = None
    category: Category | None = None
    language: str = ""

    @property
    def is_thin(self) -> bool:
        """Whether search engines should leave it out: what it says stands elsewhere, with more around it.

        Pages behind the first are ways to articles, no answers to a question; so is a list of one article, unless an
        author or a topic is introduced there. Links on such a page are followed all the same: that is the default.

        Source: developers.google.com/search/docs, "Block search indexing with noindex", "Build and submit a sitemap"
        (only what is to be seen in results); bing.com/webmasters/help, "Webmaster guidelines" (thin content).
        """
        if self.kind == "all":
            return bool(self.number) or not self.articles
        introduced = self.kind in ("category", "author") and self.description
        return bool(self.number) or len(self.articles) < (1 if introduced else 2)

    @property
    def pages(self) -> tuple[PageLink, ...]:
        """The links to other pages and to itself, the newest first; none where there is only one."""
        return _links(self.url, self.number, self.full) if self.full else ()

    @property
    def own_url(self) -> str:
        """This page's own URL."""
        return _page_url(self.url, self.number)

    @property
    def previous_url(self) -> str:
        """The page with newer articles, empty on the first."""
        return self._neighbour(-1)

    @property
    def next_url(self) -> str:
        """The page with older articles, empty on the last."""
        return self._neighbour(1)

    @property
    def scope(self) -> str:
        """The feeds that go with it: empty for all articles', else ``category/<slug>`` or ``author/<key>``."""
        owner = self.category.slug if self.category else self.author.key if self.author else self.language
        return f"{self.kind}/{owner}" if owner else ""

    def _neighbour(self, step: int) -> str:
        pages = self.pages
        at = next((at for at, link in enumerate(pages) if link.number == self.number), 0) + step
        return pages[at].url if 0 <= at < len(pages) else ""


def listings(site: Site) -> Iterator[Listing]:
    """Every page of every listing; topics, authors and years that never had an article have none.

    Where all have expired, the listing stays, empty: somebody may have linked to it.
    """
    for whole in _whole_listings(site):
        yield from _in_pages(site, whole)


def newest_pages(site: Site) -> Iterator[Listing]:
    """Of every listing its own page alone."""
    for whole in _whole_listings(site):
        yield next(_in_pages(site, whole))


def _whole_listings(site: Site) -> Iterator[Listing]:
    """Each listing with all of its articles."""
    words = site.settings.words
    yield Listing(
        kind="all", title=words.gettext("Articles"), description=site.settings.site_description, url="articles/",
        articles=site.shown, years=site.years,
    )  # fmt: skip
    scopes = site.listed.keys() | site.ended_in.keys()
    locale = nearest_locale(words.language)
    for slug, category in site.articles.categories.items():
        scope = f"category/{slug}"
        if scope in scopes:
            yield Listing(
                kind="category", title=category.name, description=category.description, url=f"articles/{scope}/",
                articles=site.listed.get(scope, ()), category=category,
            )  # fmt: skip
    for key, author in site.articles.authors.items():
        scope = f"author/{key}"
        if scope in scopes:
            yield Listing(
                kind="author", title=author.name, description=author.description, url=f"articles/{scope}/",
                articles=site.listed.get(scope, ()), author=author,
            )  # fmt: skip
    years = tuple((year, page, 0) for year, page, _ in site.years)
    for scope in sorted((scope for scope in scopes if scope.startswith("archive/")), reverse=True):
        year, _, month = scope.removeprefix("archive/").partition("/")
        if month and not has_months(site, year):
            continue
        title = str(format_skeleton("yMMMM", _first_of(year, month), locale=locale)) if month else year
        about = words.gettext("Everything published in %(title)s.", title=title)
        yield Listing(
            kind="archive", title=title, description=about, url=f"articles/{scope}/",
            articles=site.listed.get(scope, ()), years=() if month else years,
            months=() if month else months(site, year), year=year if month else "",
        )  # fmt: skip
    for tag, own in site.languages.items():
        url = f"articles/language/{tag.lower()}/"
        yield Listing(
            kind="language", title=language_name(tag), description="", url=url, articles=own, language=tag
        )
    # A series is called what its first part says; one of which all parts have expired stays, empty.
    named = {one.series.slug: one.series for one in site.ended if one.series}
    for slug in (*site.series, *sorted(named.keys() - site.series.keys())):
        parts = site.series.get(slug, ())
        series = parts[0].series if parts else named[slug]
        if series:
            yield Listing(
                kind="series", title=series.name, description="", url=series.url, articles=parts,
                language=series.language,
            )  # fmt: skip


def moved_pages(site: Site) -> dict[str, Listing]:
    """Addresses of pages that are not full yet, each with the listing's own page, where their articles are.

    A page had such an address when they were counted from the newest, or before articles expired.
    """
    found = {}
    for listing in newest_pages(site):
        if listing.kind != "series":
            per_page = site.settings.per_page
            first = max(2, _full_pages(listing.count, per_page) + 1)
            scope = listing.url.removeprefix("articles/").strip("/")
            most = listing.count + site.ended_in[scope]
            for number in range(first, -(-most // per_page) + 1):
                found[_page_url(listing.url, number)] = listing
    return found


def has_months(site: Site, year: str) -> bool:
    """Whether a year is also there month by month. What has expired counts: its addresses stay."""
    scope = f"archive/{year}"
    return len(site.listed.get(scope, ())) + site.ended_in[scope] > MOST_IN_A_YEAR


def months(site: Site, year: str) -> tuple[tuple[str, str, int], ...]:
    """The months of a year with many articles, newest first: name, page, number of articles; else none."""
    if not has_months(site, year):
        return ()
    scopes = sorted((scope for scope in site.listed if scope.startswith(f"archive/{year}/")), reverse=True)
    names = (
        format_date(_first_of(year, scope[-2:]), "LLLL", locale=nearest_locale(site.settings.words.language))
        for scope in scopes
    )
    return tuple(
        (str(name), f"articles/{scope}/", len(site.listed[scope]))
        for name, scope in zip(names, scopes, strict=True)
    )


def _first_of(year: str, month: str) -> date:
    return date(int(year), int(month), 1)


def _page_url(url: str, number: int) -> str:
    return f"{url}page/{number}/" if number else url


def _full_pages(count: int, per_page: int) -> int:
    """How many pages there are behind the listing's own, which keeps a page's worth at least."""
    return max(0, count // per_page - 1)


def _in_pages(site: Site, whole: Listing) -> Iterator[Listing]:
    """The pages of a listing, its own first; a series stands on one."""
    per_page, count = site.settings.per_page, len(whole.articles)
    full = 0 if whole.kind == "series" else _full_pages(count, per_page)
    newest = count - full * per_page
    yield replace(whole, articles=whole.articles[:newest], full=full, count=count)
    for number in range(full, 0, -1):
        start = newest + (full - number) * per_page
        yield replace(
            whole, number=number, full=min(full, number + _IN_SIGHT), articles=whole.articles[start : start + per_page],
            years=(), months=(),
        )  # fmt: skip


def _links(url: str, number: int, full: int) -> tuple[PageLink, ...]:
    """The newest page, the one here with its neighbours, the oldest."""
    # The place of the listing's own page is above the last number.
    here = number or full + 1
    near = {1, full + 1, *range(max(1, here - 1), min(full + 1, here + 1) + 1)}
    # A page that is alone between two of them stands there itself: what is left out would be no shorter.
    near |= {at + 1 for at in near if at + 2 in near}
    order = sorted(near, reverse=True)
    return tuple(
        PageLink(
            number=0 if at > full else at, url=_page_url(url, 0 if at > full else at), gap=before > at + 1
        )
        for before, at in zip((order[0], *order), order, strict=False)
    )
