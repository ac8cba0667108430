"""Which article is which, in lines to paste: none that stands there already, none that the check would refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge_center.articles.article_schema import ALIAS
from knowledge_center.articles.model import RESERVED_NAMES, names_of
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.articles.rules.suggested_fixes import flow, old_address, scalar, short
from knowledge_center.digests.known_articles import KnownArticle, Mark
from knowledge_center.text.slugs import NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The article files as their editor has them: what each claims, and what readers know.

    ``fresh`` are those of articles that nobody has met under any of their names.
    ``claimed`` maps every case-folded name, also those of files that cannot be read, to its file; ``known`` holds
    the case-folded identities that readers have met, ``given_up`` those of them that .gone.yml lists.
    """

    claims: tuple[Claim, ...]
    fresh: tuple[Claim, ...]
    by_mark: Mapping[Mark, Sequence[Claim]]
    claimed: Mapping[str, str]
    known: frozenset[str]
    given_up: frozenset[str]
    docs: str
    today: date

    def to_claim(self, article: KnownArticle, claim: Claim) -> str:
        """What makes the fresh file of ``claim`` the known article's; empty where nothing would be taken."""
        found = article.id
        leads = {folded for other in self.claims if other is not claim for folded in old_paths(other)}
        if found.casefold() in leads or " ".join(found.split()) != found or not found.isprintable():
            return ""
        aliases = list(claim.aliases)
        answering = {found.casefold(), *leads, *old_paths(claim)}
        old = [f"/{url}" for url in article.addresses if self._is_dead(url, answering)]
        if can_be_alias(found):
            return f"{_here(claim, 'aliases', bool(aliases))}\naliases: {flow([*aliases, found, *old])}"
        text = f"{_here(claim, 'guid', bool(claim.guid))}\nguid: {scalar(found)}"
        # An address that readers have is a former name of the file.
        name = article.url.removeprefix("articles/").strip("/")
        free = name.casefold() not in {*self.claimed, *self.known, *leads}
        if NAME.fullmatch(name) and can_be_alias(name) and free:
            old = [name, *(path for path in old if path != f"/articles/{name}/")]
        if old:
            text += f"\nand {_here(claim, 'aliases', bool(aliases))}\naliases: {flow([*aliases, *old])}"
        return text

    def _is_dead(self, url: str, others: Collection[str]) -> bool:
        """Whether neither a file nor one of the ``others`` has the name of an article's address."""
        name = url.casefold().removeprefix("articles/").strip("/")
        return name not in self.claimed and name not in others

    def to_claim_anywhere(self, article: KnownArticle) -> str:
        """What makes whichever fresh file it is the known article's; empty where there is none to take it."""
        anywhere = Claim(
            display_path="the new file that holds it now", name="", aliases=(), guid="", lines=()
        )
        found = self.to_claim(replace(article, url=""), anywhere) if self.fresh else ""
        first, _, more = found.partition("\nand ")
        with_others = ", with the aliases it has:" if can_be_alias(article.id) else ", for the guid it has:"
        first = first.replace(":", with_others, 1)
        return f"{first}\nand {more.replace(':', ', with the aliases it has:', 1)}" if more else first

    def to_give_up(self, *identities: str) -> str:
        """What says that these articles were removed on purpose."""
        return to_give_up(identities, self.today, self.docs)

    def to_take_back(self, identity: str) -> str:
        """What says that an article was not removed after all."""
        return f"in {self.docs}/articles/.gone.yml, delete its {scalar(identity)}"

    def to_free(self, identity: str, claim: Claim, *, leads_here: bool = False) -> str:
        """What takes a name away from the file that has it now; an alias may stay as an old address that leads here."""
        folded, file = identity.casefold(), claim.display_path
        if claim.guid.casefold() == folded:
            return f"in {file}, delete its guid"
        if claim.name.casefold() != folded:
            path = [f"/articles/{identity}/"] if leads_here else []
            rest = [a for alias in claim.aliases for a in ([alias] if alias.casefold() != folded else path)]
            return f"{_here(claim, 'aliases', True)}\naliases: {flow(rest)}"
        number = 2
        while {*self.claimed, *self.known}.intersection({f"{claim.name}-{number}".casefold()}):
            number += 1
        return f"rename {file} to {claim.name}-{number}.md"


def to_give_up(names: Iterable[str], today: date, docs: str) -> str:
    """What says that these articles, by their identities, or own pages, by their addresses, were removed on purpose."""
    lines = (f"{scalar(name)}:\n  date: {today.isoformat()}\n  reason: …" for name in names)
    return "\n".join([f"add this to {docs}/articles/.gone.yml:", *lines])


def to_lead_here(urls: Iterable[str], claim: Claim) -> str:
    """What makes old addresses lead to the file of ``claim``, whatever that is known by."""
    paths = (f"/{url}" for url in urls)
    new = (path if ALIAS.fullmatch(path) else old_address(path) for path in paths)
    return f"{_here(claim, 'aliases', bool(claim.aliases))}\naliases: {flow([*claim.aliases, *new])}"


def can_be_alias(identity: str) -> bool:
    """Whether an identity can have been a file's name; any other once came with an import."""
    return bool(NAME.fullmatch(identity)) and identity not in RESERVED_NAMES and short(identity)


def to_be_another(claims: Iterable[Claim]) -> str:
    """What says that each of these files is an article of its own, however much it looks like a known one."""
    return "\nand ".join(
        f"{_here(claim, 'guid', bool(claim.guid))}\nguid: {scalar(_own_names(claim)[0])}" for claim in claims
    )


def is_another(claim: Claim) -> bool:
    """Whether its editor has said that; an identifier from elsewhere is none the less the known article's, maybe."""
    return claim.guid.casefold() in {name.casefold() for name in _own_names(claim)}


def folded_names(claim: Claim) -> set[str]:
    """Whatever the article of a file may be known by, case-folded."""
    names = names_of(guid=claim.guid, aliases=claim.aliases, name=claim.name)
    return {name.casefold() for name in names}


def old_paths(claim: Claim) -> set[str]:
    """The names whose addresses lead to the file by their path."""
    folded = (alias.casefold().removesuffix("/index.html").strip("/") for alias in claim.aliases)
    return {path.removeprefix("articles/") for path in folded if path.startswith("articles/")}


def _here(claim: Claim, field: str, there: bool) -> str:
    file = claim.display_path
    return f"in {file}, put this in the place of its {field}:" if there else f"add this to {file}:"


def _own_names(claim: Claim) -> tuple[str, ...]:
    return names_of(guid="", aliases=claim.aliases, name=claim.name)
