"""Former addresses lead to the article."""

from __future__ import annotations

from knowledge_center.articles.redirects import redirects
from tests.samples import article


def test_a_former_name_and_a_former_path_each_get_a_page() -> None:
    """A bare alias was a file name, one with a slash an address, with or without its own file ending."""
    one = article("new", aliases=("old", "/blog/old-path/", "/blog/no-slash", "/old.html"))
    assert {path: target.name for path, target in redirects([one]).items()} == {
        "articles/old/index.html": "new",
        "blog/old-path/index.html": "new",
        "blog/no-slash/index.html": "new",
        "old.html": "new",
    }
