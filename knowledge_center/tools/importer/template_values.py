"""What a template expression stands for, where that is known without the old site's code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.old_addresses import OldSite

# Filters that leave an address or a text what it is.
_SAME = frozenset((
    "url", "relative_url", "absolute_url", "relurl", "absurl", "escape", "strip", "trim", "safe",
    "asset_path", "asset_url", "img_url", "markdownify", "normalize_whitespace", "xml_escape", "htmlsafe",
))  # fmt: skip
_ADDRESS = frozenset(("url", "relative_url", "absolute_url", "relurl", "absurl"))
_PIPE = re.compile(r"\|(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)")
_LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What names mean in one article: its fields, the old site, and what it assigned on the way."""

    fields: Fields
    site: OldSite
    path: str
    title: str
    assigned: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One step of an expression: ``| name: argument``."""

    name: str
    argument: str


def parse_expression(expression: str) -> tuple[str, list[Filter]]:
    """An expression's first word and the filters after it."""
    first, *rest = _PIPE.split(expression)
    filters = []
    for piece in rest:
        found = re.match(r"\s*([\w.]+)\s*(?::\s*(.*?)|\(\s*(.*?)\s*\))?\s*$", piece, re.DOTALL)
        name = found[1].casefold() if found else "?"
        argument = (found[2] or found[3] or "") if found else ""
        filters.append(Filter(name=name, argument=argument))
    return first.strip(), filters


def evaluate(expression: str, scope: Scope) -> str | None:
    """The text an expression stands for; None where that takes code nobody gave us."""
    first, filters = parse_expression(expression)
    value = _operand(first, scope)
    for step in filters:
        if value is None:
            return None
        if step.name in ("prepend", "append"):
            added = _operand(step.argument, scope)
            if added is None:
                return None
            value = added + value if step.name == "prepend" else value + added
        elif step.name in _ADDRESS:
            value = scope.site.base + value if _lacks_base(value, scope.site.base) else value
        elif step.name not in _SAME:
            return None
    return value


def _lacks_base(value: str, base: str) -> bool:
    return bool(base) and value.startswith("/") and not f"{value}/".startswith(f"{base}/")


def _operand(word: str, scope: Scope) -> str | None:
    word = word.strip()
    literal = _LITERAL.fullmatch(word)
    if literal:
        return literal[1] if literal[1] is not None else literal[2]
    if word in scope.assigned:
        return scope.assigned[word]
    if word in ("site.baseurl", "site.base_url", "site.github.url", "baseurl", "site.pathPrefix"):
        return scope.site.base
    if word in ("site.url", "site.URL", "metadata.url", "site.baseURL"):
        # An address on the old site is written without its host from here on.
        return ""
    name = re.sub(r"^(?:page|post|this|frontmatter)\.", "", word)
    if name == "url":
        return scope.path
    if name == "title":
        return scope.title
    return scope.fields.text(name) or None if re.fullmatch(r"[\w-]+", name) else None
