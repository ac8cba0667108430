"""Where an article stood on its old site: paths, and what counts as the same path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from knowledge_center.tools.importer.article_names import slug

DEFAULT_PERMALINK = "/:year/:month/:day/:title/"

# Jekyll's own words for patterns.
STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}


@dataclass(frozen=True, slots=True)
class OldSite:
    """The address of the old site, as far as it is known: nothing, or scheme, host and base path."""

    scheme: str = ""
    host: str = ""
    base: str = ""

    @classmethod
    def at(cls, url: str) -> OldSite:
        """The site at ``url``. Raises ValueError, with a sentence, if that is no web address."""
        if not url:
            return cls()
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme not in ("http", "https") or re.search(r"\s", url):
            raise ValueError(f"“{url}” is no web address; one like https://old.example.org is expected.")
        return cls(parts.scheme, parts.netloc, parts.path.rstrip("/"))

    @property
    def known(self) -> bool:
        return bool(self.host)

    def holds(self, host: str) -> bool:
        """Whether ``host`` is the old site, with or without www."""
        return self.known and _bare_host(host) == _bare_host(self.host)

    def url(self, path: str) -> str:
        """The full old address of a path on the site."""
        return f"{self.scheme}://{self.host}{path}"


def _bare_host(host: str) -> str:
    return host.casefold().removeprefix("www.")


def old_path(
    pattern: str, *, day: date, stem: str, title_slug: str = "", sections: Sequence[str] = (), title: str = ""
) -> str:
    """The path a permalink pattern gives an article. ``stem`` is its file's name without date and ending."""
    words = _words(day, stem, title_slug, sections, title)
    path = re.sub(r":(\w+)", lambda found: words.get(found[1], ""), STYLES.get(pattern, pattern))
    return normalize_path(path)


def _words(day: date, stem: str, title_slug: str, sections: Sequence[str], title: str) -> dict[str, str]:
    return {
        "categories": "/".join(sections), "section": sections[0] if sections else "",
        "year": f"{day.year:04}", "short_year": f"{day.year % 100:02}", "month": f"{day.month:02}",
        "i_month": str(day.month), "day": f"{day.day:02}", "i_day": str(day.day), "y_day": f"{day:%j}",
        "title": title_slug or stem, "slug": title_slug or slug(stem), "name": stem, "filename": stem,
        "slugorfilename": title_slug or stem, "slugorcontentbasename": title_slug or stem,
        "contentbasename": stem, "output_ext": ".html", "basename": stem, "titleslug": slug(title),
        "slugortitle": title_slug or slug(title), "monthname": f"{day:%B}".lower(), "short_month": f"{day:%b}",
        "weekday": str(day.isoweekday()), "yearday": str(int(f"{day:%j}")),
    }  # fmt: skip


# What a pattern may hold.
WORDS = frozenset(_words(date(2000, 1, 1), "", "", (), ""))


def normalize_path(path: str) -> str:
    """An absolute path with single slashes, without query and fragment."""
    path = re.split(r"[?#]", path, maxsplit=1)[0].strip()
    path = re.sub(r"/index\.html?$", "/", f"/{path}")
    return re.sub(r"/{2,}", "/", path)


def path_key(path: str) -> str:
    """What two spellings of one path have in common: a key to compare by."""
    path = unquote(normalize_path(path)).casefold()
    return re.sub(r"\.html?$", "", path).rstrip("/") or "/"


def path_on_site(url: str, site: OldSite) -> str | None:
    """The path of an address on the old site; None if it leads to another one.

    While the address of the old site is not known, every address is taken to be on it.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if host is None:
        return None if parts.scheme else normalize_path(parts.path)
    return normalize_path(parts.path) if not site.known or site.holds(parts.netloc) else None
