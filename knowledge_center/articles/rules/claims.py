"""Rules across all articles: no two claims to one address or identity, and no claim to what stands already."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.articles.redirects import old_path
from knowledge_center.feed_formats import EMAIL_FILE, FEED_FILES, OPML_FILE
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks

# What a build makes whatever is in docs/: whole folders, and single pages and files ("" is the home page).
OUR_FOLDERS = (
    *(f"articles/{name}" for name in RESERVED_NAMES), "assets", "digests", "feed", "search-index",
)  # fmt: skip
OUR_PAGES = (
    "", "articles",
    *FEED_FILES, EMAIL_FILE, OPML_FILE, "404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz",
)  # fmt: skip

# Folders of its pages below an address that an article of that name may have.
OUR_SUBFOLDERS = ("articles/language", "articles/series")
# What it makes too where docs/ has no such page.
PAGES_BY_DEFAULT = ("search", "subscribe", "topics")


class Claim(NamedTuple):
    """What one file lays claim to: its name, its former names and paths, the identifier it was given.

    ``lines`` are those of each alias and, at the end, of the identifier.
    """

    display_path: str
    name: str
    aliases: tuple[str, ...]
    guid: str
    lines: tuple[int, ...]
    draft: bool = False


# Names come before aliases, and drafts after everybody else: a draft's claims are advice.
rule = RuleSet[[Sequence[Claim]]]("articles.claims")
# The claims; and the addresses of pages and files, without slashes around them, with the file each comes from.
address_rule = RuleSet[[Sequence[Claim], Mapping[str, str]]]("articles.addresses")


@rule
@breaks(files={"docs/articles/posts/2025/thank-you-note.md": "article"})
def names_belong_to_one_article(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Two articles of one name would have one address, and one of them would be lost. Letter case is ignored."""
    taken: dict[str, Claim] = {}
    for claim in _in_order(claims):
        other = taken.setdefault(claim.name.casefold(), claim)
        if other is not claim:
            message = f"{other.display_path} has the same name, so both would have the address /articles/{claim.name}/."
            fix = f"Rename one of the two, for example to {claim.name}-2.md"
            yield Finding(path=claim.display_path, message=message, fix=fix, advice=claim.draft)


@rule
@breaks(fields="aliases: [thank-you-note]")
def aliases_are_other_names(claims: Sequence[Claim]) -> Iterator[Finding]:
    """An alias leads to the article's address from another one: its own name would lead in a circle."""
    for claim in _in_order(claim for claim in claims if claim.aliases):
        for alias, line in _words(claim)[: len(claim.aliases)]:
            if alias == claim.name:
                yield Finding(
                    path=claim.display_path,
                    line=line,
                    message=f"The alias “{alias}” is the article's own name.",
                    fix="Delete it from aliases.",
                    advice=claim.draft,
                )


@rule
@breaks(fields="aliases: [pay-talk]", files={BESIDE + "pay-talk.md": "article"})
def words_belong_to_one_article(claims: Sequence[Claim]) -> Iterator[Finding]:
    """A name, an alias or an identifier leads to one article only: ledgers and feeds tell articles apart by it."""
    ordered = _in_order(claims)
    taken: dict[str, Claim] = {}
    for claim in ordered:
        taken.setdefault(claim.name.casefold(), claim)
    for claim in (claim for claim in ordered if claim.aliases or claim.guid):
        own = {claim.name.casefold()}
        for word, line in _words(claim):
            key = word.casefold()
            if key in own:
                continue
            own.add(key)
            other = taken.setdefault(key, claim)
            if other is not claim:
                there = f"rename {other.display_path}" if other.name.casefold() == key else "delete it there"
                yield Finding(
                    path=claim.display_path,
                    line=line,
                    message=f"“{word}” already belongs to {other.display_path}.",
                    fix=f"Delete it here, or {there}: it can lead to one article only.",
                    advice=claim.draft or other.draft,
                )


@address_rule
@breaks(fields="aliases: [/articles/]")
def old_paths_are_free(claims: Sequence[Claim], taken: Mapping[str, str]) -> Iterator[Finding]:
    """A redirect cannot stand where a page or a file stands, nor below a file."""
    used = {address.casefold(): display_path for address, display_path in taken.items()}
    files = {address for address in (*OUR_PAGES, *used) if posixpath.splitext(address)[1]}
    for claim in claims:
        files.update(a for alias in claim.aliases if (a := _address(alias)).endswith((".html", ".htm")))
    for claim in claims:
        for alias, line in zip(claim.aliases, claim.lines, strict=False):
            address = _address(alias)
            above = [address[:at] for at, char in enumerate(address) if char == "/"]
            if address in used:
                what = used[address]
            elif (
                address in (*OUR_PAGES, *PAGES_BY_DEFAULT)
                or any(part in OUR_FOLDERS for part in (*above, address))
                or any(part in OUR_SUBFOLDERS for part in above)
            ):
                what = "a page that every build makes"
            elif files.intersection(above):
                what = f"the file /{next(part for part in above if part in files)}"
            else:
                continue
            yield Finding(
                path=claim.display_path,
                line=line,
                message=f"The alias “{alias}” cannot be an old path: {what} stands there.",
                fix="Delete it from aliases.",
                advice=claim.draft,
            )


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: (claim.draft, claim.display_path))


def _words(claim: Claim) -> list[tuple[str, int]]:
    """Everything but its name that leads to the article, each with its line: aliases, then the identifier."""
    words = [_plain(alias) for alias in claim.aliases] + ([claim.guid] if claim.guid else [])
    return list(zip(words, claim.lines, strict=False))


def _plain(alias: str) -> str:
    """An old path below /articles/ is the same address as a bare name."""
    if not alias.startswith("/"):
        return alias
    address = _address(alias)
    rest = address.removeprefix("articles/")
    return rest if rest != address and "/" not in rest else f"/{address}/"


def _address(alias: str) -> str:
    """Where an alias leads away from, without slashes around it, letter case ignored."""
    if not alias.startswith("/"):
        return f"articles/{alias}"
    return f"/{old_path(alias).casefold()}".removesuffix("/index.html").strip("/")
