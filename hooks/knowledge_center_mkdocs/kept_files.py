"""The files beside the pages that the last build has made: feeds, mails, redirects."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_site import SiteFile
from knowledge_center.pages.site_files import PlannedFile
from knowledge_center_mkdocs.page_texts import PageTexts
from knowledge_center_mkdocs.site_pages import Incremental, SitePages


class KeptFiles:
    """Which of the planned files need not be made.

    ``taken`` are those, with the pictures at mail size that go with them, by path. ``keys`` and ``notes`` are what to
    keep the others with. ``pictures`` are all pictures of the site: the file of each by its path; ``paper`` is the
    colour behind those that let it through.
    """

    def __init__(
        self,
        incremental: Incremental,
        pictures: Mapping[str, str],
        pages: SitePages,
        texts: PageTexts,
        paper: str,
    ) -> None:
        self._last, self._fingerprint = incremental.last, incremental.cache.fingerprints.of
        self._pictures, self._pages, self._texts, self._paper = pictures, pages, texts, paper
        self.taken: dict[str, SiteFile] = {}
        self.keys: dict[str, bytes] = {}
        self.notes: dict[str, tuple[tuple[str, str], ...]] = {}
        self._all_pictures = b""

    def has(self, path: str, planned: PlannedFile) -> bool:
        """Whether the file at a path would be the same, and is there."""
        key = content_hash(
            self._pages.shared,
            self._pages.shown.text(planned.shown),
            *(self._texts.by_url.get(url, b"") for url in planned.texts),
            self._of_pictures() if planned.fits_pictures else b"",
            self._pages.asked_by_own_templates if planned.by_template else b"",
        )
        self.keys[path] = key
        kept = self._last.file(path, key)
        if kept is None:
            return False
        found = {path: kept}
        for own, source in kept.notes or ():  # type: ignore[attr-defined]
            made = self._last.file(own, self._of_rendition(source))
            if made is None:
                return False
            found[own] = made
        self.taken |= found
        return True

    def note(self, path: str, renditions: Mapping[str, str]) -> None:
        """The file is made anew; with it go these pictures at mail size, each with the one it was made of."""
        self.notes[path] = tuple(sorted(renditions.items()))
        for own, source in renditions.items():
            self.keys[own] = self._of_rendition(source)
            self.taken.pop(own, None)

    def forget(self, path: str) -> None:
        """The file could not be made: what stands in its place is nothing to keep."""
        self.keys.pop(path, None)

    def _of_rendition(self, source: str) -> bytes:
        return content_hash("rendition", self._paper, self._fingerprint(self._pictures.get(source, "")))

    def _of_pictures(self) -> bytes:
        if not self._all_pictures:
            files = sorted(self._pictures.items())
            parts = (part for path, file in files for part in (path, self._fingerprint(file)))
            self._all_pictures = content_hash(*parts)
        return self._all_pictures
