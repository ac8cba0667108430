"""Rules for the shape of a JSON Feed: which members, of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault, language_fault
from knowledge_center.tools.feed_check.feed_discovery import Document
from knowledge_center.tools.feed_check.vocabulary import (
    JSON_ATTACHMENT,
    JSON_AUTHOR,
    JSON_FEED,
    JSON_HUB,
    JSON_ITEM,
    words,
)

rule = RuleSet[[Document, Site]]("feeds.json_feed")

VERSION = "https://jsonfeed.org/version/1.1"

_TEXTS = words(
    "version title home_page_url feed_url description user_comment next_url icon favicon language url external_url "
    "content_html content_text summary image banner_image date_published date_modified name avatar mime_type type"
)
_LISTS = words("authors hubs items tags attachments")
_KINDS: Mapping[str, tuple[type, str]] = {
    **{name: (str, "text") for name in _TEXTS},
    **{name: (list, "a list") for name in _LISTS},
    "expired": (bool, "true or false"),
}
_ADDRESSES = ("home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "avatar")
_OURS = ("icon", "favicon")
_EXTENSION = re.compile(r"_[^\W\d_][^.]*")


def objects(document: Document) -> Iterator[tuple[str, dict[str, Any], frozenset[str]]]:
    """Every object of the feed: where it is, its members, and the members it may have."""
    root = document.root
    yield "The feed", root, JSON_FEED
    yield from _people("the feed", root)
    yield from (("A hub", hub, JSON_HUB) for hub in _dicts(root.get("hubs")))
    for number, item in enumerate(_dicts(root.get("items")), start=1):
        yield f"Item {number}", item, JSON_ITEM
        yield from _people(f"item {number}", item)
        for attachment in _dicts(item.get("attachments")):
            yield f"An attachment of item {number}", attachment, JSON_ATTACHMENT


def _people(where: str, parent: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], frozenset[str]]]:
    for author in _dicts(parent.get("authors")):
        yield f"An author of {where}", author, JSON_AUTHOR


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


@rule
def is_version_1_1(document: Document, site: Site) -> Iterator[Finding]:
    """The version comes first and says how to read the rest; version 1 knew neither authors nor language.

    Source: JSON Feed 1.1, version.
    """
    value = document.root.get("version")
    if value != VERSION:
        yield Finding(
            message=f"version says {quoted(value)}, but {VERSION} is expected.", fix=f'"version": "{VERSION}"'
        )
    elif next(iter(document.root)) != "version":
        yield Finding(message="version is expected to stand first.", fix=f'"version": "{VERSION}"')


@rule
def has_title_and_items(document: Document, site: Site) -> Iterator[Finding]:
    """A feed has a title, its page, its own address and a list of items.

    Source: JSON Feed 1.1, title, items; home_page_url and feed_url: required on the public web.
    """
    for name in ("title", "home_page_url", "feed_url", "items"):
        if name not in document.root:
            yield Finding(message=f"The feed has no {name}.", fix=f'"{name}": …')


@rule
def members_are_of_their_kind(document: Document, site: Site) -> Iterator[Finding]:
    """A number where text is expected stops readers that are written in strict languages.

    Source: JSON Feed 1.1: the kind of each member.
    """
    for where, members, _ in objects(document):
        for name, value in members.items():
            kind, word = _KINDS.get(name, (object, ""))
            if not isinstance(value, kind):
                yield Finding(message=f"{where}: {name} is {quoted(value)}, but {word} is expected.")
            elif isinstance(value, list) and not _is_list_of(name, value):
                inner = "text" if name == "tags" else "objects"
                yield Finding(
                    message=f"{where}: {name} is {quoted(value)}, but a list of {inner} is expected."
                )


def _is_list_of(name: str, values: list[Any]) -> bool:
    return all(isinstance(value, str if name == "tags" else dict) for value in values)


@rule
def ids_are_text(document: Document, site: Site) -> Iterator[Finding]:
    """An id is text: readers that turn a number into text differ on how.

    Source: JSON Feed 1.1, id (required, string).
    """
    for number, item in enumerate(_dicts(document.root.get("items")), start=1):
        if "id" in item and not isinstance(item["id"], str):
            message = f"Item {number}: id is {quoted(item['id'])} and no text."
            yield Finding(message=message, fix=f'"id": "{item["id"]}"')


@rule
def items_hold_a_content(document: Document, site: Site) -> Iterator[Finding]:
    """Each item has content_html, content_text or both.

    Source: JSON Feed 1.1, content_html and content_text: one or both must be present.
    """
    for number, item in enumerate(_dicts(document.root.get("items")), start=1):
        if not item.get("content_html") and not item.get("content_text"):
            message = f"Item {number} has neither content_html nor content_text."
            yield Finding(message=message, fix='"content_text": the summary, where there is no full text.')


@rule
def authors_are_many(document: Document, site: Site) -> Iterator[Finding]:
    """Version 1.1 has a list of authors; the single author of version 1 is no longer read everywhere.

    Source: JSON Feed 1.1, deprecations.
    """
    parts = [("The feed", document.root)]
    parts += [(f"Item {n}", item) for n, item in enumerate(_dicts(document.root.get("items")), start=1)]
    for where, part in parts:
        if "author" in part:
            yield Finding(
                message=f"{where} has an author, but authors, a list, is expected.", fix='"authors": [{…}]'
            )


@rule
def authors_say_who(document: Document, site: Site) -> Iterator[Finding]:
    """An author has a name, an address or a picture.

    Source: JSON Feed 1.1, authors: at least one is required.
    """
    for where, members, names in objects(document):
        if names is JSON_AUTHOR and not any(members.get(name) for name in JSON_AUTHOR):
            yield Finding(message=f"{where} is nameless.", fix='{"name": "Careers Desk"}')


@rule
def members_are_known(document: Document, site: Site) -> Iterator[Finding]:
    """A member of one's own begins with “_” and a letter and has no dot; anything else is a slip.

    Source: JSON Feed 1.1, extensions.
    """
    for where, members, names in objects(document):
        for name in members:
            if name not in names and name != "author" and not _EXTENSION.fullmatch(name):
                message = f"{where} has the member “{name}”, which JSON Feed does not know."
                yield Finding(
                    message=message, fix=f"_{name.strip('_').replace('.', '_')}: {{…}}, or no such member"
                )


@rule
def addresses_are_whole(document: Document, site: Site) -> Iterator[Finding]:
    """Every address is whole: a reader has nothing to make it whole with.

    Source: JSON Feed 1.1: the URL of each; our rule: absolute URLs.
    """
    for where, members, names in objects(document):
        for name in _ADDRESSES:
            # Of items and attachments the entry's own rules speak.
            value = members.get(name)
            elsewhere = name == "url" and names in (JSON_ITEM, JSON_ATTACHMENT, JSON_HUB)
            mail = isinstance(value, str) and value.startswith("mailto:") and names is JSON_AUTHOR
            if isinstance(value, str) and not elsewhere and not mail and (fault := address_fault(value)):
                yield Finding(message=f"{where}: {name} says {quoted(value)}: {fault}.")


@rule
def languages_are_right(document: Document, site: Site) -> Iterator[Finding]:
    """An item may have a language of its own, and it is a language tag.

    Source: JSON Feed 1.1, language; RFC 5646.
    """
    for where, members, names in objects(document):
        value = members.get("language")
        if names is JSON_ITEM and isinstance(value, str) and language_fault(value):
            yield Finding(message=f"{where}: language says {quoted(value)}: {language_fault(value)}.")


@rule
def attachments_say_what_they_are(document: Document, site: Site) -> Iterator[Finding]:
    """An attachment has an address and a type, and its sizes are numbers.

    Source: JSON Feed 1.1, attachments.
    """
    for where, members, names in objects(document):
        if names is not JSON_ATTACHMENT:
            continue
        for name in ("url", "mime_type"):
            if not members.get(name):
                yield Finding(message=f"{where} has no {name}.", fix=f'"{name}": …')
        for name in ("size_in_bytes", "duration_in_seconds"):
            value = members.get(name, 0)
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                yield Finding(message=f"{where}: {name} is {quoted(value)}, but a number is expected.")


@rule
def hubs_say_what_they_are(document: Document, site: Site) -> Iterator[Finding]:
    """A hub has a type, such as WebSub, and an address.

    Source: JSON Feed 1.1, hubs: both required.
    """
    for where, members, names in objects(document):
        if names is JSON_HUB:
            for name in ("type", "url"):
                if not members.get(name):
                    yield Finding(
                        message=f"{where} has no {name}.", fix='{"type": "WebSub", "url": "https://…"}'
                    )


@rule
def next_page_is_another(document: Document, site: Site) -> Iterator[Finding]:
    """A next_url that leads back to the feed is a loop.

    Source: JSON Feed 1.1, next_url.
    """
    value = document.root.get("next_url")
    if value is not None and value == document.root.get("feed_url"):
        yield Finding(message="next_url is the feed itself.", fix="Leave next_url out.")
