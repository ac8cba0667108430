"""The proof at the end of a build that every address of the finished site answers; the search index is made beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from knowledge_center.build_cache.last_site import LastSite
from knowledge_center.mail.model import PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER
from knowledge_center.pages.page_context import card_path
from knowledge_center.pages.site import Site
from knowledge_center.pictures.page_sizes import made_of
from knowledge_center.problems import Problem
from knowledge_center.site_addresses.address_proof import AddressProof, prove
from knowledge_center.site_addresses.dead_address_report import SiteSources, dead_address_problems
from knowledge_center.site_addresses.kept_links import SiteLinks
from knowledge_center.site_addresses.static_host import StaticHost, files_below
from knowledge_center_mkdocs import reachability
from knowledge_center_mkdocs.kept_pages import INDEX_FOLDER
from knowledge_center_mkdocs.scheduled_pages import ScheduledPages, prove_scheduled
from knowledge_center_mkdocs.search_index import IndexBehind, SearchIndex

# What a page may name of an index. The other files have a hash in their names, and change with every text.
_LINKED = ".json"


def index_and_prove(
    config: MkDocsConfig,
    site: Site,
    search: SearchIndex | None,
    pages: Sequence[Page],
    *,
    apart: bool = False,
    scheduled: ScheduledPages | None = None,
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Have the index of the search that is ours made; what leads nowhere in the finished site is returned, and which of
    the ``pages`` nothing leads to.

    ``search`` is what a build that takes over knows of the last site; it has begun an index where one is to be made.
    ``apart``: the index is made by somebody else.
    What leads nowhere in ``scheduled`` articles is told with the rest. Raises PluginError where there can be no index.
    """
    folder, settings = Path(config.site_dir), site.settings
    making = search.making if search else IndexBehind(folder / INDEX_FOLDER)
    if not (search or apart) and site.own_search:
        making.begin(folder, settings.language, None)
    try:
        # The pages are read on another core than the index is made on.
        placed = _files_of(config, search.last) if search and not apart else files_below(folder)
        files = tuple(file for file in placed if not file.startswith(f"{INDEX_FOLDER}/"))
        links = SiteLinks(folder, files, *((search.cache, search.last.contents) if search else ()))
        links.read_unknown()
        making.wait()
    finally:
        making.give_up()
    # Nothing in its folder leads anywhere, but something may lead there.
    index = tuple(
        f"{INDEX_FOLDER}/{file}" for file in files_below(folder / INDEX_FOLDER) if file.endswith(_LINKED)
    )
    # A service answers the form; the mails that everybody can read have no reader's own links.
    answered = (site.form.action, UNSUBSCRIBE_PLACEHOLDER, PREFERENCES_PLACEHOLDER)
    host = StaticHost(settings.site_url, {*files, *index}, settings.answered_elsewhere)
    # What a preview shows of an article that has no author or topic yet leads to neither.
    unfinished = {f"{article.url}index.html" for article in site.unlisted}
    on_page = _places_of_template(site, pages, links) if scheduled else frozenset[str]()
    later = scheduled.contents(on_page) if scheduled else {}
    proved = links.proved(host, answered, later)
    judged = (links.of(path) for path in links.paths if path not in proved and path not in unfinished)
    proof = prove(judged, host, links.places_of, answered=answered)
    if apart:
        # A preview makes a picture's sizes when they are asked for, and no cards: nobody shares its addresses.
        there = set(files)
        dead = (
            one
            for one in proof.dead
            if not ((sized := made_of(one.target.path)) and sized[0] in there)
            and not one.target.path.endswith(card_path(""))
        )
        proof = replace(proof, dead=tuple(dead))
    of_scheduled: list[AddressProof] = []
    unproved = set(unfinished)
    if scheduled and not later.keys() <= proved:
        of_later, holds = prove_scheduled(scheduled, on_page, links, (*files, *index), site, answered)
        of_scheduled.append(of_later)
        unproved.update(() if holds else later)
    unproved.update(one.file for each in (proof, *of_scheduled) for dead in each.dead for one in dead.found)
    links.keep(host, answered, unproved, later)
    # A mail that was sent stays as it was: it may lead to an article that was removed on purpose since.
    issues = [issue for ledger in site.ledgers.values() for issue in ledger.issues]
    carried = {entry.url for issue in issues for entry in issue.shown}
    records = tuple(f"digests/{digest.key}" for digest in settings.digests)
    proof = replace(
        proof,
        dead=tuple(
            dead
            for dead in proof.dead
            if dead.target.path not in carried or not all(one.file.startswith(records) for one in dead.found)
        ),
    )
    root, own = Path(config.config_file_path).absolute().parent, config.theme.custom_dir
    sources = SiteSources(
        root=root,
        docs_dir=settings.docs_dir,
        templates=Path(own) if own else None,
        pages={article.url: article.source for article in site.articles.all},
        shown=settings.site_dir,
    )
    # In Material's look MkDocs tells of pages that its navigation has not.
    alone = reachability.own_pages(pages) if settings.look == "publication" else {}
    paths = {page.file.dest_uri for page in pages}
    of_pages = (links.of(path) for path in links.paths if path in paths)
    unreached = reachability.unreached(alone, of_pages, host)
    return (
        tuple(problem for one in (proof, *of_scheduled) for problem in dead_address_problems(one, sources)),
        tuple(reachability.unreached_advice(unreached, settings.docs_dir)),
    )


def _files_of(config: MkDocsConfig, last: LastSite) -> list[str]:
    """The files of a site whose build knows what it has placed, in order; but for those of an index in the making."""
    if len(config.plugins.events["post_build"]) > 1:
        # Another plugin, which has done its work.
        last.look_again()
    return sorted(path for path in last.site_files().stamps if path[-1] != "/")


def _places_of_template(site: Site, pages: Sequence[Page], links: SiteLinks) -> frozenset[str]:
    """The places that a template adds to the page of an article, as the newest has them; without one, of any page."""
    by_url = {page.url: page for page in pages}
    newest = next((article.url for article in site.articles.all if article.url in by_url), None)
    page = by_url[newest] if newest else next(iter(pages), None)
    if page is None or page.file.dest_uri not in links.paths:
        return frozenset()
    return links.places_of(page.file.dest_uri) - (page.present_anchor_ids or set())
