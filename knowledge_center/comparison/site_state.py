"""One state of a site, as its readers meet it: addresses, feed entries, the next mails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_center.articles.docs_files import MARKDOWN, list_files
from knowledge_center.articles.model import Article, has_page, public
from knowledge_center.articles.page_aliases import page_redirects
from knowledge_center.articles.page_files import addresses
from knowledge_center.articles.redirects import redirects
from knowledge_center.articles.translations import for_everybody
from knowledge_center.content.content_reader import read_content
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.ledger import Ledger
from knowledge_center.feeds.channels import article_feeds, channels
from knowledge_center.feeds.model import Entry
from knowledge_center.front_matter.parser import parse, read_text
from knowledge_center.problems import Unusable
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.status.site_status import SiteStatus, in_the_inbox, site_status
from knowledge_center.text.languages import language_name

_HEADING = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """A page at an address: what it is called, whose it is (an article's identity, or nothing), and its ``content``,
    which differs where readers would see something else."""

    title: str
    identity: str = ""
    content: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedIssue:
    """An issue that the ledger holds, with the two lines that subscribers read in their inbox."""

    issue: Issue
    subject: str
    preheader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """``pages`` by their addresses, ``leads`` from old addresses to those of now; all with the slash at both ends.

    ``feed`` are the entries of the feed of all articles, ``readable`` all public articles by their feed ids, ``silent``
    the keys of the digests that close nothing before their ledgers are mended, ``unread`` what the files are known by
    of which nobody can say what is in them before they are mended. ``issues`` are the closed ones of each digest.
    """

    settings: Settings
    articles: tuple[Article, ...]
    pages: dict[str, PageState]
    leads: dict[str, str]
    feed: tuple[Entry, ...]
    readable: dict[str, Article]
    status: SiteStatus
    issues: Mapping[str, tuple[ClosedIssue, ...]]
    silent: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()


def site_state(root: Path, settings: Settings, now: datetime) -> SiteState:
    """The site whose mkdocs.yml lies in ``root``, at that moment."""
    content = read_content(root, settings, now)
    articles = content.articles
    files = {article.source for article in articles.all}
    with_page = [article for article in articles.all if has_page(article, now)]
    readable = [article for article in articles.all if public(article, now)]
    shown = for_everybody(readable)
    feeds = article_feeds(
        channels(settings, shown, articles.categories, articles.authors)[:1], shown, settings
    )
    pages = {f"/{article.url}": _article(article) for article in with_page}
    for category in dict.fromkeys(category for article in with_page for category in article.categories):
        listed = PageState(title=category.name, content=(category.name, category.description))
        pages[f"/articles/category/{category.slug}/"] = listed
    for author in dict.fromkeys(author for article in with_page for author in article.authors):
        pages[f"/articles/author/{author.key}/"] = PageState(title=author.name, content=author)
    for article in with_page:
        if article.series:
            pages.setdefault(f"/{article.series.url}", PageState(title=article.series.name))
        if article.language:
            pages[f"/{article.language_url}"] = PageState(title=language_name(article.language))
    issues = {}
    for digest, ledger in zip(settings.digests, content.ledgers, strict=True):
        pages[f"/digests/{digest.key}/"] = PageState(title=digest.title)
        issues[digest.key] = tuple(_closed(ledger, digest, settings))
        for one in issues[digest.key]:
            pages[f"/{one.issue.url}"] = PageState(title=one.subject, content=one.issue)
    pages.update(_own_pages(root, settings.docs_dir))
    leads = {path: page.url for path, page in page_redirects(articles.moved_pages).items()}
    leads |= {path: article.url for path, article in redirects(with_page).items()}
    return SiteState(
        settings=settings,
        articles=articles.all,
        pages=pages,
        leads={f"/{path.removesuffix('index.html')}": f"/{url}" for path, url in leads.items()},
        feed=feeds[""].entries,
        readable={article.id: article for article in readable},
        status=site_status(root, settings, content, now),
        issues=issues,
        silent=frozenset(
            ledger.digest
            for ledger in content.ledgers
            if any(not one.advice and one.path.startswith(f"{ledger.source}/") for one in content.problems)
        ),
        unread=frozenset(name for name, file in articles.claimed.items() if file not in files),
    )


def _closed(ledger: Ledger, digest: DigestSettings, settings: Settings) -> Iterator[ClosedIssue]:
    for issue in ledger.issues:
        subject, preheader = in_the_inbox(issue, digest, settings)
        yield ClosedIssue(issue=issue, subject=subject, preheader=preheader)


def _article(article: Article) -> PageState:
    shown = (
        article.title, article.summary, article.body, article.published, article.updated, article.expires,
        article.image, article.series, tuple(one.slug for one in article.categories),
        tuple(one.key for one in article.authors),
    )  # fmt: skip
    return PageState(title=article.title, identity=article.identity, content=shown)


def _own_pages(root: Path, docs_dir: str) -> Iterator[tuple[str, PageState]]:
    for address, path in addresses(list_files(root / docs_dir, docs_dir, []), {}, docs_dir).items():
        if not path.endswith(MARKDOWN):
            continue
        page = address.removesuffix("README").strip("/")
        try:
            text = read_text(root / path, path)
            title = parse(text, path).fields.get("title") if text.startswith("---") else None
        except Unusable:  # the check says why
            text, title = "", None
        heading = _HEADING.search(text)
        name = (title.text if title else "") or (heading[1] if heading else "")
        yield f"/{page}/" if page else "/", PageState(title=name, content=text)
