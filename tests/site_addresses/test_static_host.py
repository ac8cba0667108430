"""What a static host answers with."""

from __future__ import annotations

from urllib.parse import quote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.site_addresses.static_host import StaticHost, Target, url_of

HOST = StaticHost(
    "https://example.com/news/", ["index.html", "a/index.html", "a/b/index.html", "a/ü x.png", "c.html"]
)


@pytest.mark.parametrize(
    ("address", "base", "file"),
    [
        ("https://example.com/news/", "", "index.html"),
        ("https://example.com/news", "", "index.html"),
        ("https://example.com/news/a/", "", "a/index.html"),
        ("https://example.com/news/a", "", "a/index.html"),
        ("https://example.com/news/a/%C3%BC%20x.png?v=2", "", "a/ü x.png"),
        ("https://example.com/news/c.html#x", "", "c.html"),
        ("https://example.com/news/c/", "", ""),
        ("https://example.com/news/c.html/", "", ""),
        ("https://example.com/other/a/", "", ""),
        ("https://example.org/news/a/", "", ""),
        ("https://example.com:8443/news/a/", "", ""),
        ("a/", "", ""),
        ("b/", "https://example.com/news/a/", "a/b/index.html"),
        ("../c.html", "https://example.com/news/a/", "c.html"),
        ("./b/../b/", "https://example.com/news/a/", "a/b/index.html"),
        (" \n../c.html\t", "https://example.com/news/a/", "c.html"),
        ("..\\c.html", "https://example.com/news/a/", "c.html"),
        ("//example.com/news/c.html", "https://example.com/news/a/", "c.html"),
        ("mailto:a@example.com", "https://example.com/news/a/", ""),
        ("https://example.com/news/%00", "", ""),
        ("https://[example.com/news/", "", ""),
        ("https://example.com:x/news/", "", ""),
    ],
)  # fmt: skip
def test_a_path_a_folder_and_nothing_else_answer(address: str, base: str, file: str) -> None:
    """A file answers for its path, an index.html for its folder, with and without the last slash."""
    assert HOST.file_of(address, base) == file


SEGMENT = st.sampled_from(["a", "b-c", "d.png", ".", "..", "e f", "ü", "x~y", "%20", "page_2"])


@given(
    st.lists(SEGMENT, max_size=6),
    st.lists(st.sampled_from(["a", "b"]), max_size=3),
    st.booleans(),
    st.booleans(),
)
def test_a_relative_address_leads_where_browsers_go(
    segments: list[str], folders: list[str], slash: bool, root: bool
) -> None:
    """The short way and the rules of RFC 3986 come to the same place, from every page."""
    base = "".join(f"{folder}/" for folder in folders)
    written = ("/news/" if root else "") + "/".join(quote(s, safe="%") for s in segments) + "/" * slash
    if not written or written.startswith("//"):
        return
    target = HOST.locate(written, base)
    whole = urljoin(f"https://example.com/news/{base}", written)
    assert target is not None
    public = "https://example.com" + ("" if target.outside else "/news/") + quote(target.path)
    assert public == quote(whole.replace("%20", " "), safe=":/%") or public == whole


@given(st.text(alphabet="ab/.?#%:\\[] \n=&üx@", max_size=24))
def test_no_address_stops_it(written: str) -> None:
    """Whatever is written, it is a place of ours or somebody else's."""
    target = HOST.locate(written, "a/b/")
    assert target is None or isinstance(target, Target)


def test_pages_are_known_by_their_folder() -> None:
    assert [url_of(file) for file in ("index.html", "a/index.html", "c.html", "a/xindex.html")] == [
        "", "a/", "c.html", "a/xindex.html",
    ]  # fmt: skip
