"""A build after an edit that changed nothing but words of articles: little of a build has to be done."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from knowledge_center.build_cache.build_history import FILE as BUILDS
from knowledge_center.build_cache.build_history import PastBuild, remember_build
from knowledge_center.build_cache.last_build import LastBuild, SiteFiles, remember, site_files, stamps_hash
from knowledge_center.build_cache.last_site import LastSite
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.clock import read_clock
from knowledge_center.file_lock import file_lock
from knowledge_center.publishing.site_folder import put_in_place
from knowledge_center_cli.build_folders import BACKUP, SPARE, WORK, new_staging
from knowledge_center_mkdocs.text_base import KIND, TextBase
from knowledge_center_mkdocs.text_edits import EditedSite, MoreFollows, make_edits


def build_texts(
    cache: BuildCache, last: LastBuild, sources: Mapping[str, str], *, timings: bool = False
) -> str | None:
    """Build the site, if what differs between ``sources`` and those of the ``last`` build are words of articles alone.

    Returns what is to be told, or None where all of a build is to be done; then nothing was touched.
    """
    begun = time.monotonic()
    base: TextBase | None = cache.get(KIND, "", last.inputs)
    current = Path(last.site)
    if base is None or not sources or current.is_symlink():
        return None
    with file_lock(WORK / "lock") as alone:
        if not alone:
            return None
        try:
            edited = make_edits(cache, base, last.said, sources, current)
            before = site_files(last.site)
        except (MoreFollows, OSError):
            return None
        if before.stamps_hash != last.files:
            return None
        staging = new_staging(with_spare=True)
        files = _write(cache, edited, before, current, staging)
        put_in_place(staging, current, backup=BACKUP, spare=SPARE)
        now, inputs = read_clock(os.environ), stamps_hash(sources)
        cache.put(KIND, "", inputs, edited.base)
        remember(cache, last._replace(inputs=inputs, files=files.stamps_hash, begun=now.timestamp()))
        cache.commit(partial=True)
        past = PastBuild(
            at=now,
            seconds=round(time.monotonic() - begun, 2),
            files=files.files,
            bytes=files.bytes,
            articles=base.public,
        )
        remember_build(BUILDS, past)
    more = f"\n{time.monotonic() - begun:8.2f} s  Words of articles" if timings else ""
    return f"{last.said}{more}"


def _write(
    cache: BuildCache, edited: EditedSite, before: SiteFiles, current: Path, staging: Path
) -> SiteFiles:
    """Make the new site of the last one and of what was edited; its files are returned."""
    last = LastSite(cache, current, staging)
    stamps = dict(before.stamps)
    for path, stamp in before.stamps.items():
        if path[-1] == "/":
            continue
        data = edited.files.get(path)
        if data is None and edited.replaced and path.startswith(edited.replaced):
            del stamps[path]
        elif data is None or (path.endswith(".bin") and len(data) == stamp[0]):
            # The files of an index are called by what they hold.
            last.share(path, stamp)
    for path, data in edited.files.items():
        if path not in last.placed:
            last.will_write(path)
            (staging / path).write_bytes(data)
            found = (staging / path).lstat()
            stamps[path] = found.st_size, found.st_mtime_ns, found.st_ino
    last.prune()
    return SiteFiles(stamps)
