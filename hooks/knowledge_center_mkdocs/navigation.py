"""``nav`` of mkdocs.yml: the titles it gives our pages, and the masthead's row that is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from knowledge_center.pages.menu import MenuItem

# Plugins that make the navigation from files of their own in docs/.
_MAKERS = ("awesome-nav", "awesome-pages", "literate-nav")


def is_set(config: MkDocsConfig) -> bool:
    """Whether the site has a navigation of its own; without one MkDocs makes a list of all files."""
    return config.nav is not None or any(name in config.plugins for name in _MAKERS)


def titles(nav: object) -> dict[str, str]:
    """The titles in ``nav``, by the file they stand before. MkDocs passes over them where a page is there already."""
    return dict(reversed(list(_titles(nav))))


def _titles(nav: object) -> Iterator[tuple[str, str]]:
    if isinstance(nav, list):
        for item in nav:
            yield from _titles(item)
    elif isinstance(nav, dict):
        for title, below in nav.items():
            if isinstance(below, str):
                yield below, str(title)
            else:
                yield from _titles(below)


def menu(nav: Navigation) -> tuple[MenuItem, ...]:
    """The navigation as the masthead shows it: what is nested deeper than one level stands there in a row."""
    return tuple(_item(item) for item in nav.items)


def _item(item: StructureItem) -> MenuItem:
    if isinstance(item, Section):
        return MenuItem(title=str(item.title), children=tuple(_flat(item)))
    return _link(item)


def _flat(section: Section) -> Iterator[MenuItem]:
    for child in section.children:
        if isinstance(child, Section):
            yield from _flat(child)
        else:
            yield _link(child)


def _link(item: StructureItem) -> MenuItem:
    url = item.url if isinstance(item, (Page, Link)) else ""
    # What MkDocs takes from a heading is HTML.
    title = unescape(str(item.title or url)) if isinstance(item, Page) else str(item.title or url)
    return MenuItem(title=title, url=url)
