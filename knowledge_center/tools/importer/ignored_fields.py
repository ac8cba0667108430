"""Fields of the old articles that the import does not read: reported, so that nothing vanishes unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_center.tools.importer.field_lookup import Fields, squash

_READ = (
    "title", "name", "headline", "date", "publishdate", "published_at", "pubdate", "published",
    "created_at", "created", "updated", "last_modified_at", "lastmod", "last_modified", "modified",
    "updated_at", "date_updated", "expirydate", "expires", "expiration_date", "draft", "slug", "permalink",
    "url", "guid", "redirect_from", "redirects", "aliases", "alias", "old_urls", "redirect_to", "excerpt",
    "summary", "deck", "description", "subtitle", "lead", "intro", "abstract", "author", "authors",
    "byline", "by", "categories", "category", "tags", "tag", "topics", "keywords", "image", "images",
    "hero_image", "featured_image", "feature_image", "feature", "cover", "cover_image", "header_image",
    "header", "banner", "thumbnail", "thumb", "hero", "photo", "og_image", "social_image", "teaser",
    "image_alt", "alt", "hero_image_alt", "hero_alt", "featured_image_alt", "feature_image_alt",
    "cover_alt", "cover_image_alt", "banner_alt", "thumbnail_alt", "image_description", "image_alt_text",
    "layout", "type", "params", "extra",
)  # fmt: skip
_USED = frozenset(squash(name) for name in _READ)


def unused(fields: Fields) -> Iterator[str]:
    """The names of an article's fields that the import does not read."""
    for found in fields:
        if squash(found.name) not in _USED and re.fullmatch(r"[\w .-]{1,40}", found.name):
            yield found.name
