"""Rules for the entries of a feed, whatever its format: ids, addresses, dates, order, people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault
from knowledge_center.tools.feed_check.feed_model import DateValue, Entry, Feed

rule = RuleSet[[Feed, Site]]("feeds.entries")

_OLDEST_YEAR = 1990
_ID = {"rss": "<guid>", "atom": "<id>", "json": "id"}
_LINK = {"rss": "<link>", "atom": "alternate link", "json": "url"}
_DATES = {"rss": "<pubDate>", "atom": "<published>", "json": "date_published"}


def which(entry: Entry) -> str:
    """An entry as a message names it."""
    if entry.title and entry.title.text:
        return f"The entry {quoted(entry.title.text)}"
    return f"The entry {quoted(entry.id)}" if entry.id else "The entry"


@rule
def have_an_id(feed: Feed, site: Site) -> Iterator[Finding]:
    """Readers and mail services know an entry by its id alone: without one it is news at every visit.

    Source: RSS 2.0, guid; RFC 4287, 4.2.6; JSON Feed 1.1, id; W3C feed validator, MissingGuid.
    """
    for entry in feed.entries:
        if not entry.id:
            message = f"{which(entry)} has no {_ID[feed.kind]}."
            yield Finding(line=entry.line, message=message, fix=site.settings.tag("article/name"))


@rule
def have_an_id_of_their_own(feed: Feed, site: Site) -> Iterator[Finding]:
    """Two entries with one id: readers show one of them, and mail services send one of them.

    Source: RSS 2.0, guid; RFC 4287, 4.1.1; W3C feed validator, DuplicateEntries and DuplicateValue.
    """
    first: dict[str, Entry] = {}
    for entry in feed.entries:
        if entry.id in first:
            message = (
                f"{which(entry)} has the {_ID[feed.kind]} {quoted(entry.id)}, which another entry has too."
            )
            yield Finding(line=entry.ids[0].line, message=message, fix="Rename one of the two articles.")
        elif entry.id:
            first[entry.id] = entry


@rule
def link_to_their_page(feed: Feed, site: Site) -> Iterator[Finding]:
    """Who clicks a title arrives at the article: a whole address inside this site, with a page behind it.

    Source: RSS 2.0, link; RFC 4287, 4.2.7; JSON Feed 1.1, url; W3C feed validator, InvalidFullLink.
    """
    for entry in feed.entries:
        if entry.link is None:
            yield Finding(line=entry.line, message=f"{which(entry)} has no {_LINK[feed.kind]}.")
            continue
        address = entry.link.text
        fault = address_fault(address)
        if not fault and not site.owns(address):
            fault = f"an address inside {site.settings.site_url} is expected"
        if fault:
            yield Finding(
                line=entry.link.line, message=f"{which(entry)} leads to {quoted(address)}: {fault}."
            )


def _dates(feed: Feed) -> Iterator[DateValue]:
    if feed.updated:
        yield feed.updated
    for entry in feed.entries:
        yield from (when for when in (entry.published, entry.updated) if when)


@rule
def have_a_date(feed: Feed, site: Site) -> Iterator[Finding]:
    """Buttondown skips an entry without a date, Mailchimp never sends it, readers sort it anywhere.

    Source: our rule: Mailchimp, Buttondown; RSS 2.0, pubDate; RFC 4287, 4.2.9.
    """
    for entry in feed.entries:
        if entry.published is None:
            yield Finding(line=entry.line, message=f"{which(entry)} has no {_DATES[feed.kind]}.")


@rule
def dates_can_be_read(feed: Feed, site: Site) -> Iterator[Finding]:
    """RSS writes dates as mail does, Atom and JSON Feed as RFC 3339 has it, all with a zone.

    Source: RFC 822, 5 with four-digit years; RFC 3339, 5.6; W3C feed validator, InvalidRFC2822Date,
    InvalidRFC3339Date and IncorrectDOW.
    """
    for when in _dates(feed):
        try:
            when.read(when.text)
        except ValueError as error:
            message = f"{when.name} says {quoted(when.text)}, but {error}."
            yield Finding(
                line=when.line, message=message, fix="Give the date and the zone as the format has them."
            )


@rule
def dates_are_past(feed: Feed, site: Site) -> Iterator[Finding]:
    """A date in the future betrays a scheduled article, and readers pin it to the top until it comes.

    Source: our rule: no future dates; W3C feed validator, ImplausibleDate.
    """
    for when in _dates(feed):
        if when.moment and when.moment > site.now:
            now = site.now.astimezone(site.settings.zone).isoformat(" ", "minutes")
            message = f"{when.name} says {quoted(when.text)}, which is in the future: it is {now} now."
            yield Finding(line=when.line, message=message, fix="Build the site with a clock that is right.")


@rule
def dates_are_plausible(feed: Feed, site: Site) -> Iterator[Finding]:
    """A date before the web is the zero of some clock.

    Source: W3C feed validator, ImplausibleDate.
    """
    for when in _dates(feed):
        if when.moment and when.moment.year < _OLDEST_YEAR:
            message = f"{when.name} says {quoted(when.text)}, which is before {_OLDEST_YEAR}."
            yield Finding(line=when.line, message=message, fix="The article's date.")


@rule
def change_after_they_appear(feed: Feed, site: Site) -> Iterator[Finding]:
    """Nothing is changed before it is published.

    Source: RFC 4287, 4.2.9 and 4.2.15.
    """
    for entry in feed.entries:
        published = entry.published.moment if entry.published else None
        updated = entry.updated.moment if entry.updated else None
        if entry.updated and published and updated and updated < published:
            message = f"{which(entry)} was changed {quoted(entry.updated.text)}, before it was published."
            yield Finding(line=entry.updated.line, message=message, fix="The later of the two dates.")


@rule
def stand_newest_first(feed: Feed, site: Site) -> Iterator[Finding]:
    """Readers and mail services that take the first few entries take them for the newest.

    Source: our rule: newest first.
    """
    dated = [(entry, entry.published.moment) for entry in feed.entries if entry.published]
    ordered = [(entry, moment) for entry, moment in dated if moment]
    for (_, before), (entry, moment) in pairwise(ordered):
        if moment > before:
            message = f"{which(entry)} is newer than the one before it, but the newest is expected first."
            yield Finding(line=entry.line, message=message)


@rule
def have_an_author(feed: Feed, site: Site) -> Iterator[Finding]:
    """HubSpot and others put the author's name into the mail.

    Source: our rule: HubSpot takes the author from author or dc:creator; dc:creator in every item.
    """
    for entry in feed.entries:
        if not entry.authors and feed.kind != "atom":
            fix = (
                "<dc:creator>Careers Desk</dc:creator>"
                if feed.kind == "rss"
                else '"authors": [{"name": "…"}]'
            )
            yield Finding(line=entry.line, message=f"{which(entry)} names no author.", fix=fix)


@rule
def say_something(feed: Feed, site: Site) -> Iterator[Finding]:
    """An entry without a text is a title and nothing more.

    Source: RSS 2.0, item; JSON Feed 1.1, content_html and content_text; W3C feed validator, MissingTextualContent.
    """
    for entry in feed.entries:
        texts = [text.text.strip() for text in (entry.summary, entry.content) if text]
        if feed.kind != "atom" and not any(texts):
            yield Finding(line=entry.line, message=f"{which(entry)} has neither a summary nor a content.")


@rule
def feed_is_as_new_as_its_entries(feed: Feed, site: Site) -> Iterator[Finding]:
    """Atom's updated of the feed is its newest change: a reader compares it to know whether to look on.

    Source: RFC 4287, 4.2.15; our rule: the newest change, never “now”.
    """
    value = feed.updated.moment if feed.updated else None
    newest = _newest(feed)
    if feed.kind == "atom" and feed.updated and value and newest and value != newest:
        message = f"The feed says it was changed {quoted(feed.updated.text)}, "
        message += f"but its newest entry {newest.isoformat()}."
        yield Finding(line=feed.updated.line, message=message, fix=newest.isoformat())


def _newest(feed: Feed) -> datetime | None:
    return max((entry.changed for entry in feed.entries if entry.changed), default=None)
