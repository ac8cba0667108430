"""The addresses that a site will have, and the places on its pages, before anything is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge_center.articles.article_files import ArticleFile
from knowledge_center.articles.docs_files import DocsFiles, article_paths
from knowledge_center.articles.own_addresses import OF_THE_SITE, OwnAddresses, PageIds, is_made
from knowledge_center.articles.page_aliases import MovedPage
from knowledge_center.articles.page_files import addresses, page_body
from knowledge_center.articles.redirects import old_path
from knowledge_center.pictures.site_icons import APP_ICONS, FAVICON, MANIFEST, TOUCH_ICON
from knowledge_center.settings.model import Settings


def own_addresses(
    settings: Settings,
    files: DocsFiles,
    places: Mapping[str, str],
    read: Iterable[ArticleFile],
    moved: Iterable[MovedPage] = (),
) -> OwnAddresses:
    """The addresses that the site will have, drafts and what cannot be read among them."""
    sources = {path.rpartition(".")[0].rpartition("/")[2]: path for path in article_paths(files)}
    known = {f"articles/{name}": path for name, path in sources.items()}
    for address, shown in addresses(files, places, settings.docs_dir).items():
        path = shown.removeprefix(f"{settings.docs_dir}/")
        # What stands on a page that is made here, its text does not say.
        known[address] = path if path.endswith(".md") and not is_made(address) else ""
    for file in read:
        for alias in file.fields.aliases:
            known.setdefault(old_path(alias), "")
    for page in moved:
        known |= {old_path(alias): "" for alias in page.aliases if old_path(alias) not in known}
    known |= {alias.strip("/"): "" for alias in settings.feeds.aliases}
    icons = (FAVICON, TOUCH_ICON, MANIFEST, *APP_ICONS)
    known |= dict.fromkeys(icons if settings.organization.logo else (), "")
    if settings.llms_text:
        known["llms.txt"] = ""
    if settings.has_markdown:
        known |= {f"articles/{name}/index.md": "" for name in sources}
    if settings.hosted_on:
        known |= {"_headers": "", "_redirects": ""}
    for folder in map(Path, settings.sources):
        files_there = (file for file in folder.rglob("*.*") if file.name.lower().endswith(OF_THE_SITE))
        known |= {file.relative_to(folder).as_posix(): "" for file in files_there}
    elsewhere = settings.answered_elsewhere
    return OwnAddresses(settings.site_url, known, others=settings.other_pages, elsewhere=elsewhere)


def page_ids(docs: Path, settings: Settings, read: Iterable[ArticleFile]) -> PageIds:
    """The places on articles and on pages of the site's own."""
    bodies = {file.path: file.body for file in read}

    def body(path: str) -> str | None:
        return bodies[path] if path in bodies else page_body(docs, path, settings.docs_dir)

    folders = [Path(source) for source in settings.sources if Path(source).is_dir()]
    return PageIds(body, settings.markdown, folders)
