"""What the site generator has against a value in mkdocs.yml, in words for whoever wrote it there."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.problems import Problem, did_you_mean, one_of, quoted
from knowledge_center.settings.reader import FILE

_SAID = re.compile(r"Config value '(?P<key>[^']+)': (?P<why>.+)", re.DOTALL)
_UNKNOWN = re.compile(r"Unrecognised configuration name: (\S+)")
_OPTION = re.compile(r"Plugin '(?P<plugin>[^']+)' option '(?P<option>[^']+)': (?P<why>.+)", re.DOTALL)
_THEME = re.compile(
    r"Unrecognised theme name: '(?P<name>[^']*)'\. The available installed themes are: (?P<known>.+)"
)
_PLUGIN = re.compile(r'The "(?P<name>[^"]+)" plugin is not installed')
_EXTENSION = re.compile(r"Failed to load extension '(?P<name>[^']+)'\.(?P<trace>.*)", re.DOTALL)
_LAST = re.compile(r"\n(?P<kind>\w+): (?P<what>[^\n]*)\s*$")
_TYPES = {
    "bool": "true or false",
    "str": "a text",
    "int": "a number",
    "list": "a list",
    "dict": "a group of settings",
}
_TYPE = re.compile(r"<class '(\w+)'>")


def settings_problem(said: str, root: Path) -> Problem | None:
    """The problem of mkdocs.yml in ``root`` that the generator speaks of; None where it speaks of something else."""
    found = _SAID.match(said.strip())
    if found is None:
        return None
    key, why = found["key"], found["why"].strip()
    told = (
        _of_name(key, why)
        or _of_plugin(why)
        or _of_theme(why)
        or _of_extension(why)
        or (key, _in_words(why), "", key)
    )
    setting, message, fix, word = told
    return Problem(
        path=FILE,
        line=_line(root / FILE, word),
        message=f"{setting}: {message}",
        fix=fix or f"Correct {setting}, or delete it: https://www.mkdocs.org/user-guide/configuration/",
    )


def _of_name(key: str, why: str) -> tuple[str, str, str, str] | None:
    if not _UNKNOWN.fullmatch(why):
        return None
    meant = did_you_mean(key, [name for name, _ in MkDocsConfig()._schema])
    return key, "there is no such setting.", f"{meant}: …" if meant else f"Delete {key}.", key


def _of_plugin(why: str) -> tuple[str, str, str, str] | None:
    if found := _PLUGIN.match(why):
        name = found["name"]
        meant = did_you_mean(name, sorted({one.name for one in entry_points(group="mkdocs.plugins")}))
        fix = (
            f"plugins: [{meant}]\nwith the others that stand there"
            if meant
            else "Install its package, or delete it."
        )
        return "plugins", f"there is no plugin {quoted(name)} in this environment.", fix, name
    if option := _OPTION.match(why):
        unknown = _UNKNOWN.fullmatch(option["why"].strip())
        message = "there is no such setting." if unknown else _in_words(option["why"])
        setting = f"plugins.{option['plugin'].removeprefix('material/')}.{option['option']}"
        return setting, message, f"Delete {option['option']}, or write what its guide says.", option["option"]
    return None


def _of_theme(why: str) -> tuple[str, str, str, str] | None:
    found = _THEME.match(why)
    if found is None:
        return None
    known = found["known"].split(", ")
    meant = did_you_mean(found["name"], known) or "material"
    message = f"there is no theme {quoted(found['name'])}; {one_of(sorted(known))} is expected."
    return "theme.name", message, f"name: {meant}", found["name"]


def _of_extension(why: str) -> tuple[str, str, str, str] | None:
    found = _EXTENSION.match(why)
    if found is None:
        return None
    name, last = found["name"], _LAST.search(found["trace"])
    if last and last["kind"] == "KeyError":
        option = last["what"].strip("'\"")
        return (
            f"markdown_extensions.{name}.{option}",
            "there is no such setting.",
            f"Delete {option}.",
            option,
        )
    if last and last["kind"] in ("ModuleNotFoundError", "ImportError"):
        message = f"there is no extension {quoted(name)} in this environment."
        return "markdown_extensions", message, "Correct its name, install its package, or delete it.", name
    what = f": {last['what']}" if last else ""
    message = f"the extension {quoted(name)} does not take its settings{what}."
    return f"markdown_extensions.{name}", message, f"Correct what stands below {name}, or delete it.", name


def _in_words(why: str) -> str:
    """What was said, with kinds of values in words; one sentence."""
    text = _TYPE.sub(lambda kind: _TYPES.get(kind[1], kind[1]), why.partition("\n")[0])
    text = re.sub(r"Expected type: (.+) but received: (.+)", r"\1 is expected, but \2 was found", text)
    text = text.removesuffix(".")
    return f"{text[:1].lower()}{text[1:]}."


def _line(file: Path, word: str) -> int:
    """The first line that a word stands on; 0 where none has it."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return 0
    there = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return next((number for number, line in enumerate(lines, 1) if there.search(line.partition(" #")[0])), 0)
