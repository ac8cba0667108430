"""What the guides tell people to type exists."""

from __future__ import annotations

import functools
import os
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
COMMAND = re.compile(rf"(?:^|(?<=[\s`(])|(?<=bin/))(?:knowledge-center|kc) ([a-z]+){REST}", re.MULTILINE)


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
    if "." in name and (text := Path(script[0]).read_text(encoding="utf-8")).startswith("# /// script"):
        # It runs with packages of its own (PEP 723), which are not here.
        return text
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
        text = re.sub(r"`[^`\n]*`", "", path.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


CALLED = sorted(path for path in (ROOT / "scripts").glob("*.py") if os.access(path, os.X_OK))


@pytest.mark.parametrize("path", CALLED, ids=lambda path: path.name)
def test_a_script_of_the_checkout_runs_from_any_folder(path: Path, tmp_path: Path) -> None:
    """With the Python of the environment that is active, and under its own name."""
    done = subprocess.run(
        [str(path), "--help"],
        capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: {path.name} ")


@pytest.mark.parametrize("path", CALLED, ids=lambda path: path.name)
def test_a_python_without_the_packages_is_told_so(path: Path) -> None:
    """Whoever calls a script with the system's Python reads what to do, no traceback."""
    done = subprocess.run(
        [sys.executable, "-E", "-S", str(path), "--help"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The Knowledge Center is not installed whole for this Python, ")
    assert "make install" in done.stderr


def test_every_script_is_a_command() -> None:
    """The short scripts are nothing but other names of commands."""
    assert len(CALLED) >= 10
    for path in CALLED:
        (name,) = re.findall(r'run_script\("([a-z]+)", __file__\)', path.read_text(encoding="utf-8"))
        assert name in COMMANDS


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system without /dev/full")
def test_output_that_cannot_be_written_is_no_success() -> None:
    """The disk that a log is written to is full."""
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "knowledge_center_cli", "--help"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "Nothing more can be written: No space left on device.\n"


@pytest.mark.skipif(os.name == "nt", reason="a system without such pipes")
def test_who_stops_reading_ends_a_command_without_a_word() -> None:
    """As ``knowledge-center status | head -1`` does; the code is the one that a shell gives then."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "knowledge_center_cli", "--help"],
            stdout=closed, stderr=subprocess.PIPE, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (141, "")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Whatever a command meets on the disk, it ends with a sentence."""
    (tmp_path / ".build").write_text("a file where a folder has to be", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    (tmp_path / "docs").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "knowledge_center_cli", "build"],
        capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == ".build: it cannot be read or written: File exists.\n"


def test_a_name_that_the_encoding_lacks_breaks_nothing_off(tmp_path: Path) -> None:
    """Into a file or a pipe in an old encoding, as on Windows: question marks in its place."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(text.replace("timezone: ", "timezone: Γνώση/"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "knowledge_center_cli", "check"],
        capture_output=True, check=False, timeout=120, cwd=tmp_path,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert done.returncode == 1
    assert b"?????/" in done.stdout and done.stderr == b""
