"""The parts of a series: read, each there once, none missing, all under one name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import SeriesPart
from knowledge_center.articles.rules.series import FiledPart, rule
from knowledge_center.articles.rules.series_field import likely_part, read_part
from knowledge_center.front_matter.parser import parse_fields
from knowledge_center.problems import Problem


def part(name: str, number: int, *, draft: bool = False) -> FiledPart:
    series = SeriesPart(name=name, part=number)
    return FiledPart(display_path=f"docs/{name}-{number}.md", line=7, series=series, draft=draft)


def found(*parts: FiledPart) -> list[tuple[str, bool]]:
    return [(problem.message, problem.advice) for problem in rule.problems("", parts)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("{name: First days, part: 2}", ("First days", 2)),
        ("\n  part: 3\n  name: First days", ("First days", 3)),
        ("{name: First days}", "{name: First days, part: 1}"),
        ("{name: First days, part: two}", "{name: First days, part: 1}"),
        ("{name: First days, part: 0}", "{name: First days, part: 1}"),
        ("{name: First days, part: [2]}", "{name: First days, part: 1}"),
        ("{name: [First days], part: 2}", "{name: The name of the series, part: 2}"),
        ("{name: First days, number: 2}", "{name: First days, part: 2}"),
        ("{name: First days, part: 2, of: 4}", "{name: First days, part: 2}"),
        ("First days, part 2", "{name: First days, part: 2}"),
        ("First days (3 of 4)", "{name: First days, part: 3}"),
        ("First 90 days", "{name: First 90 days, part: 1}"),
        ("[a, b]", "{name: The name of the series, part: 1}"),
    ],
)
def test_the_field_is_read_or_what_was_meant_is_offered(typed: str, expected: object) -> None:
    """A name and a number, nothing else; whatever was typed, the line that is offered can be read."""
    field = parse_fields(f"series: {typed}", "a.md")["series"]
    read = read_part(field)
    if isinstance(expected, tuple):
        assert read and (read.name, read.part) == expected
        return
    assert read is None and likely_part(field) == expected
    assert read_part(parse_fields(f"series: {expected}", "a.md")["series"])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_every_fix_can_be_pasted(typed: str) -> None:
    """Of any text."""
    quoted = typed.replace("\\", "").replace('"', "")
    field = parse_fields(f'series: "{quoted}"', "a.md")["series"]
    assert read_part(parse_fields(f"series: {likely_part(field)}", "a.md")["series"])


def test_each_part_is_there_once() -> None:
    """The second of two stops a build, and is offered the next free number; as a draft it is told."""
    two: list[Problem] = list(rule.problems("", [part("Days", 1), part("Days", 2), part("days", 1)]))
    clash = next(problem for problem in two if not problem.advice)
    assert clash.path == "docs/days-1.md" and "docs/Days-1.md" in clash.message
    assert clash.fix == "series: {name: days, part: 3}"
    assert all(advice for _, advice in found(part("Days", 1), part("Days", 1, draft=True)))


def test_a_gap_is_told() -> None:
    """With a draft in it there is none: that part is to come."""
    gaps = found(part("Days", 1), part("Days", 3))
    assert gaps == [("“Days” has a part 3, but no part 2.", True)]
    assert found(part("Days", 1), part("Days", 2, draft=True), part("Days", 3)) == []
    [(many, _)] = found(part("Days", 9))
    assert "8 parts" in many


def test_two_spellings_are_one_series() -> None:
    """A slip is told with the name that was meant; a series with its own first part is another one."""
    [(message, advice)] = found(part("The first days", 1), part("The frist days", 2))
    assert advice and "did you mean “The first days”?" in message
    assert found(part("The first days", 1), part("The last days", 1)) == []
    assert [advice for _, advice in found(part("First Days", 1), part("first days", 2))] == [True]


def test_a_series_and_its_translation_are_two() -> None:
    """Also of one name; of some parts alone there may be a translation."""
    parts = [part("Days", 1), part("Days", 2)]
    german = replace(parts[1], series=replace(parts[1].series, language="de"))
    assert found(*parts, german) == []
    assert german.series.url == "articles/series/days-de/"
    assert (
        len(
            [
                advice
                for _, advice in found(*parts, german, replace(german, display_path="docs/other.md"))
                if not advice
            ]
        )
        == 1
    )


def test_a_series_has_an_address_in_any_script() -> None:
    """Also one whose name holds no letter that can stand in an address."""
    one, other = SeriesPart(name="最初の日", part=1), SeriesPart(name="最後の日", part=1)
    assert one.slug.startswith("series-") and one.slug != other.slug
    assert SeriesPart(name="Été à Paris", part=1).slug == "ete-a-paris"
    # Two names that have nothing but a number in common.
    assert len({SeriesPart(name=name, part=1).slug for name in ("Основы 2024", "Новости 2024")}) == 2
    # A name that no folder could have.
    long, longer = (SeriesPart(name="n" * count, part=1, language="de").slug for count in (300, 301))
    assert long.startswith("nnn") and long != longer and len(long) < 110
