"""Files written so that nothing is ever there by half: not one of them, and no group that belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

# What was there before, None for nothing; of a folder that was made, its path alone.
_Before = tuple[Path, bytes | None]


def write_all(groups: Iterable[Iterable[tuple[Path, bytes]]]) -> None:
    """Write files with their content, group by group.

    Raises OSError where one cannot be written, a full disk say; then all is as it was before. Whatever else stops it,
    Ctrl-C say, undoes the group at hand and leaves those before.
    """
    done: list[_Before] = []
    group_before: list[_Before] = []
    try:
        for group in groups:
            group_before = []
            for target, content in group:
                group_before += _missing_folders(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                group_before.append((target, target.read_bytes() if target.is_file() else None))
                _put(target, content)
            done += group_before
            group_before = []
    except OSError:
        _restore([*done, *group_before])
        raise
    except BaseException:
        _restore(group_before)
        raise


def _missing_folders(target: Path) -> Iterator[_Before]:
    missing = [folder for folder in target.parents if not folder.exists()]
    return ((folder, None) for folder in reversed(missing))


def _restore(before: list[_Before]) -> None:
    for target, content in reversed(before):
        with suppress(OSError):
            if content is not None:
                target.write_bytes(content)
            elif target.is_dir():
                target.rmdir()
            else:
                target.unlink(missing_ok=True)


def _put(target: Path, content: bytes) -> None:
    """Write a file so that it is there as a whole or not at all."""
    half = target.with_name(f".{target.name}.import")
    try:
        half.write_bytes(content)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        # What the half was called helps nobody.
        raise OSError(error.errno, error.strerror, str(target)) from None
    except BaseException:
        half.unlink(missing_ok=True)
        raise
