"""Old addresses: each leads to one article only, and none to a page that is something else here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge_center.articles.model import RESERVED_NAMES
from knowledge_center.articles.redirects import can_be_asked_for
from knowledge_center.feed_formats import EMAIL_FILE, FEED_FILES, OPML_FILE
from knowledge_center.tools.importer.existing_articles import ExistingArticle
from knowledge_center.tools.importer.import_notes import ImportNote, changed, left_out
from knowledge_center.tools.importer.link_index import Entry
from knowledge_center.tools.importer.old_addresses import path_key

# What the site makes besides pages and articles.
_SITE_PATHS = (
    "assets", "digests", "feed", *FEED_FILES, EMAIL_FILE, OPML_FILE,
    "sitemap.xml", "robots.txt", "404", "search", "search-index",
)  # fmt: skip


class RedirectMap:
    """Which article every name and old path belongs to; the first to ask for one keeps it."""

    def __init__(self, articles: Iterable[ExistingArticle], pages: Iterable[str] = ()) -> None:
        self._pages = {path_key(page) for page in pages}
        self._owner: dict[str, str] = {}
        self._former_names: list[str] = []
        for article in articles:
            self._former_names.extend(article.former_names)
            self._owner[article.name.casefold()] = article.name
            for alias in article.aliases:
                self._owner.setdefault(_key(alias), article.name)

    def former_names(self) -> Sequence[str]:
        """Former names of articles here: no new one may be called that."""
        return self._former_names

    def reserve(self, entry: Entry) -> None:
        """Give an article its name and its last old path, before older paths are asked for."""
        self._owner[entry.name.casefold()] = entry.name
        if entry.path:
            self._owner.setdefault(_key(entry.path), entry.name)

    def aliases(
        self, entry: Entry, former: Sequence[str], line: int
    ) -> tuple[list[str], bool, list[ImportNote]]:
        """The aliases of an article, oldest first; whether its last path is its own; what was left out."""
        aliases: list[str] = []
        notes: list[ImportNote] = []
        last, name = _key(entry.path), entry.name.casefold()
        owned = not entry.path or self._owner.get(last) == entry.name
        for path in former:
            key = _key(path)
            why = self._why_not(path, entry)
            if why:
                notes.append(left_out(f"the former address {path} {why}", line))
            elif key not in (last, name, *map(_key, aliases)):
                aliases.append(path)
        if not owned:
            owner = self._owner.get(last, "another article")
            notes.append(changed(f"its old address {entry.path} belongs to {owner}; no redirect leads here."))
        elif entry.path and not self._free(entry.path) and last != name:
            notes.append(left_out(f"its old address {entry.path} means something else here; left out.", line))
        elif entry.path and not can_be_asked_for(entry.path):
            notes.append(
                left_out(f"its old address {entry.path} stands for signs that no path can hold.", line)
            )
        elif last not in ("", name):
            aliases.append(entry.path)
        return aliases, owned, notes

    def _why_not(self, path: str, entry: Entry) -> str:
        """Why a former path is no alias of the article, as the end of a sentence; empty where it may be one."""
        if _key(path) == _key(entry.path):
            same_words = path.strip("/") == entry.path.strip("/")
            return "" if same_words else "is the old one but for capitals or its ending; left out."
        owner = self._owner.setdefault(_key(path), entry.name)
        if owner != entry.name:
            return f"belongs to {owner} and was left out."
        if not can_be_asked_for(path):
            return "stands for signs that no path of a page can hold; left out."
        return "" if self._free(path) else "means something else here; left out."

    def _free(self, path: str) -> bool:
        """Whether an old path is no page of this site, and no place where it will make one."""
        parts = [part for part in path_key(path).split("/") if part]
        if not parts or parts == ["articles"] or path_key(path) in self._pages:
            return False
        return not (parts[0] in _SITE_PATHS or (parts[0] == "articles" and parts[1] in RESERVED_NAMES))


def _key(alias: str) -> str:
    """What an alias is compared by. An old path right below /articles/ is the same address as a name."""
    if not alias.startswith("/"):
        return alias.casefold()
    path = path_key(alias)
    rest = path.removeprefix("/articles/")
    return rest if rest != path and "/" not in rest else path
