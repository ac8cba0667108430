"""What follows from an edit that changes nothing but words of articles, made of the last site.

The page of such an article is what it was, but for the text in it; so is each feed that carries the text, and its
Markdown beside the page. That nothing else follows is proved: the fields, the problems, the links, the headings and
their ids are those of before, the lists of what to read next come to the same, and the old text stands in each file
once. Where one of these does not hold, all of a build is to be done.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from knowledge_center.articles.article_files import ArticleFile
from knowledge_center.articles.kept_articles import KeptArticles
from knowledge_center.articles.markdown_links import Link
from knowledge_center.articles.model import Article
from knowledge_center.build_cache.content_hash import content_hash
from knowledge_center.build_cache.store import BuildCache
from knowledge_center.feed_formats import EMAIL_FILE
from knowledge_center.feeds.content_html import feed_html
from knowledge_center.pages.markdown_twins import text_with_addresses
from knowledge_center.pages.page_html import page_html
from knowledge_center.pages.reading_lists import Terms, reading_lists
from knowledge_center.pictures.measuring import Head, keep_heads
from knowledge_center.search.index_files import index_files
from knowledge_center.search.searched_page import SearchedPage, searched_page
from knowledge_center.search.searched_part import searched_part
from knowledge_center.site_addresses.html_links import HtmlReader
from knowledge_center_mkdocs.kept_pages import INDEX_FOLDER, SEARCHED, PageText, own_text_key, text_hash
from knowledge_center_mkdocs.markdown_conversion import NotKnown, TextConversion, convert_again
from knowledge_center_mkdocs.reading import LISTS_KEY, KnownReading, terms_key, terms_of_article
from knowledge_center_mkdocs.text_base import TextBase, lists_hash

# More articles at once are a move or an import.
_MOST = 8


class MoreFollows(Exception):
    """More has changed than words of articles, or may have."""


class EditedSite(NamedTuple):
    """What is to be written, by its path in the site, and what to keep for the next edit.

    ``replaced`` is the folder of which all else is to go, if there is one.
    """

    files: dict[str, bytes]
    replaced: str
    base: TextBase


class _Text(NamedTuple):
    """An article before or after the edit, with its text as HTML and the pictures there, by their addresses."""

    article: Article
    html: str
    pictures: Mapping[str, str]


def edited_articles(base: TextBase, sources: Mapping[str, str]) -> list[str]:
    """The articles whose files are others than when ``base`` was kept; ``sources`` are the stamps of today.

    Raises MoreFollows where anything else is another than it was.
    """
    if sources.keys() != base.sources.keys():
        raise MoreFollows
    # What has changed in a folder are its names, and these are the same.
    changed = [path for path, stamp in sources.items() if stamp != base.sources[path] and path[-1] != "/"]
    if len(changed) > _MOST or not base.articles.keys() >= set(changed):
        raise MoreFollows
    return changed


def make_edits(
    cache: BuildCache, base: TextBase, said: str, sources: Mapping[str, str], site: Path
) -> EditedSite:
    """Make what follows from edits of articles. ``said`` is what the last build told, ``site`` where its site lies.

    Raises MoreFollows where more follows than can be made here.
    """
    articles = dict(base.articles)
    edits = []
    for path in edited_articles(base, sources):
        url, content = articles[path]
        made, before, after = _reread(cache, base, path, content)
        # What is told of it may name the line of a link, and quote that.
        if path in said and _lines_of_links(before) != _lines_of_links(after):
            raise MoreFollows
        articles[path] = url, made
        edits.append((before, after))
    texts = [_converted(cache, base, before, after) for before, after in edits]
    _prove_lists(cache, base, texts)
    files: dict[str, bytes] = {}
    for one, other in texts:
        for path, old, new in _carriers(base, one, other):
            files[path] = _spliced(files.get(path) or (site / path).read_bytes(), old, new)
    searched = dict(base.searched)
    for _, text in texts:
        path = f"{text.article.url}index.html"
        if part := searched_part(files[path]):
            searched[path] = content_hash(part)
    index: dict[str, bytes] = {}
    if searched != base.searched:
        pages = _searched_pages(cache, searched, files, site)
        index = {f"{INDEX_FOLDER}/{name}": data for name, data in index_files(pages, base.language).items()}
    return EditedSite(
        files=files | index,
        replaced=f"{INDEX_FOLDER}/" if index else "",
        base=base._replace(sources=dict(sources), articles=articles, searched=searched),
    )


def _reread(
    cache: BuildCache, base: TextBase, path: str, content: bytes
) -> tuple[bytes, ArticleFile, ArticleFile]:
    """A hash of what an article's file holds now; the article as it was and as it is."""
    docs = base.reading.docs_dir
    name, articles = path.removeprefix(f"{docs}/"), KeptArticles(cache, base.reading)
    before = articles.get(name, content)
    now = blake2b(Path(path).read_bytes(), digest_size=16).digest()
    file = articles.get(name, now) or base.reading.read(Path(docs), name)
    if not isinstance(before, ArticleFile) or not isinstance(file, ArticleFile):
        raise MoreFollows
    articles.put(name, now, file)
    as_before = replace(
        file, body=before.body, body_hash=before.body_hash, links=before.links, raw_links=before.raw_links,
        to_files=before.to_files,
    )  # fmt: skip
    if as_before != before or _targets(file) != _targets(before):
        raise MoreFollows
    return now, before, file


def _targets(file: ArticleFile) -> tuple[list[Link], list[Link]]:
    """Where a text leads, whatever the lines."""
    return [link._replace(line=0) for link in file.links], [link._replace(line=0) for link in file.raw_links]


def _lines_of_links(file: ArticleFile) -> list[tuple[Link, str]]:
    """The links of a text, each with the line that it stands on."""
    lines = ["", *file.body.split("\n"), ""]
    found = (*file.links, *file.raw_links)
    return [(link, lines[min(max(link.line - file.body_line + 1, 0), len(lines) - 1)]) for link in found]


def _converted(
    cache: BuildCache, base: TextBase, before: ArticleFile, after: ArticleFile
) -> tuple[_Text, _Text]:
    """Both with their HTML. Raises MoreFollows where more than words is another."""
    old, new = (file.article("", None, base.tag_authority, base.language) for file in (before, after))
    assert old and new
    source, url = before.path, old.url
    keys = [own_text_key(base.texts, source, url, cache.text_hash(one.body)) for one in (old, new)]
    kept = cache.get("page text", source, keys[0])
    whole = cache.get("text", source, kept.content_hash) if isinstance(kept, PageText) else None
    if not whole:
        raise MoreFollows
    pictures = _Pictures(cache, kept)
    try:
        html, toc, made = convert_again(
            new.body, source, url, TextConversion(base.extensions, base.options), kept
        )
        html = page_html(html, url, pictures)
    except Exception as error:
        # A link or a picture that was not there, or what breaks off in all of a build too, which says why.
        raise MoreFollows from error
    made = made._replace(content_hash=text_hash(html, toc, new.body, None))
    read = HtmlReader().read
    if (
        made._replace(content_hash=kept.content_hash) != kept
        or toc != whole[1]
        or read(html.encode("utf-8", "replace")) != read(whole[0].encode("utf-8", "replace"))
    ):
        raise MoreFollows
    cache.put("page text", source, keys[1], made)
    cache.put("text", source, made.content_hash, (html, toc, ""))
    return _Text(old, whole[0], pictures), _Text(new, html, pictures)


class _Pictures(dict[str, str]):
    """The files of the pictures that a text showed before, by their address."""

    def __init__(self, cache: BuildCache, text: PageText) -> None:
        super().__init__({path: file for path, file, _ in text.pictures if file})
        self._asked = {path for path, _, _ in text.pictures}
        for _, file, content in text.pictures:
            if file:
                # As they were looked at when articles were read, by the way from here.
                shown = Path(os.path.relpath(file))
                if known := cache.get("picture", str(shown), content):
                    keep_heads([shown], partial(_known, known))

    def get(self, path: str, default: Any = None) -> Any:
        if path not in self._asked:
            raise NotKnown(path)
        return super().get(path, default)


def _known(head: Head, *_: object) -> Head:
    return head


def _prove_lists(cache: BuildCache, base: TextBase, texts: Iterable[tuple[_Text, _Text]]) -> None:
    """Raise MoreFollows where there is something else to read next on any page."""
    changed: dict[str, tuple[Terms, bytes]] = {}
    for before, after in texts:
        new = terms_of_article(after.article, base.language)
        if new != terms_of_article(before.article, base.language):
            changed[after.article.name] = new, terms_key(after.article, base.language, cache)
    if not changed:
        return
    known: KnownReading | None = cache.get("reading lists", "", LISTS_KEY)
    if known is None or lists_hash(known.lists.lists) != base.lists:
        raise MoreFollows
    # Of an article whose time is over nobody asks what it is like.
    listed = {name: made for name, made in changed.items() if name in known.keys}
    terms = {name: made for name, (made, _) in listed.items()}
    lists = reading_lists({**known.lists.terms, **terms}, known.lists)
    if lists.lists != known.lists.lists:
        raise MoreFollows
    keys = {**known.keys, **{name: key for name, (_, key) in listed.items()}}
    cache.put("reading lists", "", LISTS_KEY, KnownReading(lists, keys))


def _carriers(base: TextBase, before: _Text, after: _Text) -> Iterator[tuple[str, bytes, bytes]]:
    """Each file that holds the text of an article, with what stands there, and what is to."""
    url = before.article.url
    page = [text.html.encode("utf-8", "xmlcharrefreplace") for text in (before, after)]
    yield f"{url}index.html", page[0], page[1]
    html: list[str] = []
    for path in base.carried.get(url, ()):
        if path.endswith(".md"):
            own = [
                text_with_addresses(text.article, base.places, base.site_url, base.reading.docs_dir)
                for text in (before, after)
            ]
            yield path, f"\n\n{own[0]}\n".encode(), f"\n\n{own[1]}\n".encode()
            continue
        html = html or [feed_html(text.html, base.site_url + url) for text in (before, after)]
        write: Callable[[str], str] = _in_json if path.endswith(".json") else _in_xml
        shown = [_in_mail(one, before, base) for one in html] if path == EMAIL_FILE else html
        yield path, write(shown[0]).encode(), write(shown[1]).encode()


def _in_mail(html: str, text: _Text, base: TextBase) -> str:
    """The text with its pictures at mail size: they are the same, and made already."""
    if "<img" not in html:
        return html
    from knowledge_center.feeds.email_feed import fit_images
    from knowledge_center.pictures.mail_renditions import CACHE, MailRenditions

    sources = {path: Path(file) for path, file in text.pictures.items()}
    return fit_images(html, MailRenditions(site_url=base.site_url, sources=sources, cache=CACHE).fitted)


def _in_json(text: str) -> str:
    return f'"content_html": {json.dumps(text, ensure_ascii=False)}'


def _in_xml(text: str) -> str:
    element = etree.Element("a")
    element.text = text
    return etree.tostring(element, encoding="unicode")[len("<a") : -len("a>")]  # type: ignore[no-any-return]


def _spliced(data: bytes, old: bytes, new: bytes) -> bytes:
    if data.count(old) != 1:
        raise MoreFollows
    return data.replace(old, new)


def _searched_pages(
    cache: BuildCache, searched: Mapping[str, bytes], files: Mapping[str, bytes], site: Path
) -> Iterator[SearchedPage]:
    """The pages of the search, in their order; what is not known of one is read."""
    for path, key in sorted(searched.items()):
        page: SearchedPage | None = cache.get(SEARCHED, path, key)
        if page is None:
            html = files.get(path) or (site / path).read_bytes()
            page = searched_page(html, path.removesuffix("index.html"))
            cache.put(SEARCHED, path, key, page)
        if page is not None:
            yield page
