"""The search index that is made beside the rest of a build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from knowledge_center.build_cache.last_site import LastSite
from knowledge_center.build_cache.store import BuildCache
from knowledge_center_mkdocs import workers
from knowledge_center_mkdocs.kept_pages import INDEX_FOLDER
from knowledge_center_mkdocs.search_index import IndexBehind, SearchIndex

PAGE = "<!doctype html><title>A</title><article data-pagefind-body><h1>A</h1>Words</article>"


@pytest.fixture(params=[1, 2], ids=["on one core", "beside"])
def site(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A site of one page that is searched, and one that is not."""
    monkeypatch.setattr(workers, "processes", lambda: request.param)
    for name, text in (("a", PAGE), ("b", "<!doctype html><title>B</title>Words")):
        (tmp_path / "site" / name).mkdir(parents=True)
        (tmp_path / "site" / name / "index.html").write_text(text, encoding="utf-8")
    return tmp_path / "site"


def test_an_index_is_whole_once_it_is_waited_for(site: Path) -> None:
    """Of what is given up nothing is waited for."""
    making = IndexBehind(site / "index")
    making.begin(site, "en", None)
    assert making.is_making
    making.wait()
    assert not making.is_making and not making.done()
    assert json.loads((site / "index/search.json").read_bytes())["pages"] == 1
    making.begin(site, "en", None)
    making.give_up()
    assert not making.is_making and not making.done()


def test_a_page_that_is_known_is_not_read_again(site: Path, tmp_path: Path) -> None:
    """What was read of it for the last index is there for the next: its file may be gone."""
    cache = BuildCache(tmp_path / "build.sqlite", b"program")
    last = LastSite(cache, site, tmp_path / "next")
    search = SearchIndex(cache, last, {"a/index.html": b"as it is"}, site)
    search.making.begin(site, "en", search)
    search.making.wait()
    first = (site / INDEX_FOLDER / "search.json").read_bytes()
    (site / "a/index.html").unlink()
    search.making.begin(site, "en", search)
    search.making.wait()
    assert (site / INDEX_FOLDER / "search.json").read_bytes() == first
    cache.close()


def test_what_stops_an_index_is_said(site: Path) -> None:
    """In a sentence, wherever it was made."""
    making = IndexBehind(site / "a/index.html/index")
    making.begin(site, "en", None)
    with pytest.raises(PluginError, match=r"The search index could not be made: .*index\.html"):
        making.wait()
    assert not making.is_making
