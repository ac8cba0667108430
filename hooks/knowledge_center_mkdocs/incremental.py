"""A build that makes only what has changed since the last one, and shares that out to all cores.

It does what ``mkdocs.commands.build.build`` does, event by event, with the same bytes: texts come from page_texts.py,
pages from site_pages.py, and any file is taken over from the last site where nothing that reaches it has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from jinja2 import Environment
from mkdocs.commands.build import _build_extra_template, _build_theme_template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from knowledge_center.articles.articles_reader import file_reading
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.last_site import LastSite
from knowledge_center_mkdocs import events, navigation
from knowledge_center_mkdocs.compiled_templates import CompiledTemplates
from knowledge_center_mkdocs.current_build import current, is_preview
from knowledge_center_mkdocs.kept_files import KeptFiles
from knowledge_center_mkdocs.kept_pages import INDEX_FOLDER, FactsRead
from knowledge_center_mkdocs.page_pictures import Rendered
from knowledge_center_mkdocs.page_texts import PageTexts
from knowledge_center_mkdocs.reading import Reading
from knowledge_center_mkdocs.refusals import refusing
from knowledge_center_mkdocs.search_index import SearchIndex
from knowledge_center_mkdocs.share_cards import SiteCards
from knowledge_center_mkdocs.site_pages import Incremental, SitePages
from knowledge_center_mkdocs.text_base import TextBase, text_base
from knowledge_center_mkdocs.workers import CopyAtWork, recorded, share_out

log = logging.getLogger("mkdocs.commands.build")


def build_changes(config: MkDocsConfig, incremental: Incremental) -> None:
    """Build the site into ``config.site_dir``.

    Raises Abort where something was warned of, and whatever a plugin raises.
    """
    with recorded() as records, ExitStack() as copies:
        try:
            _build(config, incremental, copies)
        except Exception as error:
            config.plugins.on_build_error(error=error)
            if isinstance(error, BuildError):
                log.error(str(error))
                raise Abort("Aborted with a BuildError!") from error
            raise
        if records and config.strict:
            raise Abort(f"Aborted with {len(records)} warnings in strict mode!")


def _build(config: MkDocsConfig, incremental: Incremental, copies: ExitStack) -> None:
    """Build; what copies of the process are still at in the end is given up by ``copies``."""
    last = incremental.last
    with incremental.progress.phase("Plan of the site"):
        config = config.plugins.on_config(config)
        build = current()
        read_next = Reading(build.site, incremental.cache)
        copies.callback(read_next.give_up)
        build.site.find_reading = read_next.lists
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        env.bytecode_cache = CompiledTemplates(incremental.cache, incremental.settings)
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = navigation.of_site(files, config)
        nav = config.plugins.on_nav(nav, config=config, files=files)
        # Pages that are for a preview alone, by draft_docs of mkdocs.yml.
        in_site = InclusionLevel.is_in_serve if is_preview() else InclusionLevel.is_included
        docs = files.documentation_pages(inclusion=in_site)
        pages = [file.page or Page(None, file, config) for file in docs]

    def texts_of(linked: Files) -> PageTexts:
        return PageTexts(config, linked, incremental.cache, build.pictures, spares=is_preview())

    texts = texts_of(files)
    texts.complete(pages, incremental.progress)
    # A preview shows its pages first.
    for_search = build.site.own_search and not is_preview()
    build.site_pages = site_pages = SitePages(
        config, docs, nav, texts, incremental, build, for_search=for_search
    )
    build.texts, build.texts_of = texts, texts_of
    paper = str(build.site.settings.brand.colors.day.paper)
    build.kept_files = kept = KeptFiles(incremental, build.pictures, site_pages, texts, paper)
    with incremental.progress.phase("Styles and pictures"):
        env = config.plugins.on_env(env, config=config, files=files)
        shown = [file for file in files if in_site(file.inclusion)]  # type: ignore[no-untyped-call]
        _copy((file for file in shown if file.dest_uri not in build.planned_files), kept, incremental)
    folder = Path(config.site_dir)
    if not is_preview():
        _place_pictures(config, texts, incremental)
    cards = None if is_preview() else events.site_cards(config)
    if cards:
        cards.take_over(last, folder)
    with _drawn_meanwhile(cards):
        _build_templates(config, env, files, nav, site_pages, incremental)
        site_pages.begin(env)
    site_pages.complete()
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    build.search = search = _begin_search(config, site_pages, incremental, copies)
    with incremental.progress.phase("Feeds, mails and pictures"), ExitStack() as drawn:
        made = _while_cards_are_drawn(build.make_files(), cards, search, drawn)
        made = (file for file in made if file.dest_uri not in last.placed)
        _copy((file for file in made if in_site(file.inclusion)), kept, incremental)  # type: ignore[no-untyped-call]
        for path, taken in kept.taken.items():
            last.take_over(path, taken)
        # What they were made of, all texts as feeds have them among it, is of no use any more.
        build.make_files = lambda: iter(())
    if cards:
        cards.place_changes(last, incremental.progress)
    last.prune()
    with incremental.progress.phase("Search index and addresses"), _copied_meanwhile(last, incremental.spare):
        config.plugins.on_post_build(config=config)
    if not is_preview():
        search.keep()
        if not site_pages.templates_look_at_texts:
            build.text_base = _text_base(config, pages, incremental)


def _begin_search(
    config: MkDocsConfig, site_pages: SitePages, incremental: Incremental, copies: ExitStack
) -> SearchIndex:
    """The search index: that of the last site, or one that is being made by another core; none of a preview."""
    build, folder = current(), Path(config.site_dir)
    search = SearchIndex(incremental.cache, incremental.last, site_pages.searched, folder)
    if not is_preview():
        # Whoever serves a preview has its index, and makes it behind the pages.
        search.take_over()
        if build.site.own_search and not search.is_there:
            # All that it reads is there.
            incremental.last.will_write(INDEX_FOLDER)
            copies.callback(search.making.give_up)
            search.making.begin(folder, build.site.settings.language, search)
    return search


def _text_base(config: MkDocsConfig, pages: Sequence[Page], incremental: Incremental) -> TextBase | None:
    """What a build after an edit of words goes out from."""
    build = current()
    site, settings = build.site, build.site.settings
    assert build.texts and build.search
    return text_base(
        config,
        site,
        pages,
        build.planned_files,
        reading=file_reading(
            Path(settings.docs_dir), settings, site.articles.authors, site.articles.categories
        ),
        fingerprints=incremental.cache.fingerprints,
        texts=build.texts.settings,
        searched=build.search.searched,
    )


@contextmanager
def _copied_meanwhile(last: LastSite, spare: Path | None) -> Iterator[None]:
    """Leave a copy of the site as it is so far, if there is a place for one."""
    if not spare:
        yield
        return
    with CopyAtWork(lambda: last.copy_to(spare)) as copy:
        yield
        copy.made()


def _drawn_meanwhile(cards: SiteCards | None) -> AbstractContextManager[None]:
    return cards.to_draw.worked_on() if cards else nullcontext()


def _while_cards_are_drawn(
    made: Iterator[File], cards: SiteCards | None, search: SearchIndex, drawn: ExitStack
) -> Iterator[File]:
    """The same files; once the index is made, its core draws cards until ``drawn`` is closed."""
    waiting = cards
    for file in made:
        if waiting and not search.making.is_at_work:
            drawn.enter_context(waiting.to_draw.worked_on())
            waiting = None
        yield file


def _build_templates(
    config: MkDocsConfig,
    env: Environment,
    files: Files,
    nav: Navigation,
    site_pages: SitePages,
    incremental: Incremental,
) -> None:
    """The files that are templates without a page: the sitemap, 404.html, what a site has in extra_templates."""
    last = incremental.last
    for name in config.theme.static_templates:
        # MkDocs packs its sitemap, too.
        names = [name, f"{name}.gz"] if name == "sitemap.xml" else [name]
        if not _taken_over(
            last, names, content_hash("template", site_pages.all_listed), site_pages.would_read_the_same
        ):
            _build_theme_template(name, env, files, config, nav)
            _keep(
                last,
                names,
                content_hash("template", site_pages.all_listed),
                site_pages.facts_read(current().kc),
            )
    for name in config.extra_templates:
        last.will_write(name)
        _build_extra_template(name, files, config, nav)


def _place_pictures(config: MkDocsConfig, texts: PageTexts, incremental: Incremental) -> None:
    """The pictures that pages show in several sizes."""
    pictures = events.page_pictures(config, texts.pictures)

    def share(make: Callable[[str], Rendered], paths: Sequence[str]) -> list[Rendered]:
        with incremental.progress.phase("Pictures", len(paths)):
            return list(share_out(make, paths, incremental.progress.step, fewest=1))

    with refusing():
        pictures.place_changes(incremental.last, Path(config.site_dir), incremental.cache.fingerprints, share)


def _copy(files: Iterable[File], kept: KeptFiles, incremental: Incremental) -> None:
    """The files that are no pages: styles, scripts, pictures, feeds, mails."""
    last, fingerprint = incremental.last, incremental.cache.fingerprints.of
    for file in files:
        path = file.dest_uri
        if file.is_documentation_page() or path in kept.taken:
            continue
        source = file.abs_src_path
        key = kept.keys.get(path) or content_hash(
            "file", fingerprint(source) if source else file.content_bytes
        )
        if not _taken_over(last, [path], key):
            file.copy_file()
            last.keep(path, key, last.written(path, kept.notes.get(path)))
            if source is None:
                file.content_bytes = b""


def _taken_over(
    last: LastSite, paths: list[str], key: bytes, is_true: Callable[[object], bool] = lambda notes: True
) -> bool:
    """Have files of the last site in the new one, if all are there and their notes true; else make room for them."""
    found = {path: file for path in paths if (file := last.file(path, key)) and is_true(file.notes)}
    for path in paths:
        if len(found) == len(paths):
            last.take_over(path, found[path])
        else:
            last.will_write(path)
    return len(found) == len(paths)


def _keep(last: LastSite, paths: list[str], key: bytes, notes: FactsRead) -> None:
    for path in paths:
        if last.is_written(path):
            last.keep(path, key, last.written(path, notes))
