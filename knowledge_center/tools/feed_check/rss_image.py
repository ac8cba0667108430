"""Rules for the image of an RSS channel."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.rss_channel import channel_of
from knowledge_center.tools.feed_check.vocabulary import text_of
from knowledge_center.tools.feed_check.whole_numbers import count

rule = RuleSet[[Document, Site]]("feeds.rss_image")

_LARGEST = {"width": 144, "height": 400}
_SHOWN = ("image/png", "image/jpeg", "image/gif")


@rule
def has_a_picture(document: Document, site: Site) -> Iterator[Finding]:
    """The channel's image is a picture of this site that readers can show; “None” is not one.

    Source: RSS 2.0, image; W3C feed validator, ImageUrlFormat; our rule.
    """
    for image in channel_of(document).findall("image"):
        element = image.find("url")
        url, line = text_of(element), (image if element is None else element).sourceline
        file = site.file_of(url)
        if fault := address_fault(url):
            yield Finding(line=line, message=f"The <url> of the channel's image says {quoted(url)}: {fault}.")
        elif not file:
            yield Finding(line=line, message=f"The channel's image {quoted(url)} is not a file of this site.")
        elif (kind := site.measure(file).type) not in _SHOWN:
            message = f"The channel's image is {kind or 'no picture'}, but a PNG, JPEG or GIF is expected."
            yield Finding(line=line, message=message)


@rule
def is_labelled_like_the_channel(document: Document, site: Site) -> Iterator[Finding]:
    """The image stands for the channel: it has the channel's own title and link.

    Source: RSS 2.0, image; W3C feed validator, ImageTitleDoesntMatch and ImageLinkDoesntMatch.
    """
    channel = channel_of(document)
    for image in channel.findall("image"):
        for name in ("title", "link"):
            value, own = text_of(image.find(name)), text_of(channel.find(name))
            if value != own:
                message = f"The <{name}> of the channel's image says {quoted(value)}, but {quoted(own)} is expected."
                yield Finding(line=image.sourceline, message=message, fix=f"The channel's own {name}.")


@rule
def has_its_true_size(document: Document, site: Site) -> Iterator[Finding]:
    """Readers that trust width and height squeeze the picture; they are at most 144 and 400.

    Source: RSS 2.0, image; W3C feed validator, InvalidWidth and InvalidHeight.
    """
    for image in channel_of(document).findall("image"):
        file = site.file_of(text_of(image.find("url")))
        real = site.measure(file) if file else None
        for name, largest in _LARGEST.items():
            for element in image.findall(name):
                value = text_of(element)
                if not 0 < (count(value) or 0) <= largest:
                    message = f"<{name}> of the channel's image says {quoted(value)}, but 1 to {largest} is expected."
                    yield Finding(line=element.sourceline, message=message)
                elif real and getattr(real, name) and count(value) != getattr(real, name):
                    message = f"<{name}> of the channel's image says {value}, but the file has {getattr(real, name)}."
                    yield Finding(line=element.sourceline, message=message)
