"""Editing in a browser: fetch the program of /admin/, or bring the lists into a form that it can edit."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.admin.cms_release import (
    FOLDER,
    MOST_BYTES,
    PACKAGES,
    REGISTRY,
    Package,
    is_whole,
    unpacked,
)
from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.articles.editable_lists import editable_list
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.site_settings import read

_TIMEOUT = 60.0


def main(argv: Sequence[str] | None = None) -> int:
    """Returns 1 when something could not be fetched; what is in the cache stays as it is then."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="fetch|lists", required=True)
    commands.add_parser(
        "lists", help="write .authors.yml and .categories.yml as files that can be edited in a browser, once"
    )
    fetch = commands.add_parser("fetch", help="fetch the program; once for each version, no build does it")
    fetch.add_argument(
        "--registry", default=REGISTRY, metavar="URL", help="another npm registry, a mirror for instance"
    )
    fetch.add_argument(
        "--if-set", action="store_true", help="only where mkdocs.yml sets extra.knowledge_center.admin"
    )
    fetch.add_argument(
        "--from", dest="folder", type=Path, metavar="FOLDER",
        help="take the tarballs from this folder, for a machine without a network: "
        + ", ".join(f"npm pack {package.name}@{package.version}" for package in PACKAGES),
    )  # fmt: skip
    options = parser.parse_args(argv)
    if options.command == "lists":
        return _move_lists()
    if options.if_set and (not _is_set() or is_whole(Path())):
        return 0
    if is_whole(Path()):
        print(f"All of it is in {FOLDER.as_posix()}/ already.")
        return 0
    files: dict[str, bytes] = {}
    for package in PACKAGES:
        print(f"{package.name} {package.version} ({package.licence}) …", flush=True)
        files |= _fetched(package, options.registry, options.folder)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (FOLDER / name).write_bytes(data)
    print(
        f"Fetched into {FOLDER.as_posix()}/, licences beside it. The next build has /admin/ if the settings say so."
    )
    return 0


def _move_lists() -> int:
    """Write each list anew below its name without a dot, and delete the old file."""
    docs = Path(read(Path("mkdocs.yml")).docs_dir)
    moved = [editable_list(docs, both) for both in (AUTHOR_LISTS, TOPIC_LISTS)]
    for (hidden, shown), text in zip((AUTHOR_LISTS, TOPIC_LISTS), moved, strict=True):
        if text is None:
            print(f"{(docs / shown).as_posix()} is there already.")
            continue
        (docs / shown).write_text(text, encoding="utf-8", newline="\n")
        (docs / hidden).unlink()
        print(
            f"{(docs / hidden).as_posix()} is {(docs / shown).as_posix()} now; its comments are not in there."
        )
    return 0


def _is_set() -> bool:
    try:
        return read(Path("mkdocs.yml")).admin is not None
    except Unusable:
        # The build tells of settings that cannot be read.
        return False


def _fetched(package: Package, registry: str, folder: Path | None) -> dict[str, bytes]:
    """The files of a package by name. Raises Unusable."""
    if folder is not None:
        file = folder / package.tarball
        if not file.is_file():
            fix = f"npm pack {package.name}@{package.version}"
            raise Unusable([Problem(path=file.as_posix(), message="There is no such file.", fix=fix)])
        return unpacked(package, file.read_bytes(), file.as_posix())
    address = package.address(registry)
    return unpacked(package, _downloaded(address), address)


def _downloaded(address: str) -> bytes:
    # Not at the top: every scheduled run asks this command, which has nothing to fetch then.
    import httpx

    try:
        with httpx.stream("GET", address, timeout=_TIMEOUT, follow_redirects=True) as answer:
            if answer.status_code != 200:
                raise _not_fetched(address, f"it answered {answer.status_code}")
            data = b""
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > MOST_BYTES:
                    raise _not_fetched(address, "its answer does not end")
            return data
    except httpx.TimeoutException:
        raise _not_fetched(address, f"there was no answer within {_TIMEOUT:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _not_fetched(address, f"{error}") from None


def _not_fetched(address: str, why: str) -> Unusable:
    fix = "Run the command again where the registry can be reached, or with --from FOLDER."
    return Unusable([Problem(path=address, message=f"It cannot be fetched: {why}.", fix=fix)])
