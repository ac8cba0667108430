"""Take a site to this version: its settings, and the files that it has from an older version of ours.

Without --write it only shows what it would do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

from knowledge_center.problems import Unusable, report
from knowledge_center.settings.migrations import SCHEMA, Edit, Remove, pending, schema_of
from knowledge_center.settings.mkdocs_yaml import load
from knowledge_center.settings.settings_edit import edited, parsed
from knowledge_center_mkdocs import theme
from knowledge_center_mkdocs.template_checks import Templates, old_copy_advice
from knowledge_center_mkdocs.template_record import Copy, copies

_SETTINGS = Path("mkdocs.yml")
_UNFINISHED = Path(".mkdocs.yml.unfinished")


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns 1 where something has to be mended first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="do it; without this it is only shown")
    options = parser.parse_args(argv)
    try:
        schema = schema_of(load(_SETTINGS))
        # Its line ends and its byte order mark stay what they are.
        text = _SETTINGS.read_bytes().decode("utf-8")
        data = parsed(text)
        templates = _templates(data)
        found = copies(theme.layer(), templates.own, Path(_text(data, "docs_dir", "docs")))
        old = [copy.file for copy in found if not copy.changed]
        steps = pending(data) if schema < SCHEMA else ()
        edits = (*steps, *_edits(templates.own, old))
        new = edited(text, edits)
        if options.write:
            _write(new if edits else "", old)
    except Unusable as unusable:
        print(report(unusable.problems), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: it cannot be read or written: {error.strerror}.", file=sys.stderr)
        return 1
    print(_report(text, new, edits, found, templates, done=options.write))
    return 0


def _text(group: Any, key: str, default: str = "") -> str:
    value = group.get(key) if isinstance(group, dict) else None
    return value if isinstance(value, str) else default


def _templates(data: dict[str, Any]) -> Templates:
    folder = _text(data.get("theme"), "custom_dir")
    own = Path(folder) if folder and Path(folder).resolve() != theme.layer().resolve() else None
    folders = (*([own] if own else []), theme.layer())
    return Templates(own=own, folders=folders, layer=theme.layer(), root=Path())


def _edits(own: Path | None, old: Sequence[Path]) -> tuple[Edit, ...]:
    """A folder of templates goes from the settings with the last file in it."""
    if own is not None and own.is_dir() and any(file.is_relative_to(own) for file in old):
        kept = [file for file in own.rglob("*") if file.is_file() and file not in old]
        if not kept:
            why = "All templates in there were ours; they come with the package."
            return (Remove(path=("theme", "custom_dir"), why=why),)
    return ()


def _write(text: str, old: Sequence[Path]) -> None:
    """Delete what is ours and old, then put the new mkdocs.yml in the place of the one before, whole."""
    for file in old:
        file.unlink()
        for folder in file.parents:
            if folder == Path() or any(folder.iterdir()):
                break
            folder.rmdir()
    if text:
        with _UNFINISHED.open("wb") as unfinished:
            unfinished.write(text.encode())
            unfinished.flush()
            os.fsync(unfinished.fileno())
        _UNFINISHED.replace(_SETTINGS)


def _report(
    before: str,
    after: str,
    edits: Sequence[Edit],
    found: Sequence[Copy],
    templates: Templates,
    *,
    done: bool,
) -> str:
    old = [copy for copy in found if not copy.changed]
    parts = []
    if edits:
        parts.append("\n".join(dict.fromkeys(f"{_SETTINGS}: {edit.why}" for edit in edits)))
        lines = unified_diff(before.splitlines(), after.splitlines(), "mkdocs.yml", "mkdocs.yml", lineterm="")
        parts.append("\n".join(lines))
    if old:
        verb = "Deleted" if done else "To be deleted"
        files = "".join(f"\n  {copy.file.as_posix()}  ({copy.version or 'of this version'})" for copy in old)
        parts.append(f"{verb}, because they are files of ours, unchanged, and come with the package:{files}")
    changed = old_copy_advice(templates, [copy for copy in found if copy.changed])
    if changed:
        parts.append(report(changed))
    if not edits and not old:
        parts.append(f"{_SETTINGS} is of schema {schema_of(parsed(before))}: there is nothing to upgrade.")
    elif done:
        parts.append(f"Done: {_SETTINGS} is of schema {SCHEMA}. Next: knowledge-center build, then commit.")
    else:
        parts.append("Nothing was written. knowledge-center upgrade --write does it.")
    return "\n\n".join(parts)
