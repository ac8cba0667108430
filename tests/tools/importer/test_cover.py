from __future__ import annotations

from typing import Any

import pytest

from knowledge_center.tools.importer.cover import Cover, find_cover
from tests.tools.importer.samples import context, fields, messages

FOUND = Cover(image="door.jpg", alt="A door")


def cover(body: str = "", **values: Any) -> tuple[Cover, list[str]]:
    assets = context(pictures=["img/door.jpg", "img/big.jpg"]).assets
    found, notes = find_cover(fields(**values), body, assets)
    assert [copy.target for copy in assets.copies] == ([f"2019/{found.image}"] if found.image else [])
    return found, messages(notes)


@pytest.mark.parametrize(
    "values",
    [
        {"image": "/img/door.jpg", "image_alt": "A door"},
        {"heroImage": "/img/door.jpg", "heroImageAlt": "A door"},
        {"image": {"path": "/img/door.jpg", "alt": "A door"}},
        {"cover": {"image": "img/door.jpg", "alt": "A <b>door</b>", "caption": "x"}},
        {"header": {"overlay_image": "/img/door.jpg", "image_description": "A door"}},
        {"images": ["/img/door.jpg", "/img/big.jpg"], "image_alt": "A  door"},
        {"image": "https://old.example.org/img/door.jpg?v=1", "alt": "A door"},
        {"hero": "false", "thumbnail": "/img/door.jpg", "thumbnail-alt": "A door"},
    ],
)
def test_the_picture_is_found_under_every_themes_name(values: dict[str, Any]) -> None:
    """With the words that say what it shows."""
    assert cover(**values) == (FOUND, [])


def test_words_in_the_text_describe_the_picture_above_it() -> None:
    """The same picture further down has a description: it is the same picture."""
    assets = context(pictures=["img/door.jpg"]).assets
    picture = assets.find("/img/door.jpg")
    assert not isinstance(picture, str)
    assets.add(picture)
    for body in ("![A door](door.jpg)", '<div><img src="door.jpg" alt="A door"></div>'):
        assert find_cover(fields(image="/img/door.jpg"), body, assets) == (FOUND, [])
    assert find_cover(fields(image="/img/door.jpg"), "![Other](other.jpg)", assets)[0] == Cover()


def test_a_picture_that_is_missing_or_not_described_is_left_out_and_reported() -> None:
    """It is not copied either: nothing would show it."""
    assert cover(image="/img/none.jpg", image_alt="x") == (
        Cover(), ["the article's image /img/none.jpg is not among the pictures and was left out."]
    )  # fmt: skip
    assert cover(image="/img/door.jpg") == (
        Cover(), ["the article's image /img/door.jpg has no description (image_alt) and was left out."]
    )  # fmt: skip


def test_no_picture_is_nothing_to_tell() -> None:
    """An empty field, a yes or no, and an icon's name are no pictures."""
    values: tuple[object, ...] = ("", "false", "fa-star", [], {"title": "x"})
    for value in values:
        assert cover(image=value) == (Cover(), [])
