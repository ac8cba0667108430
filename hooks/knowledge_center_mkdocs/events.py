"""The events of a build, in the order MkDocs calls them.

Everything that pages and files show is planned in the domain (knowledge_center/pages); here it becomes
MkDocs' pages (pages.py). A build stops at any problem, before the last site is touched. A preview shows what
can be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from knowledge_center.admin.admin_files import not_fetched
from knowledge_center.content.content_reader import Content
from knowledge_center.content.summary import digest_lines
from knowledge_center.pages.host_files import REDIRECTS
from knowledge_center.pages.menu import default_menu, marked
from knowledge_center.pages.page_context import facts
from knowledge_center.pages.page_html import page_html
from knowledge_center.pages.planned import planned_pages
from knowledge_center.pages.site_files import PlannedFile, RenderedSite, site_files, without_a_rule
from knowledge_center.pages.template_filters import install_filters
from knowledge_center.pictures.measuring import TYPES
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_links import is_elsewhere
from knowledge_center.signup.signup_form import signup_form
from knowledge_center_mkdocs import navigation, pages, site_defaults, site_proof, theme
from knowledge_center_mkdocs.brand_styles import place_brand
from knowledge_center_mkdocs.current_build import (
    Command,
    CurrentBuild,
    advice,
    begin,
    called_by,
    current,
    is_for_branch,
    is_preview,
    read_before,
)
from knowledge_center_mkdocs.engine_messages import leads_nowhere
from knowledge_center_mkdocs.hashed_assets import hashed_assets
from knowledge_center_mkdocs.packed_site import pack_site
from knowledge_center_mkdocs.page_contexts import context_of, in_sitemap, quick_url_filter, spare
from knowledge_center_mkdocs.page_pictures import PagePictures
from knowledge_center_mkdocs.page_texts import PictureFiles
from knowledge_center_mkdocs.preview_port import bind_or_say
from knowledge_center_mkdocs.project_read import read_with_settings_of
from knowledge_center_mkdocs.reading import Reading
from knowledge_center_mkdocs.refusals import refusal, refusing
from knowledge_center_mkdocs.rendered_site import rendered_site
from knowledge_center_mkdocs.scheduled_pages import scheduled_pages
from knowledge_center_mkdocs.share_cards import SiteCards
from knowledge_center_mkdocs.site_plan import planned_site, published_files, root_of
from knowledge_center_mkdocs.template_checks import old_copy_advice, own_copies
from knowledge_center_mkdocs.theme_layer import layer
from knowledge_center_mkdocs.workers import share_out

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer


__all__ = [
    "on_config", "on_env", "on_files", "on_nav", "on_page_content", "on_page_context", "on_post_build",
    "on_serve", "on_startup", "on_template_context",
]  # fmt: skip

log = get_plugin_logger("knowledge_center")

_TWICE = (
    "mkdocs.yml calls the Knowledge Center more than once, so every page would be made twice. "
    "Keep one of them: knowledge-center in plugins, or hooks/main.py in hooks."
)
_NO_FOLDERS = (
    "A plugin has set use_directory_urls to false, but every page has the address of a folder: feeds, mails and "
    "redirects lead there. Take that plugin out of mkdocs.yml, or the setting with which it does so."
)
# An archive page has twenty articles: for so many it is worth to start a process.
_FEWEST_ALONE = 4


class DeadAddresses(PluginError):
    """The site is complete, and some addresses in it are dead; the message is the report."""


_greeted = False


def on_startup(*, command: Command, dirty: bool) -> None:
    """Remember whether this is a preview, or goes to a branch of files."""
    if dirty:
        raise PluginError("--dirty leaves articles without their text. Call the build without it.")
    called_by(command)


@pass_context
def _asset(context: Context, path: str) -> str:
    """Where a style, a script or a font is published. With the context, for else its answer is compiled in."""
    return current().assets.get(path, path)


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read everything and refuse what cannot be built, while the last site still stands."""
    preview = is_preview()
    if config.plugins.events["config"].count(on_config) > 1:
        raise PluginError(_TWICE)
    with refusing():
        read = read_before() or read_with_settings_of(config, to_branch=is_for_branch())
        form = signup_form(read.settings)
        theme.install(config, read.settings.look)
        if preview:
            theme.load_whole_pages(config)
        old = own_copies(theme.templates(config), Path(config.docs_dir))
    settings, content, now = read.settings, read.content, read.now
    # A host beyond ASCII has one name on all pages, in feeds and in mails.
    config.site_url = settings.site_url
    if settings.look == "publication":
        # A site of Material's has its pages as it wants them.
        site_defaults.fill_in(config)
    site_defaults.speak(config, settings.markdown)
    if any(not problem.advice for problem in content.problems):
        if not preview:
            raise refusal(content.problems)
        if read_before() is None:
            log.warning("Not everything can be shown:\n\n%s\n", report(content.problems))
    elif content.problems and read_before() is None:
        log.info("\n\n%s\n", report(content.problems))
    if preview and read_before() is None:
        _greet(settings, content, now)
    site = planned_site(config, read, form, preview=preview)
    begin(CurrentBuild(site=site, images=published_files(site, content), old_copies=old))
    return config


def _greet(settings: Settings, content: Content, now: datetime) -> None:
    """Say which digest is due: when a preview starts, and not at every save."""
    global _greeted
    if not _greeted:
        for line in digest_lines(settings, content, now):
            log.info(line)
        _greeted = True


@event_priority(100)
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add our pages, their pictures, and the files that are made when the pages are rendered."""
    build = current()
    if not config.use_directory_urls:
        raise PluginError(_NO_FOLDERS)
    site = build.site
    if site.find_reading is None:
        # No build that keeps anything.
        site.find_reading = lambda: Reading(site, None).lists()
    docs_dir = site.settings.docs_dir
    theme.drop_unused(files, site.settings.look)
    theme.replace_old(config, files, build.old_names)
    place_brand(config, files, site.settings.brand)
    build.assets, hashed = hashed_assets(files, layer(), site.settings.brand.font_file)
    for path, data in hashed.items():
        pages.fill(config, files, path, data)
    site.styles = tuple(build.assets.get(path, path) for path in site.styles)
    pages.add_pictures(config, files, build.images)
    titles = navigation.titles(config.nav)
    found = pages.add_pages(config, files, planned_pages(site), docs_dir, titles, site.settings.look)
    site.lists_feeds = pages.is_ours(files, "subscribe.md")
    build.planned_files = site_files(site)
    if site.settings.hosted_on and (own := files.get_file_from_path(REDIRECTS)):
        # Its lines are in ours.
        files.remove(own)
    found += pages.add_files(config, files, build.planned_files, docs_dir)
    found += not_fetched(root_of(config), site.settings)
    found += without_a_rule(site.settings, build.planned_files)
    found += old_copy_advice(theme.templates(config), build.old_copies)
    advice[:] = found
    if found and read_before() is None:
        log.info("\n\n%s\n", report(found))
    build.pictures = PictureFiles(
        {
            file.dest_uri: file.abs_src_path
            for file in files.media_files()
            if file.abs_src_path and file.dest_uri.lower().endswith(tuple(TYPES))
        }
    )
    return files


# Last of all: another plugin may make the navigation.
@event_priority(-100)
def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember the navigation for the masthead; the titles of pages are known once their text is read.

    In Material's look our pages find their place below their listing, so that the menu shows where a reader is.
    """
    build = current()
    build.nav = nav if navigation.is_set(config) else None
    settings = build.site.settings
    dead = [
        leads_nowhere(f"extra.knowledge_center.{setting}", link.target, settings.docs_dir)
        for setting, link in settings.links
        if not is_elsewhere(link.target) and not _published(files, urldefrag(link.target)[0])
    ]
    if dead:
        raise refusal(dead)
    if settings.look == "material":
        pages.place(nav, files)
    return nav


def _published(files: Files, path: str) -> bool:
    file = files.get_file_from_path(path)
    return file is not None and not file.inclusion.is_excluded()  # type: ignore[no-untyped-call]


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Remember the page; its HTML is complete once all pages are. Offer its pictures in several sizes."""
    build = current()
    if build.site.settings.look == "material" and not isinstance(page, pages.OwnPage):
        return html
    return page_html(html, page.url, build.pictures)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """All texts are there: make the files that carry them, but for a build that makes these beside its search index."""
    build = current()
    site = build.site
    if not is_preview():
        build.scheduled = scheduled_pages(config, files, site, build.texts, build.texts_of)
    build.rendered = [file.page for file in files if file.page and file.page.markdown is not None]
    build.menu = default_menu(site) if build.nav is None else navigation.menu(build.nav)
    install_filters(env, site.settings)
    env.filters["asset"] = _asset
    env.filters["url"] = quick_url_filter()
    env.filters["in_sitemap"] = partial(in_sitemap, site)
    theme.prepare(config, env, build.old_names)
    rendered = rendered_site(config, site, env, build.rendered, build.pictures)
    build.make_files = partial(_make_files, config, files, rendered)
    with refusing():
        for page in build.rendered:
            if not isinstance(page, pages.OwnPage):
                pages.refuse_reserved(page, site.settings.docs_dir)
    if build.kept_files is None:
        for _ in build.make_files():
            pass
        if build.unmade and read_before() is None:
            log.warning("\n\n%s\n", report(build.unmade))
    return env


def _make_files(config: MkDocsConfig, files: Files, rendered: RenderedSite) -> Iterator[File]:
    """Each planned file that the last site has not, once it is made.

    Raises PluginError for an issue without a mail, which stops no preview.
    """
    build = current()
    renditions = rendered.composer.renditions
    kept = build.kept_files
    alone: dict[str, PlannedFile] = {}
    for path, planned in build.planned_files.items():
        file = files.src_uris.get(path)
        if file and file.generated_by is None:
            yield file
        elif kept and kept.has(path, planned):
            continue
        elif planned.stands_alone:
            alone[path] = planned
        else:
            renditions.asked.clear()
            try:
                data = planned.make(rendered, *planned.shown)
            except Unusable as unusable:
                if not is_preview():
                    raise refusal(unusable.problems) from None
                # All the rest of a preview can be shown; in the place of this file is an empty one, which is not kept.
                build.unmade += unusable.problems
                if kept:
                    kept.forget(path)
                yield pages.fill(config, files, path, b"")
                continue
            if kept:
                kept.note(path, renditions.asked)
            yield pages.fill(config, files, path, data)
    made_alone = share_out(
        lambda planned: planned.make(rendered, *planned.shown), [*alone.values()], fewest=_FEWEST_ALONE
    )
    for path, data in zip(alone, made_alone, strict=True):
        yield pages.fill(config, files, path, data)
    for path, made in renditions.made.items():
        yield pages.fill(config, files, path, made.data)


# Before Material's search looks at the page.
@event_priority(50)
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the page's template what it shows."""
    build = current()
    own = context_of(build.site, page)
    build.kc = own["kc"]
    if build.site.settings.look == "material" and isinstance(page, pages.OwnPage):
        page.put_below_one_heading()
    context.update(own, menu=marked(build.menu, page.url))
    return context


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """The pages without a source: 404.html and the sitemap."""
    build = current()
    build.kc = context["kc"] = facts(
        build.site.shared, title=build.site.settings.words.gettext("Page not found"), noindex=True
    )
    spare(build.site, context["kc"])
    context["menu"] = marked(build.menu, None)
    return context


# Last of all: other plugins write files too.
@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Index the text of pages, tell which of them nothing leads to, and refuse a site with an address that is dead."""
    build = current()
    preview = is_preview()
    if preview and read_before() is not None:
        # Whoever serves it shows the pages first, and makes a picture when it is asked for.
        return
    if build.kept_files is None:
        with refusing():
            page_pictures(config, build.pictures.asked).place(Path(config.site_dir))
            site_cards(config).place(Path(config.site_dir))
    dead, unreached = site_proof.index_and_prove(
        config, build.site, build.search, build.rendered, scheduled=build.scheduled
    )
    if any(not problem.advice for problem in dead):
        if not preview:
            raise DeadAddresses(f"\n\n{report(dead)}\n")
        log.warning("Not every address answers:\n\n%s\n", report(dead))
        dead = ()
    if build.site.settings.precompressed and not preview:
        pack_site(Path(config.site_dir), build.search.last if build.search else None)
    found = (*unreached, *dead)
    advice.extend(found)
    if found and read_before() is None and not preview:
        log.info("\n\n%s\n", report(found))


def prove_preview(config: MkDocsConfig) -> tuple[Problem, ...]:
    """The dead addresses of the last preview, which is whole in ``config.site_dir``; its search index is made apart."""
    build = current()
    found, _ = site_proof.index_and_prove(config, build.site, build.search, build.rendered, apart=True)
    return tuple(problem for problem in found if not problem.advice)


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]) -> None:
    """MkDocs itself ends with a traceback where another program has the port."""
    bind_or_say(server, *config.dev_addr)


def page_pictures(config: MkDocsConfig, in_texts: Iterable[str]) -> PagePictures:
    """The pictures that the pages of this build show in several sizes; ``in_texts`` are paths of those in texts."""
    build = current()
    return PagePictures(config, build.site, build.pictures, in_texts)


def site_cards(config: MkDocsConfig) -> SiteCards:
    """The cards of this build's shared addresses."""
    build = current()
    cards = SiteCards(config, build.site, build.pictures)
    advice.extend(cards.advice)
    if cards.advice and read_before() is None:
        log.info("\n\n%s\n", report(cards.advice))
    return cards
