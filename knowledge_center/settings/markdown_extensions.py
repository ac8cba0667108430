"""Which Markdown a site writes, as ``markdown_extensions`` of mkdocs.yml says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge_center.settings.engine_settings import Look, extensions
from knowledge_center.settings.reader import Opaque
from knowledge_center.text.markdown_dialect import ALWAYS, MarkdownDialect, PythonName
from knowledge_center.words.catalogues import ENGLISH, Words
from knowledge_center.words.markdown_words import NAME, markdown_words

_FUNCTION = "tag:yaml.org,2002:python/name:"


def dialect(data: Mapping[str, Any], look: Look, words: Words = ENGLISH) -> MarkdownDialect:
    """The dialect of a site. Where mkdocs.yml names no extension, it is ours, or in Material's look none.

    What extensions say by themselves they say in ``words``.
    """
    found = _named(data, look)
    said = markdown_words(words)
    if not said:
        return found
    return MarkdownDialect(extensions=(*found.extensions, NAME), settings={**found.settings, NAME: said})


def _named(data: Mapping[str, Any], look: Look) -> MarkdownDialect:
    if "markdown_extensions" not in data and look == "publication":
        return MarkdownDialect()
    named = extensions(data)
    options = {name: _options(found) for name, found in named.items() if isinstance(found, Mapping) and found}
    return MarkdownDialect(extensions=tuple(dict.fromkeys([*ALWAYS, *named])), settings=options)


def _options(found: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of an extension. One that only the site generator can read is left as the extension has it."""
    read = {str(key): _value(value) for key, value in found.items()}
    return {key: value for key, value in read.items() if not isinstance(value, Opaque)}


def _value(value: Any) -> Any:
    if isinstance(value, Opaque) and value.tag.startswith(_FUNCTION):
        return PythonName(value.tag.removeprefix(_FUNCTION))
    if isinstance(value, Mapping):
        return _options(value)
    return [_value(item) for item in value] if isinstance(value, list) else value
