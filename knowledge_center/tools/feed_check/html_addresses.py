"""Rules for the addresses in HTML inside a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.tools.feed_check.built_site import Site
from knowledge_center.tools.feed_check.html_tokens import Html, Token

rule = RuleSet[[Html, Site]]("feeds.html_addresses")

_NAMES = ("href", "src", "poster", "cite", "data", "action", "formaction", "background", "longdesc")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
_ODD = re.compile(r"[\s<>\"{}|\\^`]")
# What else a link may lead to.
_OTHER_LINKS = frozenset(["mailto", "tel", "sms", "ftp"])


def _addresses(html: Html) -> Iterator[tuple[Token, str, str]]:
    """Every address with its tag and the attribute it stands in."""
    for tag in html.tags:
        for name in _NAMES:
            if name in tag.attributes:
                yield tag, name, (tag.attributes[name] or "").strip()
        if "srcset" in tag.attributes:
            candidates = _CANDIDATE.findall(tag.attributes["srcset"] or "") or [""]
            yield from ((tag, "srcset", candidate) for candidate in candidates)


def _scheme(address: str) -> str:
    match = _SCHEME.match(address)
    return match.group(1).lower() if match else ""


@rule
def are_whole(html: Html, site: Site) -> Iterator[Finding]:
    """A relative address leads into the reader's own site, or nowhere: links die and pictures stay away.

    Source: our rule: every URL absolute.
    """
    for tag, name, address in _addresses(html):
        if not _scheme(address):
            what = "is empty" if not address else f"says {quoted(address)}"
            message = f"In the content: {name} of <{tag.name}> {what}, but a whole address is expected."
            yield Finding(line=tag.line, message=message, fix=f"{site.settings.site_url}articles/name/…")


@rule
def are_no_data(html: Html, site: Site) -> Iterator[Finding]:
    """A picture inside the address swells the feed, and Buttondown and most mail programs do not show it.

    Source: our rule: Buttondown, no data: images.
    """
    for tag, name, address in _addresses(html):
        if _scheme(address) == "data":
            message = f"In the content: {name} of <{tag.name}> is a data: address {quoted(address[:40])}."
            yield Finding(line=tag.line, message=message, fix="A picture in a file beside the article.")


@rule
def lead_to_the_web(html: Html, site: Site) -> Iterator[Finding]:
    """Links that run script, or that lead to somebody's own disk, are cut out by readers.

    Source: our rule: HTML inside a feed.
    """
    for tag, name, address in _addresses(html):
        scheme = _scheme(address)
        known = scheme in ("", "http", "https", "data") or (name == "href" and scheme in _OTHER_LINKS)
        if not known:
            message = f"In the content: {name} of <{tag.name}> says {quoted(address)}; https is expected."
            yield Finding(line=tag.line, message=message, fix="An address that begins with https://.")


@rule
def are_well_formed(html: Html, site: Site) -> Iterator[Finding]:
    """An address without a host leads nowhere; one with a space in it is opened by some readers only.

    The second is a slip in the article that browsers forgive, so it is advice.

    Source: RFC 3986; WHATWG URL, 4.4.
    """
    for tag, name, address in _addresses(html):
        if _scheme(address) not in ("http", "https"):
            continue
        readable, sound = _has_host(address), not _ODD.search(address)
        if not readable or not sound:
            message = (
                f"In the content: {name} of <{tag.name}> says {quoted(address)}, which is no valid address."
            )
            fix = "Mend the link in the article; a space is written %20."
            yield Finding(line=tag.line, message=message, fix=fix, advice=readable)


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # The port is read only when it is asked for.
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
