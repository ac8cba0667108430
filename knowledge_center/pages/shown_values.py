"""What pages and files show, as text to be compared: equal for equal values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from knowledge_center.articles.model import Article, Author, Category
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.feeds.channels import FeedLink

_PLAIN = (str, int, type(None))
# What stands on many pages.
_SHARED = (Article, Author, Category, FeedLink)


class ShownValues:
    """Values as text. An article stands there as it is shown elsewhere, without its own text: its page has that."""

    def __init__(self) -> None:
        # The values are kept, so that no other one can have the same id.
        self._known: dict[int, tuple[object, str]] = {}
        # The fields of the dataclasses that have articles; none of other classes.
        self._fields: dict[type, tuple[str, ...]] = {}

    def text(self, value: object) -> str:
        """The text of a value made of plain ones, tuples and dataclasses."""
        if isinstance(value, _PLAIN):
            return repr(value)
        if known := self._known.get(id(value)):
            return known[1]
        if isinstance(value, tuple):
            return self._joined(value)
        if isinstance(value, _SHARED):
            text = content_hash(repr(value)).hex()
            self._known[id(value)] = value, text
            return text
        kind = type(value)
        names = self._fields.get(kind)
        if names is None:
            found = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
            names = self._fields[kind] = found if "articles" in found else ()
        if names:
            return self._joined([getattr(value, name) for name in names])
        return repr(value)

    def _joined(self, values: Iterable[object]) -> str:
        known = self._known
        # Most are articles that stand on other pages, too.
        return (
            f"({','.join([one[1] if (one := known.get(id(each))) else self.text(each) for each in values])})"
        )
