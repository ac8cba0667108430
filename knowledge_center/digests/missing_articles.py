"""What readers know and the site has no longer, or not as they know it: articles and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from knowledge_center.articles.model import Article, names_of
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.digests.identity_fixes import Files, folded_names, is_another, old_paths, to_be_another
from knowledge_center.digests.known_articles import KnownArticle, Mark, marks
from knowledge_center.digests.ledger import Ledger
from knowledge_center.problems import Problem
from knowledge_center.text.slugs import slug

_CLOSE_ENOUGH = 0.5
# The records of one article by its case-folded identity.
_Records = Mapping[str, Sequence[KnownArticle]]


def article_problems(
    known: Iterable[KnownArticle],
    *,
    claims: Iterable[Claim],
    claimed: Mapping[str, str],
    articles: Iterable[Article],
    gone: Iterable[str],
    today: date,
    docs: str = "docs",
) -> tuple[Problem, ...]:
    """Every known article that no file claims, or that two could be, or that is one with another.

    ``claims`` are those of all article files, drafts too, ``claimed`` their names and those of files that cannot be
    read; ``gone`` the ids of ``.gone.yml``; ``docs`` is the folder's name.
    """
    records: dict[str, list[KnownArticle]] = {}
    for record in known:
        records.setdefault(record.id.casefold(), []).append(record)
    for found in records.values():
        _complete_first(found)
    every = tuple(claims)
    holders: dict[str, list[Claim]] = {}
    for claim in every:
        for name in folded_names(claim):
            holders.setdefault(name, []).append(claim)
    taken = {claim.display_path for key in records for claim in holders.get(key, ())}
    by_file = {article.source: article for article in articles}
    fresh = tuple(claim for claim in every if claim.display_path not in taken)
    # Of the others only the identity is known, which any article may have come to.
    described = {
        key: found for key, found in records.items() if any(one.title or one.summary for one in found)
    }
    files = Files(
        claims=every,
        fresh=fresh,
        by_mark=_by_mark(fresh, by_file, described),
        claimed={name.casefold(): file for name, file in claimed.items()},
        known=frozenset(records),
        given_up=frozenset(identity.casefold() for identity in gone),
        docs=docs,
        today=today,
    )
    return (
        *_missing(records, files),
        *_mistaken(described, holders, files, by_file),
        *_one_with_another(records, files, by_file),
    )


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


def _missing(records: _Records, files: Files) -> Iterator[Problem]:
    """Known articles that no file claims and that were not given up on purpose.

    Both pastes are offered, for a renamed article and for a removed one.
    """
    away = [found for key, found in records.items() if key not in files.claimed and key not in files.given_up]
    waiting = {claim.display_path: claim for claim in files.fresh}
    # Who has its title first: another article that is missed too may only have a name like it.
    away.sort(key=lambda found: not _carriers(found, files))
    for found in away:
        record, carriers = found[0], _carriers(found, files)
        likely = [claim for claim in carriers if claim.display_path in waiting] or carriers
        claim = likely[0] if likely else _likeliest(record, waiting.values(), files)
        if claim is not None:
            waiting.pop(claim.display_path, None)
            renamed = files.to_claim(record, claim)
        else:
            renamed = files.to_claim_anywhere(record)
        removed = files.to_give_up(record.id)
        if carriers:
            removed = f"{removed}\nand {to_be_another(carriers)}"
        fix = (
            f"If it was renamed, {renamed}\nIf it was removed on purpose, {removed}"
            if renamed
            else f"Bring its file back; or, if it was removed or went into another article, {removed}"
        )
        message = f"{record.met_by} know the article {record.named}, but no file claims it any more."
        yield Problem(path=record.path, line=record.line, message=message, fix=fix)


def _mistaken(
    records: _Records, holders: Mapping[str, Sequence[Claim]], files: Files, articles: Mapping[str, Article]
) -> Iterator[Problem]:
    """Known articles whose name another article has, or whose words a new file carries under another name.

    Under the new name readers would get a second time what they had, and never what has the old name now.
    """
    for key, found in records.items():
        record = found[0]
        if key not in files.claimed and key in files.given_up:
            yield from (_restored(record, claim, files) for claim in _carriers(found, files))
        held = [(claim, articles.get(claim.display_path)) for claim in holders.get(key, ())]
        if any(article and article.title == one.title for _, article in held for one in found):
            continue
        words = frozenset[Mark]().union(*(one.marks for one in found))
        # One that cannot be read, or known only by its name, may be the same still.
        if not held or any(article is None or not words or words & _marks(article) for _, article in held):
            continue
        holder, other = held[0]
        removed = key in files.given_up and other is not None and other.identity.casefold() == key
        if carriers := _carriers(found, files):
            yield from (_confused(record, holder, claim, files, removed=removed) for claim in carriers)
        elif removed:
            yield _replaced(record, holder, files)


def _confused(record: KnownArticle, holder: Claim, claim: Claim, files: Files, *, removed: bool) -> Problem:
    file = claim.display_path
    moved = files.to_claim(record, claim)
    same = f"If it is {file}, {files.to_free(record.id, holder)}\nand {moved}\n" if moved else ""
    back = f"\nand {files.to_take_back(record.id)}" if removed else ""
    return Problem(
        path=record.path,
        line=record.line,
        message=(
            f"{record.met_by} know the article {record.named}; {holder.display_path} has its name, but another title "
            f"and description, and {file} has its words. Which is it?"
        ),
        fix=f"{same}If it is {holder.display_path}, {to_be_another([claim])}{back}",
    )


def _restored(record: KnownArticle, claim: Claim, files: Files) -> Problem:
    moved = files.to_claim(record, claim)
    same = f"If it is, {moved}\n" if moved else ""
    return Problem(
        path=claim.display_path,
        message=(
            f"This article has the words of {record.named}, which {record.met_by.lower()} know and which was "
            "removed on purpose. Is it the same?"
        ),
        fix=f"{same}If it is another one, {to_be_another([claim])}",
        advice=claim.draft,
    )


def _replaced(record: KnownArticle, holder: Claim, files: Files) -> Problem:
    return Problem(
        path=holder.display_path,
        message=(
            f"This article has the name of {record.named}, which {record.met_by.lower()} know and which was "
            "removed on purpose, but another title and description: no digest would carry it. Is it the same?"
        ),
        fix=(
            f"If it is, {files.to_take_back(record.id)}\n"
            f"If it is another one, {files.to_free(record.id, holder, leads_here=True)}"
        ),
        advice=holder.draft,
    )


def _one_with_another(records: _Records, files: Files, articles: Mapping[str, Article]) -> Iterator[Problem]:
    """Files whose names include those of several known articles: each is one only, and the rest went into it."""
    for claim in (claim for claim in files.claims if claim.aliases or claim.guid):
        names = names_of(guid=claim.guid, aliases=claim.aliases, name=claim.name)
        folded = dict.fromkeys(name.casefold() for name in names)
        met = [key for key in folded if key in records and key not in files.given_up]
        # A name that another file has too is that clash first.
        met = [key for key in met if len(met) > 1 and not _is_elsewhere(key, claim, files)]
        if len(met) < 2:
            continue
        article = articles.get(claim.display_path)
        by_words = [
            key for key in met if article and any(one.marks & _marks(article) for one in records[key])
        ]
        stays = by_words[0] if by_words else claim.name.casefold() if claim.name.casefold() in met else met[0]
        others = [records[key][0] for key in met if key != stays]
        named = " and as ".join(record.named for record in (records[stays][0], *others))
        kept = f"If it is {records[stays][0].named} now, {files.to_give_up(*[o.id for o in others])}"
        # Of more than two one step does not mend it.
        moved = _moved_away(others[0], claim, records, files) if len(others) == 1 else ""
        yield Problem(
            path=claim.display_path,
            line=next(
                (
                    line
                    for word, line in zip((*claim.aliases, claim.guid), claim.lines, strict=False)
                    if word.casefold() in met
                ),
                0,
            ),
            message=f"{records[stays][0].met_by} know this article as {named}, and an article is known as one.",
            fix="\n".join(filter(None, (kept, moved))),
            advice=claim.draft,
        )


def _moved_away(record: KnownArticle, claim: Claim, records: _Records, files: Files) -> str:
    """What gives a known article that has moved to another file its name back; empty where no file could be it."""
    carriers = _carriers(records[record.id.casefold()], files)
    moved = files.to_claim(record, carriers[0]) if carriers else files.to_claim_anywhere(record)
    if not moved:
        return ""
    where = carriers[0].display_path if carriers else "another file"
    return f"If {record.named} has moved to {where}, {files.to_free(record.id, claim)}\nand {moved}"


def _complete_first(found: list[KnownArticle]) -> None:
    """Let the first record of an article say what the others know of it: a baseline has no titles, and no addresses."""
    first = found[0]
    titled = first if first.title else next((one for one in found if one.title), first)
    addresses = tuple(dict.fromkeys(url for one in found for url in one.addresses))
    if titled is not first or addresses != first.addresses:
        found[0] = replace(
            titled, id=first.id, path=first.path, line=first.line, met_by=first.met_by, addresses=addresses
        )


def _carriers(found: Sequence[KnownArticle], files: Files) -> list[Claim]:
    """The new files with the words of a known article, but for those of which an editor said that they are others."""
    if not files.by_mark:
        return []
    return list(
        dict.fromkeys(claim for one in found for mark in one.marks for claim in files.by_mark.get(mark, ()))
    )


def _by_mark(
    fresh: Iterable[Claim], articles: Mapping[str, Article], records: _Records
) -> dict[Mark, list[Claim]]:
    """New files by what their articles are recognized by. What readers had of several articles says nothing, such as
    “Open positions of the week”, nor does a description that several have.
    """
    fresh = tuple(fresh)
    if not fresh or not records:
        return {}
    had = Counter(
        mark for found in records.values() for mark in {mark for one in found for mark in one.marks}
    )
    has = Counter(
        mark for article in articles.values() for mark in _marks(article) if mark[0] == "description"
    )
    found: dict[Mark, list[Claim]] = {}
    for claim in fresh:
        article = articles.get(claim.display_path)
        if article is not None and not is_another(claim):
            for mark in _marks(article):
                if had[mark] < 2 and has[mark] < 2:
                    found.setdefault(mark, []).append(claim)
    return found


def _marks(article: Article) -> frozenset[Mark]:
    return marks(article.title, article.summary)


def _is_elsewhere(key: str, claim: Claim, files: Files) -> bool:
    """Whether another file has the name too; what a draft says takes nothing from others."""
    return any(
        other is not claim
        and (claim.draft or not other.draft)
        and key in folded_names(other) | old_paths(other)
        for other in files.claims
    )


def _likeliest(record: KnownArticle, fresh: Iterable[Claim], files: Files) -> Claim | None:
    """The new file whose names are most like the known id or title, among those that could claim it."""
    best, found = _CLOSE_ENOUGH, None
    old = [slug(text) for text in (record.id, record.title) if text]
    for claim in sorted(fresh, key=lambda claim: claim.display_path):
        if record.id.casefold() in old_paths(claim) and files.to_claim(record, claim):
            return claim
        for new in sorted({slug(name) for name in folded_names(claim)}):
            likeness = max(SequenceMatcher(None, word, new).ratio() for word in old)
            if likeness > best and files.to_claim(record, claim):
                best, found = likeness, claim
    return found
