"""Putting a finished site in the place of the last one, so that a kill leaves the old or the new."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD_LINUX = -100
_RENAME_EXCHANGE = 2
_AT_FDCWD_DARWIN = -2
_RENAME_SWAP = 2


def put_in_place(new: Path, live: Path, *, aside: Path) -> None:
    """Let the folder ``new`` be ``live``; what was there is deleted.

    ``aside`` is a free path on the same file system. Where the system can exchange two folders in one
    step there is no moment without a site; elsewhere ``recover`` mends a kill between the two renames.
    Raises OSError when a rename fails.
    """
    shutil.rmtree(aside, ignore_errors=True)
    if not live.exists():
        new.rename(live)
        return
    if _exchange(new, live):
        new.rename(aside)
    else:
        live.rename(aside)
        new.rename(live)
    shutil.rmtree(aside, ignore_errors=True)


def recover(live: Path, *, aside: Path) -> bool:
    """Bring the last site back after a kill in the middle of a swap. True when that was needed."""
    if live.exists() or not aside.is_dir():
        return False
    aside.rename(live)
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically (Linux renameat2, macOS renameatx_np); False where that is unknown."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            call, here, flag = libc.renameat2, _AT_FDCWD_LINUX, _RENAME_EXCHANGE
        elif sys.platform == "darwin":
            call, here, flag = libc.renameatx_np, _AT_FDCWD_DARWIN, _RENAME_SWAP
        else:
            return False
    except (OSError, AttributeError):
        return False
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(flag)) == 0)
