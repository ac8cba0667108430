"""What an import works with and what comes of it: the old site's files, this site's, options, and a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.tools.importer.asset_index import FileCopy, Picture
from knowledge_center.tools.importer.existing_articles import ExistingArticle
from knowledge_center.tools.importer.exports.page_furniture import Furniture
from knowledge_center.tools.importer.import_notes import ImportNote
from knowledge_center.tools.importer.import_report import Report
from knowledge_center.tools.importer.material_blog import MaterialBlog
from knowledge_center.tools.importer.old_addresses import DEFAULT_PERMALINK
from knowledge_center.tools.importer.old_site_settings import NO_SETTINGS, SiteSettings
from knowledge_center.tools.importer.source_post import ReadOptions

POSTS = "articles/posts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the old site gives: its articles (path -> bytes), pictures, names of authors by key and more of them.

    ``blog`` is set for one of Material's. Where it lies in docs, ``pages`` are the files beside it, as seen from
    the articles' folder and below docs, and ``folder`` is that folder below docs. ``unread`` says of files that
    may be articles how to bring them over, ``others`` counts the rest by the ending of their names. ``html`` is what
    readers saw of articles that were no Markdown there, ``notes`` what was said of them when they were read,
    ``furniture`` what stood around them, ``refused`` why no article came of others. ``site_url`` and ``permalink`` are
    the address of the site and the pattern of its articles', where the source knows them, ``to_fetch`` the addresses of
    pictures that it shows and does not hold. ``jekyll`` is set for a site of Jekyll's, ``settings`` are its
    generator's, ``topics`` and ``series`` what its pages say of these.
    """

    files: Mapping[str, bytes]
    pictures: Sequence[Picture] = ()
    author_names: Mapping[str, str] = field(default_factory=dict)
    author_details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    blog: MaterialBlog | None = None
    pages: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)
    html: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Sequence[ImportNote]] = field(default_factory=dict)
    furniture: Mapping[str, Sequence[Furniture]] = field(default_factory=dict)
    refused: Mapping[str, ImportNote] = field(default_factory=dict)
    site_url: str = ""
    permalink: str = DEFAULT_PERMALINK
    to_fetch: Sequence[str] = ()
    jekyll: bool = False
    settings: SiteSettings = NO_SETTINGS
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSite:
    """What is in docs: articles, the addresses of pages, the two lists with their texts, and the pictures.

    ``pictures`` maps a path below articles/posts to a fingerprint of the file, ``display_path`` is what the
    person who imports calls the folder.
    """

    display_path: str = "docs"
    articles: Sequence[ExistingArticle] = ()
    pages: Sequence[str] = ()
    author_list: str = AUTHOR_LISTS[0]
    category_list: str = TOPIC_LISTS[0]
    authors: str = ""
    categories: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What the person who imports chose: ``author`` signs what nobody signed, ``category`` takes the rest."""

    reading: ReadOptions
    author: str
    category: str
    by_tag: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSystem:
    """The two questions about a picture file that only a disk can answer."""

    fingerprint: Callable[[str], str]
    usable: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write: texts by path below docs, pictures to copy, and the report.

    The texts of authors and topics come first, then articles, the oldest first; ``pictures`` are the copies that each
    of them shows.
    """

    texts: Mapping[str, str]
    copies: Sequence[FileCopy]
    report: Report
    pictures: Mapping[str, Sequence[FileCopy]] = field(default_factory=dict)
