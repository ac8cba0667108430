"""Whether the old site showed an article to everybody: what it did not show waits here as a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge_center.tools.importer.field_lookup import Fields
from knowledge_center.tools.importer.import_notes import one_line

_STATES = ("status", "post_status", "state")
_READERS = ("visibility", "access", "audience")
_HIDDEN = (
    "private", "headless", "hidden", "unlisted", "unpublished", "protected", "internal", "secret", "wip",
    "members_only", "eleventy_exclude_from_collections",
)  # fmt: skip
_PASSWORDS = ("password", "post_password", "passphrase")
_RENDERING = ("build",)
# The fields that are read here.
FIELDS = (*_STATES, *_READERS, *_HIDDEN, *_PASSWORDS, *_RENDERING, "draft", "published")

# WordPress's and Ghost's states, and words that people use for them.
_NOT_SHOWN = frozenset((
    "private", "draft", "pending", "trash", "trashed", "auto draft", "inherit", "hidden", "unpublished", "skip",
    "unlisted", "internal", "review", "in review", "needs review", "for review", "ready for review", "wip", "idea",
    "work in progress", "in progress", "deleted", "protected", "embargo", "embargoed", "withdrawn", "not published",
))  # fmt: skip
_EVERYBODY = frozenset(("public", "everyone", "everybody", "all", "published", "open", "world"))


def hidden_by(fields: Fields, source: str) -> str:
    """What kept an article from readers on the old site, as the beginning of a sentence; empty for nothing.

    A plain ``draft: true`` counts as well. Where a field might mean either, the article is not shown.
    """
    return next(_reasons(fields, source.split("/")[:-1]), "")


def _reasons(fields: Fields, folders: list[str]) -> Iterator[str]:
    if fields.flag("draft"):
        yield "`draft` is true"
    if fields.flag("published") is False:
        yield "`published` is false"
    if "_drafts" in folders:
        yield "it lies in `_drafts`"
    for name in _STATES:
        if re.sub(r"[-_ ]+", " ", fields.text(name)).casefold() in _NOT_SHOWN:
            yield f"`{name}` is “{one_line(fields.text(name))}”"
    for name in _READERS:
        found = fields.texts(name)
        if any(word.casefold() not in _EVERYBODY for word in found):
            yield f"`{name}` is “{one_line(', '.join(found))}”"
    for name in _HIDDEN:
        if fields.text(name) and fields.flag(name) is not False:
            yield f"`{name}` is {one_line(fields.text(name))}"
    for name in _PASSWORDS:
        # The password itself is nobody's to read in a report.
        if fields.text(name) and fields.flag(name) is not False:
            yield f"it has a `{name}`"
    for name in _RENDERING:
        found_group = fields.first(name)
        group = found_group.value if found_group is not None else None
        if isinstance(group, Mapping) and {str(group.get("render")), str(group.get("list"))} & {
            "never",
            "false",
        }:
            yield f"`{name}` keeps it from being shown"
