"""The events of a build. They take MkDocs through our articles and makes, beside the pages:

- the listings' and articles' context for our templates (hooks/context.py)
- feeds, digest mails, redirects, robots.txt (hooks/outputs.py)
- the search index (hooks/search.py)

A build stops at any problem, before the last site is touched. A preview shows what can be shown.
"""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from knowledge_center.articles.model import expired, public
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import Content, read_content
from knowledge_center.content.summary import digest_lines
from knowledge_center.mail.issue_mail import CACHE, MailPictures, Mailroom, pages_at
from knowledge_center.pages import page_context as context
from knowledge_center.pages import picture_sizes as pictures
from knowledge_center.pages import site_files as outputs
from knowledge_center.pages.site import Site
from knowledge_center.problems import Problem, Unusable, report
from knowledge_center.settings.model import read_settings
from knowledge_center.signup.signup_form import signup_form
from knowledge_center_mkdocs import mail_pictures_files as renditions
from knowledge_center_mkdocs import material_blog
from knowledge_center_mkdocs import search_index as search
from knowledge_center_mkdocs import theme as material_theme

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("knowledge_center")

_SERVE = ".venv/bin/python -m mkdocs serve --livereload --watch-theme --dev-addr"


class _Build:
    """What one build knows. Serve keeps this module loaded, so on_config makes a new one each time."""

    def __init__(self, site: Site, images: Mapping[str, str], folder: Path) -> None:
        self.site = site
        self.images = images
        self.folder = folder
        self.makers: dict[str, outputs.Maker] = {}
        self.pages: list[Page] = []
        self.sources: Mapping[str, str] | None = None


_command = "build"
_folder: tempfile.TemporaryDirectory[str] | None = None
_build: _Build


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether this is a preview."""
    global _command
    if dirty:
        raise PluginError("--dirty leaves articles without their text. Call the build without it.")
    _command = command


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read everything and refuse what cannot be built, while the last site still stands.

    Before the blog plugin's own on_config, which reads the list of authors we hand it.
    """
    global _build, _folder
    preview = _command == "serve"
    root = Path(config.config_file_path).absolute().parent
    try:
        now = read_clock(os.environ)
        settings = read_settings(settings_data(config))
        form = signup_form(settings)
        content = read_content(root, settings, now)
    except Unusable as unusable:
        raise PluginError(f"\n\n{report(unusable.problems)}\n") from None
    if any(not problem.advice for problem in content.problems):
        if not preview:
            raise PluginError(f"\n\n{report(content.problems)}\n")
        log.warning("Not everything can be shown:\n\n%s\n", report(content.problems))
    elif content.problems:
        log.info("\n\n%s\n", report(content.problems))
    if _folder is None:
        if preview:  # once, and not at every save
            for line in digest_lines(settings, content, now):
                log.info(line)
        _folder = tempfile.TemporaryDirectory(prefix="knowledge-center-")
    articles = content.articles
    shown = [a for a in articles.all if public(a, now) or (preview and not expired(a, now))]
    site = Site(
        settings=settings,
        articles=articles,
        ledgers=content.ledgers,
        form=form,
        now=now,
        shown=tuple(shown),
        archive=content.archive,
    )
    _build = _Build(site, published_images(site, content), Path(_folder.name))
    material_blog.configure(config, articles, _build.folder)
    return config


def published_images(site: Site, content: Content) -> dict[str, str]:
    """The pictures to publish, by their path in the site: those of articles with a page, those in mails."""
    articles, now = site.articles, site.now
    with_page = {article.name for article in site.shown}
    with_page |= {a.name for a in articles.all if expired(a, now) and not a.draft}
    images = {path: source for source, path in articles.images.items() if path.split("/")[1] in with_page}
    return images | {path: source for path, source in content.kept_images.items() if path not in images}


def settings_data(config: MkDocsConfig) -> dict[str, Any]:
    """What the domain reads of mkdocs.yml, as the generator has read it."""
    root = Path(config.config_file_path).absolute().parent
    return {
        "site_name": config.site_name,
        "site_url": config.site_url,
        "site_description": config.site_description,
        "docs_dir": Path(config.docs_dir).relative_to(root).as_posix(),
        "theme": {"language": config.theme.get("language")},
        "extra": config.extra,
    }


@event_priority(100)
def _hand_over(files: Files, *, config: MkDocsConfig) -> Files:
    site = _build.site
    material_theme.drop_unused(files)
    material_blog.hand_over(config, files, site.shown, _build.images, site.settings, _build.folder)
    _add_digest_pages(files, config)
    _build.makers = outputs.announce(config, files, site)
    return files


@event_priority(-60)
def _after_blog(files: Files, *, config: MkDocsConfig) -> Files:
    site = _build.site
    for article in site.articles.all:
        if expired(article, site.now) and not article.draft:
            material_blog.keep_apart(config, files, article, site.settings, _build.folder)
    return files


on_files = CombinedEvent(_hand_over, _after_blog)


def _add_digest_pages(files: Files, config: MkDocsConfig) -> None:
    """A page for each digest and each issue, with the editor's introduction for its text."""
    for file in list(files):
        if file.src_uri.startswith("digests/") and file.src_uri != "digests/index.md":
            files.remove(file)
    for digest in _build.site.settings.digests:
        head = "---\ntitle: Digest\ntemplate: digest.html\n---\n"
        files.append(File.generated(config, f"digests/{digest.key}/index.md", content=head))
        for issue in _build.site.ledgers[digest.key].issues:
            head = "---\ntitle: Issue\ntemplate: issue.html\n---\n\n"
            path = f"digests/{digest.key}/{issue.key}.md"
            files.append(File.generated(config, path, content=head + issue.intro))


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Nothing of ours is in a navigation; the plugin's lists are made quick to search."""
    material_blog.spare_excerpts(config)
    return nav


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Remember the page; its HTML is complete once all pages are. Give its pictures their sizes."""
    _build.pages.append(page)
    if _build.sources is None:
        _build.sources = pictures.sources(files)
    return pictures.with_sizes(html, page.url, _build.sources)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """All pages are rendered: make the files that carry their text."""
    site = _build.site
    context.install_filters(env, site.settings)
    content = {page.url: page.content or "" for page in _build.pages}
    mailroom = Mailroom(
        settings=site.settings,
        pages=pages_at(site.articles, site.now),
        pictures=MailPictures(
            settings=site.settings,
            sources={path: Path(file) for path, file in (_build.sources or {}).items()},
            cache=Path(config.config_file_path).absolute().parent / CACHE,
        ),
    )
    try:
        outputs.fill(files, _build.makers, site, outputs.built(site, content, env, mailroom))
        renditions.publish(config, files, mailroom.pictures)
    except Unusable as unusable:
        raise PluginError(f"\n\n{report(unusable.problems)}\n") from None
    for page in _build.pages:
        facts = _context(page)["kc"]
        page.meta["kc_sitemap"] = not facts.noindex
        page.meta["kc_lastmod"] = facts.modified.date().isoformat() if facts.modified else ""
    return env


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the page's template what it shows."""
    context.update(_context(page))
    return context


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """The pages without a source: 404.html and the sitemap."""
    context["kc"] = _facts_without_page()
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Index the text of the articles."""
    search.index(Path(config.site_dir), _build.site.settings.language)


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]) -> None:
    """Say it in a sentence when another program has the port: MkDocs itself ends with a traceback."""
    bind = server.server_bind
    host, port = config.dev_addr

    def bind_or_say() -> None:
        try:
            bind()
        except OSError as error:
            message = f"The port {port} of {host} cannot be used: {error.strerror}."
            fix = f"End what uses it, or take another:  {_SERVE} {host}:{port + 1 if port < 65535 else 8000}"
            problems = [Problem(path="make serve", message=message, fix=fix)]
            raise PluginError(f"\n\n{report(problems)}\n") from None

    server.server_bind = bind_or_say  # type: ignore[method-assign]


def on_shutdown() -> None:
    """Remove the normalised copies."""
    if _folder is not None:
        _folder.cleanup()


def _facts_without_page() -> context.PageFacts:
    return context.facts(_build.site, title="Page not found", noindex=True)


def _context(page: Page) -> Mapping[str, Any]:
    site = _build.site
    name = material_blog.article_name(page)
    if name:
        return context.article_context(site, site.by_name[name])
    part = material_blog.slice_of(page, site.by_name)
    if part is not None:
        return context.listing_context(site, part)
    folder, file = posixpath.split(page.file.src_uri)
    if folder.startswith("digests/"):
        digest = folder.removeprefix("digests/")
        issue = posixpath.splitext(file)[0]
        if issue != "index":
            return context.issue_context(site, digest, issue)
        return context.digest_context(site, digest)
    return context.page_context(site, page.url, page.meta)
