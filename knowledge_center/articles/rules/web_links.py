"""Advice about addresses on the web: bare ones, and those with what readers do not need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit, urlunsplit

from knowledge_center.articles.rules.article_text import ArticleText
from knowledge_center.articles.rules.line_edits import replaced
from knowledge_center.markdown_text.model import Block
from knowledge_center.problems import Edit, quoted
from knowledge_center.rules import Finding, RuleSet, breaks, only_with

rule = RuleSet[[ArticleText]]("articles.web_links")

# Programs that lead on to an address in one of their parameters.
_REDIRECTS = (
    (re.compile(r"(?:^|\.)safelinks\.protection\.outlook\.com$"), "", ("url",)),
    (re.compile(r"(?:^|\.)google\.[a-z.]{2,6}$"), "/url", ("q", "url")),
    (re.compile(r"^l\.(?:facebook|instagram)\.com$|(?:^|\.)facebook\.com$"), "/l.php", ("u",)),
    (re.compile(r"^l\.instagram\.com$"), "/", ("u",)),
    (re.compile(r"(?:^|\.)linkedin\.com$"), "/redir/redirect", ("url",)),
    (re.compile(r"(?:^|\.)linkedin\.com$"), "/safety/go", ("url",)),
    (re.compile(r"(?:^|\.)youtube\.com$"), "/redirect", ("q",)),
)  # fmt: skip
# As far as it is looked back from an address.
_NEAR = 200
# A shortcode of WordPress, a link of a wiki or a forum: other rules tell them.
_OTHER_MARKS = re.compile(r"\[[\w-]+ $|\[[^\[\]|]+\|$|\[url=?\]?$|\":$|HYPERLINK \"$")
_TRACKS = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_cid|mc_eid|igshid|_hsenc|_hsmi|mkt_tok|oly_enc_id"
    r"|oly_anon_id|vero_id|yclid|twclid|li_fat_id)",
    re.IGNORECASE,
)

# What is in every name that tracks: to look for a text is a hundred times quicker than to try a pattern.
_TRACK_SIGNS = (
    "utm_", "clid=", "braid=", "mc_cid", "mc_eid", "igshid", "_hsenc", "_hsmi", "mkt_tok", "oly_", "vero_id",
    "li_fat_id",
)  # fmt: skip
_REDIRECT_SIGNS = ("safelinks", "/url?", "/l.php", "/redir", "/safety/go", "l.instagram", "/amp/s/")


class _Address(NamedTuple):
    """An address that a text leads to, and where it stands; ``edits`` with another one in its place, see ``_with``."""

    target: str
    line: int
    block: Block
    start: int
    end: int


@rule.advice
@breaks(text="What the law says: https://www.example.org/law/.")
@only_with("://", "www.")
def are_links(article: ArticleText) -> Iterator[Finding]:
    """An address that only stands in the text cannot be followed by a click."""
    text = article.text
    if article.settings.addresses_are_links:
        return
    tags = text.holds("<a ") or text.holds("<A ")
    for bare in text.of("bare"):
        seen, start = bare.block.seen, bare.start
        before = seen[max(0, start - _NEAR) : start]
        # Within a link in HTML it is its text; behind a bracket with a blank it is told as that.
        if (
            (tags and _last(seen, start, "<a ", "<A ") > _last(seen, start, "</a", "</A"))
            or _is_near(bare.target)
            or _OTHER_MARKS.search(before)
            or before.rstrip("(").rstrip(" \t\n").endswith(("]", ")["))
        ):
            continue
        has_scheme = "://" in bare.target
        link = f"<{bare.target}>" if has_scheme else f"[{bare.target}](https://{bare.target})"
        yield Finding(
            line=bare.line,
            message=f"The address {quoted(bare.target)} is no link: it stands in the text as it is.",
            fix=link,
            edits=replaced(text, bare.block, bare.start, bare.end, link),
            safe=True,
        )


@rule.advice
@breaks(text="Read [what the law says](http://www.example.org/law/).")
@only_with("http://", "HTTP://")
def are_encrypted(article: ArticleText) -> Iterator[Finding]:
    """Browsers warn of http://, and whoever sits between can read along; nearly every site answers to https://."""
    for found in _to_others(article, _encrypted, "The link to {} goes there unencrypted."):
        yield replace(found, fix=f"{found.fix}\nif the page answers there, too", safe=False)


@rule.advice
@breaks(text="Read [what the law says](https://www.example.org/law/?utm_source=news&page=2).")
@only_with("://")
def track_nobody(article: ArticleText) -> Iterator[Finding]:
    """What was added to a link to count clicks of another mail counts our readers, and tells on them."""
    if not any(sign in article.text.lower for sign in _TRACK_SIGNS):
        return
    yield from _to_others(article, without_tracking, "The link carries marks that follow readers: {}.")


@rule.advice
@breaks(text="Read [what the law says](https://www.google.com/url?q=https://www.example.org/law/&sa=D).")
@only_with("://")
def lead_there_directly(article: ArticleText) -> Iterator[Finding]:
    """A link through a search engine or a mail program tells it who reads here, and breaks when it pleases."""
    if not any(sign in article.text.lower for sign in _REDIRECT_SIGNS):
        return
    yield from _to_others(article, behind_redirect, "The link leads through another site: {}.")


def _to_others(article: ArticleText, better: Callable[[str], str], message: str) -> Iterator[Finding]:
    """Each address for which there is a ``better`` one."""
    for address in _addresses(article):
        target = better(address.target)
        if target and target != address.target:
            yield Finding(
                line=address.line,
                message=message.format(quoted(address.target)),
                fix=target,
                edits=_with(article, address, target),
                safe=True,
            )


def _encrypted(target: str) -> str:
    return f"https{target[4:]}" if target.lower().startswith("http://") and not _is_near(target) else ""


def _last(text: str, end: int, *words: str) -> int:
    return max(text.rfind(word, 0, end) for word in words)


def _addresses(article: ArticleText) -> Iterator[_Address]:
    """The addresses of the web that links of a text lead to, each where it is written."""
    text = article.text
    for inline in text.of("link", "autolink", "bare", "tag"):
        if inline.label and inline.kind == "link":
            continue
        target = inline.target
        if inline.kind == "tag":
            target = inline.attributes.get("href", "") if inline.label == "a" else ""
        if "://" in target:
            yield _Address(target, inline.line, inline.block, inline.start, inline.end)
    for block in text.blocks:
        if block.kind == "reference" and "://" in block.target:
            yield _Address(block.target, block.first, block, 0, len(block.text))


def _with(article: ArticleText, address: _Address, target: str) -> tuple[Edit, ...]:
    """The address replaced by another one; nothing where it is written in another way than it is read."""
    written = address.block.text[address.start : address.end]
    if written.count(address.target) != 1:
        return ()
    start = address.start + written.index(address.target)
    return replaced(article.text, address.block, start, start + len(address.target), target)


def _is_near(target: str) -> bool:
    """Whether an address is on the editor's own machine or network, which other rules tell."""
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        return True
    is_number = bool(host) and not re.search(r"[a-z]", host)
    return is_number or host == "localhost" or host.endswith((".local", ".localhost"))


def without_tracking(target: str) -> str:
    """An address without the parameters that follow readers."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return target
    if not parts.query:
        return target
    # As it is written: to take a query apart and put it together again changes more than what is taken out.
    mark = "&amp;" if "&amp;" in parts.query else "&"
    kept = [part for part in parts.query.split(mark) if not _TRACKS.fullmatch(part.partition("=")[0])]
    return (
        urlunsplit(parts._replace(query=mark.join(kept)))
        if len(kept) < len(parts.query.split(mark))
        else target
    )


def behind_redirect(target: str) -> str:
    """Where a link through another program leads in the end; empty where it leads through none."""
    try:
        parts = urlsplit(target.replace("&amp;", "&"))
    except ValueError:
        return ""
    host = parts.hostname or ""
    if host.startswith("www.google.") and parts.path.startswith("/amp/s/"):
        return f"https://{parts.path.removeprefix('/amp/s/')}"
    for site, path, names in _REDIRECTS:
        if site.search(host) and (not path or parts.path.rstrip("/") == path.rstrip("/")):
            given = parse_qs(parts.query)
            for name in names:
                found = given.get(name, [""])[0]
                if found.startswith(("http://", "https://")) and not re.search(r"[\s<>()]", found):
                    return found
    return ""
