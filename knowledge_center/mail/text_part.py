"""The text part of a mail: written from the model, at most 72 characters wide, addresses on their own line."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.mail.intro_text import TEXT_WIDTH, fill
from knowledge_center.mail.model import DigestMailView, Story
from knowledge_center.text.plurals import counted

_RULE = "-" * TEXT_WIDTH
WORTH_REREADING = "Worth re-reading"


def render_text(view: DigestMailView) -> str:
    """The mail as plain text, lines ending with ``\\n``; only an address may be longer than a line."""
    return "\n\n".join(_blocks(view)) + "\n"


def _blocks(view: DigestMailView) -> Iterator[str]:
    yield "\n".join(
        [
            fill(view.site_name),
            fill(view.title),
            fill(f"{view.period} · {articles(view.count)}"),
        ]
    )
    yield f"View in a browser:\n{view.links.view}"
    yield _RULE
    if view.intro.text:
        yield view.intro.text
        yield _RULE
    for story in view.stories:
        yield from _story(story)
    if view.titles:
        yield _RULE
        yield "Also in this issue"
        for story in view.titles:
            yield f"{fill(story.title, first='* ', rest='  ')}\n  {story.url}"
    if view.left_out:
        yield f"{fill(more_on_the_page(view.left_out))}\n{view.links.view}"
    if view.evergreen:
        yield _RULE
        yield WORTH_REREADING
        yield from _story(view.evergreen)
    yield _RULE
    yield f"More from {view.site_name}:\n{view.site_url}"
    yield "\n".join(fill(line) for line in (view.organization, *view.address))
    yield fill(view.reason)
    yield f"Unsubscribe:\n{view.links.unsubscribe}"
    yield f"Choose what you get:\n{view.links.preferences}"
    yield f"Past issues:\n{view.archive_url}"


def _story(story: Story) -> Iterator[str]:
    yield fill(story.title, first="* ", rest="  ")
    if story.summary:
        yield fill(story.summary)
    yield "\n".join([fill(byline(story) + story.date), story.url])


def byline(story: Story) -> str:
    """Its series and who wrote it, ready for the date to follow; empty where nobody is named."""
    series = f"{story.series} · " if story.series else ""
    return f"{series}By {story.byline} · " if story.byline else series


def articles(count: int) -> str:
    """How many articles, in words: ``1 article``, ``3 articles``."""
    return counted(count, "article")


def more_on_the_page(count: int) -> str:
    """That further articles stand on the issue's page alone."""
    return f"{counted(count, 'more article is', 'more articles are')} on the page of this issue"
