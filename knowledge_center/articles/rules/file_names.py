"""What articles are called: file names that last, and no two claims to one address or identity."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.problems import Problem
from knowledge_center.text.slugs import NAME, slug

# What a build makes whatever is in docs/: whole folders, and single pages and files ("" is the home page).
OUR_FOLDERS = (
    *(f"articles/{name}" for name in RESERVED_NAMES), "assets", "digests", "feed", "pagefind",
)  # fmt: skip
OUR_PAGES = (
    "", "articles",
    "404.html", "atom.xml", "email.xml", "feed.json", "feed.xml", "feeds.opml", "robots.txt", "sitemap.xml",
    "sitemap.xml.gz",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one file lays claim to: its name, its former names and paths, the identifier it was given.

    ``lines`` are those of each alias and, at the end, of the identifier.
    """

    display_path: str
    name: str
    aliases: tuple[str, ...]
    guid: str
    lines: tuple[int, ...]
    draft: bool = False


def check_name(display_path: str) -> list[Problem]:
    """Problems of one file's own name, which stands in its address for ever."""
    name, ending = posixpath.splitext(posixpath.basename(display_path))
    if ending != ".md":
        message = f"The file ends in {ending}, so it is not read as an article."
        return [Problem(path=display_path, message=message, fix=f"Rename the file to {slug(name)}.md")]
    if name.casefold() in RESERVED_NAMES:
        message = f"An article cannot be called “{name}”: that address already means something else."
        fix = f"Rename the file to {slug(name)}-article.md"
        return [Problem(path=display_path, message=message, fix=fix)]
    if not NAME.fullmatch(name):
        message = (
            f"The file name “{name}” stands in the article's address, so small letters a-z, digits and "
            "single hyphens are expected."
        )
        return [Problem(path=display_path, message=message, fix=f"Rename the file to {slug(name)}.md")]
    return []


def check_claims(claims: Iterable[Claim]) -> list[Problem]:
    """Problems of names, aliases and identifiers that more than one article claims, letter case ignored.

    Names come before aliases, and drafts after everybody else: a draft's claims are advice.
    """
    problems: list[Problem] = []
    taken: dict[str, Claim] = {}
    ordered = sorted(claims, key=lambda claim: (claim.draft, claim.display_path))
    for claim in ordered:
        other = taken.setdefault(claim.name.casefold(), claim)
        if other is not claim:
            message = f"{other.display_path} has the same name, so both would have the address /articles/{claim.name}/."
            fix = f"Rename one of the two, for example to {claim.name}-2.md"
            problems.append(Problem(path=claim.display_path, message=message, fix=fix, advice=claim.draft))
    for claim in ordered:
        own = {claim.name.casefold()}
        for at, (word, line) in enumerate(_words(claim)):
            key = word.casefold()
            if word == claim.name and at < len(claim.aliases):
                message = f"The alias “{word}” is the article's own name."
                fix = "Delete it from aliases."
                problems.append(
                    Problem(path=claim.display_path, line=line, message=message, fix=fix, advice=claim.draft)
                )
            if key in own:
                continue
            own.add(key)
            other = taken.setdefault(key, claim)
            if other is not claim:
                message = f"“{word}” already belongs to {other.display_path}."
                fix = "Delete it here or there: it can lead to one article only."
                advice = claim.draft or other.draft
                problems.append(
                    Problem(path=claim.display_path, line=line, message=message, fix=fix, advice=advice)
                )
    return problems


def check_addresses(claims: Iterable[Claim], taken: Mapping[str, str]) -> list[Problem]:
    """Problems of old paths at which something else stands, or that lead through a file.

    ``taken`` maps the addresses of pages and files, without slashes around them, to the file they come from.
    """
    problems: list[Problem] = []
    used = {address.casefold(): display_path for address, display_path in taken.items()}
    files = {address for address in (*OUR_PAGES, *used) if posixpath.splitext(address)[1]}
    claims = list(claims)
    for claim in claims:
        files.update(a for alias in claim.aliases if (a := _address(alias)).endswith((".html", ".htm")))
    for claim in claims:
        for alias, line in zip(claim.aliases, claim.lines, strict=False):
            address = _address(alias)
            above = [address[:at] for at, char in enumerate(address) if char == "/"]
            if address in used:
                what = used[address]
            elif address in OUR_PAGES or any(part in OUR_FOLDERS for part in (*above, address)):
                what = "a page that every build makes"
            elif files.intersection(above):
                what = f"the file /{next(part for part in above if part in files)}"
            else:
                continue
            message = f"The alias “{alias}” cannot be an old path: {what} stands there."
            fix = "Delete it from aliases."
            problems.append(
                Problem(path=claim.display_path, line=line, message=message, fix=fix, advice=claim.draft)
            )
    return problems


def _words(claim: Claim) -> list[tuple[str, int]]:
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
    return f"/{alias.casefold().strip('/')}".removesuffix("/index.html").strip("/")
