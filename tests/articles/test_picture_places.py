"""Where pictures are published."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from tests.editors import read_docs
from tests.samples import article_text, picture


def test_pictures_are_published_where_their_article_is(tmp_path: Path) -> None:
    """Only pictures that an article uses are published, each in the folder of the oldest that uses it."""
    found = read_docs(
        tmp_path,
        {
            "new.md": article_text("New", "![x](a.png) ![y](own.png)\n", date="2026-11-17"),
            "z-old.md": article_text("Old", "[x](a.png) <img src='deep/b.png' alt='x'>\n", date="2026-11-01"),
            "draft.md": article_text("D", "![x](a.png) ![y](d.png)\n", date="2020-01-01", draft="true"),
            "articles/posts/2025/far.md": article_text("F", "![x](../2026/a.png)\n", date="2026-11-10"),
            "a.png": picture(), "own.png": picture(), "articles/posts/2026/deep/b.png": picture(), "d.png": picture(),
            "unused.png": picture(),
        },
    )  # fmt: skip
    assert found.problems == ()
    assert found.images == {
        "articles/posts/2026/a.png": "articles/z-old/a.png",
        "articles/posts/2026/deep/b.png": "articles/z-old/deep/b.png",
        "articles/posts/2026/own.png": "articles/new/own.png",
        "articles/posts/2026/d.png": "articles/draft/d.png",
    }


def test_pictures_with_names_in_another_script(tmp_path: Path) -> None:
    """No two have one address, none begins with a dot, no folder's name is lost, a Mac's letters are the same."""
    text = article_text(body="![x](写真.png) ![y](図が.png) ![z](図/1.png)\n")
    pictures = dict.fromkeys(["写真.png", "図が.png", "articles/posts/2026/図/1.png"], picture())
    found = read_docs(tmp_path, {"a.md": text, **pictures})
    assert found.problems == ()
    places = set(found.images.values())
    assert len(places) == 3
    assert all(re.fullmatch(r"articles/a/[0-9a-f]{8}(/1)?\.png", place) for place in places), places
    apart = unicodedata.normalize("NFD", "図が.png")
    again = read_docs(tmp_path / "mac", {"a.md": article_text(body=f"![y]({apart})\n"), apart: picture()})
    assert len(again.images) == 1 and set(again.images.values()) < places


def test_a_picture_with_a_name_from_a_telephone(tmp_path: Path) -> None:
    """Blanks and umlauts in a picture's name work for the editor and are gone from its address."""
    text = article_text(body="![x](<Foto München (1).JPG>)\n", image="Foto München (1).JPG", image_alt="x")
    found = read_docs(tmp_path, {"a.md": text, "Foto München (1).JPG": picture(kind="JPEG")})
    assert found.problems == ()
    assert list(found.images.values()) == ["articles/a/Foto-Munchen-1-.JPG"]
    assert found.all[0].image is not None
    assert found.all[0].image.path == "articles/a/Foto-Munchen-1-.JPG"
