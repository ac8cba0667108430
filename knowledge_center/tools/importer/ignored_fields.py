"""Fields of the old articles that the import does not read: reported, so that nothing vanishes unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from knowledge_center.tools.importer.field_lookup import Fields, Found, squash

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
