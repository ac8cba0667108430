"""What templates may ask of a value: dates and lists in the site's language, titles as they are set in print."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from html import unescape

from jinja2 import Environment
from markupsafe import Markup, escape

from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.pages.template_messages import install_words
from knowledge_center.pictures.model import Image
from knowledge_center.pictures.page_sizes import COVER, Source, sources
from knowledge_center.settings.model import Settings
from knowledge_center.text.languages import direction

_NO_LETTERS = re.compile(r"[\W_]+")
# What may stand before the first letter of a text; where that is written as a reference, or a comment, it says nothing.
_BEFORE_LETTERS = re.compile(r"(?:[^\w<&]|_|<(?!!)[^>]*>)*")


def install_filters(env: Environment, settings: Settings) -> None:
    """``|day`` writes a date for readers in the site's zone and language, ``|iso`` one for machines.

    ``|last_day`` is for the moment something ended: midnight belongs to the day before. ``|typeset`` is for
    titles and descriptions where they are read. ``|formats`` are those in which a cover is offered.
    ``is opened_by`` asks whether a text says at once what would stand above it.
    """

    words = settings.words

    @cache
    def written(day: date) -> str:
        return words.date(day)

    def day(moment: datetime) -> str:
        return written(moment.astimezone(settings.zone).date())

    install_words(env, words)
    env.filters["listed"] = lambda items: Markup(words.listed(str(escape(item)) for item in items))
    env.filters["day"] = day
    env.filters["direction"] = direction
    env.filters["last_day"] = lambda moment: day(moment - timedelta(seconds=1))
    env.filters["iso"] = lambda moment: moment.astimezone(settings.zone).isoformat()
    env.filters["typeset"] = typeset
    env.filters["formats"] = _formats
    env.tests["opened_by"] = opened_by
    env.filters["plain"] = lambda html: unescape(Markup(html).striptags())


def _formats(image: Image | SnapshotImage) -> tuple[Source, ...]:
    if isinstance(image, Image):
        return sources(image.path, image.sized_width, image.size, COVER)
    return sources(image.path, image.width, 0, COVER)


def opened_by(html: str, words: str) -> bool:
    """Whether a text begins with ``words``, signs and blanks apart: descriptions are often taken from there."""
    letters, before = _NO_LETTERS.sub("", words), _BEFORE_LETTERS.match(html)
    first = html[before.end() : before.end() + 1] if before else ""
    if letters and first not in ("", "<", "&", letters[0]):
        return False
    # More markup than that stands before no sentence.
    start = unescape(Markup(html[: len(words) + 2000]).striptags())
    return _NO_LETTERS.sub("", start).startswith(letters)


def typeset(text: str) -> str:
    """A title as it is set in print: an apostrophe within a word is curved, as Markdown makes it in the text."""
    return re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text) if "'" in text else text
