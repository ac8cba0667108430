"""Where everything stands, for a program."""

from __future__ import annotations

from datetime import date, datetime

from knowledge_center.articles.model import Article
from knowledge_center.status.site_status import DigestStatus, IssueOfArticle, SiteStatus


def status_data(status: SiteStatus) -> dict[str, object]:
    """Plain values to be written as JSON; moments are ISO 8601 on the site's clock."""
    named = {
        "draft": status.drafts,
        "scheduled": status.scheduled,
        "expired": status.expired,
        "public": status.readable,
    }
    states = {article.source: state for state, articles in named.items() for article in articles}
    return {
        "moment": status.moment.isoformat(),
        "site": status.site_name,
        "articles": [_article(article, states[article.source], status) for article in status.articles],
        "ending_soon": [article.source for article in status.ending],
        "links_to_what_ends": [
            {"path": problem.path, "line": problem.line, "message": problem.message}
            for problem in status.ending_links
        ],
        "to_be_reviewed": {
            author.key: [article.source for article in articles] for author, articles in status.reviews
        },
        "digests": [_digest(digest, status) for digest in status.digests],
        "changes_by_time": [
            {"at": _moment(change.at, status), "what": change.what} for change in status.changes
        ],
        "next_build": _moment(status.changes[0].at, status) if status.changes else None,
        "problems": status.problems,
        "advice": status.advice,
    }


def _article(article: Article, state: str, status: SiteStatus) -> dict[str, object]:
    return {
        "source": article.source,
        "identity": article.identity,
        "title": article.title,
        "url": article.url,
        "state": state,
        "published": _moment(article.published, status),
        "updated": _moment(article.updated, status),
        "expires": _moment(article.expires, status),
        "review_by": _day(article.review_by),
        "authors": [author.key for author in article.authors],
        "categories": [category.slug for category in article.categories],
        "issues": [_issue(issue, status) for issue in status.issues.get(article.identity, ())],
    }


def _issue(issue: IssueOfArticle, status: SiteStatus) -> dict[str, object]:
    return {"digest": issue.digest, "issue": issue.key, "closes": _moment(issue.closes, status)}


def _digest(digest: DigestStatus, status: SiteStatus) -> dict[str, object]:
    now = digest.now
    coming = now and {
        "issue": now.issue.key,
        "state": now.state,
        "closes": _moment(now.issue.boundary, status),
        "subject": digest.subject,
        "preheader": digest.preheader,
        "articles": [entry.id for entry in now.issue.entries],
        "waiting": now.waiting,
    }
    return {"key": digest.settings.key, "sentence": digest.sentence, "subscribers_would_get_now": coming}


def _moment(moment: datetime | None, status: SiteStatus) -> str | None:
    return moment.astimezone(status.moment.tzinfo).isoformat() if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
