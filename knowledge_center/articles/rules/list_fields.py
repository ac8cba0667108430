"""Fields that are lists: authors, topics, former names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from knowledge_center.articles.article_schema import ALIAS
from knowledge_center.articles.model import RESERVED_NAMES, Author, Category
from knowledge_center.articles.rules.field_reader import FieldReader
from knowledge_center.articles.rules.suggested_fixes import (
    flow,
    nearest,
    old_address,
    scalar,
    several,
    short,
    some,
)
from knowledge_center.front_matter.parser import Field
from knowledge_center.problems import Edit, one_of

T = TypeVar("T", Author, Category)


def chosen(reader: FieldReader, name: str, known: Mapping[str, T], where: str, one: str) -> tuple[T, ...]:
    """What a list of authors or topics chooses; ``where`` is the list of all, ``one`` what each is called."""
    # An empty list of those that may be chosen is one problem, not one of every article.
    if not known:
        return ()
    field = reader.found.get(name)
    typed = [item.text for item in field.value] if field and isinstance(field.value, list) else []
    if typed and len(set(typed)) == len(typed) and all(key in known for key in typed):
        return tuple(known[key] for key in typed if key)
    words = _names(known)
    items = _items(reader, name, words)
    example = f"{name}: [{next(iter(known))}]"
    if items is None:
        if name not in reader.meant:
            reader.offer(name, f"The field “{name}” is missing: at least one {one} is expected.", example)
        return ()
    if not items and isinstance(reader.found[name].value, list):
        reader.offer(name, f"The list “{name}” is empty: at least one {one} is expected.", example)
    chosen: list[T] = []
    for at, item in enumerate(items):
        key = (item.text or "").strip()
        if key in known and known[key] not in chosen:
            chosen.append(known[key])
        elif key in known:
            message = f"The {one} “{key}” is listed twice."
            fix, edits = _instead(reader, name, at, [])
            reader.say(name, message, fix or "Delete one of the two.", line=item.line, edits=edits, safe=True)
        else:
            if isinstance(item.value, dict) and "name" in item.value:
                # Other programs describe their authors in each file.
                key = (item.value["name"].text or "").strip()
            parts = several(key, words) or [key]
            meant = [nearest(part, words) for part in parts]
            if all(meant):
                fix, edits = _instead(reader, name, at, meant)
                guess = f"; did you mean {one_of(f'“{word}”' for word in meant).replace(' or ', ' and ')}?"
            else:
                fix, edits = f"Choose one of these, or add it to {where}.", ()
                guess = "."
            what = f"no {one} “{key}”" if key else f"{item.in_words} where a word is expected; no such {one}"
            message = f"There is {what} in {where}{guess} Known are {some(known)}."
            sure = all(part.casefold() in words for part in parts)
            reader.say(name, message, fix, line=item.line, edits=edits, safe=sure)
    return tuple(chosen)


def likely_choice(item: Field, known: Mapping[str, T]) -> str:
    """The list in brackets that a field under another name was meant for; empty where nobody could tell."""
    words = _names(known)
    items = item.value if isinstance(item.value, list) else [item]
    meant = [nearest(word, words) for one in items for word in several(one.text or "", words)]
    return flow(list(dict.fromkeys(meant))) if meant and all(meant) else ""


def _names(known: Mapping[str, T]) -> dict[str, str]:
    """What editors may call those that can be chosen, each with its key."""
    return {value.name.casefold(): key for key, value in known.items()} | {key: key for key in known}


def aliases(reader: FieldReader) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Former names and old paths, and the line of each."""
    found: list[tuple[str, int]] = []
    for at, item in enumerate(_items(reader, "aliases") or []):
        alias = (item.text or "").strip()
        if alias in RESERVED_NAMES:
            message = f"The alias “{alias}” cannot be a former name: that address means something else."
            reader.say("aliases", message, "Delete it from aliases.", line=item.line)
        elif ALIAS.fullmatch(alias) and short(alias):
            found.append((alias, item.line))
        else:
            message = (
                f"The alias “{alias}” is neither a former file name (small letters, digits, hyphens) "
                "nor an old path that begins with / (single slashes, no blanks)."
            )
            meant = old_address(alias)
            fix, edits = (
                _instead(reader, "aliases", at, [meant]) if meant else ("Delete it from aliases.", ())
            )
            reader.say("aliases", message, fix, line=item.line, edits=edits)
    return tuple(alias for alias, _ in found), tuple(line for _, line in found)


def _items(reader: FieldReader, name: str, known: Mapping[str, str] | None = None) -> list[Field] | None:
    """The list of that name; one word without brackets is a mistake whose fix is plain.

    ``known`` maps what editors may call something to the word that is expected.
    """
    item = reader.found.get(name)
    if item is None or item.value is None:
        return None
    if isinstance(item.value, list):
        return item.value
    words = several(item.text or "", known or {})
    sure = all(word.casefold() in (known or {}) for word in words)
    if known:
        words = [nearest(word, known) or word for word in words] or list(known.values())[:1]
    message = f"The field “{name}” holds {item.in_words}, but a list in brackets is expected."
    reader.offer(name, message, f"{name}: {flow(words or ['one', 'two'])}", safe=bool(item.text) and sure)
    return []


def _instead(reader: FieldReader, name: str, at: int, words: list[str]) -> tuple[str, tuple[Edit, ...]]:
    """The line of a list with its item ``at`` replaced by ``words``, as far as that is one line."""
    field = reader.found[name]
    items = field.value if isinstance(field.value, list) else []
    if field.dashes is not None and items[at].line != field.line:
        lines = [f"{' ' * field.dashes}- {scalar(word)}" for word in words]
        behind = f" {items[at].comment}" if items[at].comment else ""
        pasted = (*(line + behind for line in lines[:1]), *lines[1:])
        return "\n".join(lines), (Edit(items[at].line, max(items[at].line, items[at].last), pasted),)
    if all(item.line == field.line for item in items):
        texts = [text for n, item in enumerate(items) for text in (words if n == at else [item.text or ""])]
        line = f"{name}: {flow(list(dict.fromkeys(texts)))}"
        behind = f" {items[-1].comment}" if items[-1].comment else ""
        return line, (Edit(field.line, max(field.line, field.last), (line + behind,)),)
    return (f"Write {', '.join(words)} instead." if words else "Delete one of the two."), ()
