"""What the import does not read of old articles and their pages: reported, so that nothing vanishes unseen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from knowledge_center.tools.importer import (
    cover,
    description,
    post_paths,
    source_authors,
    source_categories,
    source_post,
    source_series,
    subtitle,
    visibility,
)
from knowledge_center.tools.importer.exports.page_furniture import Furniture
from knowledge_center.tools.importer.field_lookup import Fields, Found, flatten, squash
from knowledge_center.tools.importer.import_report import IgnoredField
from knowledge_center.tools.importer.source_post import SourcePost

_READ = (
    *source_post.FIELDS,
    *post_paths.FIELDS,
    *description.FIELDS,
    *source_authors.FIELDS,
    *source_categories.FIELDS,
    *cover.FIELDS,
    *visibility.FIELDS,
    *subtitle.FIELDS,
    *source_series.FIELDS,
    "guid",
    # What is in these tables is read as if it stood beside them.
    "params",
    "extra",
)
_USED = frozenset(squash(name) for name in _READ)


def unread_fields(fields: Fields) -> Iterator[Found]:
    """An article's fields that the import does not read, whole."""
    for found in fields:
        if squash(found.name) not in _USED and re.fullmatch(r"[\w .-]{1,40}", found.name):
            yield found


def ignored_fields(
    posts: Iterable[SourcePost], *, has_links: bool, without_lines: Collection[str]
) -> list[IgnoredField]:
    """Those of all articles, for the report; ``has_links``: the field of that name is read."""
    return [
        IgnoredField(
            name=found.name,
            source=post.source,
            line=0 if post.source in without_lines else found.line,
            value=", ".join(flatten(found.value)),
        )
        for post in sorted(posts, key=lambda post: post.source)
        for found in unread_fields(post.fields)
        if not has_links or found.name != "links"
    ]


def pieces_around(furniture: Mapping[str, Iterable[Furniture]]) -> list[IgnoredField]:
    """What stood around articles on their pages, by the paths of these."""
    return [
        IgnoredField(name=piece.name, source=path, line=0, value=piece.text)
        for path, pieces in sorted(furniture.items())
        for piece in pieces
    ]
