"""What the pages of a build leave for the files beside them: their texts, mails, and pages that send readers on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from knowledge_center.mail.issue_mail import IssueComposer, pages_at
from knowledge_center.pages.page_context import facts
from knowledge_center.pages.site import Site
from knowledge_center.pages.site_files import RenderedSite
from knowledge_center.pictures.mail_renditions import CACHE, MailRenditions
from knowledge_center_mkdocs.page_texts import PictureFiles
from knowledge_center_mkdocs.pages import OwnPage
from knowledge_center_mkdocs.site_plan import root_of


def rendered_site(
    config: MkDocsConfig, site: Site, env: Environment, pages: Iterable[Page], pictures: PictureFiles
) -> RenderedSite:
    """All that files are made of, once the texts of these pages are there."""
    texts = {page.url: page for page in pages}

    def redirect_page(path: str, target: str, title: str) -> bytes:
        # Without a page of the generator's, its url filter goes by the way from here to the site's root.
        to_root = posixpath.relpath(".", posixpath.dirname(path) or ".")
        kc = facts(site.shared)
        shown = {"target": target, "title": title, "kc": kc, "page": None, "base_url": to_root}
        return env.get_template("moved.html").render(shown).encode()

    def content(url: str) -> str:
        page = texts.get(url)
        # Feeds want the text of every article: what an earlier build has made of it stays in the cache.
        found = page.read_content() if isinstance(page, OwnPage) else page and page.content
        return found or ""

    return RenderedSite(
        settings=site.settings,
        places=site.file_places,
        content=content,
        redirect_page=redirect_page,
        composer=IssueComposer(
            settings=site.settings,
            pages=pages_at(site.articles, site.now),
            renditions=MailRenditions(
                site_url=site.settings.site_url,
                sources={path: Path(file) for path, file in pictures.items()},
                cache=root_of(config) / CACHE,
                paper=str(site.settings.brand.colors.day.paper),
            ),
        ),
    )
