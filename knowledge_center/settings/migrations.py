"""How older settings become those of this version: step by step, by the number ``schema`` in them.

A step is a list of edits. They are made in memory whenever older settings are read, and in the file by
``knowledge-center upgrade`` (settings_edit.py).
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.reader import FILE, described

SCHEMA = 1  # what this version reads
PLUGIN = "knowledge-center"
_OURS = ("extra", "knowledge_center")


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A key with a value, as the first of its group; one that is there already is left as it is."""

    path: tuple[str, ...]
    value: Any
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Append:
    """One entry more at the end of a list; a list that is not there is begun."""

    path: tuple[str, ...]
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A key, or the entry of a list with that number, is taken out; a list goes with its last entry."""

    path: tuple[str | int, ...]
    why: str


Edit = Put | Append | Remove


def schema_of(data: Mapping[str, Any]) -> int:
    """The schema of the settings in mkdocs.yml, 0 for those that are older than the number.

    Raises Unusable for what is no number, and for one that this version does not know.
    """
    extra = data.get("extra")
    ours = extra.get("knowledge_center") if isinstance(extra, Mapping) else None
    if not isinstance(ours, Mapping) or "schema" not in ours:
        return 0
    found = ours["schema"]
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        message = f"{'.'.join(_OURS)}.schema: {described(found)} was found, but a number is expected."
        raise Unusable([Problem(path=FILE, message=message, fix=f"schema: {SCHEMA}")])
    if found > SCHEMA:
        message = (
            f"{'.'.join(_OURS)}.schema: These settings are of schema {found}, of a later version of the Knowledge "
            f"Center than this one, which knows {SCHEMA} at most."
        )
        fix = "python -m pip install --upgrade knowledge-center"
        raise Unusable([Problem(path=FILE, message=message, fix=fix)])
    return found


def pending(data: Mapping[str, Any]) -> tuple[Edit, ...]:
    """The edits that make the settings those of this version, in order. Raises Unusable as ``schema_of``."""
    edits: list[Edit] = []
    now = dict(data)
    for step in _STEPS[schema_of(data) :]:
        made = step(now)
        edits += made
        now = applied(now, made)
    return tuple(edits)


def migrated(data: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as this version reads them; ``data`` stays as it is. Raises Unusable as ``schema_of``."""
    return applied(data, pending(data))


def applied(data: Mapping[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """The settings after the edits; ``data`` stays as it is."""
    new = copy.deepcopy(dict(data))
    for edit in edits:
        group: Any = new
        for key in edit.path[:-1]:
            group = group[key]
        key = edit.path[-1]
        match edit:
            case Put():
                if key not in group:
                    items = dict(group)
                    group.clear()
                    group.update({key: edit.value, **items})
            case Append():
                group[key] = [*(group.get(key) or []), edit.value]
            case Remove():
                del group[key]
                if isinstance(group, list) and not group:
                    new = applied(new, [Remove(path=edit.path[:-1], why=edit.why)])
    return new


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is different at the top of mkdocs.yml; a list that is gone is an empty one."""
    return {key: after.get(key, []) for key in {**before, **after} if before.get(key) != after.get(key)}


def _from_a_clone(data: Mapping[str, Any]) -> list[Edit]:
    """0 to 1: a site that began as a clone of 0.1.0 takes everything but its own from the package."""
    extra = data.get("extra")
    ours = extra.get("knowledge_center") if isinstance(extra, Mapping) else None
    if not isinstance(ours, Mapping):
        return []
    edits: list[Edit] = [
        Put(path=(*_OURS, "schema"), value=1, why="The settings say which version of them they are.")
    ]
    hook = _entries(data, "hooks", lambda entry: str(entry).replace("\\", "/") == "hooks/main.py")
    plugins = data.get("plugins")
    if hook and not _entries(data, "plugins", lambda entry: _name(entry) == PLUGIN):
        why = "The package is a plugin; the site needs no hook of its own for it."
        if isinstance(plugins, Mapping):
            edits.append(Put(path=("plugins", PLUGIN), value={}, why=why))
        else:
            edits.append(Append(path=("plugins",), value=PLUGIN, why=why))
        edits += [Remove(path=path, why=why) for path in hook]
    why = "Articles and listings are made without Material's blog plugin."
    edits += [Remove(path=path, why=why) for path in _entries(data, "plugins", lambda e: _name(e) == "blog")]
    why = "Our style sheet comes with the package; colours of the site's own stand in brand."
    edits += [
        Remove(path=path, why=why) for path in _entries(data, "extra_css", lambda e: e == "assets/site.css")
    ]
    return edits


def _name(entry: object) -> str:
    """What a plugin is called: it may be written with its namespace and with settings."""
    name = next(iter(entry), "") if isinstance(entry, Mapping) else entry
    return str(name).rpartition("/")[2]


def _entries(
    data: Mapping[str, Any], key: str, wanted: Callable[[object], bool]
) -> list[tuple[str | int, ...]]:
    """Where in a list, or a group of keys, entries are that are wanted; last ones first, to be taken out in order."""
    found = data.get(key)
    if isinstance(found, Mapping):
        return [(key, name) for name in found if wanted(name)]
    entries = found if isinstance(found, list) else []
    return [(key, n) for n, entry in reversed(list(enumerate(entries))) if wanted(entry)]


# What leads from each schema to the next.
_STEPS: tuple[Callable[[Mapping[str, Any]], list[Edit]], ...] = (_from_a_clone,)
