"""A build that broke off: whose code it was that failed, where it was a plugin, a hook or a Markdown extension."""

from __future__ import annotations

import inspect
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.problems import Problem
from knowledge_center.settings.reader import FILE

_PAGE = re.compile(r"Error (?:reading|building) page '(?P<page>[^']+)'")
_PACKAGES = ("site-packages", "dist-packages")


def failure(error: Exception, config: MkDocsConfig, messages: Iterable[str], docs_dir: str) -> Problem | None:
    """Who failed, or which file of the site cannot be read or written; None where the fault is nobody's but ours.

    ``messages`` are what the engine said before.
    """
    if isinstance(error, PermissionError) and (path := _of_site(error, config)):
        message = f"The file cannot be read or written: {error.strerror}."
        return Problem(
            path=path, message=message, fix="Look whether you may, and whether somebody else has it open."
        )
    owner = _owner(error, config)
    if owner is None:
        return None
    page = next((found["page"] for text in messages if (found := _PAGE.search(text))), "")
    what = traceback.format_exception_only(error)[-1].strip()
    message = f"{owner} failed{' on this page' if page else ''}: {what}"
    fix = f"Look at its settings in {FILE}, or take it out there; what it was at is in .build/log.txt."
    return Problem(path=f"{docs_dir}/{page}" if page else FILE, message=message, fix=fix)


def _of_site(error: OSError, config: MkDocsConfig) -> str:
    """The file that an error names, as an editor knows it; nothing where it is none of the site's own."""
    root = Path(config.config_file_path).absolute().parent
    path = root / str(error.filename or "")
    return path.relative_to(root).as_posix() if path != root and path.is_relative_to(root) else ""


def _owner(error: Exception, config: MkDocsConfig) -> str | None:
    """Whose code it was: the innermost that has a name in mkdocs.yml, unless ours stands further in."""
    owners = list(_owners(config))
    # The first is the call of the engine, which is ours.
    _, *frames = traceback.walk_tb(error.__traceback__)
    for frame, _ in reversed(frames):
        file = Path(frame.f_code.co_filename)
        for place, owner in owners:
            if file == place or file.is_relative_to(place):
                return owner
    # A file that a plugin has announced and not made is missed by the engine, long after.
    missing = Path(str(error.filename)).parts if isinstance(error, FileNotFoundError) else ()
    named = (name for name in config.plugins if name.rpartition("/")[2] in missing)
    return next((f"The plugin “{name}”" for name in named), None)


def _owners(config: MkDocsConfig) -> Iterator[tuple[Path, str | None]]:
    """Files and folders with whom they belong to; None is us."""
    for ours in ("knowledge_center", "knowledge_center_mkdocs"):
        yield Path(str(sys.modules[ours].__file__)).parent, None
    for name, plugin in config.plugins.items():
        # MkDocs keeps hooks among the plugins, each as its module.
        if isinstance(plugin, ModuleType):
            yield Path(str(plugin.__file__)), f"The hook {name}"
        else:
            yield _place(inspect.getfile(type(plugin))), f"The plugin “{name}”"
    for name in config.markdown_extensions:
        module = sys.modules.get(name)
        if module is not None and module.__file__:
            yield Path(module.__file__), f"The Markdown extension {name}"


def _place(file: str) -> Path:
    """A plugin's package; a plugin of one file has none."""
    path = Path(file)
    return path if path.parent.name in _PACKAGES else path.parent
