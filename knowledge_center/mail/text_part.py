"""The text part of a mail: written from the model, at most 72 characters wide, addresses on their own line."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.mail.intro_text import TEXT_WIDTH, fill
from knowledge_center.mail.model import Letter, Story
from knowledge_center.text.plurals import counted

_RULE = "-" * TEXT_WIDTH
WORTH_REREADING = "Worth re-reading"


def render_text(letter: Letter) -> str:
    """The letter as plain text, lines ending with ``\\n``; only an address may be longer than a line."""
    return "\n\n".join(_blocks(letter)) + "\n"


def _blocks(letter: Letter) -> Iterator[str]:
    yield "\n".join(
        [
            fill(letter.site_name),
            fill(letter.title),
            fill(f"{letter.period} · {articles(letter.count)}"),
        ]
    )
    yield f"View in a browser:\n{letter.links.view}"
    yield _RULE
    if letter.intro.text:
        yield letter.intro.text
        yield _RULE
    for story in letter.stories:
        yield from _story(story)
    if letter.titles:
        yield _RULE
        yield "Also in this issue"
        for story in letter.titles:
            yield f"{fill(story.title, first='* ', rest='  ')}\n  {story.url}"
    if letter.left_out:
        yield f"{fill(more_on_the_page(letter.left_out))}\n{letter.links.view}"
    if letter.again:
        yield _RULE
        yield WORTH_REREADING
        yield from _story(letter.again)
    yield _RULE
    yield f"More from {letter.site_name}:\n{letter.site_url}"
    yield "\n".join(fill(line) for line in (letter.organization, *letter.address))
    yield fill(letter.reason)
    yield f"Unsubscribe:\n{letter.links.unsubscribe}"
    yield f"Choose what you get:\n{letter.links.preferences}"
    yield f"Past issues:\n{letter.archive_url}"


def _story(story: Story) -> Iterator[str]:
    yield fill(story.title, first="* ", rest="  ")
    if story.summary:
        yield fill(story.summary)
    yield "\n".join([fill(byline(story) + story.date), story.url])


def byline(story: Story) -> str:
    """Who wrote it, ready for the date to follow; empty where nobody is named."""
    return f"By {story.byline} · " if story.byline else ""


def articles(count: int) -> str:
    """How many articles, in words: ``1 article``, ``3 articles``."""
    return counted(count, "article")


def more_on_the_page(count: int) -> str:
    """That further articles stand on the issue's page alone."""
    return f"{counted(count, 'more article is', 'more articles are')} on the page of this issue"
