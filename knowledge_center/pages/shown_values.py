"""What pages and files show, as text to be compared: equal for equal values."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from knowledge_center.articles.model import Article
from knowledge_center.build_cache.content_hash import content_hash


class ShownValues:
    """Values as text. An article stands there as it is shown elsewhere, without its own text: its page has that."""

    def __init__(self) -> None:
        # The articles are kept, so that no other one can have the same id.
        self._known: dict[int, tuple[Article, str]] = {}

    def text(self, value: object) -> str:
        """The text of a value made of plain ones, tuples and dataclasses."""
        if isinstance(value, Article):
            known = self._known.get(id(value))
            if known is None:
                known = self._known[id(value)] = value, content_hash(repr(value)).hex()
            return known[1]
        if isinstance(value, tuple):
            return "(" + ",".join(map(self.text, value)) + ")"
        if is_dataclass(value) and hasattr(value, "articles"):
            return "(" + ",".join(self.text(getattr(value, field.name)) for field in fields(value)) + ")"
        return repr(value)
