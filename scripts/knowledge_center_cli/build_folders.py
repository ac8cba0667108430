"""Where a build works, below the folder with mkdocs.yml: the site that is being made, and those before."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

WORK = Path(".build")
BACKUP, SPARE = WORK / "last-site", WORK / "spare-site"


def new_staging(*, with_spare: bool) -> Path:
    """The folder to make a site in. What killed builds have left is deleted.

    ``with_spare``: it begins with the site before the last one, if that is there: most of its files are the same still.
    """
    # A folder of its own: what a killed build has started may still be writing into its own.
    staging = WORK / f"site-{os.getpid()}"
    for left in [*WORK.glob("site-*"), *([] if with_spare else [SPARE])]:
        shutil.rmtree(left, ignore_errors=True)
    if SPARE.is_dir():
        SPARE.rename(staging)
    return staging
