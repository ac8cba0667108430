"""Words that mean the same to a search: a few of each language, and what a site sets."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_center.search.word_folding import folded

Group = tuple[str, ...]
# What companies that write about their work are asked for in either form.
_STARTERS: dict[str, tuple[Group, ...]] = {
    "en": (
        ("CV", "resume", "curriculum vitae"),
        ("HR", "human resources"),
        ("AI", "artificial intelligence"),
        ("IT", "information technology"),
        ("UX", "user experience"),
        ("QA", "quality assurance"),
        ("ROI", "return on investment"),
        ("FAQ", "frequently asked questions"),
        ("PTO", "paid time off"),
        ("WFH", "work from home"),
    )
}


def parted(line: str) -> Group:
    """The words of a line such as ``CV = resume = résumé``."""
    return tuple(" ".join(word.split()) for word in line.split("=") if word.strip())


def synonyms(own: Sequence[Group], language: str) -> tuple[Group, ...]:
    """The groups of a site: ``own``, and those of its language of which no word stands in one of them."""
    taken = {folded(word) for group in own for word in group}
    starters = _STARTERS.get(language.lower().replace("_", "-").partition("-")[0], ())
    return (*own, *(group for group in starters if taken.isdisjoint(map(folded, group))))
