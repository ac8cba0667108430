"""Addresses that readers have met and that would be dead: articles that moved or went back to drafts, own pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import Article, has_page
from knowledge_center.articles.page_aliases import page_redirects
from knowledge_center.articles.published_record import NAME, PublishedAddress
from knowledge_center.articles.redirects import redirects
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.digests.identity_fixes import to_give_up, to_lead_here
from knowledge_center.digests.known_articles import KnownArticle, name_in_a_sentence
from knowledge_center.problems import Problem

# The line of an article's file on which a field stands, 0 where it does not.
LineOf = Callable[[str, str], int]
# So many may all have been renamed by hand.
_FEW = 3
_LISTINGS = ("articles/category/", "articles/author/", "articles/language/", "articles/series/")
# What a listing is of, and where its name stands.
_KINDS = {"category": ("the topic", "the list of topics"), "author": ("the author", "the list of authors")}


def address_problems(
    record: Iterable[PublishedAddress],
    articles: Articles,
    *,
    has_own_page: Callable[[str], bool],
    line_of: LineOf,
    now: datetime,
    today: date,
    docs: str,
) -> Iterator[Problem]:
    """Every address of the ``record`` at which nothing would answer, unless .gone.yml lists what stood there.

    Articles that no file claims are not told here, nor those whose file cannot be read: others say so. ``has_own_page``
    says whether a page of the site's own stands at an address.
    """
    given_up = {entry.id.casefold() for entry in articles.gone}
    files = {name.casefold(): file for name, file in articles.claimed.items()}
    by_file = {article.source: article for article in articles.all}
    by_claim = {claim.display_path: claim for claim in articles.claims}
    readable = [article for article in articles.all if has_page(article, now)]
    answering = {article.url for article in readable}
    leading = (*redirects(readable), *page_redirects(articles.moved_pages))
    answering |= {path.casefold().removesuffix("index.html") for path in leading}
    told: set[str] = set()
    left: dict[str, list[PublishedAddress]] = {}
    for one in record:
        if one.url.casefold() in answering:
            continue
        if one.leads_to:
            article = by_file.get(files.get(one.leads_to.casefold(), ""))
            withdrawn = {one.leads_to.casefold(), f"/{one.url}".casefold()} & given_up
            if article and has_page(article, now) and not withdrawn and not has_own_page(one.url):
                left.setdefault(article.source, []).append(one)
            continue
        if not one.id:
            if (
                not one.url.startswith(_LISTINGS)
                and not has_own_page(one.url)
                and f"/{one.url}".casefold() not in given_up
            ):
                yield _lost_page(one, today, docs)
            continue
        file = files.get(one.id.casefold(), "")
        article = by_file.get(file)
        if article is None or one.id.casefold() in given_up:
            continue
        if has_page(article, now):
            name = one.url.removeprefix("articles/").strip("/").casefold()
            # A file that is to have the address once it can be read.
            if files.get(name, file) == file:
                left.setdefault(file, []).append(one)
        elif file not in told and (article.draft or article.published != one.published):
            # Where the date is what it was, an earlier clock is all there is to it.
            told.add(file)
            yield _taken_back(one, article, line_of, today, docs)
    # One paste for all of an article's.
    for file, found in left.items():
        yield _left_behind(found, by_file[file], by_claim[file], today, docs)


def emptied_problems(folder: Path, others: Collection[KnownArticle], docs: str) -> Iterator[Problem]:
    """A record in ``folder`` that holds no address, where no program leaves it so: blank, or though ``others`` know
    articles that readers have met."""
    file = folder / NAME
    if file.is_file() and (others or not file.stat().st_size):
        yield Problem(
            path=f"{docs}/{NAME}",
            message="The record of addresses that readers have met is empty: none that goes dead would be missed.",
            fix=f"git checkout HEAD -- {docs}/{NAME}\nIf it is empty there too, after a build: knowledge-center record",
        )


def record_problems(record: Iterable[PublishedAddress], articles: Articles, docs: str) -> Iterator[Problem]:
    """A record in which nothing is this site's, as a copy of another site's folder has it."""
    known = {one.id.casefold() for one in record if one.id}
    names = (*articles.claimed, *(entry.id for entry in articles.gone))
    if len(known) >= _FEW and not known & {name.casefold() for name in names}:
        yield Problem(
            path=f"{docs}/{NAME}",
            message=(
                f"Of the {len(known):,} articles in this record of addresses not one is here: "
                "is it another site's?"
            ),
            fix=(
                f"If the folder was copied from another site:  git rm {docs}/{NAME}\n"
                "The next run makes one for this site. If it is this site's, each article is named below."
            ),
        )


def listing_problems(
    record: Iterable[PublishedAddress], articles: Articles, today: date, docs: str
) -> Iterator[Problem]:
    """Topics and authors that no article has any more, so that their pages and feeds would be dead.

    To be asked where every article is where it was. What a file holds that cannot be read, nobody knows.
    """
    if {article.source for article in articles.all} < set(articles.claimed.values()):
        return
    given_up = {entry.id.casefold() for entry in articles.gone}
    # Also where its only article waits or is a draft: of that the article's own problem tells.
    there = listing_addresses(articles.all)
    for one in record:
        if (
            one.url.startswith(_LISTINGS)
            and one.url not in there
            and f"/{one.url}".casefold() not in given_up
        ):
            yield _lost_listing(one, today, docs)


def listing_addresses(articles: Iterable[Article]) -> set[str]:
    """The pages of the topics, authors, languages and series that these articles have."""
    found = list(articles)
    topics = {f"articles/category/{topic.slug}/" for article in found for topic in article.categories}
    authors = {f"articles/author/{author.key}/" for article in found for author in article.authors}
    languages = {article.language_url for article in found if article.language}
    return topics | authors | languages | {article.series.url for article in found if article.series}


def _lost_listing(one: PublishedAddress, today: date, docs: str) -> Problem:
    kind, _, key = one.url.removeprefix("articles/").strip("/").partition("/")
    removed = f"Or, if it was removed on purpose, {to_give_up([f'/{one.url}'], today, docs)}"
    if kind in _KINDS:
        what, where = _KINDS[kind]
        known = (
            f"Readers know the page /{one.url}, and some of them follow its feeds, but no article has {what}"
        )
        fix = f"Readers see the name in {where}, which may change: keep “{key}” there and in the articles as it was. "
    else:
        field = "series" if kind == "series" else "language"
        known = f"Readers know the page /{one.url}, but no article has the {field}"
        fix = f"Write the field {field} of its articles as it was. "
    return Problem(
        path=f"{docs}/{NAME}", line=one.line, message=f"{known} “{key}” any more.", fix=fix + removed
    )


def _lost_page(one: PublishedAddress, today: date, docs: str) -> Problem:
    return Problem(
        path=f"{docs}/{NAME}",
        line=one.line,
        message=f"Readers know the page /{one.url}, but no file makes it any more.",
        fix=(
            f"If the page has moved, add this to the new file that holds it now:\naliases: [/{one.url}]\n"
            f"Bring its file back; or, if it was removed on purpose, {to_give_up([f'/{one.url}'], today, docs)}"
        ),
    )


def _left_behind(
    found: Sequence[PublishedAddress], article: Article, claim: Claim, today: date, docs: str
) -> Problem:
    """Where an article stood before, and where something led on to it."""
    urls = [one.url for one in found]
    places = " and ".join(f"/{url}" for url in urls)
    named = name_in_a_sentence(found[0].title or article.title, found[0].id or article.identity)
    fix = to_lead_here(urls, claim)
    if all(one.leads_to for one in found):
        message = f"Readers know {places}, which led on to the article {named}, but nothing leads on from there now."
        given_up = to_give_up([f"/{url}" for url in urls], today, docs)
        fix = f"If readers may still come by it, {fix}\nIf it was a mistake, {given_up}"
    else:
        message = (
            f"Readers know the article {named} at {places}, "
            f"but it stands at /{article.url} now, and nothing leads there."
        )
    return Problem(path=article.source, message=message, fix=fix)


def _taken_back(one: PublishedAddress, article: Article, line_of: LineOf, today: date, docs: str) -> Problem:
    field, before = ("draft", "false") if article.draft else ("date", _date(one.published))
    what = "a draft now" if article.draft else f"scheduled for {_date(article.published)} now"
    return Problem(
        path=article.source,
        line=line_of(article.source, field),
        message=(
            f"Readers know the article {name_in_a_sentence(one.title, one.id)}, but it is {what}: "
            f"at /{one.url} they would find nothing."
        ),
        fix=(
            f"If they may go on reading it, in {article.source}, put this in the place of its {field}:\n"
            f"{field}: {before}\n"
            f"If it was taken back on purpose, {to_give_up([one.id], today, docs)}"
        ),
    )


def _date(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
