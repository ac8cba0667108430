"""What the guides tell people to type exists."""

from __future__ import annotations

import functools
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_center_cli.command import COMMANDS
from tests.samples import ROOT

TEXTS = sorted(
    [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "guides").glob("*.md"),
        *(ROOT / "guides/operations").iterdir(),
    ]
)
# A command ends where the line, its code or the next command begins.
REST = r"((?:[^\S\n]+[^\s`|;&#]+)*)"
SCRIPT = re.compile(rf"(?:^|(?<=[\s`(/]))(\w+\.(?:py|sh)){REST}", re.MULTILINE)
COMMAND = re.compile(rf"(?:^|(?<=[\s`(]))(?:knowledge-center|kc) ([a-z]+){REST}", re.MULTILINE)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every script and every command that is named, with the arguments it is given."""
    text = text.replace("\\\n", " ")
    for name, rest in SCRIPT.findall(text):
        if (ROOT / "scripts" / name).exists() or "scripts/" + name in text:
            yield name, words(rest)
    for name, rest in COMMAND.findall(text):
        yield name, words(rest)


def words(rest: str) -> list[str]:
    """The arguments; of a sentence that goes on behind a script's name, some of its words."""
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


@functools.cache
def helped(name: str, *command: str) -> str:
    """What a script or a command says about itself."""
    script = [str(ROOT / "scripts" / name)] if "." in name else ["-m", "knowledge_center_cli", name]
    done = subprocess.run(
        [sys.executable, *script, *command, "--help"],
        capture_output=True, text=True, check=False, timeout=120, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, f"{name} {' '.join(command)}: {done.stderr}"
    return done.stdout


def options(text: str) -> set[str]:
    return set(re.findall(r"--[a-z][a-z-]*", text))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_script_and_option_that_is_named_exists(path: Path) -> None:
    """Whoever renames an option has to tell the guides."""
    wrong = []
    for name, arguments in commands(path.read_text(encoding="utf-8")):
        if "." not in name and name not in COMMANDS:
            wrong.append(f"there is no command {name}")
            continue
        if "." in name and not (ROOT / "scripts" / name).is_file():
            wrong.append(f"scripts/{name} does not exist")
            continue
        asked = [word.partition("=")[0] for word in arguments if word.startswith("--")]
        if name.endswith(".sh"):
            assert not asked, f"{name} takes no options"
            continue
        command: tuple[str, ...] = ()
        if "COMMAND" in helped(name) and arguments:
            # A word that is no command ends in a failure of --help.
            command = (arguments[0],)
        wrong += [
            f"{name} {' '.join(command)} has no {word}"
            for word in asked
            if word not in options(helped(name, *command))
        ]
    assert not wrong


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    """The short names too."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8")))
    named |= set(
        re.findall(r"^\s*(?:.* && )?(?:sudo .* )?make ([a-z-]+)$", path.read_text("utf-8"), re.MULTILINE)
    )
    assert named <= targets


def test_the_guide_to_operations_is_read_this_way() -> None:
    """The commands of its tables and blocks are found, with their subcommands."""
    found = [
        (name, arguments[:1])
        for name, arguments in commands((ROOT / "guides/operations.md").read_text(encoding="utf-8"))
    ]
    for command in (
        "list",
        "show",
        "remove",
        "erase",
        "add",
        "bounces",
        "backup",
        "keys",
        "import",
        "export",
    ):
        assert ("subscribers", [command]) in found
    assert ("send", ["weekly"]) in found


def test_every_variable_of_the_environment_is_explained() -> None:
    """What a file or a guide sets, the guide to the settings or to the schedule knows."""
    known = set(
        re.findall(
            r"KC_[A-Z_]+",
            "".join(
                (ROOT / "guides" / name).read_text("utf-8")
                for name in ("settings.md", "running-by-itself.md")
            ),
        )
    )
    named = {word for path in TEXTS for word in re.findall(r"KC_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert named and named <= known


def test_every_file_that_a_guide_links_to_is_there() -> None:
    """A reader of the guide on a disk can follow its links."""
    for path in (ROOT / "guides").glob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.py")), ids=lambda path: path.name)
def test_a_command_that_we_print_can_be_pasted(path: Path, tmp_path: Path) -> None:
    """`scripts/close_digest.py weekly` runs as it stands, with the Python that `make` has installed into."""
    (tmp_path / "scripts").symlink_to(ROOT / "scripts")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        [f"scripts/{path.name}", "--help"],
        capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: {path.name} ")
