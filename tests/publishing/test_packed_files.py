"""Files packed ahead: which, and what is in them."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.publishing.packed_files import is_packed_ahead, packed


@given(st.binary(max_size=5000))
def test_what_is_packed_is_the_file(data: bytes) -> None:
    """For every reader the same bytes, and the same packed ones each time: without a time or a name."""
    assert gzip.decompress(packed(data, ".gz")) == data == brotli.decompress(packed(data, ".br"))
    assert packed(data, ".gz")[4:8] == bytes(4)


@pytest.mark.parametrize(
    ("path", "size", "is_packed"),
    [
        ("index.html", 1024, True),
        ("feed.xml", 5000, True),
        ("index.html", 1023, False),
        ("a.png", 5000, False),
        ("a.woff2", 5000, False),
        ("sitemap.xml.gz", 5000, False),
        ("search-index/index/0a1b2c3d.bin", 5000, False),
    ],
)
def test_texts_are_packed(path: str, size: int, is_packed: bool) -> None:
    """Where it saves a packet, and where nothing is packed in itself."""
    assert is_packed_ahead(path, size) == is_packed
