"""What a ledger remembers and the site no longer has: articles and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from knowledge_center.digests.ledger import STATE_FILE, Ledger
from knowledge_center.problems import Problem
from knowledge_center.text.slugs import NAME, slug

_CLOSE_ENOUGH = 0.5


def article_problems(
    ledgers: Iterable[Ledger],
    *,
    claimed: Mapping[str, str],
    gone: Iterable[str],
    today: date,
    docs: str = "docs",
    archived: Iterable[tuple[str, int, str]] = (),
) -> tuple[Problem, ...]:
    """Every id in a ledger or the archive that no article claims and that was not given up on purpose.

    ``claimed`` holds the identity and the source of every article, drafts too; ``gone`` the ids of
    ``.gone.yml``; ``archived`` file, line and id of what the archive feed holds; ``docs`` is the folder's name.
    Each problem offers both pastes, for a renamed article and for a removed one.
    """
    every = list(ledgers)
    kept = [(path, line, identity, "") for path, line, identity in archived]
    taken = {identity.casefold() for identity in claimed}
    given_up = {identity.casefold() for identity in gone}
    known = {identity.casefold() for ledger in every for identity in ledger.known_ids}
    known |= {identity.casefold() for _, _, identity, _ in kept}
    fresh = {name: source for name, source in sorted(claimed.items()) if name.casefold() not in known}
    problems = []
    seen: set[str] = set()
    for path, line, identity, title in (*_remembered(every), *kept):
        folded = identity.casefold()
        if folded in taken or folded in given_up or folded in seen:
            continue
        seen.add(folded)
        named = f"“{title}” ({identity})" if title else f"“{identity}”"
        problems.append(
            Problem(
                path=path,
                line=line,
                message=f"Subscribers know the article {named}, but no file claims it any more.",
                fix=_both_pastes(identity, _likeliest(identity, title, fresh), docs, today),
            )
        )
    return tuple(problems)


def image_problems(ledgers: Iterable[Ledger], published: Callable[[str], bool]) -> tuple[Problem, ...]:
    """Every picture that a closed issue shows and the site no longer has.

    ``published`` says whether the site has a picture at a site-relative path.
    """
    return tuple(
        Problem(
            path=issue.source,
            line=entry.line,
            message=f"The issue shows the picture {entry.image.path}, but the site no longer has it.",
            fix="Put the picture back; or replace “image:” and the lines set in below it by:\nimage: null",
        )
        for ledger in ledgers
        for issue in ledger.issues
        for entry in issue.shown
        if entry.image is not None and not published(entry.image.path)
    )


def _remembered(ledgers: Iterable[Ledger]) -> Iterator[tuple[str, int, str, str]]:
    """Path, line, id and title of everything the ledgers know; a baseline knows no titles."""
    for ledger in ledgers:
        for issue in ledger.issues:
            for entry in issue.shown:
                yield issue.source, entry.line, entry.id, entry.title
        for identity in sorted(ledger.baseline):
            yield f"{ledger.source}/{STATE_FILE}", 0, identity, ""


def _likeliest(identity: str, title: str, fresh: Mapping[str, str]) -> str:
    """The source of the new article whose names are most like the old id or title, or nothing."""
    best, source = _CLOSE_ENOUGH, ""
    old = [slug(text) for text in (identity, title) if text]
    for name, path in fresh.items():
        for new in {slug(name), slug(PurePosixPath(path).stem)}:
            for word in old:
                likeness = SequenceMatcher(None, word, new).ratio()
                if likeness > best:
                    best, source = likeness, path
    return source


def _both_pastes(identity: str, source: str, docs: str, today: date) -> str:
    word = identity if NAME.fullmatch(identity) else _quoted(identity)
    # Only a file name can be an alias; any other identity once came with an import.
    claim = f"aliases: [{word}]" if NAME.fullmatch(identity) else f"guid: {word}"
    return (
        f"If it was renamed, add this to {source or 'the file that holds it now'}:\n"
        f"{claim}\n"
        f"If it was removed on purpose, add this to {docs}/articles/.gone.yml:\n"
        f"{word}:\n  date: {today.isoformat()}\n  reason: …"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
