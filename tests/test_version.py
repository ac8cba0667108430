"""One version, wherever it is named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.samples import ROOT

_HEADING = re.compile(r"^## (?:From \S+ to )?v?(\d+\.\d+\.\d+)\b", re.MULTILINE)


def version() -> str:
    """The version that a wheel built now has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def headings(path: Path) -> list[str]:
    return _HEADING.findall(path.read_text(encoding="utf-8"))


def order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))


@pytest.mark.parametrize("name", ["CHANGELOG.md", "UPGRADING.md"])
def test_the_version_has_its_section_and_no_later_one_has(name: str) -> None:
    """What is new, and what to do, stands under the number that pip shows; newest first, each once."""
    found = headings(ROOT / name)
    assert found and found[0] == version()
    assert found == sorted(set(found), key=order, reverse=True)


def test_no_other_file_holds_the_version() -> None:
    """The code asks the installed package; a copy would be forgotten."""
    number = re.compile(rf"(?<![\d.]){re.escape(version())}(?![\d.])")
    code = [
        path for folder in ("knowledge_center", "hooks", "scripts") for path in (ROOT / folder).rglob("*.py")
    ]
    assert [path for path in code if number.search(path.read_text(encoding="utf-8"))] == []


def test_the_readme_names_the_wheel_that_is_built() -> None:
    """And so does the guide to hosting: the line that installs it can be pasted."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "guides/hosting.md")]
    wheels = [number for text in texts for number in re.findall(r"knowledge_center-(\d[\d.]*)-py3", text)]
    assert wheels and set(wheels) == {version()}


def test_security_names_the_version_that_is_mended() -> None:
    """The line of versions that get fixes is the present one."""
    minor = version().rpartition(".")[0]
    assert f"| {minor}.x | yes |" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
