"""The Markdown of a site: the same for the page of a text, its feed and its mail, whoever renders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

from markdown import Markdown

from knowledge_center.text.quick_inline import make_quick

# The Markdown that our guides describe and our styles know: name -> settings of the extension.
MARKDOWN: dict[str, dict[str, Any]] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "smarty": {},  # typographic quotes and dashes in the text
    "tables": {},
    "toc": {},
    "pymdownx.details": {},
    "pymdownx.highlight": {},
    "pymdownx.inlinehilite": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {},
    "pymdownx.tilde": {"subscript": False},  # ~~struck~~
}
# What the site generator adds to every site's.
ALWAYS = ("toc", "tables", "fenced_code")


@dataclass(frozen=True, slots=True)
class PythonName:
    """A setting of an extension that is a function, by its name: ``pymdownx.emoji.to_alt``."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownDialect:
    """The extensions of Markdown that a site uses, in order, and the settings of those that have some."""

    extensions: tuple[str, ...] = tuple(dict.fromkeys([*ALWAYS, *MARKDOWN]))
    settings: Mapping[str, Mapping[str, Any]] = field(
        default_factory=lambda: {name: dict(set_) for name, set_ in MARKDOWN.items() if set_}
    )

    def html(self, text: str) -> str:
        """``text`` as HTML. Raises ValueError, in words, where an extension cannot be had."""
        return _converter(repr(self), self).reset().convert(text)

    def __hash__(self) -> int:
        return hash(self.extensions)


@lru_cache(maxsize=4)
def _converter(key: str, dialect: MarkdownDialect) -> Markdown:
    """Making one costs more than most texts do; ``key`` tells dialects apart by all of their settings."""
    try:
        settings = {name: _with_functions(options) for name, options in dialect.settings.items()}
        return make_quick(Markdown(extensions=list(dialect.extensions), extension_configs=settings))
    except (ImportError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(str(error).strip("'\"")) from error


def _with_functions(value: Any) -> Any:
    if isinstance(value, PythonName):
        module, _, name = value.name.rpartition(".")
        return getattr(import_module(module), name)
    if isinstance(value, Mapping):
        return {key: _with_functions(item) for key, item in value.items()}
    return [_with_functions(item) for item in value] if isinstance(value, list) else value
