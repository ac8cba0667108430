"""Rules across articles that translate one another: each leads to an article there is, in a language of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge_center.problems import Edit, did_you_mean
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article with its language and what it translates; ``lines`` are those of these two fields.

    ``language`` is a tag, and empty where it is not known.
    """

    display_path: str
    name: str
    language: str
    translation_of: str
    lines: tuple[int, int]
    draft: bool = False


# All articles; former names, each with today's.
rule = RuleSet[[Sequence[Version], Mapping[str, str]]]("articles.translations")
_GERMAN = "language: de\ntranslation_of: pay"


@rule
@breaks(fields=_GERMAN)
def originals_are_there(versions: Sequence[Version], former: Mapping[str, str]) -> Iterator[Finding]:
    """A translation of what is not there leads nowhere, and one of itself in a circle."""
    originals = {version.name: version for version in versions}
    for version in _translations(versions):
        named = version.translation_of
        if named == version.name:
            message, line = "The article is said to be a translation of itself.", ""
        elif named not in originals:
            meant = former.get(named.casefold()) or did_you_mean(named, originals)
            guess = f"; did you mean “{meant}”?" if meant else "."
            message = f"There is no article “{named}” that this one could be a translation of{guess}"
            line = f"translation_of: {meant}" if meant and meant != version.name else ""
        elif first := originals[named].translation_of:
            message = (
                f"“{named}” is a translation itself; the article that all of them translate is expected."
            )
            line = f"translation_of: {first}" if first in originals and first != version.name else ""
        else:
            continue
        yield Finding(
            path=version.display_path,
            line=version.lines[1],
            message=message,
            fix=line
            or "Name the article it translates by the name of its file, without .md, or delete the line.",
            edits=(Edit(version.lines[1], version.lines[1], (line,)),) if line else (),
            advice=version.draft,
        )


@rule
@breaks(fields=_GERMAN, files={BESIDE + "pay.md": "article", BESIDE + "gehalt.md": f"article\n{_GERMAN}"})
def languages_differ(versions: Sequence[Version], former: Mapping[str, str]) -> Iterator[Finding]:
    """Of two versions in one language nobody knows which to lead readers to."""
    originals = {version.name: version for version in versions}
    taken: dict[tuple[str, str], Version] = {}
    for version in sorted(_translations(versions), key=lambda version: (version.draft, version.display_path)):
        original = originals.get(version.translation_of)
        if original is None or original is version or not version.language:
            continue
        taken.setdefault((original.name, original.language), original)
        other = taken.setdefault((original.name, version.language), version)
        if other is not version:
            yield Finding(
                path=version.display_path,
                line=version.lines[0] or version.lines[1],
                message=f"{other.display_path} is in the language “{version.language}” already.",
                fix="Correct the language of one of the two, or delete the line translation_of.",
                advice=version.draft or other.draft,
            )


def _translations(versions: Sequence[Version]) -> Iterator[Version]:
    return (version for version in versions if version.translation_of)
