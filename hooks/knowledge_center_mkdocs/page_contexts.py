"""What the template of each page is given: ours by their plan, the site's own by what they are."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

from jinja2 import pass_context
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import url_filter

from knowledge_center.pages.page_context import PageFacts, page_context, page_shown
from knowledge_center.pages.site import Site
from knowledge_center_mkdocs.pages import OwnPage


def context_of(site: Site, page: Page) -> dict[str, Any]:
    """What the template of a page shows; one of the site's own has what every page has, and its fields."""
    if isinstance(page, OwnPage):
        return page.context
    context = page_context(site.shared, page.url, page.meta, _heading(page), *page_shown(site, page.url))
    spare(site, context["kc"])
    return context


def in_sitemap(site: Site, page: Page) -> tuple[bool, str]:
    """Whether the sitemap names a page, and its day there, or nothing."""
    of = page.planned if isinstance(page, OwnPage) else context_of(site, page)["kc"]
    return not of.noindex, of.modified.date().isoformat() if of.modified else ""


def spare(site: Site, kc: PageFacts) -> None:
    """In Material's look, a page that is not ours is given one feed, and shows no articles that could be new.

    Material's script fetches a sitemap.xml for each feed that a page names.
    """
    if site.settings.look == "material":
        kc.feeds, kc.modified = kc.feeds[:1], None


def quick_url_filter() -> Callable[[Any, object], str]:
    """MkDocs' filter ``url``: from all pages in one folder the way to what is in none of them is the same."""
    known: dict[tuple[str, str], str] = {}

    @pass_context
    def url(context: Any, value: object) -> str:
        page, path = context["page"], str(value)
        # Other pages of MkDocs' may be files; and a path may go up and down.
        if not isinstance(page, OwnPage) or path.startswith(page.place) or "./" in path or "//" in path:
            return url_filter(context, path)
        key = page.folder, path
        found = known.get(key)
        if found is None:
            found = known[key] = url_filter(context, path)
        return found

    return url


def _heading(page: Page) -> str:
    """The first heading of a page's text, else what MkDocs calls it after its file."""
    first = next((item for item in page.toc if item.level == 1), None)
    return unescape(first.title) if first else str(page.title or "")
