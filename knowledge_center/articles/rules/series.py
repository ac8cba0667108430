"""Rules across the parts of a series: each is there once, none is missing, and all go by one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge_center.articles.model import SeriesPart
from knowledge_center.articles.rules.suggested_fixes import scalar
from knowledge_center.problems import did_you_mean, one_of
from knowledge_center.rules import BESIDE, Finding, RuleSet, breaks
from knowledge_center.text.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPart:
    """A part of a series with the file and the line it is named in; drafts are parts to come."""

    display_path: str
    line: int
    series: SeriesPart
    draft: bool = False


# The parts of all series.
rule = RuleSet[[Sequence[FiledPart]]]("articles.series")
_FIRST, _SECOND, _THIRD = (f"series: {{name: The first ninety days, part: {part}}}" for part in (1, 2, 3))


@rule
@breaks(fields=_FIRST, files={BESIDE + "pay.md": f"article\n{_FIRST}"})
def parts_are_there_once(parts: Sequence[FiledPart]) -> Iterator[Finding]:
    """Of two articles that are the same part of a series, readers of the one would never find the other."""
    for own in _by_series(parts).values():
        free = max(part.series.part for part in own) + 1
        taken: dict[int, FiledPart] = {}
        for part in own:
            other = taken.setdefault(part.series.part, part)
            if other is not part:
                line = _line(SeriesPart(name=part.series.name, part=free))
                yield Finding(
                    path=part.display_path,
                    line=part.line,
                    message=f"Part {part.series.part} of “{part.series.name}” is {other.display_path} already.",
                    fix=line,
                    advice=part.draft,
                )


@rule.advice
@breaks(fields=_FIRST, files={BESIDE + "pay.md": f"article\n{_THIRD}"})
def parts_follow_each_other(parts: Sequence[FiledPart]) -> Iterator[Finding]:
    """Readers who come from part 1 to part 3 look for part 2."""
    series = _by_series(parts)
    mistyped = _mistyped(series)
    for slug, own in series.items():
        there = {part.series.part for part in own}
        # A translation may be of some parts.
        if slug in mistyped or own[0].series.language:
            continue
        missing = [str(number) for number in range(1, max(there)) if number not in there]
        if missing:
            last = max(own, key=lambda part: part.series.part)
            few = f"part {one_of(missing)}" if len(missing) < 4 else counted(len(missing), "part")
            yield Finding(
                path=last.display_path,
                line=last.line,
                message=f"“{last.series.name}” has a part {last.series.part}, but no {few}."
                if len(missing) < 4
                else f"“{last.series.name}” has a part {last.series.part}, but lacks {few} before it.",
                fix="Number the parts from 1, or begin the one that is missing as a draft.",
            )


@rule.advice
@breaks(fields=_SECOND.replace("ninety", "ninty"), files={BESIDE + "pay.md": f"article\n{_FIRST}"})
def names_are_the_same(parts: Sequence[FiledPart]) -> Iterator[Finding]:
    """A series whose name is written in two ways falls apart into two."""
    series = _by_series(parts)
    names = {slug: own[0].series.name for slug, own in series.items()}
    for slug, own in series.items():
        for part in own:
            if part.series.name != names[slug]:
                yield _other_name(part, names[slug])
    for slug, meant in _mistyped(series).items():
        for part in series[slug]:
            yield _other_name(part, names[meant])


def _mistyped(series: Mapping[str, list[FiledPart]]) -> dict[str, str]:
    """Each series that must be another one, with that one: much alike, no smaller, and with the parts it lacks."""
    parts = {slug: {part.series.part for part in own} for slug, own in series.items()}
    language = {slug: own[0].series.language for slug, own in series.items()}
    found = {}
    for slug, own in parts.items():
        others = [other for other in parts if other != slug and len(parts[other]) >= len(own)]
        others = [other for other in others if language[other] == language[slug]]
        # A series that begins with its own first part is one, whatever it is called.
        fitting = [other for other in others if 1 not in own and not own & parts[other]]
        if meant := did_you_mean(slug, fitting):
            found[slug] = meant
    return found


def _other_name(part: FiledPart, name: str) -> Finding:
    line = _line(SeriesPart(name=name, part=part.series.part))
    return Finding(
        path=part.display_path,
        line=part.line,
        message=f"The series “{part.series.name}” has no other part of that name; did you mean “{name}”?",
        fix=line,
    )


def _line(series: SeriesPart) -> str:
    return f"series: {{name: {scalar(series.name)}, part: {series.part}}}"


def _by_series(parts: Sequence[FiledPart]) -> dict[str, list[FiledPart]]:
    """The parts of each series in their order; of two of one number the draft comes last."""
    found: defaultdict[str, list[FiledPart]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: (part.series.part, part.draft, part.display_path)):
        found[part.series.slug].append(part)
    return found
