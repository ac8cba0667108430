"""Where everything stands: what waits, what ends soon, which digest is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from knowledge_center.articles.model import Article, expired, expires_soon, public
from knowledge_center.content.content_reader import Content
from knowledge_center.content.summary import archive_lines, digest_lines, record_lines
from knowledge_center.settings.model import Settings
from knowledge_center.text.dates import moment_label
from knowledge_center.text.plurals import counted

_ENDING_LINKS = "articles.links.lead_to_articles_that_last"


def status_report(settings: Settings, content: Content, now: datetime) -> str:
    """A few lines for a terminal, times on the site's own clock."""
    articles = content.articles.all
    readable = [article for article in articles if public(article, now)]
    lines = [f"{counted(len(readable), 'article')} can be read."]
    lines += _group("Drafts", ((a, "") for a in articles if a.draft))
    scheduled = sorted((a for a in articles if not a.draft and a.published > now), key=lambda a: a.published)
    lines += _group("Scheduled", ((a, _when(a.published, settings, now)) for a in scheduled))
    ending = [(a, a.expires) for a in readable if a.expires and expires_soon(a, now)]
    ending.sort(key=lambda pair: pair[1])
    lines += _group("Expire soon", ((a, _when(at, settings, now)) for a, at in ending))
    lines += _group("Expired", ((a, "") for a in articles if not a.draft and expired(a, now)))
    links = [p for p in content.problems if p.rule == _ENDING_LINKS]
    lines += ["", "Links to what ends:", *(f"  {p.message}\n    {p.where}" for p in links)] if links else []
    lines += ["", *digest_lines(settings, content, now), *archive_lines(settings, content, now)]
    lines += record_lines(content)
    stops = sum(not problem.advice for problem in content.problems)
    if stops:
        lines += ["", f"{counted(stops, 'problem')} to mend: knowledge-center check"]
    return "\n".join(lines)


def _group(head: str, articles: Iterable[tuple[Article, str]]) -> list[str]:
    lines = [f"  {a.title}{f', {when}' if when else ''}\n    {a.source}" for a, when in articles]
    return ["", f"{head}:", *lines] if lines else []


def _when(moment: datetime, settings: Settings, now: datetime) -> str:
    return moment_label(moment.astimezone(settings.zone), this_year=now.astimezone(settings.zone).year)
