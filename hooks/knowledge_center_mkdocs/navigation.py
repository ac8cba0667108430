"""``nav`` of mkdocs.yml: the titles it gives our pages, and the masthead's row that is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section, get_navigation
from mkdocs.structure.pages import Page

from knowledge_center.pages.menu import MenuItem

# Plugins that make the navigation from files in docs/, and the file in which each has it.
_MAKERS = {"awesome-nav": ".nav.yml", "awesome-pages": ".pages", "literate-nav": "SUMMARY.md"}


def is_set(config: MkDocsConfig) -> bool:
    """Whether the site has a navigation of its own; without one MkDocs makes a list of all files."""
    return config.nav is not None or from_files(config)


def from_files(config: MkDocsConfig) -> bool:
    """Whether a plugin makes the navigation from a file in docs/."""
    return any(
        name in config.plugins and (Path(config.docs_dir) / file).is_file() for name, file in _MAKERS.items()
    )


def of_site(files: Files, config: MkDocsConfig) -> Navigation:
    """The navigation as MkDocs makes it. Without ``nav`` it would bring all pages into an order, those too that are to
    be in none.
    """
    if config.nav is None:
        files = Files(one for one in files if one.page is None or one.inclusion.is_in_nav())  # type: ignore[no-untyped-call]
    return get_navigation(files, config)


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
