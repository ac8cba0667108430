"""Putting a finished site in the place of the last one, so that a kill leaves the old or the new."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

# The call that exchanges two folders, the folder "here" and the flag, as the headers of each system have them.
_EXCHANGE = {"linux": ("renameat2", -100, 2), "darwin": ("renameatx_np", -2, 2)}


def holds_other_files(current: Path) -> bool:
    """Whether the place of the site is taken by a file, or by a folder with something else than a site in it."""
    if not current.exists() or (current / "index.html").is_file():
        return False
    return not current.is_dir() or any(current.iterdir())


def put_in_place(staging: Path, current: Path, *, backup: Path, spare: Path | None = None) -> None:
    """Make the folder ``staging`` the ``current`` one; what was there is deleted, or becomes ``spare``.

    ``backup`` is a free path on the same file system. Where the system can exchange two folders in one
    step there is no moment without a site; elsewhere ``recover`` mends a kill between the two renames.
    Raises OSError when a rename fails.
    """
    shutil.rmtree(backup, ignore_errors=True)
    if not current.exists():
        current.parent.mkdir(parents=True, exist_ok=True)
        staging.rename(current)
        return
    if _exchange(staging, current):
        staging.rename(backup)
    else:
        current.rename(backup)
        staging.rename(current)
    if spare is not None and not spare.exists():
        backup.rename(spare)
    else:
        shutil.rmtree(backup, ignore_errors=True)


def recover(current: Path, *, backup: Path) -> bool:
    """Bring the last site back after a kill in the middle of a swap. True when that was needed."""
    if current.exists() or not backup.is_dir():
        return False
    backup.rename(current)
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically (Linux renameat2, macOS renameatx_np); False where that is unknown."""
    if sys.platform not in _EXCHANGE:
        return False
    name, here, flag = _EXCHANGE[sys.platform]
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return False
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(flag)) == 0)
