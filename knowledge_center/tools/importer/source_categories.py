"""What an article is about: slugs of categories, from the old site's tags."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.tools.importer.article_names import slug
from knowledge_center.tools.importer.field_lookup import Fields, flatten

FIELDS = ("categories", "category", "tags", "tag", "topics", "keywords")
# Tags that generators use to find pages, not to say what they are about.
_MACHINERY = frozenset(("post", "posts", "blog", "article", "articles", "all", "nav", "page", "pages"))


@dataclass(slots=True, kw_only=True)
class Categories:
    """The categories: those of the site (``known``), which tags lead where, and the one for all the rest.

    ``kept``: what stands in the field ``categories`` is a category here too, as in Material's blog. ``details`` are
    what the old site said of some, by their slugs.
    """

    known: Mapping[str, str]
    fallback: str
    by_tag: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kept: bool = False
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)

    def slugs(self, fields: Fields, *, or_fallback: bool = True) -> list[str]:
        """The categories of an article, at least the fallback, where ``or_fallback`` says so."""
        found: list[str] = []
        kept = {slug(name) for name in fields.texts("categories")} if self.kept else set()
        for tag in tags(fields):
            targets = self.by_tag.get(slug(tag) or tag.casefold(), (tag,) if slug(tag) in kept else ())
            if not targets:
                self.unused[tag] += 1
            for target in targets:
                own = self._slug(target)
                if own not in found:
                    found.append(own)
        return found or ([self._slug(self.fallback)] if or_fallback else [])

    def _slug(self, word: str) -> str:
        """The slug of a category called by name or slug; a new entry where there is none yet."""
        for known, name in {**self.known, **self.new}.items():
            if word == known or word.casefold() == name.casefold():
                return known
        own = slug(word) or "imported"
        if own not in self.known:
            self.new.setdefault(own, self.details.get(own, {}).get("name") or _name(word, own))
        return own


def _name(word: str, own: str) -> str:
    return word.replace("-", " ").capitalize() if word == own else word


def tags(fields: Fields) -> Iterable[str]:
    """All tags and categories of the old article, each once."""
    seen: dict[str, str] = {}
    for name in FIELDS:
        found = fields.first(name)
        for text in flatten(found.value) if found is not None else ():
            words = text.split(",") if isinstance(found.value if found else "", str) else [text]
            for word in words:
                word = html.unescape(word).strip()
                if word and word.casefold() not in _MACHINERY:
                    seen.setdefault(slug(word) or word.casefold(), word)
    return seen.values()


def read_tag_map(data: object) -> dict[str, tuple[str, ...]]:
    """What a tags file says: old tag -> categories. Raises ValueError with a sentence for anything else."""
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ValueError("it holds no list like “old tag: category”, one a line.")
    found = {}
    for tag, target in data.items():
        targets = target if isinstance(target, list) else [target]
        if not all(isinstance(one, (str, int)) and str(one).strip() for one in targets):
            raise ValueError(f"the tag “{tag}” leads to no category.")
        found[slug(str(tag)) or str(tag).casefold()] = tuple(" ".join(str(one).split()) for one in targets)
    return found
