"""The site that a build is to make, of what was read and of what lies in docs/ beside it."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.admin.admin_files import admin_files
from knowledge_center.articles.model import expired, public
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.content.content_reader import Content
from knowledge_center.pages.host_files import REDIRECTS
from knowledge_center.pages.site import IconSource, Site
from knowledge_center.pictures.mail_renditions import logo_file
from knowledge_center.pictures.measuring import measure
from knowledge_center.pictures.site_icons import FAVICON, MANIFEST, TOUCH_ICON
from knowledge_center.settings.model import Settings
from knowledge_center.signup.signup_form import SignupForm
from knowledge_center_mkdocs import pages, theme
from knowledge_center_mkdocs.project_read import ProjectRead


def planned_site(config: MkDocsConfig, read: ProjectRead, form: SignupForm, *, preview: bool) -> Site:
    """All of the build that pages show; a ``preview`` shows drafts and scheduled articles too."""
    settings, content, now = read.settings, read.content, read.now
    docs = Path(config.docs_dir)
    return Site(
        settings=settings,
        articles=content.articles,
        ledgers={ledger.digest: ledger for ledger in content.ledgers},
        form=form,
        now=now,
        shown=tuple(a for a in content.articles.all if public(a, now) or (preview and not expired(a, now))),
        archive=content.archive,
        styles=theme.styles(config, settings.look),
        icon=theme.icon(config, settings.organization.logo),
        own_search=settings.look == "publication" or not pages.has_search(config),
        admin=admin_files(root_of(config), settings, content.articles, content.ledgers, now, preview=preview),
        own_redirects=_own_redirects(docs, settings),
        icons_from=_icon_source(docs, settings),
        unlisted=content.articles.stand_ins if preview else (),
    )


def root_of(config: MkDocsConfig) -> Path:
    """The folder with mkdocs.yml."""
    return Path(config.config_file_path).absolute().parent


def published_files(site: Site, content: Content) -> dict[str, str]:
    """The files to publish, by their path in the site: what articles with a page show or offer, pictures in mails."""
    with_page = {article.name for article in site.with_page}
    pictures = (*site.articles.images.items(), *site.articles.attachments.items())
    images = {path: source for source, path in pictures if path.split("/")[1] in with_page}
    return images | {path: source for path, source in content.kept_images.items() if path not in images}


def _icon_source(docs: Path, settings: Settings) -> IconSource | None:
    """The logo as a picture that icons can be made of; none where it is not there, or the site has icons of its own."""
    # As the check names it: what it has measured is not opened again.
    file = Path(os.path.relpath(docs / logo_file(settings.organization.logo)))
    if any((docs / name).exists() for name in (FAVICON, TOUCH_ICON, MANIFEST)):
        return None
    if (
        not settings.organization.logo
        or measure(file, path="", alt="") is None
        or file.suffix.lower() == ".svg"
    ):
        return None
    return IconSource(file=str(file), content=content_hash(file.read_bytes()))


def _own_redirects(docs: Path, settings: Settings) -> str:
    """The site's own lines for its host, where ours go behind them."""
    file = docs / REDIRECTS
    return file.read_text(encoding="utf-8", errors="replace") if settings.hosted_on and file.is_file() else ""
