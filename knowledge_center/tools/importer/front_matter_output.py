"""The front matter we write: few fields, one line each, quotes only where YAML needs them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from knowledge_center.articles.model import SeriesPart
from knowledge_center.tools.importer.yaml_repair import QUICK_LOADER

# Words that no YAML reads as anything else, without asking a parser; and those that some do.
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9 -]*[A-Za-z0-9]")
_NO_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFields:
    """The fields of an article to write; an empty one is not written."""

    title: str
    date: str
    description: str
    authors: Sequence[str]
    categories: Sequence[str]
    image: str = ""
    image_alt: str = ""
    updated: str = ""
    expires: str = ""
    draft: bool = False
    aliases: Sequence[str] = ()
    series: SeriesPart | None = None
    guid: str = ""
    language: str = ""
    translation_of: str = ""


def write_article(fields: ArticleFields, body: str) -> str:
    """The whole Markdown file."""
    lines = [f"title: {scalar(fields.title)}"]
    if fields.date:
        lines.append(f"date: {fields.date}")
    lines.append(f"description: {scalar(fields.description)}")
    for name, keys in (("authors", fields.authors), ("categories", fields.categories)):
        if keys:
            lines.append(f"{name}: [{', '.join(scalar(key, inside_list=True) for key in keys)}]")
    if fields.image:
        lines.append(f"image: {scalar(fields.image)}")
    if fields.image_alt:
        lines.append(f"image_alt: {scalar(fields.image_alt)}")
    if fields.updated:
        lines.append(f"updated: {fields.updated}")
    if fields.series is not None:
        name = scalar(fields.series.name, inside_list=True)
        lines.append(f"series: {{name: {name}, part: {fields.series.part}}}")
    for name, word in (("language", fields.language), ("translation_of", fields.translation_of)):
        if word:
            lines.append(f"{name}: {scalar(word)}")
    if fields.expires:
        lines.append(f"expires: {fields.expires}")
    if fields.draft:
        lines.append("draft: true")
    if fields.aliases:
        lines.append("aliases:")
        lines += [f"  - {scalar(alias)}" for alias in fields.aliases]
    if fields.guid:
        lines.append(f"guid: {scalar(fields.guid)}")
    head = "\n".join(lines)
    return f"---\n{head}\n---\n\n{body}" if body else f"---\n{head}\n---\n"


def scalar(text: str, *, inside_list: bool = False) -> str:
    """``text`` on one line as YAML that reads back as the same text, in any version of YAML."""
    if _plain(text) and (not inside_list or re.fullmatch(r"\w[\w ./-]*", text)):
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _plain(text: str) -> bool:
    # YAML 1.2 reads more as numbers than the parser we have.
    if not text or text != text.strip() or re.fullmatch(r"[-+.]*[0-9][-+0-9_.:,eExXoOa-fA-F]*", text):
        return False
    if _WORDS.fullmatch(text) and text.casefold() not in _NO_WORDS:
        return True
    try:
        node = yaml.compose(f"key: {text}\n", Loader=QUICK_LOADER)
    except yaml.YAMLError:
        return False
    if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
        return False
    value = node.value[0][1]
    return (
        isinstance(value, yaml.ScalarNode)
        and value.value == text
        and value.tag == "tag:yaml.org,2002:str"
        and (not value.style)
    )
