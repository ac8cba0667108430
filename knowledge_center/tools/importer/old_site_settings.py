"""What the settings of a Jekyll or Hugo site say of all its articles: addresses, and fields they need not repeat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from knowledge_center.tools.importer.foreign_front_matter import Value
from knowledge_center.tools.importer.old_addresses import STYLES, WORDS

_HUGO = {
    "title": "titleslug",
    "slug": "slugortitle",
    "sections": "categories",
    "slugorfilename": "slugorfilename",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Fields that articles have whose path below the site's folder begins with ``path``."""

    path: str
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The settings, as far as articles here follow from them.

    ``place`` is where the import's folder lies below that of the site, ``unread`` names what is not understood.
    ``languages`` are those that names of files may end in, ``language`` is that of all others. ``folders`` are those of
    languages that have one of their own, which stands for ``content`` then.
    """

    file: str = ""
    place: str = ""
    url: str = ""
    permalink: str = ""
    scopes: tuple[Scope, ...] = ()
    unread: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    language: str = ""
    folders: Mapping[str, str] = field(default_factory=dict)

    def language_of(self, source: str) -> str:
        """The language whose folder holds a file, or that its name ends in, as ``name.de.md`` does; empty for none."""
        if language := self._folder_of(f"{self.place}/{source}".strip("/"))[0]:
            return language
        found = re.fullmatch(r".+\.([\w-]+)\.\w+", source.rpartition("/")[2])
        return found[1] if found is not None and found[1].casefold() in self.languages else ""

    def path(self, source: str) -> str:
        """A source's path below the site's folder, as if all languages had the same one."""
        path = f"{self.place}/{source}".strip("/")
        language, folder = self._folder_of(path)
        return f"content{path.removeprefix(folder)}" if language else path

    def _folder_of(self, path: str) -> tuple[str, str]:
        """The language whose own folder a path lies in, and that folder."""
        held = ((language, one) for language, one in self.folders.items() if path.startswith(f"{one}/"))
        return max(held, key=lambda one: len(one[1]), default=("", ""))

    def fields_of(self, source: str) -> dict[str, Value]:
        """The fields that an article has by its path; of two scopes the longer one holds."""
        found: dict[str, Value] = {}
        for scope in sorted(self.scopes, key=lambda one: len(one.path)):
            if f"{self.path(source)}/".startswith(f"{scope.path}/" if scope.path else ""):
                found |= scope.fields
        return found

    def without_addresses(self) -> SiteSettings:
        """For an import that was told the pattern of addresses."""
        scopes = [
            replace(one, fields={key: value for key, value in one.fields.items() if key != "permalink"})
            for one in self.scopes
        ]
        return replace(self, permalink="", scopes=tuple(scopes))


NO_SETTINGS = SiteSettings()


def jekyll_settings(data: Mapping[str, Value]) -> SiteSettings:
    """The permalink, that of the collection of posts, and defaults (https://jekyllrb.com/docs/configuration/)."""
    unread: list[str] = []
    collections = data.get("collections")
    posts = collections.get("posts") if isinstance(collections, dict) else None
    own = posts.get("permalink") if isinstance(posts, dict) else None
    permalink = _pattern(own or data.get("permalink") or "date", unread)
    scopes = []
    defaults = data.get("defaults")
    for entry in defaults if isinstance(defaults, list) else ():
        scope, values = (
            (entry.get(key) for key in ("scope", "values")) if isinstance(entry, dict) else (None, None)
        )
        if not isinstance(values, dict) or not isinstance(scope, dict):
            unread.append("an entry of defaults without scope and values")
        elif "*" in (path := str(scope.get("path", ""))):
            unread.append(f"the scope “{path}” of defaults")
        elif scope.get("type", "posts") in ("posts", "drafts", ""):
            scopes.append(Scope(path=path.strip("/"), fields=values))
    if data.get("timezone"):
        unread.append(f"timezone ({data['timezone']}), which --timezone says here")
    url = f"{_text(data, 'url')}{'/' + base if (base := _text(data, 'baseurl').strip('/')) else ''}"
    return SiteSettings(url=_web(url), permalink=permalink, scopes=tuple(scopes), unread=tuple(unread))


def hugo_settings(data: Mapping[str, Value]) -> SiteSettings:
    """Addresses by section, and whether they end in .html (https://gohugo.io/configuration/)."""
    names = {key.casefold(): value for key, value in data.items()}
    unread = [key for key in ("frontmatter", "contentdir", "cascade") if names.get(key)]
    languages = own if isinstance(own := names.get("languages"), dict) else {}
    folders = {}
    for code, group in languages.items():
        own_names = {key.casefold(): value for key, value in group.items()} if isinstance(group, dict) else {}
        if folder := _text(own_names, "contentdir").removeprefix("./").strip("/"):
            folders[code.casefold()] = folder
    ugly = _text(names, "uglyurls").casefold() == "true"
    if isinstance(names.get("uglyurls"), dict):
        unread.append("uglyURLs by section")
    scopes = []
    for section, pattern in _by_section(names.get("permalinks")):
        written = re.sub(r":(\w+)", lambda found: f":{_HUGO.get(found[1], found[1])}", pattern)
        written = _ended(_pattern(written, unread), ugly=ugly)
        if written:
            scopes.append(Scope(path=f"content/{section}".strip("/"), fields={"permalink": written}))
    whole = _ended("/:categories/:slugorfilename/", ugly=ugly)
    return SiteSettings(
        url=_web(_text(names, "baseurl")), permalink=whole, scopes=tuple(scopes), unread=tuple(unread),
        languages=tuple(map(str.casefold, languages)), language=_text(names, "defaultcontentlanguage") or "en",
        folders=folders,
    )  # fmt: skip


def _by_section(value: Value | None) -> Iterator[tuple[str, str]]:
    """Since Hugo 0.112 patterns may stand below ``page``."""
    for name, pattern in value.items() if isinstance(value, dict) else ():
        if isinstance(pattern, str):
            yield name.strip("/"), pattern
        elif name == "page":
            yield from _by_section(pattern)


def _ended(pattern: str, *, ugly: bool) -> str:
    plain = pattern.rstrip("/")
    return f"{plain}.html" if ugly and plain else pattern


def _pattern(value: Value, unread: list[str]) -> str:
    """A pattern whose words are all known; else empty, and named."""
    text = str(value)
    words = re.findall(r":(\w+)", STYLES.get(text, text))
    if "/" not in STYLES.get(text, text) or "[" in text or not set(words) <= WORDS:
        unread.append(f"the permalink “{text}”")
        return ""
    return text


def _text(data: Mapping[str, Value], name: str) -> str:
    value = data.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _web(url: str) -> str:
    """An address of the web; that of somebody's own machine says nothing."""
    return url if re.match(r"https?://(?!localhost|127\.|0\.)[^\s/]+", url) else ""
