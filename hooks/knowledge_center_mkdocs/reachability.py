"""Pages of the site's own that no other page, no navigation and no footer leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from mkdocs.structure.pages import Page

from knowledge_center.pages.page_context import hidden_from_search
from knowledge_center.problems import Problem
from knowledge_center.site_addresses.file_links import FileLinks
from knowledge_center.site_addresses.static_host import StaticHost, url_of
from knowledge_center_mkdocs.pages import OwnPage


def own_pages(rendered: Iterable[Page]) -> dict[str, Page]:
    """The pages of the site's own by their path; not those that nobody is to find."""
    return {
        # MkDocs has it escaped.
        unquote(page.url): page
        for page in rendered
        if page.url and not isinstance(page, OwnPage) and not hidden_from_search(page.meta)
    }


def unreached(candidates: Mapping[str, Page], rows: Iterable[FileLinks], host: StaticHost) -> list[Page]:
    """Those of the pages, by their path, that none of the site's other pages leads to; ``rows`` are what those have."""
    left = dict(candidates)
    if not left:
        return []
    # Only what has the name of one somewhere can lead to it, or what is nothing but steps up, and most is neither.
    names = [re.escape(path.rstrip("/").rpartition("/")[2]) for path in left]
    named = re.compile("|".join([r"^[./]+(?:[?#]|$)", *names]))
    for row in rows:
        here = url_of(row.path)
        for written in row.links:
            target = host.locate(written, row.base or here) if named.search(unquote(written)) else None
            if target and not target.outside and target.path != here:
                left.pop(target.path.removesuffix("index.html"), None)
        if not left:
            break
    return list(left.values())


def unreached_advice(pages: Iterable[Page], docs_dir: str) -> list[Problem]:
    """Advice about the pages that are never reached."""
    message = "No page, navigation or footer leads to this page, so readers will not find it."
    fix = "footer:\n  - {title}: {file}\nbelow extra.knowledge_center in mkdocs.yml, or link to it from another page."
    fix += "\nIf it is to stay out of sight, add to its front matter:  search: {{exclude: true}}"
    return [
        Problem(
            path=f"{docs_dir}/{page.file.src_uri}",
            message=message,
            fix=fix.format(title=page.title, file=page.file.src_uri),
            advice=True,
        )
        for page in pages
    ]
