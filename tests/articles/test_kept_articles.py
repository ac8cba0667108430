"""What stays known of an article's file when the lists of authors and topics change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge_center.articles.article_files import ArticleFile, FileReading
from knowledge_center.articles.articles_reader import file_reading
from knowledge_center.articles.kept_articles import KeptArticles
from knowledge_center.articles.model import Author
from knowledge_center.build_cache.store import BuildCache
from tests.samples import AUTHOR, CATEGORY, article_text, settings

CONTENT = b"a hash"
PATH = "articles/posts/2026/a.md"


@pytest.fixture
def cache(tmp_path: Path) -> BuildCache:
    return BuildCache(tmp_path / "cache.sqlite", b"a program")


def reading(docs: Path, *more: Author, **changes: str) -> FileReading:
    """By a list with one author, as ``changes`` make it, and ``more``."""
    authors = (replace(AUTHOR, **changes), *more)
    known = {author.key: author for author in authors}
    return file_reading(docs, settings(), known, {CATEGORY.slug: CATEGORY})


def kept(docs: Path, cache: BuildCache, text: str) -> ArticleFile:
    """The file with that text, read and kept."""
    (docs / PATH).parent.mkdir(parents=True)
    (docs / PATH).write_text(text, encoding="utf-8")
    file = reading(docs).read(docs, PATH)
    assert isinstance(file, ArticleFile)
    KeptArticles(cache, reading(docs)).put(PATH, CONTENT, file)
    return file


def test_an_article_has_its_authors_as_the_list_has_them_now(tmp_path: Path, cache: BuildCache) -> None:
    """Somebody's new name, or somebody new, is no reason to read anything again."""
    file = kept(tmp_path, cache, article_text())
    other = reading(tmp_path, Author(key="new", name="New"), name="Another name")
    found = KeptArticles(cache, other).get(PATH, CONTENT)
    assert found == file
    assert [author.name for author in found.fields.authors] == ["Another name"]


def test_an_article_is_read_again_where_its_author_is_gone(tmp_path: Path, cache: BuildCache) -> None:
    """Then it has a mistake that it had not."""
    kept(tmp_path, cache, article_text())
    assert KeptArticles(cache, reading(tmp_path, key="other")).get(PATH, CONTENT) is None


@pytest.mark.parametrize("text", [article_text(authors="[carers-desk]"), article_text(author="careers-desk")])
def test_a_mistake_in_the_fields_may_tell_of_any_author(tmp_path: Path, cache: BuildCache, text: str) -> None:
    """So such an article is known by all there are."""
    file = kept(tmp_path, cache, text)
    assert KeptArticles(cache, reading(tmp_path)).get(PATH, CONTENT) == file
    other = reading(tmp_path, Author(key="new", name="New"))
    assert KeptArticles(cache, other).get(PATH, CONTENT) is None


def test_an_article_is_read_again_by_other_settings(tmp_path: Path, cache: BuildCache) -> None:
    """What its rules go by is all that the settings say of texts."""
    kept(tmp_path, cache, article_text())
    other = reading(tmp_path)
    changed = replace(other, text_settings=replace(other.text_settings, templates=True))
    assert KeptArticles(cache, changed).get(PATH, CONTENT) is None
