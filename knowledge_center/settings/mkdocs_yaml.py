"""mkdocs.yml as a dictionary, read the way MkDocs reads it and without importing it.

``INHERIT`` merges the settings of another file below this one's, ``!ENV`` takes a value from the environment:
both by the libraries that MkDocs itself uses. Other tags, which only a site generator understands, become a mark.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import mergedeep
import yaml
import yaml_env_tag

from knowledge_center.front_matter.parser import read_text
from knowledge_center.problems import Problem, Unusable, quoted
from knowledge_center.settings.reader import Opaque


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads mkdocs.yml without running it: a foreign tag becomes a mark, never an object."""


def _opaque(loader: yaml.Loader, suffix: str, node: yaml.Node) -> Opaque:
    return Opaque(str(node.tag))


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _opaque)
_Loader.add_multi_constructor("!", _opaque)
_Loader.add_constructor("!ENV", yaml_env_tag.construct_env_tag)


def load(path: Path) -> dict[str, Any]:
    """The settings in ``path`` (mkdocs.yml) over those it inherits. Raises Unusable when it cannot be read."""
    if not path.exists():
        message = "There is no mkdocs.yml here."
        fix = "Go to the folder that holds mkdocs.yml and call the command again."
        raise Unusable([Problem(path=path.name, message=message, fix=fix)])
    return _merged(path, path.name, ())


def _merged(path: Path, display_path: str, below: tuple[Path, ...]) -> dict[str, Any]:
    """One file over what it inherits; ``below`` are the files that inherit from it."""
    data = _parsed(path, display_path)
    if "INHERIT" not in data:
        return data
    inherited = data.pop("INHERIT")
    if not isinstance(inherited, str) or not inherited:
        message = (
            f"INHERIT: {quoted(inherited)} was found, but the path of another settings file is expected."
        )
        raise Unusable([Problem(path=display_path, message=message, fix="INHERIT: ../base.yml")])
    base = Path(os.path.normpath(path.parent / inherited))
    if not base.is_file():
        message = (
            f"INHERIT: there is no file {quoted(inherited)}; the path is meant from the folder of this file."
        )
        raise Unusable([Problem(path=display_path, message=message, fix="INHERIT: ../base.yml")])
    if base.resolve() in (*below, path.resolve()):
        message = f"INHERIT: {quoted(inherited)} inherits from this file in turn, so neither can be read."
        raise Unusable([Problem(path=display_path, message=message, fix="Delete one of the INHERIT lines.")])
    merged: dict[str, Any] = mergedeep.merge(_merged(base, inherited, (*below, path.resolve())), data)
    return merged


def _parsed(path: Path, display_path: str) -> dict[str, Any]:
    text = read_text(path, display_path)
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
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
