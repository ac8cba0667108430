"""Packed files beside those of a finished site; those of the last site stay where the original is the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_site import LastSite
from knowledge_center.publishing.packed_files import ENDINGS, WAY, is_packed_ahead, packed
from knowledge_center.site_addresses.static_host import files_below
from knowledge_center_mkdocs.workers import share_out


def pack_site(folder: Path, last: LastSite | None) -> None:
    """Have them in the finished site in ``folder``. A file of that name which is there already stays as it is."""
    there = frozenset(files_below(folder))
    missing: dict[str, bytes] = {}
    for path in sorted(there):
        if not is_packed_ahead(path, (folder / path).stat().st_size):
            continue
        for target in (f"{path}{ending}" for ending in ENDINGS if f"{path}{ending}" not in there):
            key = b""
            if last:
                key = content_hash("packed", WAY, (folder / path).read_bytes())
                if file := last.file(target, key):
                    last.take_over(target, file)
                    continue
                last.will_write(target)
            missing[target] = key
    for _ in share_out(partial(_pack, folder), tuple(missing)):
        pass
    if last:
        for target, key in missing.items():
            last.keep(target, key, last.written(target))


def _pack(folder: Path, target: str) -> None:
    path, ending = target[:-3], target[-3:]
    (folder / target).write_bytes(packed((folder / path).read_bytes(), ending))
