"""Build the wheel, install it with all it needs into an empty environment, and make a site with it there.

Refuses more packages and more bytes than a site may cost. Needs a package index and Python's venv module.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOW = "1795176000"  # 2026-11-20 12:00 UTC
MOST_PACKAGES = 60
MOST_BYTES = 200_000_000


class Failed(Exception):
    """A sentence about what went wrong."""


def main() -> int:
    """Try it in a folder that is deleted at the end. Returns 1 where something went wrong."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="knowledge center ") as folder:
            tried(Path(folder))
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"The wheel makes a site in an environment of its own; {time.monotonic() - began:.0f} s.")
    return 0


def tried(folder: Path) -> None:
    """Everything, in this empty folder. Raises Failed."""
    environment = folder / "environment"
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = str(programs / "python")
    called([sys.executable, "-m", "venv", str(environment)], folder)
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    install = [*pip, "install", "--no-compile"]
    called([*install, "--require-hashes", "-r", "requirements-build.txt"], ROOT)
    called([*install, "--no-build-isolation", "--require-hashes", "-r", "requirements.txt"], ROOT)
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    called([*pip, *wheel], folder)
    (built,) = folder.glob("knowledge_center-*.whl")
    called([*install, "--no-deps", str(built)], folder)
    called([python, "-m", "pip", "check"], folder)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages, size = measured(Path(called([python, "-c", where], folder).strip()))
    print(f"{built.name}: {packages} packages, {size / 1e6:.0f} MB with all it needs.")
    for sentence in too_much(packages, size):
        raise Failed(sentence)
    site = folder / "site"
    words = [["init", "site", "--yes", "--name", "Our knowledge"], ["check"], ["build"], ["close", "weekly"]]
    for each in [*words, ["build"]]:
        called([str(programs / "knowledge-center"), *each], site if site.exists() else folder)
    if not list(site.glob("site/digests/weekly/*/email.html")):
        raise Failed("knowledge-center close weekly: the issue that it closed is not in the site.")
    called([str(programs / "kc"), "--help"], folder)


def measured(packages: Path) -> tuple[int, int]:
    """How many packages lie in an environment's folder of packages, and how many bytes."""
    found = {path.name.partition("-")[0] for path in packages.glob("*.dist-info")} - {"pip"}
    size = sum(path.lstat().st_size for path in packages.rglob("*") if path.is_file())
    return len(found), size


def too_much(packages: int, size: int) -> Iterator[str]:
    """A sentence for each limit that is passed; ``size`` in bytes."""
    advice = "Take a dependency out of pyproject.toml, or move it to a dependency group."
    if packages > MOST_PACKAGES:
        yield f"A site would install {packages} packages, and at most {MOST_PACKAGES} are wanted. {advice}"
    if size > MOST_BYTES:
        yield f"A site would take {size / 1e6:.0f} MB, and at most {MOST_BYTES / 1e6:.0f} are wanted. {advice}"


def called(words: list[str], folder: Path) -> str:
    """What a program prints. Raises Failed with what it said if it fails or never ends."""
    name = " ".join([Path(words[0]).name, *words[1:]])
    # Nothing of the checkout or of the environment that this runs in.
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    clean |= {"SOURCE_DATE_EPOCH": NOW, "NO_MKDOCS_2_WARNING": "1"}
    try:
        done = subprocess.run(
            words, cwd=folder, env=clean, capture_output=True, text=True, check=False, timeout=300
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{name}: it did not end within five minutes.") from None
    if done.returncode:
        raise Failed(f"{name}: it ended with {done.returncode} and said:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
