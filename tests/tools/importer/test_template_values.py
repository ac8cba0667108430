from __future__ import annotations

import pytest

from knowledge_center.tools.importer.old_addresses import OldSite
from knowledge_center.tools.importer.template_values import Scope, evaluate
from tests.tools.importer.samples import fields

SCOPE = Scope(
    fields=fields(image="/a.png", mood="calm", authors=["jo"]), site=OldSite.at("https://old.example.org/blog"),
    path="/blog/2019/own/", title="A fair offer", assigned={"base": "/pics"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('"/team/" | url', "/blog/team/"),
        ("'/blog/team/' | relative_url", "/blog/team/"),
        ('"/a" | prepend: site.baseurl | prepend: site.url', "/blog/a"),
        ("site.baseurl", "/blog"),
        ("site.url", ""),
        ("page.image", "/a.png"),
        ("image | url", "/blog/a.png"),
        ("page.title", "A fair offer"),
        ("page.url | absolute_url", "/blog/2019/own/"),
        ("base | append: '/x.png'", "/pics/x.png"),
        ('"a | b"', "a | b"),
        ("mood | escape", "calm"),
    ],
)
def test_what_needs_no_code_is_worked_out(expression: str, value: str) -> None:
    """Addresses, the article's own fields and what it assigned itself."""
    assert evaluate(expression, SCOPE) == value


@pytest.mark.parametrize(
    "expression",
    [
        "site.data.x",
        "page.nothing",
        "authors",
        '"jo" | team_link',
        "mood | upcase",
        "'a' | append: nobody",
        "",
        "a + b",
    ],
)
def test_what_needs_the_old_sites_code_is_not_guessed(expression: str) -> None:
    """It is left out and reported instead."""
    assert evaluate(expression, SCOPE) is None
