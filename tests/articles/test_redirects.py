"""Former addresses lead to the article."""

from __future__ import annotations

import pytest

from knowledge_center.articles.redirects import redirects
from tests.samples import article


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/gr%C3%B6%C3%9Fe/", "größe/index.html"),
        ("/a%20b.html", "a b.html"),
        ("/50%25/", "50%/index.html"),
        ("/100%/", "100%/index.html"),
        # The check refuses these: none would be the name of a file, or the place they name.
        ("/%FF/", "%FF/index.html"),
        ("/a%3Fb/", "a%3Fb/index.html"),
        ("/%2e%2e/x/", "%2e%2e/x/index.html"),
        ("/a%22%20%7B/", "a%22%20%7B/index.html"),
        ("/a%0Ab/", "a%0Ab/index.html"),
    ],
)
def test_an_old_address_may_be_pasted_as_browsers_show_it(alias: str, path: str) -> None:
    """With its escapes: a host looks for the file without them, and would find nothing."""
    assert list(redirects([article("new", aliases=(alias,))])) == [path]


def test_a_former_name_and_a_former_path_each_get_a_page() -> None:
    """A bare alias was a file name, one with a slash an address, with or without its own file ending."""
    one = article("new", aliases=("old", "/blog/old-path/", "/blog/no-slash", "/old.html"))
    assert {path: target.name for path, target in redirects([one]).items()} == {
        "articles/old/index.html": "new",
        "blog/old-path/index.html": "new",
        "blog/no-slash/index.html": "new",
        "old.html": "new",
    }
