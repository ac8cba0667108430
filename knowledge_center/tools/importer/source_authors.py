"""Who wrote an article: keys of authors, known ones and new ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.field_lookup import Fields, squash
from knowledge_center.tools.importer.foreign_front_matter import Value
from knowledge_center.tools.importer.stripped_text import plain_text

FIELDS = ("authors", "author", "byline", "by")

_NAMES = ("name", "display_name", "full_name", "title")
_KEYS = ("key", "slug", "username", "id", "nickname", "handle")
# What stands in the name of a desk, or of several people.
_SEVERAL = re.compile(
    r"\d|&|\b(?:admin|agency|board|company|desk|editors?|editorial|group|inc|llc|gmbh|ltd|office|service|services|"
    r"staff|team|redaktion|redactie|redacción|redazione|redação|rédaction|redakcja|redaktionen|and|und|et|en|och|oraz)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Authors:
    """The authors: those of the site (``known``), names the old site gives to keys, and who came new."""

    known: Mapping[str, str]
    old_names: Mapping[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    # New keys whose name is only a guess from the key.
    guessed: set[str] = field(default_factory=set)
    # For looking up: the place of each key in the list, and by letters of a name its key, here and on the old site.
    _order: dict[str, int] = field(default_factory=dict, init=False)
    _keys: dict[str, str] = field(default_factory=dict, init=False)
    _old_keys: dict[str, str] = field(default_factory=dict, init=False)
    # Who signs what names nobody.
    _own: str = field(default="", init=False)

    def __post_init__(self) -> None:
        for key, name in {**self.known, **self.new}.items():
            self._know(key, name)
        for key, name in self.old_names.items():
            self._old_keys.setdefault(_letters(name), key)

    def keys(self, fields: Fields) -> list[str]:
        """The keys of an article's authors, in order; empty if it names none."""
        found = fields.first(*FIELDS)
        keys = dict.fromkeys(self.key(word) for word in (_words(found.value) if found is not None else ()))
        return [key for key in keys if key]

    def key(self, word: str, *, exact: bool = False) -> str:
        """The key of a person called by name or by key; a new entry where there is none yet.

        ``exact``: a new entry is called just that, even if it looks like a key.
        """
        word = plain_text(word)
        name = self.old_names.get(word) or self.old_names.get(word.casefold()) or ""
        if not name:
            # Called by name, though the old site has a key for that name.
            word = self._old_keys.get(_letters(word), word)
            name = self.old_names.get(word, "")
        own = slug(word)
        # The one that was there first.
        same = {self._keys.get(letters, "") for letters in (_letters(word), _letters(name)) if letters}
        same.add(own)
        if here := [key for key in same if key in self._order]:
            return min(here, key=self._order.__getitem__)
        if not own:
            own = f"author-{len(self.new) + 1}" if word else ""
        if own:
            self.new[own] = name or (word if exact else _name_from(word))
            self._know(own, self.new[own])
            self._own = own if exact else self._own
            if not name and self.new[own] != word:
                self.guessed.add(own)
        return own

    def _know(self, key: str, name: str) -> None:
        self._order.setdefault(key, len(self._order))
        if name:
            self._keys.setdefault(_letters(name), key)

    @property
    def people(self) -> tuple[str, ...]:
        """The keys of new authors whose names are those of one person: two words to four, and none of a desk."""
        return tuple(
            key
            for key, name in self.new.items()
            if key != self._own and 2 <= len(name.split()) <= 4 and not _SEVERAL.search(name)
        )

    def name_of(self, key: str) -> str:
        """What the person behind a key is called, as far as it is known."""
        own = slug(key)
        return self.old_names.get(key) or self.known.get(own) or self.new.get(own) or _name_from(key)


def _words(value: Value) -> list[str]:
    """The people in a field: a text, a list, or groups of fields with a name."""
    if isinstance(value, Mapping):
        word = next((str(value[key]) for key in (*_NAMES, *_KEYS) if isinstance(value.get(key), str)), "")
        return [word] if word.strip() else []
    if isinstance(value, list):
        return [word for item in value for word in _words(item)]
    return _parted(" ".join(value.split()))


def _parted(text: str) -> list[str]:
    """“Ana Souza and Bo Lee” are two people; “Ana Souza, MD” is one."""
    parts = [
        part.strip() for part in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+", text) if part.strip()
    ]
    keys = all(re.fullmatch(r"[a-z0-9_-]+", part) for part in parts)
    full = all(len(part.split()) > 1 for part in parts)
    return parts if keys or full else [text]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _name_from(word: str) -> str:
    """A key like ``jo-ann-lee`` as a person would read it; anything else is left as it is."""
    if re.fullmatch(r"[a-z]+(?:[-_.][a-z]+)*", word):
        return " ".join(part.capitalize() for part in re.split(r"[-_.]", word))
    return word


def names_from_data(value: Value) -> dict[str, str]:
    """Key -> name from the old site's list of authors: a group per key, or a list of groups with a key."""
    found: dict[str, str] = {}
    if isinstance(value, Mapping):
        inner = value.get("authors")
        if len(value) == 1 and isinstance(inner, (Mapping, list)):
            return names_from_data(inner)
        for key, fields in value.items():
            name = _name_in(fields)
            if name:
                found[key] = name
    elif isinstance(value, list):
        for fields in value:
            if isinstance(fields, Mapping):
                key = next((str(fields[name]) for name in _KEYS if isinstance(fields.get(name), str)), "")
                name = _name_in({k: v for k, v in fields.items() if squash(k) != "name"}) or _name_in(fields)
                key = key or str(fields.get("name", ""))
                if key and name:
                    found[key] = name
    return found


def _name_in(fields: Value) -> str:
    if isinstance(fields, str):
        return " ".join(fields.split())
    if not isinstance(fields, Mapping):
        return ""
    for name in ("full_name", "display_name", "name", "title"):
        value = fields.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    first, last = fields.get("first_name", ""), fields.get("last_name", "")
    return " ".join(f"{first} {last}".split()) if isinstance(first, str) and isinstance(last, str) else ""
