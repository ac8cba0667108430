"""Advice about articles beside one another: what only shows where all of them are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge_center.problems import quoted
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks
from knowledge_center.text.plurals import counted


class SiteArticle(NamedTuple):
    """What of an article is looked at: its ``path`` below docs, the lines of two fields, the articles it links to."""

    path: str
    display_path: str
    title: str
    title_line: int
    categories: tuple[str, ...]
    categories_line: int
    leads_to: tuple[str, ...]
    minutes: int


# The articles that are no drafts, oldest first.
rule = RuleSet[[Sequence[SiteArticle]]]("articles.site")

# With fewer articles whoever writes them knows their titles, a topic may have only one, and none need lead to another.
_FEWEST_FOR_TITLES = 8
_FEWEST_FOR_TOPICS = 20
_FEWEST_FOR_LINKS = 10
# A title that comes back more often is a series: “Open positions of the week”.
_MOST_OF_A_TITLE = 3
# So many are told one by one; of more, the number.
_MOST = 5
_SHORT_MINUTES = 2


def _others(count: int, title: str = "") -> dict[str, str]:
    """Further articles for an example, each with a title of its own and a link to the one before."""
    return {f"{BESIDE}other-{n}.md": f"article\ntitle: Talk about pay, part {n}{title}" for n in range(count)}


@rule.advice
@breaks(
    files={
        **_others(_FEWEST_FOR_TITLES),
        BESIDE + "pay.md": "article\ntitle: The thank-you note, and when to send it\ndate: 2026-11-18",
    }
)
def titles_differ(articles: Sequence[SiteArticle]) -> Iterator[Finding]:
    """Of two articles with one title, readers of lists, feeds and search results take one for the other."""
    if len(articles) < _FEWEST_FOR_TITLES:
        return
    titles = Counter(article.title.casefold() for article in articles)
    first: dict[str, str] = {}
    for article in articles:
        title = article.title.casefold()
        if title in first and titles[title] <= _MOST_OF_A_TITLE:
            yield Finding(
                path=article.display_path,
                line=article.title_line,
                message=f"The title {quoted(article.title)} is that of {first[title]}, too.",
                fix="Say in the title what is different here.",
            )
        first.setdefault(title, article.display_path)


@rule.advice
@breaks(fields="categories: [pay]", files=_others(_FEWEST_FOR_TOPICS))
def topics_have_several_articles(articles: Sequence[SiteArticle]) -> Iterator[Finding]:
    """Who follows a topic to its page, or subscribes to its feed, expects more than the article they came from."""
    if len(articles) < _FEWEST_FOR_TOPICS:
        return
    topics = Counter(slug for article in articles for slug in article.categories)
    for article in articles:
        for slug in article.categories:
            if topics[slug] == 1:
                yield Finding(
                    path=article.display_path,
                    line=article.categories_line,
                    message=f"The topic “{slug}” has this one article alone.",
                    fix="File it under a topic that has more, or leave it if more are to come.",
                )


@rule.advice
@breaks(text=f"{'Write to each of them. ' * 200}", files=_others(_FEWEST_FOR_LINKS))
def lead_to_one_another(articles: Sequence[SiteArticle]) -> Iterator[Finding]:
    """Who has read to the end goes on where a link leads; without one they are gone."""
    if len(articles) >= _FEWEST_FOR_LINKS:
        there = {article.path for article in articles}
        alone = [
            article
            for article in articles
            if article.minutes >= _SHORT_MINUTES and not there.intersection(article.leads_to)
        ]
        yield from _of_each(
            alone, "The article links to no other one.", "link to no other one",
            "Link to what a reader of this would read next.",
        )  # fmt: skip


@rule.advice
@breaks(
    text="Write on the same day, and read [what to ask for](other-0.md).", files=_others(_FEWEST_FOR_LINKS)
)
def are_led_to(articles: Sequence[SiteArticle]) -> Iterator[Finding]:
    """What no article links to is found through lists and searches alone, and soon by nobody."""
    if len(articles) < _FEWEST_FOR_LINKS:
        return
    led_to = {path for article in articles for path in article.leads_to if path != article.path}
    # Where none leads to another, each is told that instead.
    if not led_to.isdisjoint(article.path for article in articles):
        alone = [article for article in articles if article.path not in led_to]
        yield from _of_each(
            alone, "No other article links to this one.", "are linked to by no other one",
            "Link to it from an article on the same topic.",
        )  # fmt: skip


def _of_each(alone: Sequence[SiteArticle], message: str, several: str, fix: str) -> Iterator[Finding]:
    """Each of a few; of many the newest and their number: a list of them would hide everything else."""
    if len(alone) <= _MOST:
        yield from (Finding(path=article.display_path, message=message, fix=fix) for article in alone)
        return
    newest = alone[-1].display_path
    yield Finding(
        path=newest, message=f"{counted(len(alone), 'article')} {several}, this one among them.", fix=fix
    )
