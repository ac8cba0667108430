"""When somebody should look at an article again: the authors are reminded once that day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from knowledge_center.articles.model import Article, public
from knowledge_center.problems import Edit
from knowledge_center.rules import Finding, RuleSet, breaks

# The article, now on the site's clock, and the line on which ``review_by`` stands.
rule = RuleSet[[Article, datetime, int]]("articles.review_dates")


@rule.advice
@breaks(fields="review_by: 2026-11-20")
def have_not_passed(article: Article, now: datetime, line: int) -> Iterator[Finding]:
    """What an article says grows old in silence; who wrote it knows what to look at."""
    if article.review_by is None or article.review_by >= now.date() or not public(article, now):
        return
    authors = ", ".join(author.name for author in article.authors)
    fix = f"review_by: {now.date() + timedelta(days=365)}"
    yield Finding(
        line=line,
        message=f"The article was to be looked at again by {article.review_by}, by its authors: {authors}.",
        fix=fix,
        edits=(Edit(line, line, (fix,)),),
    )
