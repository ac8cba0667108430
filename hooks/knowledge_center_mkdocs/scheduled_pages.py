"""The articles that are yet to come, tried as if they were out: what stops the build of their day stops one today."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from knowledge_center.build_cache.store import remembered
from knowledge_center.pages.planned import planned_pages
from knowledge_center.pages.site import Site
from knowledge_center.pages.site_files import site_files
from knowledge_center.progress import Progress
from knowledge_center.site_addresses.address_proof import AddressProof, prove
from knowledge_center.site_addresses.file_links import FileLinks, LinkReader
from knowledge_center.site_addresses.static_host import StaticHost
from knowledge_center_mkdocs.page_texts import PageTexts
from knowledge_center_mkdocs.pages import OwnPage, generated, put


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPages:
    """``rows`` say what the text of each leads to; ``paths`` are the files that come with them."""

    rows: tuple[FileLinks, ...]
    paths: frozenset[str]


def scheduled_pages(
    config: MkDocsConfig, files: Files, site: Site, texts_of: Callable[[Files], PageTexts] | None = None
) -> ScheduledPages | None:
    """Render the scheduled articles, of which nothing is written; MkDocs tells of links that lead to no file.

    None where there are none, and beside a plugin that changes texts: it may remember what it has seen. ``texts_of``
    gives pages their texts, as builds before have made them, with links that lead to these files.
    """
    later = [article for article in site.articles.all if not article.draft and article.published > site.now]
    if not later or config.plugins.events["page_markdown"]:
        return None
    day = site.at(max(article.published for article in later))
    urls = {article.url for article in later}
    with_them = Files(list(files))
    there = {file.dest_uri for file in files}
    names = {article.name for article in later}
    for source, path in (*site.articles.images.items(), *site.articles.attachments.items()):
        if path.split("/")[1] in names and path not in there:
            put(
                with_them, generated(config, source, path, abs_src_path=os.path.join(config.docs_dir, source))
            )
    tried: list[OwnPage] = []
    for planned in planned_pages(day, later):
        path = f"{planned.url}index.html"
        if path not in there:
            file = generated(config, planned.source, path, content=planned.text)
            put(with_them, file)
            if planned.url in urls:
                tried.append(OwnPage(planned, file, config, planned.text, {}, None, site.settings.look))
    reader = LinkReader()

    def read(page: OwnPage) -> FileLinks:
        return reader.read(page.file.dest_uri, (page.content or "").encode())

    if texts_of:
        texts = texts_of(with_them)
        texts.complete(tried, Progress())
        rows = [
            remembered(texts.cache, "links", page.file.dest_uri, texts.by_url[page.url], partial(read, page))
            for page in tried
        ]
    else:
        for page in tried:
            page.read_source(config)
            page.render(config, with_them)
        rows = [read(page) for page in tried]
    for page in tried:
        page.validate_anchor_links(files=with_them, log_level=config.validation.links.anchors)
    return ScheduledPages(
        rows=tuple(rows),
        paths=frozenset({file.dest_uri for file in with_them} | site_files(day).keys()) - there,
    )


def prove_scheduled(
    scheduled: ScheduledPages,
    rows: Iterable[FileLinks],
    files: Iterable[str],
    site: Site,
    answered: Iterable[str],
) -> AddressProof:
    """Look up every address in the scheduled articles; ``rows`` and ``files`` are those of the finished site."""
    rows = tuple(rows)
    articles = {f"{article.url}index.html" for article in site.articles.all}
    around = [row.ids for row in rows if row.path in articles] or [row.ids for row in rows]
    # What a template has on every page of an article, theirs will have too.
    common = frozenset.intersection(*around) if around else frozenset[str]()
    return prove(
        (*rows, *(row._replace(ids=row.ids | common) for row in scheduled.rows)),
        StaticHost(site.settings.site_url, {*files, *scheduled.paths}, site.settings.answered_elsewhere),
        answered=tuple(answered),
        proved={row.path for row in rows},
    )
