"""What to paste instead: the word or line an editor meant, written so that the parser reads it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from knowledge_center.articles.rules.typed_dates import MOMENT, TODAY
from knowledge_center.front_matter.parser import Field
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import did_you_mean
from knowledge_center.text.slugs import slug

# File names have at most 255 bytes, an old path becomes one or several of them.
LONGEST = 200


def day_line(name: str, item: Field) -> str:
    """A day for a field that holds a list, or a group, as other blogs have it: the one of first publication."""
    group = item.value if isinstance(item.value, dict) else {}
    inside = item.value if isinstance(item.value, list) else list(group.values())
    named = [group[key] for key in ("created", "published", "updated") if key in group] or inside
    day = next((one.text for one in named if one.text and MOMENT.fullmatch(one.text)), TODAY)
    if any(part.line != item.line for part in inside):
        return f"Write {name}: {day} and delete the lines below that belong to it."
    return f"{name}: {day}"


def short(alias: str) -> bool:
    """Whether every part of an alias can be the name of a file."""
    return all(len(part.encode()) <= LONGEST for part in alias.split("/"))


def old_address(text: str) -> str:
    """The alias somebody meant who pasted an address, a path with blanks, or a file's name; or nothing."""
    if "/" not in text:
        return slug(text.removesuffix(".md")) if text and short(text) else ""
    try:
        path = urlsplit(text.replace("\\", "/")).path
    except ValueError:
        return ""
    parts = [quote(part, safe="%~!$&'()*+,;=:@") for part in path.split("/") if part not in ("", ".", "..")]
    alias = "/" + "/".join(parts) + ("/" if path.endswith("/") and parts else "")
    return alias if parts and short(alias) else ""


def nearest(word: str, known: Mapping[str, str]) -> str:
    """The key that ``word`` means, by key or by name; empty where nobody could tell."""
    return known.get(word.casefold()) or known.get(did_you_mean(word, known), "")


def several(text: str, known: Mapping[str, str]) -> list[str]:
    """The words of a list that was typed without brackets, or with other marks than commas between them."""
    if text.strip().casefold() in known:
        return [text.strip()]
    # Addresses have slashes of their own.
    between = r"[,;/|+&]|\s+and\s+" if known else "[,;]"
    return [word.strip() for word in re.split(between, text) if word.strip()]


def some(words: Mapping[str, object], most: int = 40) -> str:
    """The words one can choose from, in a sentence."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return f"{', '.join(list(words)[:most])}{more}"


def typed(item: Field) -> str:
    """What stands behind the colon, where that is on one line."""
    if item.text is not None and "\n" not in item.text:
        return double_quoted(item.text) if item.quoted else item.text
    if isinstance(item.value, list) and all(part.line == item.line and part.text for part in item.value):
        return flow([part.text or "" for part in item.value])
    return ""


def renamed(item: Field, name: str, former: str) -> str:
    """The line of a field under another name."""
    if item.dashes is not None:
        return f"{name}:"
    value = typed(item)
    return f"{name}: {value}" if value else f"Write {name}: instead of {former}:"


def flow(words: list[str]) -> str:
    """A list in brackets."""
    return f"[{', '.join(map(scalar, words))}]"


def flow_text(item: Field) -> str:
    """A list in brackets as the text it was meant to be; empty where it is none, or one of several lines."""
    items = item.value if isinstance(item.value, list) and item.dashes is None else []
    if not items or not all(part.text and part.line == item.line for part in items):
        return ""
    return f"[{', '.join(part.text or '' for part in items)}]"


def scalar(word: str) -> str:
    """A word as it may stand in a list, in quotes where it needs them."""
    return (
        word
        if re.fullmatch(r"[\w./][\w./%~ -]*", word, re.ASCII)
        and word == word.strip()
        and word.casefold() != "null"
        else double_quoted(word)
    )
