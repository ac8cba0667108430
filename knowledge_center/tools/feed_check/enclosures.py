"""Rules for the files that entries carry: enclosures, media:content, attachments, images."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import LocalFile, Site
from knowledge_center.tools.feed_check.entries import which
from knowledge_center.tools.feed_check.feed_addresses import address_fault, type_fault
from knowledge_center.tools.feed_check.feed_model import Attached, Entry, Feed
from knowledge_center.tools.feed_check.vocabulary import MEDIA
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Feed, Site]]("feeds.pictures")

_M = f"{{{MEDIA}}}"
_MEDIUMS = ("image", "audio", "video", "document", "executable")
_SIZED = ("media:content", "media:thumbnail")


def _attached(feed: Feed) -> Iterator[tuple[Entry, Attached]]:
    for entry in feed.entries:
        yield from ((entry, attached) for attached in entry.files)


def _local(feed: Feed, site: Site) -> Iterator[tuple[Entry, Attached, LocalFile]]:
    for entry, attached in _attached(feed):
        file = site.file_of(attached.url)
        if file:
            yield entry, attached, site.measure(file)


@rule
def have_a_whole_address(feed: Feed, site: Site) -> Iterator[Finding]:
    """Mail services fetch a picture from wherever they are: by its whole address, or not at all.

    Source: RSS 2.0, enclosure; Media RSS, media:content; JSON Feed 1.1; W3C feed validator, InvalidURLAttribute.
    """
    for entry, attached in _attached(feed):
        fault = address_fault(attached.url)
        if fault:
            message = f"{which(entry)}: {attached.element} has the address {quoted(attached.url)}: {fault}."
            yield Finding(line=attached.line, message=message)


@rule
def tell_their_type(feed: Feed, site: Site) -> Iterator[Finding]:
    """A reader decides by the MIME type what to do with a file before it fetches it.

    Source: RSS 2.0, enclosure: three required attributes; RFC 4287, 4.2.7.3; JSON Feed 1.1, mime_type.
    """
    for entry, attached in _attached(feed):
        needed = attached.element in ("enclosure", "media:content", "attachment")
        if needed and (fault := type_fault(attached.type)):
            message = f"{which(entry)}: {attached.element} has the type {quoted(attached.type)}: {fault}."
            yield Finding(line=attached.line, message=message)


@rule
def are_what_they_say(feed: Feed, site: Site) -> Iterator[Finding]:
    """A JPEG that says it is a PNG is not shown by clients that trust what they are told.

    Source: RSS 2.0, enclosure; Media RSS, type; RFC 6838.
    """
    for entry, attached, real in _local(feed, site):
        if attached.type and real.type and attached.type.partition(";")[0].strip() != real.type:
            message = (
                f"{which(entry)}: {attached.element} has the type {quoted(attached.type)}, "
                f"but the file is {real.type}."
            )
            yield Finding(line=attached.line, message=message, fix=f'type="{real.type}"')


@rule
def are_pictures(feed: Feed, site: Site) -> Iterator[Finding]:
    """What is announced as a picture is one, whatever its name ends in.

    Source: Media RSS, medium; JSON Feed 1.1, image.
    """
    for entry, attached, real in _local(feed, site):
        meant = attached.type.startswith("image/") or attached.element in ("image", "banner_image")
        if meant and not real.type:
            message = (
                f"{which(entry)}: {attached.element} {quoted(attached.url)} is no picture, though it says so."
            )
            yield Finding(line=attached.line, message=message, fix="Put a real picture beside the article.")


@rule
def have_their_true_length(feed: Feed, site: Site) -> Iterator[Finding]:
    """A length that is wrong stops downloads half way; an enclosure has one.

    Source: RSS 2.0, enclosure; RFC 4287, 4.2.7.6; JSON Feed 1.1, size_in_bytes; W3C feed validator,
    InvalidIntegerAttribute.
    """
    for entry, attached in _attached(feed):
        file = site.file_of(attached.url)
        needed = attached.element == "enclosure"
        value = count(attached.length)
        if value is None and (needed or attached.length):
            message = f"{which(entry)}: {attached.element} has the length {quoted(attached.length)}, "
            message += "but a number of bytes is expected."
            yield Finding(line=attached.line, message=message)
        elif value is not None and file and value != site.measure(file).length:
            length = site.measure(file).length
            message = f"{which(entry)}: {attached.element} has the length {value}, but the file has {length}."
            yield Finding(line=attached.line, message=message, fix=f'length="{length}"')


@rule
def have_their_true_size(feed: Feed, site: Site) -> Iterator[Finding]:
    """Mailchimp and ActiveCampaign take width and height as they are told, and squeeze the picture.

    Source: Media RSS, width and height; our rule: Mailchimp, ActiveCampaign.
    """
    for entry, attached in _attached(feed):
        if attached.element not in _SIZED:
            continue
        file = site.file_of(attached.url)
        real = site.measure(file) if file else LocalFile(length=0)
        for name in ("width", "height"):
            value, true = getattr(attached, name), getattr(real, name)
            if value and not count(value):
                message = (
                    f"{which(entry)}: {attached.element} has the {name} {quoted(value)}; pixels are expected."
                )
                yield Finding(line=attached.line, message=message)
            elif true and value != str(true):
                message = f"{which(entry)}: {attached.element} has the {name} {quoted(value)}, but the file has {true}."
                yield Finding(line=attached.line, message=message, fix=f'{name}="{true}"')


@rule
def say_their_medium(feed: Feed, site: Site) -> Iterator[Finding]:
    """media:content says that it is an image, or services that look for pictures pass it by.

    Source: Media RSS, medium; W3C feed validator, InvalidMediaMedium; our rule.
    """
    if not feed.document.is_xml:
        return
    for element in feed.document.root.iter(f"{_M}content"):
        value, kind = element.get("medium", ""), element.get("type", "")
        if value not in _MEDIUMS or (kind.startswith("image/") and value != "image"):
            message = f"media:content has the medium {quoted(value)}, but “image” is expected for a picture."
            yield Finding(line=element.sourceline, message=message, fix='medium="image"')


@rule
def groups_hold_alternatives(feed: Feed, site: Site) -> Iterator[Finding]:
    """media:group is for several forms of one thing; one alone stands directly in the item, where services look.

    Source: Media RSS, media:group; W3C feed validator, MediaGroupWithoutAlternatives; our rule: feedgen.
    """
    if not feed.document.is_xml:
        return
    for group in feed.document.root.iter(f"{_M}group"):
        count = len(group.findall(f"{_M}content"))
        if count < 2:
            message = (
                f"media:group holds {count} times media:content; one alone belongs directly into the item."
            )
            yield Finding(line=group.sourceline, message=message, fix="Put media:content into the item.")


@rule
def describe_in_a_known_type(feed: Feed, site: Site) -> Iterator[Finding]:
    """The description of a picture is plain text or HTML, and there is one.

    Source: Media RSS, media:description; W3C feed validator, InvalidMediaTextType.
    """
    if not feed.document.is_xml:
        return
    for element in feed.document.root.iter(f"{_M}description", f"{_M}title"):
        value = element.get("type", "plain")
        if value not in ("plain", "html"):
            message = f"{element.tag.replace(_M, 'media:')} has the type {quoted(value)}; plain or html is expected."
            yield Finding(line=element.sourceline, message=message, fix='type="plain"')
