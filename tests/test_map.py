"""The documents for whoever takes up the code name what is there: the map, the ten steps, where a change belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.samples import ROOT
from tests.test_architecture import imports

STEPS = "guides/how-an-article-travels.md"
# A path of ours in a text: everything in backquotes with a slash that begins in one of these folders.
OURS = re.compile(r"`((?:docs|guides|hooks|knowledge_center|overrides|scripts|tests)/[^`\s]*)`")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, title: str) -> str:
    """The part of a document below that heading, down to the next."""
    return text(name).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def mapped() -> Iterator[str]:
    """Every path of README's map: a name stands below the line above it with less indentation."""
    above: list[tuple[int, str]] = []
    for line in section("README.md", "Where things are").split("```")[1].strip().splitlines():
        indent = len(line) - len(line.lstrip())
        above = [(depth, path) for depth, path in above if depth < indent]
        path = (above[-1][1] if above else "") + line.split()[0]
        above.append((indent, path))
        yield path


def packages() -> list[str]:
    """Every package of the product, as README writes it."""
    found = [
        path.parent
        for top in ("knowledge_center", "hooks", "scripts")
        for path in (ROOT / top).rglob("__init__.py")
    ]
    return sorted(f"{path.relative_to(ROOT).as_posix()}/" for path in found)


def test_the_map_names_what_is_there() -> None:
    """Nobody is sent to a place that has gone."""
    paths = list(mapped())
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert len(paths) == len(set(paths))


def test_every_package_is_on_the_map() -> None:
    """Who adds a package says in README what it is for."""
    assert sorted(set(packages()) - set(mapped())) == []


def test_the_map_is_in_the_order_of_imports() -> None:
    """As README says, a package of the domain uses only those above it."""
    inside = [
        path.removeprefix("knowledge_center/") for path in mapped() if path.startswith("knowledge_center/")
    ]
    order = [name.rstrip("/").removesuffix(".py") for name in inside if name.strip("/").count("/") == 0]
    for path in sorted((ROOT / "knowledge_center").rglob("*.py")):
        own = path.relative_to(ROOT / "knowledge_center").parts[0].removesuffix(".py")
        if own not in order:
            continue
        used = {name.split(".")[1] for name in imports(path) if name.startswith("knowledge_center.")}
        assert {name for name in used if order.index(name) > order.index(own)} == set(), path


@pytest.mark.parametrize("name", [STEPS, "CONTRIBUTING.md"])
def test_every_path_that_is_named_is_there(name: str) -> None:
    """The ten steps and the places of changes follow their modules when these move."""
    named = [
        path
        for path in OURS.findall(text(name))
        if "/2026/" not in path and not path.endswith((".gone.yml", ".published.yml"))
    ]
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_an_article_travels_in_ten_steps() -> None:
    """Read in a few minutes: under sixty lines, and no step without a module to look at."""
    lines = text(STEPS).splitlines()
    assert len(lines) < 60
    steps = re.split(r"^\d+\. ", text(STEPS), flags=re.MULTILINE)[1:]
    assert re.findall(r"^(\d+)\. ", text(STEPS), re.MULTILINE) == [str(n) for n in range(1, 11)]
    assert [step for step in steps if not any(path.endswith(".py") for path in OURS.findall(step))] == []


def test_the_ten_steps_are_found() -> None:
    """README and CONTRIBUTING lead there."""
    assert f"({STEPS})" in text("README.md") and f"({STEPS})" in text("CONTRIBUTING.md")


def test_each_kind_of_change_has_a_place() -> None:
    """At least fifteen of them, each with a path."""
    rows = section("CONTRIBUTING.md", "Where a change belongs").strip().splitlines()[2:]
    assert len(rows) >= 15
    assert [row for row in rows if not OURS.search(row)] == []


def test_the_words_are_few() -> None:
    """Thirty lines are read; more are not."""
    words = section("CONTRIBUTING.md", "The words").strip().splitlines()
    assert 20 < len(words) <= 30
    assert [line for line in words if not line.startswith("- **")] == []
