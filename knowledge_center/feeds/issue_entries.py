"""A closed digest issue as one feed entry: what an RSS-to-email service polls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from knowledge_center.digests.issue import Entry as Snapshot
from knowledge_center.digests.issue import Issue
from knowledge_center.digests.schedule import issue_title
from knowledge_center.feeds.model import Entry
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.text.languages import direction
from knowledge_center.words.catalogues import Words


def issue_entry(issue: Issue, digest: DigestSettings, settings: Settings, intro: str = "") -> Entry:
    """The entry of an issue, dated by its closing and never re-dated.

    ``intro`` is the editor's introduction as feed HTML. The content is the issue without greeting or
    unsubscribe text, which the mail service adds.
    """
    words = settings.words_in(digest.language)
    titles = "; ".join(entry.title for entry in issue.entries)
    authors = dict.fromkeys(author for entry in issue.entries for author in entry.authors)
    closed = issue.closed_at.astimezone(settings.zone)
    return Entry(
        id=settings.tag(f"digest/{issue.digest}/{issue.key}"),
        url=settings.absolute(issue.url),
        title=issue_title(digest, issue.key, words),
        summary=titles,
        content=intro + "".join(_parts(issue, settings, words)),
        published=closed,
        updated=closed,
        authors=tuple(authors),
        categories=(),
    )


def _parts(issue: Issue, settings: Settings, words: Words) -> Iterator[str]:
    for entry in issue.entries:
        yield _snapshot(entry, settings, words, "h2")
    if issue.evergreen:
        # Not news: it stands apart, and in neither the summary nor the authors.
        yield Markup("<h2>{}</h2>\n").format(words.gettext("Worth re-reading"))
        yield _snapshot(issue.evergreen, settings, words, "h3")


def _snapshot(entry: Snapshot, settings: Settings, words: Words, heading: str) -> Markup:
    url = settings.absolute(entry.url)
    tongue = Markup()
    if entry.language:
        tongue = Markup(' lang="{}" dir="{}"').format(entry.language, direction(entry.language))
    parts = [Markup('<{0}{1}><a href="{2}">{3}</a></{0}>').format(heading, tongue, url, entry.title)]
    if entry.image is not None:
        image = replace(entry.image, path=settings.absolute(entry.image.path))
        sizes = (
            Markup(' width="{}" height="{}"').format(image.width, image.height) if image.width else Markup()
        )
        picture = Markup('<img src="{}" alt="{}"{}>').format(image.path, image.alt, sizes)
        parts.append(Markup('<p><a href="{}">{}</a></p>').format(url, picture))
    parts.append(Markup("<p{}>{}</p>").format(tongue, entry.summary))
    day = words.date(entry.published.date())
    byline = words.gettext("By %(names)s, %(day)s", names=words.listed(entry.authors), day=day)
    parts.append(Markup("<p>{}</p>").format(byline))
    return Markup("\n").join(parts) + Markup("\n")
