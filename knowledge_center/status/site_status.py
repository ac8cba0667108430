"""Where everything stands at a moment, read out of the content once for every way of showing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from knowledge_center.articles.model import Article, Author, expired, expires_soon, public
from knowledge_center.content.content_reader import Content
from knowledge_center.content.next_change import Change, coming_changes
from knowledge_center.content.summary import archive_lines, digest_lines, ledger_problems, record_lines
from knowledge_center.digests.evergreen import is_about
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.issue_draft import read_draft
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.schedule import issue_key, next_boundary
from knowledge_center.digests.upcoming import Upcoming, upcoming, with_words
from knowledge_center.mail.compose import default_preheader, default_subject
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import DigestSettings, Settings

_ENDING_LINKS = "articles.links.lead_to_articles_that_last"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOfArticle:
    """An issue that carried an article, or will if nothing changes: then ``closes`` says when."""

    digest: str
    key: str
    closes: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestStatus:
    """How it stands with a digest, in a sentence; and what its subscribers would get ``now``, if anything is new.

    ``subject`` and ``preheader`` are what they would read in their inbox.
    """

    settings: DigestSettings
    sentence: str
    now: Upcoming | None = None
    subject: str = ""
    preheader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """All of it. Articles are in the order of the moment that concerns them, ``moment`` is on the site's clock.

    ``reviews`` are the articles that were to be looked at again, by author; ``issues`` says for each article's
    identity where it went or will go; ``changes`` are what time alone brings, the next first.
    """

    moment: datetime
    site_name: str
    readable: tuple[Article, ...]
    drafts: tuple[Article, ...]
    scheduled: tuple[Article, ...]
    ending: tuple[Article, ...]
    expired: tuple[Article, ...]
    ending_links: tuple[Problem, ...]
    reviews: tuple[tuple[Author, tuple[Article, ...]], ...]
    digests: tuple[DigestStatus, ...]
    issues: Mapping[str, tuple[IssueOfArticle, ...]]
    changes: tuple[Change, ...]
    archive: tuple[str, ...]
    problems: int
    advice: int

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, once, the newest first."""
        found = {a.source: a for a in (*self.readable, *self.drafts, *self.scheduled, *self.expired)}
        return tuple(sorted(found.values(), key=lambda a: a.published, reverse=True))


def site_status(root: Path, settings: Settings, content: Content, now: datetime) -> SiteStatus:
    """Where everything stands; ``root`` is the folder with mkdocs.yml, where drafts of issues are looked for."""
    articles = content.articles.all
    zone = settings.zone
    today = now.astimezone(zone).date()
    readable = tuple(article for article in articles if public(article, now))
    scheduled = sorted((a for a in articles if not a.draft and a.published > now), key=lambda a: a.published)
    ending = sorted(
        (a for a in readable if expires_soon(a, now)), key=lambda a: a.expires.timestamp() if a.expires else 0
    )
    overdue = sorted(
        (a for a in readable if a.review_by and a.review_by < today), key=lambda a: str(a.review_by)
    )
    authors = dict.fromkeys(author for article in overdue for author in article.authors)
    sentences = digest_lines(settings, content, now)
    digests = tuple(
        _digest_status(root, settings, content, digest, ledger, sentence, now)
        for digest, ledger, sentence in zip(settings.digests, content.ledgers, sentences, strict=True)
    )
    return SiteStatus(
        moment=now.astimezone(zone),
        site_name=settings.site_name,
        readable=readable,
        drafts=tuple(article for article in articles if article.draft),
        scheduled=tuple(scheduled),
        ending=tuple(ending),
        expired=tuple(article for article in articles if not article.draft and expired(article, now)),
        ending_links=tuple(problem for problem in content.problems if problem.rule == _ENDING_LINKS),
        reviews=tuple((author, tuple(a for a in overdue if author in a.authors)) for author in authors),
        digests=digests,
        issues=_issues(settings, content, digests, now),
        changes=coming_changes(settings, content, now),
        archive=(*record_lines(content), *archive_lines(settings, content, now)),
        problems=sum(not problem.advice for problem in content.problems),
        advice=sum(problem.advice for problem in content.problems),
    )


def _digest_status(
    root: Path,
    settings: Settings,
    content: Content,
    digest: DigestSettings,
    ledger: Ledger,
    sentence: str,
    now: datetime,
) -> DigestStatus:
    if ledger_problems(content, ledger):
        return DigestStatus(settings=digest, sentence=sentence)
    found = upcoming(content.articles.all, ledger, digest, settings.zone, now)
    if found is None or found.state == "closed":
        return DigestStatus(settings=digest, sentence=sentence)
    # What is wrong with a draft, the check says.
    with suppress(Unusable):
        found = with_words(found, read_draft(root / settings.docs_dir, ledger))
    subject, preheader = in_the_inbox(found.issue, digest, settings)
    return DigestStatus(settings=digest, sentence=sentence, now=found, subject=subject, preheader=preheader)


def in_the_inbox(issue: Issue, digest: DigestSettings, settings: Settings) -> tuple[str, str]:
    """An issue's subject, and the line beside it: the editor's words, or ours."""
    words = settings.words_in(digest.language)
    return (
        issue.subject or default_subject(issue, digest, words),
        issue.preheader or default_preheader(issue, words),
    )


def _issues(
    settings: Settings, content: Content, digests: Iterable[DigestStatus], now: datetime
) -> dict[str, tuple[IssueOfArticle, ...]]:
    found: dict[str, list[IssueOfArticle]] = {}
    for ledger in content.ledgers:
        for issue in ledger.issues:
            for entry in issue.entries:
                found.setdefault(entry.id, []).append(IssueOfArticle(digest=ledger.digest, key=issue.key))
    for status in digests:
        if status.now:
            issue = status.now.issue
            for entry in issue.entries:
                coming = IssueOfArticle(digest=issue.digest, key=issue.key, closes=issue.boundary)
                found.setdefault(entry.id, []).append(coming)
    for article in content.articles.all:
        if article.draft or article.published <= now or article.digest == "skip" or expired(article, now):
            continue
        for digest, ledger in zip(settings.digests, content.ledgers, strict=True):
            if is_about(article, digest) and article.identity not in ledger.known_ids:
                # A close takes what is public at its very moment.
                just_before = article.published - timedelta(seconds=1)
                closes = next_boundary(digest, settings.zone, just_before)
                issue_of = IssueOfArticle(digest=digest.key, key=issue_key(digest, closes), closes=closes)
                found.setdefault(article.identity, []).append(issue_of)
    return {identity: tuple(issues) for identity, issues in found.items()}
