"""What a mail is made of, before it is HTML, text or a message."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from knowledge_center.brand.palette import Palette
from knowledge_center.digests.issue import Issue
from knowledge_center.settings.model import Settings
from knowledge_center.words.catalogues import Words

# What stands for a reader's own addresses in the copies that everybody can see (email.html, email.txt).
# Whoever hands such a copy to a mail service replaces them by that service's own words.
UNSUBSCRIBE_PLACEHOLDER = "%%unsubscribe_url%%"
PREFERENCES_PLACEHOLDER = "%%preferences_url%%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A composed mail: ``subject`` and ``preheader`` are one line each, ``html`` is a whole document."""

    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLinks:
    """The addresses in the foot of a mail: the issue as a page, leaving, choosing digests."""

    view: str
    unsubscribe: str
    preferences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in a mail: absolute ``url``, sizes in CSS pixels as it is shown (height 0 = unknown)."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article in a mail. ``url`` is absolute; ``date``, ``byline`` and ``series`` are ready to be read.

    ``byline`` says who wrote it, empty where nobody is named. ``language`` is that of title, summary and series, empty
    for the mail's.
    """

    title: str
    url: str
    summary: str
    byline: str
    date: str
    picture: Picture | None
    series: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intro:
    """The editor's introduction, as HTML that is fit for mail and as text."""

    html: Markup
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestMailView:
    """A digest's mail before it is rendered: all that HTML and text show, in words and addresses that are ready.

    ``words`` are those of its language, for what both of them say besides.
    ``stories`` are shown in full, the first one large; ``titles`` by their titles only; ``left_out``
    counts those that stand on the issue's page alone. ``evergreen`` is an older article, worth re-reading; ``logo``
    stands beside the name of the site.
    """

    colors: Palette
    words: Words
    subject: str
    preheader: str
    site_name: str
    site_url: str
    title: str
    period: str
    count: int
    intro: Intro
    stories: tuple[Story, ...]
    titles: tuple[Story, ...]
    left_out: int
    archive_url: str
    links: MailLinks
    organization: str
    address: tuple[str, ...]
    reason: str
    evergreen: Story | None = None
    logo: Picture | None = None


def web_links(issue: Issue, settings: Settings) -> MailLinks:
    """The links of the public copy of an issue: its page, and placeholders for what is the reader's own."""
    return MailLinks(
        view=settings.absolute(issue.url),
        unsubscribe=UNSUBSCRIBE_PLACEHOLDER,
        preferences=PREFERENCES_PLACEHOLDER,
    )
