"""The text part of a mail: written from the model, at most 72 characters wide, addresses on their own line."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.mail.intro_text import TEXT_WIDTH, fill
from knowledge_center.mail.model import DigestMailView, Story
from knowledge_center.words.catalogues import Words

_RULE = "-" * TEXT_WIDTH


def render_text(view: DigestMailView) -> str:
    """The mail as plain text, lines ending with ``\\n``; only an address may be longer than a line."""
    return "\n\n".join(_blocks(view)) + "\n"


def _blocks(view: DigestMailView) -> Iterator[str]:
    words = view.words
    yield "\n".join(
        [fill(view.site_name), fill(view.title), fill(f"{view.period} · {articles(words, view.count)}")]
    )
    yield _link(words.gettext("View in browser"), view.links.view)
    yield _RULE
    if view.intro.text:
        yield view.intro.text
        yield _RULE
    for story in view.stories:
        yield from _story(story)
    if view.titles:
        yield _RULE
        yield words.gettext("Also in this issue")
        for story in view.titles:
            yield f"{fill(story.title, first='* ', rest='  ')}\n  {story.url}"
    if view.left_out:
        yield f"{fill(more_on_the_page(words, view.left_out))}\n{view.links.view}"
    if view.evergreen:
        yield _RULE
        yield words.gettext("Worth re-reading")
        yield from _story(view.evergreen)
    yield _RULE
    yield _link(words.gettext("More from %(name)s", name=view.site_name), view.site_url)
    yield "\n".join(fill(line) for line in (view.organization, *view.address))
    yield fill(view.reason)
    yield _link(words.gettext("Unsubscribe"), view.links.unsubscribe)
    yield _link(words.gettext("Choose what you get"), view.links.preferences)
    yield _link(words.gettext("Past issues"), view.archive_url)


def _link(label: str, address: str) -> str:
    return f"{label}:\n{address}"


def _story(story: Story) -> Iterator[str]:
    yield fill(story.title, first="* ", rest="  ")
    if story.summary:
        yield fill(story.summary)
    yield "\n".join([fill(" · ".join(filter(None, (story.series, story.byline, story.date)))), story.url])


def articles(words: Words, count: int) -> str:
    """How many articles, in words: ``1 article``, ``3 articles``."""
    return words.ngettext("%(num)s article", "%(num)s articles", count)


def more_on_the_page(words: Words, count: int) -> str:
    """That further articles stand on the issue's page alone."""
    return words.ngettext(
        "%(num)s more article is on the page of this issue",
        "%(num)s more articles are on the page of this issue",
        count,
    )
