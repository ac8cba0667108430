"""What articles are called: file names that last, and no two claims to one address or identity."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge_center.article import RESERVED_NAMES
from knowledge_center.names import NAME, slug
from knowledge_center.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one file lays claim to: its name, its former names and paths, the identifier it was given."""

    shown: str
    name: str
    aliases: tuple[str, ...]
    guid: str
    lines: tuple[int, int]


def check_name(shown: str) -> list[Problem]:
    """Problems of one file's own name, which stands in its address for ever."""
    name = posixpath.splitext(posixpath.basename(shown))[0]
    if name.casefold() in RESERVED_NAMES:
        message = f"An article cannot be called “{name}”: that address already means something else."
        fix = f"Rename the file to {slug(name)}-article.md"
        return [Problem(path=shown, message=message, fix=fix)]
    if not NAME.fullmatch(name):
        message = (
            f"The file name “{name}” stands in the article's address, so small letters a-z, digits and "
            "single hyphens are expected."
        )
        return [Problem(path=shown, message=message, fix=f"Rename the file to {slug(name)}.md")]
    return []


def check_claims(claims: Iterable[Claim]) -> list[Problem]:
    """Problems of names, aliases and identifiers that more than one article claims, letter case ignored."""
    problems: list[Problem] = []
    taken: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: c.shown):
        own: set[str] = set()
        for word, line in _words(claim):
            key = word.casefold()
            if key in own:
                if key == claim.name.casefold():
                    message = f"The alias “{word}” is the article's own name."
                    problems.append(
                        Problem(path=claim.shown, line=line, message=message, fix="Delete it from aliases.")
                    )
                continue
            own.add(key)
            other = taken.get(key)
            if other is None:
                taken[key] = claim
                continue
            both_names = word == claim.name and key == other.name.casefold()
            if both_names:
                message = (
                    f"{other.shown} has the same name, so both would have the address /articles/{word}/."
                )
                fix = f"Rename one of the two, for example to {word}-2.md"
            else:
                message = f"“{word}” already belongs to {other.shown}."
                fix = "Delete it here or there: it can lead to one article only."
            problems.append(Problem(path=claim.shown, line=line, message=message, fix=fix))
    return problems


def _words(claim: Claim) -> list[tuple[str, int]]:
    aliases_line, guid_line = claim.lines
    words = [(claim.name, 0)]
    for alias in claim.aliases:
        words.append((_plain(alias), aliases_line))
    if claim.guid:
        words.append((claim.guid, guid_line))
    return words


def _plain(alias: str) -> str:
    """An old path below /articles/ is the same address as a bare name."""
    path = alias.strip("/")
    if alias.startswith("/"):
        rest = path.removeprefix("articles/")
        return rest if rest != path and "/" not in rest else f"/{path}/"
    return alias
