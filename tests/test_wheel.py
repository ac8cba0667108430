"""What is installed from the wheel is whole: a site from nothing, its templates, styles, texts and commands."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.samples import NOW, ROOT, command, environment
from tests.sites import Built, dead_links

PACKAGES = ("knowledge_center", "knowledge_center_mkdocs", "knowledge_center_cli")
BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


@dataclass(frozen=True)
class Wheel:
    """A wheel and the folder that holds what is in it."""

    file: Path
    folder: Path

    @property
    def path(self) -> str:
        """As PYTHONPATH it makes programs see the wheel's own files, never the checkout's."""
        return str(self.folder)


def package(kind: str, source: Path, target: Path) -> Path:
    """An sdist or a wheel of a folder with sources, made as pip makes it."""
    call = [sys.executable, "-c", BUILD, f"build_{kind}", str(target)]
    done = subprocess.run(call, cwd=source, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return target / done.stdout.split()[-1]


def sources(folder: Path) -> Path:
    """A copy of what the distribution is made of."""
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("knowledge_center", "hooks", "overrides", "scripts/knowledge_center_cli"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    base = tmp_path_factory.mktemp("wheel")
    file = package("wheel", sources(base / "source"), base)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(base / "installed")
    return Wheel(file=file, folder=base / "installed")


def test_the_wheel_holds_all_that_is_ours(wheel: Wheel) -> None:
    """Code, types, templates, styles, fonts, mails, pages: every file of the sources is in it, and nothing else."""
    expected = {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in (
            ("knowledge_center", ROOT / "knowledge_center"),
            ("knowledge_center_mkdocs", ROOT / "hooks/knowledge_center_mkdocs"),
            ("knowledge_center_cli", ROOT / "scripts/knowledge_center_cli"),
            ("knowledge_center_mkdocs/theme", ROOT / "overrides"),
        )
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    found = {name for name in zipfile.ZipFile(wheel.file).namelist() if ".dist-info/" not in name}
    assert found == expected
    assert {f"{name}/py.typed" for name in PACKAGES} <= found


def test_a_wheel_from_the_sdist_is_the_same(wheel: Wheel, tmp_path: Path) -> None:
    """Whoever packages it from the source archive gets the same files, byte for byte."""
    archive = package("sdist", sources(tmp_path / "source"), tmp_path)
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    other = zipfile.ZipFile(package("wheel", unpacked, tmp_path))
    first = zipfile.ZipFile(wheel.file)
    assert {name: other.read(name) for name in other.namelist()} == {
        name: first.read(name) for name in first.namelist()
    }


def test_it_brings_the_plugin_and_both_commands(wheel: Wheel) -> None:
    """MkDocs finds the plugin, a terminal the commands, and all of them are the wheel's own."""
    points = configparser.ConfigParser(delimiters="=")
    points.read(next(wheel.folder.glob("*.dist-info/entry_points.txt")))
    assert set(points["console_scripts"]) == {"knowledge-center", "kc"}
    assert set(points["mkdocs.plugins"]) == {"knowledge-center"}
    code = "from importlib.metadata import entry_points as e\n"
    code += "for g in ('mkdocs.plugins', 'console_scripts'):\n"
    code += (
        "  for p in e(group=g):\n    if p.name in ('knowledge-center', 'kc'): print(p.load().__module__)\n"
    )
    code += f"import {', '.join(PACKAGES)}\n"
    code += f"for m in ({', '.join(PACKAGES)}): print(m.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment(NOW, PYTHONPATH=wheel.path),
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    lines = done.stdout.split()
    assert "knowledge_center_mkdocs.plugin" in lines and "knowledge_center_cli.command" in lines
    assert lines[-3:] == [str(wheel.folder / name / "__init__.py") for name in PACKAGES]


def test_a_company_of_its_own_in_a_few_commands(wheel: Wheel, tmp_path: Path) -> None:
    """init, check, build, close, build: a whole site with its first digest, without the checkout."""
    root = tmp_path / "a site with ümlaut"
    given = ["--name", "Wissen: was wir wissen", "--organization", "Müller & Söhne <GmbH>", "--timezone",
             "Europe/Berlin", "--site-url", "https://wissen.example.org", "--accent", "#c60"]  # fmt: skip
    made = command(tmp_path, "init", str(root), "--yes", *given, PYTHONPATH=wheel.path)
    assert made.returncode == 0, made.stderr
    checked = command(root, "check", PYTHONPATH=wheel.path)
    assert (checked.returncode, checked.stdout) == (0, "No problems.\n")
    for words in (["build"], ["close", "weekly"], ["build"]):
        done = command(root, *words, PYTHONPATH=wheel.path)
        assert done.returncode == 0, done.stdout + done.stderr
    found = Built(root=root, said=done.stdout)
    assert "Advice" not in done.stdout
    assert dead_links(found) == []
    assert len(found.urls("email.html")) == 1
    assert "--accent: #" in found.text("/assets/site.css").rpartition("}\n:root")[2]
    assert "Müller &amp; Söhne &lt;GmbH&gt;" in found.text("/")
    assert "Welcome to Wissen" in found.text("/feed.xml")
    judged = command(root, "feeds", PYTHONPATH=wheel.path)
    assert judged.returncode == 0, judged.stdout
