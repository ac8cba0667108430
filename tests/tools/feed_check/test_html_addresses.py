"""Addresses in HTML inside a feed."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.tools.feed_check import html_addresses
from knowledge_center.tools.feed_check.html_tokens import read_html
from tests.tools.feed_check.good_site import finished
from tests.tools.feed_check.samples import URL


def said(root: Path, html: str) -> list[str]:
    """The rules of this set that the HTML breaks."""
    site = finished(root)
    return [
        problem.rule.rpartition(".")[2]
        for problem in html_addresses.rule.problems("x", read_html(html), site)
    ]


@pytest.mark.parametrize(
    "html",
    [
        f"<a href='{URL}'>a</a><a href='{URL}articles/first-week/?a=b#c'>a</a>",
        "<a href='mailto:a@example.com'>a</a><a href='tel:+1'>b</a><a href='HTTPS://example.org/é'>c</a>",
        f"<img srcset='{URL}assets/icon.png 1x,{URL}assets/icon.png 2x'>",
        f"<img srcset='{URL}assets/icon.png'>",
        "<img srcset='https://a.org/w_100,h_100/a.png 100w, https://a.org/w_200,h_200/a.png 200w'>",
    ],
)
def test_whole_addresses_are_right(tmp_path: Path, html: str) -> None:
    """Our own that are there, anybody's, mail and telephone, several candidates with commas in them."""
    assert said(tmp_path, html) == []


@pytest.mark.parametrize(
    ("html", "rules"),
    [
        ("<a href>a</a>", ["are_whole"]),
        ("<a href=''>a</a>", ["are_whole"]),
        ("<img srcset='a.png 1x, b.png 2x'>", ["are_whole", "are_whole"]),
        ("<img srcset=''>", ["are_whole"]),
        ("<a href='?page=2'>a</a>", ["are_whole"]),
        ("<img src='DATA:image/png;base64,AA'>", ["are_no_data"]),
        ("<img src='mailto:a@example.com'>", ["lead_to_the_web"]),
        ("<a href='vbscript:x'>a</a>", ["lead_to_the_web"]),
        ("<a href='http://[::1/'>a</a>", ["are_well_formed"]),
    ],
)
def test_other_addresses_are_found(tmp_path: Path, html: str, rules: list[str]) -> None:
    """Each by the one rule that is meant for it."""
    assert said(tmp_path, html) == rules
