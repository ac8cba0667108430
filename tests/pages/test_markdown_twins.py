"""The Markdown of an article, as programs that read for people get it."""

from __future__ import annotations

import pytest

from knowledge_center.pages.markdown_twins import text_with_addresses
from tests.samples import article

URL = "https://knowledge.example.com/"


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("[The offer](offer.md#pay)", f"[The offer]({URL}articles/offer/#pay)"),
        ("![A desk](desk.png)", f"![A desk]({URL}articles/a/desk.png)"),
        ("[About us](../../../about.md)", f"[About us]({URL}about/)"),
        ("[Topics](/topics/)", f"[Topics]({URL}topics/)"),
        ("[The law](https://example.org/law)", "[The law](https://example.org/law)"),
        ("[Beyond docs](../../../../README.md)", "[Beyond docs](../../../../README.md)"),
        ("[No page](paper.pdf)", "[No page](paper.pdf)"),
    ],
)
def test_what_leads_within_the_site_has_a_whole_address(written: str, whole: str) -> None:
    """Read elsewhere, it leads to the same; what is on no page of the site stays as it was written."""
    found = article("a", source="docs/articles/posts/2026/a.md", body=f"See {written}.")
    places = {
        "articles/posts/2026/offer.md": "articles/offer/",
        "articles/posts/2026/desk.png": "articles/a/desk.png",
    }
    assert text_with_addresses(found, places, URL, "docs") == f"See {whole}."
