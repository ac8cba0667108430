"""Take a site to this version: its settings, and the files that it has from an older version of ours.

Without --write it only shows what it would do.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import unified_diff
from importlib import metadata
from pathlib import Path
from typing import Any

from knowledge_center.file_writing import unfinished_file
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.scaffold.generated_files import OldFile, old_files
from knowledge_center.scaffold.site_files import generated_files
from knowledge_center.scaffold.vscode_files import vscode_files
from knowledge_center.settings.migrations import SCHEMA, Edit, Remove, applied, pending, schema_of
from knowledge_center.settings.mkdocs_yaml import SettingsFile, merged, settings_files
from knowledge_center.settings.settings_edit import by_file, by_hand, edited, parsed
from knowledge_center_mkdocs.template_checks import Templates, old_copy_advice
from knowledge_center_mkdocs.template_record import Copy, copies
from knowledge_center_mkdocs.theme_layer import layer

_SETTINGS = Path("mkdocs.yml")
_EDITOR = Path(".vscode/settings.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    """mkdocs.yml or a file it inherits, with what is to be done to it."""

    file: SettingsFile
    text: str
    new: str
    edits: Sequence[Edit]

    @property
    def difference(self) -> str:
        name = self.file.display_path
        lines = unified_diff(self.text.splitlines(), self.new.splitlines(), name, name, lineterm="")
        return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns 1 where something has to be mended first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help="do it; without this it is only shown")
    options = parser.parse_args(argv)
    files = settings_files(_SETTINGS)
    schema = schema_of(merged([file.data for file in files]))
    # Line ends and a byte order mark stay what they are.
    texts = [file.path.read_bytes().decode("utf-8") for file in files]
    data = merged([parsed(text) for text in texts])
    templates, docs_dir = _templates(data), _text(data, "docs_dir", "docs")
    found = copies(layer(), templates.own, Path(docs_dir))
    old = [copy.file for copy in found if not copy.changed]
    steps = pending(data) if schema < SCHEMA else ()
    settings = _edited(files, texts, (*steps, *_edits(templates.own, old)))
    generated = list(old_files(Path(), generated_files(metadata.version("knowledge-center"))))
    # Once: who has deleted them since does not want them.
    added = _added(docs_dir) if schema < SCHEMA else {}
    if options.write:
        _write(added | _new_texts(settings, generated), old)
    print(_report(schema, settings, found, generated, templates, list(added), docs_dir, done=options.write))
    return 0


def _text(group: Any, key: str, default: str = "") -> str:
    value = group.get(key) if isinstance(group, dict) else None
    return value if isinstance(value, str) else default


def _templates(data: dict[str, Any]) -> Templates:
    folder = _text(data.get("theme"), "custom_dir")
    own = Path(folder) if folder and Path(folder).resolve() != layer().resolve() else None
    folders = (*([own] if own else []), layer())
    return Templates(own=own, folders=folders, layer=layer(), root=Path())


def _edits(own: Path | None, old: Sequence[Path]) -> tuple[Edit, ...]:
    """A folder of templates goes from the settings with the last file in it."""
    if own is not None and own.is_dir() and any(file.is_relative_to(own) for file in old):
        kept = [file for file in own.rglob("*") if file.is_file() and file not in old]
        if not kept:
            why = "All templates in there were ours; they come with the package."
            return (Remove(path=("theme", "custom_dir"), why=why),)
    return ()


def _edited(files: Sequence[SettingsFile], texts: Sequence[str], edits: Sequence[Edit]) -> list[_Settings]:
    """Each file that holds something to edit. Raises Unusable where the whole would not be what the edits say."""
    data = [parsed(text) for text in texts]
    made = [
        _Settings(file=file, text=text, new=edited(text, mine, file.display_path), edits=mine)
        for file, text, mine in zip(files, texts, by_file(edits, data), strict=True)
    ]
    if merged([parsed(one.new) for one in made]) != applied(merged(data), edits):
        names = ", ".join(file.display_path for file in files)
        message = (
            f"A program cannot change these files safely together ({names}). Make these changes by hand."
        )
        raise Unusable([Problem(path=str(_SETTINGS), message=message, fix=by_hand(edits))])
    return [one for one in made if one.edits]


def _new_texts(settings: Sequence[_Settings], generated: Sequence[OldFile]) -> dict[Path, bytes]:
    """What is to be written, mkdocs.yml last."""
    texts = {}
    for file in generated:
        if not file.changed:
            path = Path(file.path)
            crlf = b"\r\n" in path.read_bytes()
            texts[path] = (file.now.replace("\n", "\r\n") if crlf else file.now).encode()
    return texts | {one.file.path: one.new.encode() for one in reversed(settings)}


def _added(docs_dir: str) -> dict[Path, bytes]:
    """What Visual Studio Code is told of the fields, as far as the site has no such file."""
    files = {Path(path): text.encode() for path, text in vscode_files(docs_dir).items()}
    return {path: text for path, text in files.items() if not path.exists()}


def _write(texts: Mapping[Path, bytes], old: Sequence[Path]) -> None:
    """Write each new file beside the one before; when all are there, delete what is ours and old and swap them."""
    with ExitStack() as stack:
        unfinished = {
            path: stack.enter_context(unfinished_file(path, content, durable=True))
            for path, content in texts.items()
        }
        for gone in old:
            gone.unlink()
            for folder in gone.parents:
                if folder == Path() or any(folder.iterdir()):
                    break
                folder.rmdir()
        for path, new in unfinished.items():
            new.replace(path)


def _report(
    schema: int,
    settings: Sequence[_Settings],
    found: Sequence[Copy],
    generated: Sequence[OldFile],
    templates: Templates,
    added: Sequence[Path],
    docs_dir: str,
    *,
    done: bool,
) -> str:
    old = [copy for copy in found if not copy.changed]
    parts = []
    for one in settings:
        name = one.file.display_path
        parts.append("\n".join(dict.fromkeys(f"{name}: {edit.why}" for edit in one.edits)))
        if one.file.path != _SETTINGS:
            also = "Other sites that inherit from it take this too: call knowledge-center upgrade in each of them."
            parts[-1] += f"\n{name}: It is inherited by mkdocs.yml. {also}"
        parts.append(one.difference)
    if old:
        verb = "Deleted" if done else "To be deleted"
        files = "".join(f"\n  {copy.file.as_posix()}  ({copy.version or 'of this version'})" for copy in old)
        parts.append(f"{verb}, because they are files of ours, unchanged, and come with the package:{files}")
    if added:
        verb = "Added" if done else "To be added"
        names = "".join(f"\n  {path.as_posix()}" for path in added)
        parts.append(f"{verb}, for editors with Visual Studio Code:{names}")
        if _EDITOR not in added:
            ours = vscode_files(docs_dir)[_EDITOR.as_posix()]
            parts.append(
                f"{_EDITOR.as_posix()} is your own; take over by hand what you need of this:\n{ours}"
            )
    for file in generated:
        same = f"{file.path}: Version {file.version} generated it, and this one generates it otherwise."
        more = "It has been changed here since, so take over by hand what you need:"
        parts += [f"{same} {more}" if file.changed else same, file.difference]
    changed = old_copy_advice(templates, [copy for copy in found if copy.changed])
    if changed:
        parts.append(report(changed))
    if not settings and not old and not added and all(file.changed for file in generated):
        more = "more " if parts else ""
        parts.append(f"{_SETTINGS} is of schema {schema}: there is nothing {more}to upgrade.")
    elif done:
        parts.append(f"Done: {_SETTINGS} is of schema {SCHEMA}. Next: knowledge-center build, then commit.")
    else:
        parts.append("Nothing was written. knowledge-center upgrade --write does it.")
    return "\n\n".join(parts)
