"""mkdocs.yml as a dictionary, read the way MkDocs reads it and without importing it.

``INHERIT`` merges the settings of another file below this one's, ``!ENV`` takes a value from the environment:
both by the libraries that MkDocs itself uses. Other tags, which only a site generator understands, become a mark.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import mergedeep
import yaml
import yaml_env_tag

from knowledge_center.front_matter import yaml_mistakes
from knowledge_center.front_matter.parser import problem_of, read_text
from knowledge_center.problems import Problem, Unusable, in_order, one_of, quoted
from knowledge_center.settings.reader import Opaque
from knowledge_center.text.merge_conflicts import MESSAGE


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads mkdocs.yml without running it: a foreign tag becomes a mark, never an object."""


def _opaque(loader: yaml.Loader, suffix: str, node: yaml.Node) -> Opaque:
    return Opaque(str(node.tag))


@dataclass(frozen=True, slots=True)
class _Unset:
    """Stands for an ``!ENV`` that comes to nothing: none of these variables is set, or the first that is, is empty."""

    names: tuple[str, ...]


def _of_environment(loader: yaml.Loader, node: yaml.Node) -> Any:
    value = yaml_env_tag.construct_env_tag(loader, node)
    if value is not None:
        return value
    # The last of several is the default.
    nodes = [node] if isinstance(node, yaml.ScalarNode) else (node.value[:-1] or node.value)
    return _Unset(tuple(str(one.value) for one in nodes))


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _opaque)
_Loader.add_multi_constructor("!", _opaque)
_Loader.add_constructor("!ENV", _of_environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFile:
    """mkdocs.yml or a file that it inherits: what is in it, and its path as the editor sees it.

    ``unset`` are the keys, as messages write them, to which the environment gives nothing, with the variables' names.
    """

    path: Path
    display_path: str
    data: dict[str, Any]
    unset: Mapping[str, tuple[str, ...]]


def load(path: Path) -> dict[str, Any]:
    """The settings in ``path`` (mkdocs.yml) over those it inherits. Raises Unusable when it cannot be read."""
    return merged([file.data for file in settings_files(path)])


def merged(data: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The settings of files as one: each lies over those after it, which it inherits."""
    result: dict[str, Any] = mergedeep.merge({}, *(deepcopy(dict(each)) for each in reversed(data)))
    result.pop("INHERIT", None)
    return result


def settings_files(path: Path) -> tuple[SettingsFile, ...]:
    """mkdocs.yml at ``path``, then the file it inherits, then what that one inherits. Raises Unusable as ``load``."""
    if not path.exists():
        message = "There is no mkdocs.yml here."
        fix = "Go to the folder that holds mkdocs.yml and call the command again."
        raise Unusable([Problem(path=path.name, message=message, fix=fix)])
    files = [_read(path, path.name)]
    while "INHERIT" in files[-1].data:
        files.append(_inherited(files))
    return tuple(files)


def _inherited(files: Sequence[SettingsFile]) -> SettingsFile:
    """The file that the last of ``files`` inherits."""
    from_file = files[-1]
    inherited = from_file.data["INHERIT"]
    if not isinstance(inherited, str) or not inherited:
        message = (
            f"INHERIT: {quoted(inherited)} was found, but the path of another settings file is expected."
        )
        raise Unusable([Problem(path=from_file.display_path, message=message, fix="INHERIT: ../base.yml")])
    base = Path(os.path.normpath(from_file.path.parent / inherited))
    if not base.is_file():
        message = (
            f"INHERIT: there is no file {quoted(inherited)}; the path is meant from the folder of this file."
        )
        raise Unusable([Problem(path=from_file.display_path, message=message, fix="INHERIT: ../base.yml")])
    if base.resolve() in [file.path.resolve() for file in files]:
        message = f"INHERIT: {quoted(inherited)} inherits from this file in turn, so neither can be read."
        fix = "Delete one of the INHERIT lines."
        raise Unusable([Problem(path=from_file.display_path, message=message, fix=fix)])
    shown = (
        Path(inherited)
        if Path(inherited).is_absolute()
        else Path(os.path.relpath(base, files[0].path.parent))
    )
    return _read(base, shown.as_posix())


def in_its_file(problem: Problem, files: Sequence[SettingsFile]) -> Problem:
    """A problem of the settings with the file that holds the key it begins with, and the variable that is not set."""
    key = _key(problem.message)
    if problem.path != files[0].display_path or not key:
        return problem
    # The outermost of those that hold most of the key: a key that is missing is missing in its group.
    file = max(files, key=lambda file: _depth(key, file.data))
    names = file.unset.get(key, ())
    more = f" It comes from the environment, where {one_of(names)} is not set or empty." if names else ""
    message = problem.message.removesuffix(more) + more
    return replace(problem, path=file.display_path, message=message)


def in_their_files(problems: Iterable[Problem], path: Path) -> tuple[Problem, ...]:
    """Problems as ``in_its_file`` tells them; ``path`` is that of mkdocs.yml."""
    try:
        files = settings_files(path)
    except Unusable:
        # It is these problems that say so.
        return tuple(problems)
    return in_order(in_its_file(problem, files) for problem in problems)


def _key(message: str) -> str:
    """The key that a message begins with, such as ``extra.knowledge_center.digests[1].day``."""
    key, colon, _ = message.partition(": ")
    return key if colon and re.fullmatch(r"[^\s“”]+", key) else ""


def _depth(key: str, data: object) -> int:
    """How many parts of a key are in the settings of one file."""
    depth = 0
    for part in re.findall(r"[^.\[\]]+", key):
        if isinstance(data, Mapping) and part in data:
            data = data[part]
        elif isinstance(data, list) and part.isdigit() and 0 < int(part) <= len(data):
            data = data[int(part) - 1]
        else:
            break
        depth += 1
    return depth


def _read(path: Path, display_path: str) -> SettingsFile:
    unset: dict[str, tuple[str, ...]] = {}
    data = _resolved(_parsed(path, display_path), "", unset, set())
    return SettingsFile(path=path, display_path=display_path, data=data, unset=unset)


def _resolved(value: Any, key: str, unset: dict[str, tuple[str, ...]], seen: set[int]) -> Any:
    """The settings with nothing in place of a mark; ``unset`` takes the key and the variables' names."""
    if isinstance(value, _Unset):
        unset[key] = value.names
        return None
    # A group may contain itself, or stand in many places.
    if id(value) in seen:
        return value
    if isinstance(value, (dict, list)):
        seen.add(id(value))
    if isinstance(value, dict):
        for name, below in value.items():
            value[name] = _resolved(below, f"{key}.{name}" if key else str(name), unset, seen)
    elif isinstance(value, list):
        value[:] = [_resolved(item, f"{key}[{n}]", unset, seen) for n, item in enumerate(value, 1)]
    return value


def _parsed(path: Path, display_path: str) -> dict[str, Any]:
    text = read_text(path, display_path)
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mistakes = yaml_mistakes.read(text.split("\n"))[1]
        # Up to the first one that is a guess: of settings within settings what is set in wrongly means anything.
        if known := list(takewhile(lambda one: one.sure or one.message == MESSAGE, mistakes)):
            raise Unusable(problem_of(mistake, display_path, 1) for mistake in known) from None
        line = min(error.problem_mark.line, text.count("\n")) + 1 if error.problem_mark else 0
        message = "The file cannot be read from this line on."
        fix = "Look here and just above for a missing colon, quote or indent."
        raise Unusable([Problem(path=display_path, line=line, message=message, fix=fix)]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        # A control character; or a day without quotes that is in no calendar.
        message = "The file holds a character or a value that cannot be read."
        fix = "Undo the last change; put days and numbers of your own into quotes."
        raise Unusable([Problem(path=display_path, message=message, fix=fix)]) from None
    if not isinstance(data, dict):
        fix = "site_name: Knowledge Center"
        raise Unusable([Problem(path=display_path, message="The file holds no settings.", fix=fix)])
    return data
