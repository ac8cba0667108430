"""Where everything stands, as a few lines for a terminal: what waits, what ends soon, which digest is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from knowledge_center.articles.model import Article
from knowledge_center.digests.schedule import period_label
from knowledge_center.status.site_status import DigestStatus, IssueOfArticle, SiteStatus
from knowledge_center.text.dates import moment_label
from knowledge_center.text.plurals import counted

_MOST_CHANGES = 3


def status_text(status: SiteStatus, *, every_article: bool = False) -> str:
    """Times are on the site's own clock. With ``every_article`` each is told with the issues that have it."""
    lines = [f"{counted(len(status.readable), 'article')} can be read."]
    lines += _group("Drafts", ((a, "") for a in status.drafts))
    lines += _group("Scheduled", ((a, _with_issues(a, a.published, status)) for a in status.scheduled))
    lines += _group("Expire soon", ((a, when(a.expires, status)) for a in status.ending if a.expires))
    lines += _group("Expired", ((a, "") for a in status.expired))
    if status.ending_links:
        lines += ["", "Links to what ends:"]
        lines += [f"  {problem.message}\n    {problem.where}" for problem in status.ending_links]
    for author, articles in status.reviews:
        head = f"To be looked at again by {author.name}"
        lines += _group(head, ((a, f"since {a.review_by}") for a in articles))
    if every_article:
        named = ((a, issues_label(status.issues.get(a.identity, ()), status)) for a in status.articles)
        lines += _group("Every article, and its issues", ((a, words or "in no issue") for a, words in named))
    lines += ["", *(line for digest in status.digests for line in _digest(digest)), *status.archive]
    lines += ["", next_build(status)]
    if status.problems:
        lines += ["", f"{counted(status.problems, 'problem')} to mend: knowledge-center check"]
    return "\n".join(lines)


def when(moment: datetime, status: SiteStatus) -> str:
    """A moment on the site's clock."""
    return moment_label(moment.astimezone(status.moment.tzinfo), this_year=status.moment.year)


def issues_label(issues: Iterable[IssueOfArticle], status: SiteStatus) -> str:
    """Which issues carried an article, or will, in words."""
    return ", ".join(f"{issue.digest} {issue.key}{_closes(issue, status)}" for issue in issues)


def _closes(issue: IssueOfArticle, status: SiteStatus) -> str:
    if issue.closes is None:
        return ""
    return " (due now)" if issue.closes <= status.moment else f" (closes {when(issue.closes, status)})"


def next_build(status: SiteStatus) -> str:
    """When the next build is needed, and what for."""
    if not status.changes:
        return "No build is needed before something is edited."
    first = status.changes[0]
    also = [change.what for change in status.changes if change.at == first.at]
    more = f" and {len(also) - _MOST_CHANGES} more" if len(also) > _MOST_CHANGES else ""
    return f"The next build is needed on {when(first.at, status)}: {', '.join(also[:_MOST_CHANGES])}{more}."


def _with_issues(article: Article, moment: datetime, status: SiteStatus) -> str:
    issues = status.issues.get(article.identity, ())
    return when(moment, status) + (f"; then in {issues_label(issues, status)}" if issues else "")


def _digest(digest: DigestStatus) -> Iterator[str]:
    yield digest.sentence
    if digest.now:
        issue = digest.now.issue
        yield f"  Its subscribers would get now, as {issue.key} ({period_label(issue.key)}):"
        yield f"    {digest.subject}"
        yield f"    {digest.preheader}"
        yield from (f"    - {' '.join(entry.title.split())}" for entry in issue.entries)


def _group(head: str, articles: Iterable[tuple[Article, str]]) -> list[str]:
    lines = [f"  {a.title}{f', {words}' if words else ''}\n    {a.source}" for a, words in articles]
    return ["", f"{head}:", *lines] if lines else []
