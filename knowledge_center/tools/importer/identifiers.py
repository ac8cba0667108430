"""What articles went by in the feeds of their old site, so that no reader of these meets one anew."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from knowledge_center.tools.importer.existing_articles import ExistingArticle
from knowledge_center.tools.importer.import_model import POSTS
from knowledge_center.tools.importer.import_notes import ImportNote, changed
from knowledge_center.tools.importer.old_addresses import OldSite
from knowledge_center.tools.importer.post_paths import jekyll_id
from knowledge_center.tools.importer.source_post import SourcePost


class Identifiers:
    """Those of all articles; two that differ in capitals alone are one here."""

    def __init__(self, site: OldSite, existing: Iterable[ExistingArticle], *, jekyll: bool) -> None:
        self._site, self._jekyll = site, jekyll
        self._holders = {one.guid.casefold(): f"{POSTS}/{one.file}" for one in existing if one.guid}

    def of(self, post: SourcePost) -> str:
        """The identifier of a post in the old site's feed: Hugo's and Material's is the address as browsers have it."""
        own = post.fields.text("guid")
        if own or not self._site.known or not post.path:
            return own
        path = jekyll_id(post.path, post.stem, post.fields.text("slug")) if self._jekyll else post.path
        return self._site.url(quote(path, safe="/%!$&'()*+,;=:@~"))

    def claim(self, post: SourcePost) -> tuple[str, list[ImportNote]]:
        """The identifier of an article, unless another has it: two with one would be one in every feed reader."""
        guid = self.of(post)
        if guid and (holder := self._holders.setdefault(guid.casefold(), post.source)) != post.source:
            message = f"its identifier {guid} is also that of {holder}, which keeps it."
            return "", [changed(message, post.fields.line("guid"))]
        return guid, []
