"""The articles that are yet to come, tried as if they were out: what stops the build of their day stops one today."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from knowledge_center.articles.model import Article
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import remembered
from knowledge_center.pages.planned import planned_pages
from knowledge_center.pages.site import Site
from knowledge_center.pages.site_files import site_files
from knowledge_center.progress import Progress
from knowledge_center.site_addresses.address_proof import AddressProof, prove
from knowledge_center.site_addresses.file_links import FileLinks, LinkReader
from knowledge_center.site_addresses.kept_links import SiteLinks
from knowledge_center.site_addresses.static_host import StaticHost
from knowledge_center_mkdocs.page_texts import PageTexts
from knowledge_center_mkdocs.pages import OwnPage, PageDefaults, generated, put


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPages:
    """``rows`` say what the text of each leads to; ``own`` are the files of their pages and pictures.

    ``all_paths`` gives every file that comes with them: lists, feeds, redirects.
    """

    rows: tuple[FileLinks, ...]
    own: frozenset[str]
    all_paths: Callable[[], frozenset[str]]

    def contents(self, on_page: frozenset[str]) -> dict[str, bytes]:
        """A hash of what each leads to, with all that comes with them: as long as it is the same, so is what was proved
        of it. ``on_page`` are the places that their template adds to a page.
        """
        around = content_hash(*sorted(self.own), "", *sorted(on_page))
        return {
            row.path: content_hash(around, repr((row.links, sorted(row.ids), row.base))) for row in self.rows
        }


def scheduled_pages(
    config: MkDocsConfig,
    files: Files,
    site: Site,
    texts: PageTexts | None = None,
    texts_of: Callable[[Files], PageTexts] | None = None,
) -> ScheduledPages | None:
    """Render the scheduled articles, of which nothing is written; MkDocs tells of links that lead to no file.

    None where there are none, and beside a plugin that changes texts: it may remember what it has seen. What an
    earlier build made of them stays, as long as it is true of the ``texts`` of this one; ``texts_of`` gives pages
    theirs with links that lead to further files.
    """
    later = [article for article in site.articles.all if not article.draft and article.published > site.now]
    if not later or config.plugins.events["page_markdown"]:
        return None
    there = {file.dest_uri for file in files}
    pictures = _pictures(config, site, {article.name for article in later}, there)
    last = max(article.published for article in later)
    if texts and (known := _known(files, site, later, pictures, there, texts)):

        def all_paths() -> frozenset[str]:
            day = site.at(last)
            pages = (f"{planned.url}index.html" for planned in planned_pages(day, later))
            own = (picture.dest_uri for picture in pictures)
            return frozenset({*pages, *own, *site_files(day)}) - there

        own = {row.path for row in known} | {picture.dest_uri for picture in pictures}
        return ScheduledPages(rows=known, own=frozenset(own), all_paths=all_paths)
    day = site.at(last)
    urls = {article.url for article in later}
    with_them = Files(list(files))
    for picture in pictures:
        put(with_them, picture)
    tried: list[OwnPage] = []
    defaults = PageDefaults(config, site.settings.look)
    for planned in planned_pages(day, later):
        path = f"{planned.url}index.html"
        if path not in there:
            file = generated(config, planned.source, path, content=planned.text)
            put(with_them, file)
            if planned.url in urls:
                tried.append(OwnPage(planned, file, defaults, planned.text, {}, None))
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
    paths = frozenset({file.dest_uri for file in with_them} | site_files(day).keys()) - there
    return ScheduledPages(rows=tuple(rows), own=paths, all_paths=lambda: paths)


def _pictures(config: MkDocsConfig, site: Site, names: Container[str], there: Container[str]) -> list[File]:
    """What comes beside the articles of these names."""
    beside = (*site.articles.images.items(), *site.articles.attachments.items())
    return [
        generated(config, source, path, abs_src_path=os.path.join(config.docs_dir, source))
        for source, path in beside
        if path.split("/")[1] in names and path not in there
    ]


def _known(
    files: Files,
    site: Site,
    later: Iterable[Article],
    pictures: Iterable[File],
    there: Container[str],
    texts: PageTexts,
) -> tuple[FileLinks, ...]:
    """What an earlier build found in the text of each; none where that may be another now, or MkDocs would warn."""
    docs = f"{site.settings.docs_dir}/"
    articles = {article.source.removeprefix(docs): article for article in later}
    urls = {source: article.url for source, article in articles.items()}
    urls |= {picture.src_uri: picture.url for picture in pictures}
    known = {
        source: texts.known(source, article.url, article.body, urls) for source, article in articles.items()
    }
    rows: list[FileLinks] = []
    for source, article in articles.items():
        path, text = f"{article.url}index.html", known[source]
        row = texts.cache.get("links", path, text.content_hash) if text else None
        if text is None or row is None or path in there:
            return ()
        for target, anchor, _ in text.anchors:
            other, file = known.get(target), files.src_uris.get(target)
            ids = other.ids if other else file.page.present_anchor_ids if file and file.page else None
            if ids is not None and anchor not in ids:
                return ()
        rows.append(row)
    return tuple(rows)


def prove_scheduled(
    scheduled: ScheduledPages,
    on_page: frozenset[str],
    links: SiteLinks,
    files: Iterable[str],
    site: Site,
    answered: Iterable[str],
) -> tuple[AddressProof, bool]:
    """Look up every address in the scheduled articles; ``links`` and ``files`` are those of the finished site.

    ``on_page`` are the places that their template adds to a page. Returned beside the proof is whether it holds as long
    as ``contents`` are the same: they say nothing of lists and feeds that come with the articles.
    """
    files, rows = tuple(files), {row.path: row for row in scheduled.rows}

    def places_of(path: str) -> frozenset[str]:
        return rows[path].ids | on_page if path in rows else links.places_of(path)

    def proof(paths: Iterable[str]) -> AddressProof:
        host = StaticHost(site.settings.site_url, {*files, *paths}, site.settings.answered_elsewhere)
        return prove(rows.values(), host, places_of, answered=tuple(answered))

    # All that comes with them is seldom asked for. Where a host has more than the site, an address that leads beside
    # it may be meant for any of that.
    found = proof(scheduled.own) if urlsplit(site.settings.site_url).path == "/" else None
    return (found, True) if found and not found.dead else (proof(scheduled.all_paths()), False)
