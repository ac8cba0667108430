"""Pages that nothing leads to."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from knowledge_center.site_addresses.file_links import LinkReader
from knowledge_center.site_addresses.static_host import StaticHost
from knowledge_center_mkdocs.reachability import own_pages, unreached


@pytest.mark.parametrize(
    ("url", "file", "link"),
    [
        ("about/", "about/index.html", "../../about/"),
        # MkDocs has such an address escaped, the finished site its file as it is called.
        ("%C3%BCber%20uns/", "über uns/index.html", "../../%C3%BCber%20uns/"),
        ("%C3%BCber%20uns/", "über uns/index.html", "../../über uns/#team"),
        ("guide/", "guide/index.html", "../"),
    ],
)
def test_a_page_is_reached_however_its_address_is_written(url: str, file: str, link: str) -> None:
    page: Any = SimpleNamespace(url=url, meta={})
    alone: Any = SimpleNamespace(url="alone/", meta={})
    row = LinkReader().read("guide/part/index.html", f'<a href="{link}">Here</a>'.encode())
    host = StaticHost("https://knowledge.example.com/", [file, "alone/index.html", "guide/part/index.html"])
    assert unreached(own_pages([page, alone]), [row], host) == [alone]
