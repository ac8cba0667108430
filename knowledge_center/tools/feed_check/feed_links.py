"""Rules for where a feed says it is and belongs: its own address, its page, its hub, its language."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.feed_addresses import address_fault, language_fault
from knowledge_center.tools.feed_check.feed_model import TYPES, Feed

rule = RuleSet[[Feed, Site]]("feeds.links")


@rule
def names_its_own_address(feed: Feed, site: Site) -> Iterator[Finding]:
    """A reader that was handed the file finds the feed again by its self link (feed_url in JSON), one only.

    Source: RFC 4287, 4.1.1; JSON Feed 1.1, feed_url; W3C feed validator, MissingSelf and MissingAtomSelfLink.
    """
    own = feed.linked("self")
    if len(own) != 1:
        what = "feed_url" if feed.kind == "json" else "link with rel=“self”"
        message = f"The feed has {len(own)} times a {what}, but exactly one is expected."
        yield Finding(line=feed.line, message=message, fix=site.address(feed.path))


@rule
def own_address_is_the_public_one(feed: Feed, site: Site) -> Iterator[Finding]:
    """The self link is the very address the feed is served at: WebSub and readers take it for the feed's name.

    A copy under another name carries the self link of the feed that it is a copy of, byte for byte; the
    check leaves such copies alone.

    Source: RFC 4287, 4.2.7.2; WebSub, 4; W3C feed validator, SelfDoesntMatchLocation.
    """
    public = site.address(feed.path)
    for link in feed.linked("self"):
        if link.href != public:
            other = site.file_of(link.href)
            copy = f" {site.display_path(other)} is there and differs from this file." if other else ""
            message = f"The feed says it is {quoted(link.href)}, but its public address is {public}.{copy}"
            yield Finding(line=link.line, message=message, fix=public)


@rule
def own_link_has_the_right_type(feed: Feed, site: Site) -> Iterator[Finding]:
    """The self link tells readers the format before they fetch.

    Source: RFC 4287, 4.2.7.3; RSS Best Practices Profile, atom:link; W3C feed validator, SelfNotAtom.
    """
    for link in feed.linked("self"):
        if feed.kind != "json" and link.type != TYPES[feed.kind]:
            message = f"The self link has the type {quoted(link.type)}, but {TYPES[feed.kind]} is expected."
            yield Finding(line=link.line, message=message, fix=f'type="{TYPES[feed.kind]}"')


@rule
def hub_is_elsewhere(feed: Feed, site: Site) -> Iterator[Finding]:
    """A hub is a service with a whole address of its own, named once, and it needs the feed's self link.

    Source: WebSub, 4; JSON Feed 1.1, hubs.
    """
    hubs = feed.linked("hub")
    for link in hubs:
        fault = address_fault(link.href)
        if not fault and site.owns(link.href):
            fault = "that lies inside this site, which is files and no hub"
        if not fault and [hub.href for hub in hubs].count(link.href) > 1:
            fault = "it is named more than once"
        if fault:
            message = f"The hub {quoted(link.href)}: {fault}."
            yield Finding(line=link.line, message=message, fix="https://pubsubhubbub.appspot.com/")


@rule
def belongs_to_a_page(feed: Feed, site: Site) -> Iterator[Finding]:
    """The feed's link is the page it follows, inside this site and never the feed itself.

    Source: RSS 2.0, link; RFC 4287, 4.1.1; JSON Feed 1.1, home_page_url; our rule.
    """
    home = feed.home
    if home is None:
        yield Finding(line=feed.line, message="The feed does not name the page it belongs to.")
        return
    file = site.file_of(home.text)
    fault = address_fault(home.text)
    if not fault and not site.owns(home.text):
        fault = f"an address inside {site.settings.site_url} is expected"
    if not fault and file and not file.endswith((".html", ".htm")):
        fault = "there is no such page in the site"
    if fault:
        message = f"The feed belongs to {quoted(home.text)}: {fault}."
        yield Finding(line=home.line, message=message, fix=site.settings.site_url)


@rule
def says_its_language(feed: Feed, site: Site) -> Iterator[Finding]:
    """Screen readers and translators take the language from the feed; it is the site's.

    Source: BCP 47; RSS 2.0, language; RFC 4287, 2; W3C feed validator, InvalidLanguage and MissingDCLanguage.
    """
    value = feed.language.text if feed.language else ""
    line = feed.language.line if feed.language else feed.line
    own = site.settings.language
    what = {"rss": "<language>", "atom": "xml:lang"}.get(feed.kind, "language")
    if fault := language_fault(value):
        yield Finding(line=line, message=f"{what} says {quoted(value)}: {fault}.", fix=own)
    elif value.lower() != own.lower():
        message = f"{what} says {quoted(value)}, but the site's language is {quoted(own)}."
        yield Finding(line=line, message=message, fix=own)
