"""Rules about links: where they lead, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from knowledge_center.mail.rules.parsed_message import ParsedMessage
from knowledge_center.mail.rules.visible_words import plain, shows, words
from knowledge_center.problems import quoted
from knowledge_center.rules import Finding, RuleSet
from knowledge_center.text.web_addresses import in_ascii

rule = RuleSet[[ParsedMessage]]("mail.links")

# What says nothing of where a link leads, in the languages of the sites we know of.
_GENERIC = frozenset(
    (
        "click", "click here", "click this", "click me", "here", "this", "this link", "link", "read more", "more",
        "learn more", "see more", "find out more", "continue", "continue reading", "details", "more info", "go",
        "hier", "hier klicken", "klicken sie hier", "mehr", "mehr lesen", "weiterlesen", "mehr erfahren",
        "ici", "cliquez ici", "en savoir plus", "lire la suite", "aquí", "haga clic aquí", "haz clic aquí", "leer más",
        "clicca qui", "qui", "leggi di più", "clique aqui", "aqui", "leia mais", "saiba mais", "klik hier", "lees meer",
        "لمزيد من المعلومات", "اضغط هنا", "هنا", "לחצו כאן", "כאן", "קרא עוד",
    )
)  # fmt: skip


def _links(message: ParsedMessage) -> Iterator[tuple[Any, str]]:
    for link in message.tree.iter("a", "area"):
        yield link, words(link)


def parts_of(address: str) -> tuple[str, str]:
    """Scheme and host of an address, both in small letters; empty where it cannot be read."""
    try:
        parts = urlsplit(address.strip())
        return parts.scheme.lower(), (parts.hostname or "").lower()
    except ValueError:
        return "", ""


@rule
def targets(message: ParsedMessage) -> Iterator[Finding]:
    """Every link is a whole address: a mail has no page that a relative one could begin at.

    Source: RFC 3986, 4.3
    """
    for link, link_text in _links(message):
        address = link.get("href")
        if address is None or not address.strip():
            yield Finding(message=f"The link {quoted(link_text)} leads nowhere.", fix='href="https://…"')
            continue
        scheme, host = parts_of(address)
        if scheme in ("javascript", "data", "vbscript", "file"):
            yield Finding(
                message=f"The link {quoted(link_text)} leads to {quoted(address)}, which runs or reads something."
            )
        elif scheme == "http":
            continue
        elif not (scheme == "https" and host) and not (scheme == "mailto" and "@" in address):
            yield Finding(
                message=f"The link {quoted(link_text)} leads to {quoted(address)}; a whole address is expected.",
                fix=f"https://…/{address.lstrip('./')}",
            )


@rule.advice
def encrypted(message: ParsedMessage) -> Iterator[Finding]:
    """Links lead to https: nobody on the way reads or changes what a reader gets.

    Source: RFC 9110, 4.2.2
    """
    for link, link_text in _links(message):
        address = (link.get("href") or "").strip()
        if parts_of(address)[0] == "http":
            yield Finding(
                message=f"The link {quoted(link_text)} leads to {quoted(address)}, which is not encrypted.",
                fix=f"https{address[4:]}",
            )


@rule
def empty(message: ParsedMessage) -> Iterator[Finding]:
    """Every link says something, in words or by its picture's.

    Source: WCAG 2.2, 2.4.4
    """
    for link, link_text in _links(message):
        label = link.get("aria-label") or link.get("title") or link.get("alt") or ""
        if link.get("href") and shows(link) and not plain(link_text or label):
            yield Finding(
                message=f"The link to {quoted(link.get('href'))} has no words.", fix="Name where it leads."
            )


@rule
def generic(message: ParsedMessage) -> Iterator[Finding]:
    """A link says where it leads; a screen reader lists links without what stands around them.

    Source: WCAG 2.2, 2.4.4
    """
    for link, link_text in _links(message):
        if plain(link_text).casefold().strip(" .…!:»›→>") in _GENERIC:
            yield Finding(
                message=f"The link {quoted(link_text)} does not say where it leads ({link.get('href')}).",
                fix="Make the name of what it leads to the link.",
                advice=_is_title(link),
            )


@rule
def disguised(message: ParsedMessage) -> Iterator[Finding]:
    """A link whose words are an address leads to that address; the other is how fraud looks.

    Source: SpamAssassin, filters against phishing
    """
    for link, link_text in _links(message):
        host = parts_of(link.get("href") or "")[1]
        shown_host = _host(link_text) if link_text.lower().startswith(("http://", "https://")) else ""
        if shown_host and host and shown_host.removeprefix("www.") != host.removeprefix("www."):
            yield Finding(
                message=f"The link {quoted(link_text)} leads to another host, {quoted(host)}.",
                fix="Write the address to which it leads, or words.",
                advice=_is_title(link),
            )


def _host(address: str) -> str:
    """The host of an address as a link names it: beyond ASCII by its xn-- name."""
    try:
        return parts_of(in_ascii(address))[1]
    except ValueError:
        return ""


def _is_title(link: Any) -> bool:
    """Whether the words of a link are an article's title, which may be any words."""
    return (
        next(link.iterancestors("h2", "h3"), None) is not None or "title" in (link.get("class") or "").split()
    )
