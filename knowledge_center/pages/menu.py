"""The masthead's row of links: the default one, or the site's own navigation, marked for the page it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge_center.pages.site import Site
from knowledge_center.settings.site_links import is_elsewhere

# Pages that belong to another one's part of the site.
_PARTS = {"topics/": ("articles/category/",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One link, or a group of links under a title (``children``, then without a ``url`` of its own).

    ``current`` is ``page`` on the page itself, ``true`` where the page is in that part of the site, else empty.
    """

    title: str
    url: str = ""
    children: tuple[MenuItem, ...] = ()
    current: str = ""


def default_menu(site: Site) -> tuple[MenuItem, ...]:
    """The row of a site that sets no navigation."""
    words = site.settings.words
    title = words.gettext("Digest") if len(site.digests) == 1 else words.gettext("Digests")
    digests = MenuItem(title=title, url="digests/")
    return (
        MenuItem(title=words.gettext("Articles"), url="articles/"),
        MenuItem(title=words.gettext("Topics"), url="topics/"),
        *([digests] if site.digests else []),
        MenuItem(title=words.gettext("Search"), url="search/"),
    )


def marked(menu: tuple[MenuItem, ...], here: str | None) -> tuple[MenuItem, ...]:
    """The row on the page at the site-relative URL ``here``; None is a page without an address of its own."""
    if here is None:
        return menu
    parts = [(part, item.url) for item in _links(menu) for part in (item.url, *_PARTS.get(item.url, ()))]
    around = [
        (len(part), url) for part, url in parts if part and not is_elsewhere(part) and here.startswith(part)
    ]
    return _marked(menu, here, max(around)[1] if around else None)


def _marked(menu: tuple[MenuItem, ...], here: str, nearest: str | None) -> tuple[MenuItem, ...]:
    def one(item: MenuItem) -> MenuItem:
        if item.children:
            children = _marked(item.children, here, nearest)
            return replace(
                item, children=children, current="true" if any(c.current for c in children) else ""
            )
        current = "page" if item.url == here else "true" if item.url == nearest else ""
        return replace(item, current=current)

    return tuple(one(item) for item in menu)


def _links(menu: tuple[MenuItem, ...]) -> Iterator[MenuItem]:
    for item in menu:
        yield from item.children or (item,)
