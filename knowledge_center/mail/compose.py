"""From a closed issue to its mail: what is said, in which order, and how much of it fits."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote, urlsplit

from knowledge_center.articles.model import POSTS
from knowledge_center.digests.issue import Entry, Issue, SnapshotImage
from knowledge_center.digests.issue_draft import ISSUE_DRAFT
from knowledge_center.digests.schedule import period_label
from knowledge_center.mail.html_part import render_html
from knowledge_center.mail.intro import read_intro
from knowledge_center.mail.model import DigestMailView, Intro, Mail, MailLinks, Picture, Story
from knowledge_center.mail.text_part import render_text
from knowledge_center.mail.utm import Tag, tagger
from knowledge_center.pictures.mail_renditions import LEAD, ROW, Place
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import DigestSettings, Settings
from knowledge_center.settings.reader import FILE
from knowledge_center.text.directions import with_closed_directions
from knowledge_center.words.catalogues import ENGLISH, Words

# Gmail cuts a mail at 102 KB, and with the end goes the unsubscribe link.
MOST_BYTES = 90_000
MOST_SUBJECT = ISSUE_DRAFT.field("subject").most
MOST_PREHEADER = ISSUE_DRAFT.field("preheader").most

# Mail programs that are in wide use show neither vector pictures nor these newer formats.
_NOT_IN_MAIL = (".svg", ".avif", ".webp")

# A picture for its place, or None where the mail does without.
PictureFor = Callable[[SnapshotImage, Place], Picture | None]


def compose(
    issue: Issue,
    digest: DigestSettings,
    settings: Settings,
    links: MailLinks,
    *,
    pages: Mapping[str, str] | None = None,
    picture_for: PictureFor | None = None,
    logo: Picture | None = None,
) -> Mail:
    """The mail of an issue. Same arguments, same bytes.

    ``pages`` maps the source of an article (``docs/…/x.md``) to its site-relative URL, for links in the
    introduction. ``picture_for`` chooses the rendition of a picture; by default the article's own file. ``logo``
    stands beside the site's name.
    The HTML is at most 90,000 bytes of UTF-8: what does not fit in full is there by its title, and the
    rest on the issue's page. Raises Unusable for an introduction that leads nowhere or is too long.
    """
    view = _view(issue, digest, settings, links, pages or {}, picture_for or _own_file(settings))
    view = replace(view, logo=logo)
    view, html = _fitted(view, issue)
    return Mail(subject=view.subject, preheader=view.preheader, html=html, text=render_text(view))


def default_subject(issue: Issue, digest: DigestSettings, words: Words = ENGLISH) -> str:
    """The digest's title and the lead article's, within 78 characters."""
    said = words.gettext("%(digest)s: %(text)s", digest=digest.title, text=_line(issue.entries[0].title))
    return shortened(said, MOST_SUBJECT)


def default_preheader(issue: Issue, words: Words = ENGLISH) -> str:
    """What else is in the issue; of an issue with one article, what that one says."""
    lead, *others = issue.entries
    if not others:
        return shortened(_line(lead.summary), MOST_PREHEADER)
    titles = " · ".join(_line(entry.title) for entry in others)
    return shortened(words.gettext("Also: %(titles)s", titles=titles), MOST_PREHEADER)


def shortened(text: str, most: int) -> str:
    """``text`` within ``most`` characters, cut between words where it can be."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut).rstrip(" ,;:·–-") + "…"


def _view(
    issue: Issue,
    digest: DigestSettings,
    settings: Settings,
    links: MailLinks,
    pages: Mapping[str, str],
    picture_for: PictureFor,
) -> DigestMailView:
    organization, words = settings.organization, settings.words_in(digest.language)
    tag = tagger(settings, digest=digest.key, issue=issue.key)
    stories = tuple(
        _story(entry, settings, words, tag, picture_for, ROW if number else LEAD)
        for number, entry in enumerate(issue.entries)
    )
    return DigestMailView(
        colors=settings.brand.colors,
        words=words,
        subject=_line(issue.subject) or default_subject(issue, digest, words),
        preheader=_line(issue.preheader) or default_preheader(issue, words),
        site_name=_line(settings.site_name),
        site_url=tag(settings.site_url),
        title=_line(digest.title),
        period=period_label(issue.key, words.language),
        count=len(stories),
        intro=_intro(issue, settings, pages, tag),
        stories=stories,
        evergreen=_story(issue.evergreen, settings, words, tag, picture_for, ROW)
        if issue.evergreen
        else None,
        titles=(),
        left_out=0,
        archive_url=tag(settings.absolute(f"digests/{digest.key}/")),
        links=replace(links, view=tag(links.view)),
        organization=_line(organization.name),
        address=tuple(_line(line) for line in organization.street),
        reason=words.gettext(
            "You get this mail because you subscribed to “%(digest)s” at %(name)s.",
            digest=_line(digest.title),
            name=_line(settings.site_name),
        ),
    )


def _intro(issue: Issue, settings: Settings, pages: Mapping[str, str], tag: Tag) -> Intro:
    try:
        resolve = _resolver(issue, settings, pages)
        return read_intro(issue.intro, settings.absolute(issue.url), resolve, tag, settings.markdown)
    except ValueError as error:
        message = f"markdown_extensions: an extension cannot be had here: {error}."
        fix = "Install what it belongs to, or take it out of the list."
        raise Unusable([Problem(path=FILE, message=message, fix=fix)]) from None


def _story(
    entry: Entry, settings: Settings, words: Words, tag: Tag, picture_for: PictureFor, place: Place
) -> Story:
    names, series = words.listed([_line(name) for name in entry.authors]), entry.series
    return Story(
        title=_line(entry.title),
        url=tag(_address(settings, entry.url)),
        summary=_line(entry.summary),
        byline=words.gettext("By %(names)s", names=names) if names else "",
        date=words.date(entry.published.date()),
        picture=picture_for(entry.image, place) if entry.image else None,
        series=_line(words.gettext("%(name)s, part %(part)s", name=series.name, part=series.part))
        if series
        else "",
        language=entry.language,
    )


def _own_file(settings: Settings) -> PictureFor:
    def picture_for(image: SnapshotImage, place: Place) -> Picture | None:
        if image.path.lower().endswith(_NOT_IN_MAIL):
            return None
        shown = min(place.width, image.width) if image.width else place.width
        height = round(image.height * shown / image.width) if image.width and image.height else 0
        return Picture(url=_address(settings, image.path), alt=_line(image.alt), width=shown, height=height)

    return picture_for


def _resolver(issue: Issue, settings: Settings, pages: Mapping[str, str]) -> Callable[[str], str | None]:
    """Links to an article's file lead to its page; a link to any other Markdown file leads nowhere."""
    folder = posixpath.dirname(issue.source)

    def resolve(href: str) -> str | None:
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or not parts.path.endswith(".md"):
            return None
        source = posixpath.normpath(posixpath.join(folder, parts.path))
        if source not in pages:
            message = f"The introduction links to {href}, but no article is there."
            fix = f"Correct the path; from here an article is ../../{POSTS}/2026/name.md."
            raise Unusable([Problem(path=issue.source, message=message, fix=fix)])
        return _address(settings, pages[source]) + (f"#{parts.fragment}" if parts.fragment else "")

    return resolve


def _fitted(view: DigestMailView, issue: Issue) -> tuple[DigestMailView, str]:
    """As many full entries as fit, then as many titles as fit, and the HTML of that."""
    stories = view.stories

    def version(full: int, titles: int) -> tuple[DigestMailView, str]:
        part = replace(
            view,
            stories=stories[:full],
            titles=stories[full : full + titles],
            left_out=len(stories) - full - titles,
        )
        return part, render_html(part)

    def fits(full: int, titles: int) -> bool:
        return len(version(full, titles)[1].encode()) <= MOST_BYTES

    count = len(stories)
    if fits(count, 0):
        return version(count, 0)
    full = _most(count, lambda n: fits(n, count - n))
    titles = count - full if full or fits(0, count) else _most(count, lambda n: fits(0, n))
    if not fits(full, titles):
        message = "The introduction is so long that mail programs would cut the mail off at its end."
        fix = "Shorten it, or make an article of it and link to that."
        raise Unusable([Problem(path=issue.source, message=message, fix=fix)])
    return version(full, titles)


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to ``count`` that fits, if fewer always fit where more do; 0 when none does."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _address(settings: Settings, url: str) -> str:
    """The absolute address of a site-relative URL, in ASCII as mail programs need it."""
    return settings.absolute(quote(url, safe="/%:@!$&'()*+,;=~?#"))


def _line(text: str) -> str:
    """Text on one line, without what no mail may hold."""
    return with_closed_directions(
        " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]", " ", text).split())
    )
