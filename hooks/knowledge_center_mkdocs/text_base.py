"""What a build keeps for one after an edit that changes nothing but words of articles: see text_edits.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge_center.articles.article_files import FileReading
from knowledge_center.build_cache.content_hash import content_hash

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from knowledge_center.build_cache.fingerprints import Fingerprints
    from knowledge_center.pages.site import Site
    from knowledge_center.pages.site_files import PlannedFile

KIND = "text base"


class TextBase(NamedTuple):
    """What was made of articles, and of what.

    ``sources`` has the stamp of each file and folder that the site was made from. ``articles`` are those with a page of
    ours: its address and a hash of the file, by its path. ``carried`` are the files beside a page that hold its text
    too, by its address. ``extensions`` and ``options`` are those of the site's Markdown, ``texts`` a hash of all that
    texts are made by, ``lists`` one of what to read next, ``places`` as for the Markdown beside pages. ``searched`` has
    a hash of what is searched of each page. ``public`` is how many articles readers can see.
    """

    articles: dict[str, tuple[str, bytes]]
    carried: dict[str, tuple[str, ...]]
    reading: FileReading
    extensions: tuple[str, ...]
    options: dict[str, Any]
    texts: bytes
    lists: bytes
    places: dict[str, str]
    searched: dict[str, bytes]
    site_url: str
    language: str
    tag_authority: str
    public: int
    sources: Mapping[str, str]


def text_base(
    config: MkDocsConfig,
    site: Site,
    pages: Iterable[Page],
    files: Mapping[str, PlannedFile],
    *,
    reading: FileReading,
    fingerprints: Fingerprints,
    texts: bytes,
    searched: Mapping[str, bytes],
) -> TextBase | None:
    """What to keep of a build; None where a text may reach more than its page, feeds and search.

    To be asked for where no template of the site's own looks at texts.
    """
    from knowledge_center_mkdocs.pages import OwnPage

    settings = site.settings
    options = _plain(config.mdx_configs)
    is_simple = (
        settings.look == "publication"
        and settings.feeds.full_text
        and not (settings.precompressed or settings.text_templates or config.extra_templates)
        and set(config.plugins) <= {"knowledge-center", *config.hooks}
        and config.validation.links.absolute_links >= 0
        and all(type(name) is str for name in config.markdown_extensions)
    )
    if not is_simple or options is None:
        return None
    docs = settings.docs_dir
    carried: dict[str, list[str]] = {}
    for path, planned in files.items():
        for url in planned.texts:
            carried.setdefault(url, []).append(path)
    own = [page for page in pages if isinstance(page, OwnPage) and page.planned.template == "article.html"]
    articles = [page.planned for page in own if page.source_text is page.planned.text and not page.fields]
    sources = ((f"{docs}/{page.source}", page.url) for page in articles)
    return TextBase(
        articles={path: (url, fingerprints.of(path)) for path, url in sources},
        carried={url: tuple(paths) for url, paths in carried.items()},
        reading=reading,
        extensions=tuple(config.markdown_extensions),
        options=options,
        texts=texts,
        lists=lists_hash(site.reading),
        places=site.file_places,
        searched=dict(searched),
        site_url=settings.site_url,
        language=settings.language,
        tag_authority=settings.feeds.tag_authority,
        public=len(site.every_public),
        sources={},
    )


def lists_hash(lists: Mapping[str, tuple[str, ...]]) -> bytes:
    """Stands for what there is to read next after each article."""
    return content_hash(*(part for name, others in sorted(lists.items()) for part in (name, *others, "")))


def _plain(value: Any) -> Any:
    """Settings that are nothing but values; None where a function or the like is among them."""
    if isinstance(value, Mapping):
        made = {str(key): _plain(item) for key, item in value.items()}
        return (
            None if any(made[str(key)] is None and item is not None for key, item in value.items()) else made
        )
    if isinstance(value, (list, tuple)):
        items = [_plain(item) for item in value]
        return None if None in items else items
    return value if type(value) in (str, int, float, bool) else None
