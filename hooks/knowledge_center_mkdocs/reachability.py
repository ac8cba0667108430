"""Pages of the site's own that no other page, no navigation and no footer leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urldefrag, urljoin

import lxml.html
from mkdocs.structure.pages import Page

from knowledge_center.pages.page_context import hidden_from_search
from knowledge_center.problems import Problem
from knowledge_center_mkdocs.pages import OwnPage


def own_pages(rendered: Iterable[Page]) -> dict[str, Page]:
    """The pages of the site's own by their URL, none of them reached yet; not those that nobody is to find."""
    return {
        page.url: page
        for page in rendered
        if page.url and not isinstance(page, OwnPage) and not hidden_from_search(page.meta)
    }


def follow(unreached: dict[str, Page], html: str, url: str, site_url: str) -> None:
    """Take out of ``unreached`` what the finished page at ``url`` leads to."""
    # Only a page that has its name somewhere can link to it, and most have not.
    named = [other for other in unreached if other != url and other.rstrip("/").rpartition("/")[2] in html]
    if not named:
        return
    links = lxml.html.document_fromstring(html).xpath("//@href")
    targets = {urldefrag(urljoin(site_url + url, str(link)))[0].removesuffix("index.html") for link in links}
    for other in named:
        if site_url + other in targets:
            del unreached[other]


def unreached_advice(unreached: Mapping[str, Page], docs_dir: str) -> list[Problem]:
    """Advice about the pages that were never reached."""
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
        for page in unreached.values()
    ]
