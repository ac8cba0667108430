from __future__ import annotations

import pytest

from knowledge_center.tools.importer.asset_index import ArticleAssets, AssetIndex, Picture, looks_like_picture
from tests.tools.importer.samples import FILE_SYSTEM

INDEX = AssetIndex(
    Picture(file=f"/x/{path}", path=path)
    for path in (
        "blog/a/team.jpg",
        "blog/b/team.jpg",
        "static/img/Door One.PNG",
        "posts/own/door.jpg",
        "logo.bmp",
        "broken.png",
        "üb.jpg",
    )
)


def assets(names_taken: dict[str, str] | None = None, article: str = "own") -> ArticleAssets:
    return ArticleAssets(
        index=INDEX,
        year="2019",
        article=article,
        beside="posts/own",
        names_taken={} if names_taken is None else names_taken,
        fingerprint=FILE_SYSTEM.fingerprint,
        usable=FILE_SYSTEM.usable,
    )


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/assets/blog/a/team.jpg", "blog/a/team.jpg"),
        ("b/team.jpg?v=2", "blog/b/team.jpg"),
        ("/img/door%20one.png", "static/img/Door One.PNG"),
        ("door.jpg", "posts/own/door.jpg"),
        ("./door.jpg?v=1", "posts/own/door.jpg"),
        ("../../blog/a/team.jpg", "blog/a/team.jpg"),
        ("/u\u0308b.jpg", "üb.jpg"),
    ],
)
def test_a_picture_is_found_by_the_end_of_its_path(address: str, path: str) -> None:
    """Folders moved between old site and backup; capitals and ways to write an umlaut did too."""
    assert assets().find(address) == Picture(file=f"/x/{path}", path=path)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/team.jpg", "2 pictures"),
        ("/none.jpg", "not among"),
        ("", "no name"),
        ("/logo.bmp", "bmp"),
        ("/broken.png", "damaged"),
    ],
)
def test_a_picture_that_cannot_be_shown_says_why(address: str, why: str) -> None:
    """The reason ends up in the report."""
    found = assets().find(address)
    assert isinstance(found, str) and why in found


def test_a_picture_gets_a_name_that_is_fit_for_an_address() -> None:
    """Spaces and capitals go."""
    found = assets()
    picture = found.find("/img/Door One.PNG")
    assert isinstance(picture, Picture) and found.copied_name(picture) == ""
    assert found.add(picture) == found.add(picture) == found.copied_name(picture) == "door-one.png"
    assert [(copy.file, copy.target) for copy in found.copies] == [
        ("/x/static/img/Door One.PNG", "2019/door-one.png")
    ]


def test_two_pictures_never_meet_under_one_name() -> None:
    """Another picture of that name keeps it, whoever put it there; the same picture is shared."""
    names_taken: dict[str, str] = {}
    first, second = Picture(file="/x/1", path="a/team.jpg"), Picture(file="/x/2", path="b/team.jpg")
    assert assets(names_taken).add(first) == "team.jpg"
    assert assets(names_taken, "pay").add(first) == "team.jpg"
    assert assets(names_taken, "pay").add(second) == "pay-team.jpg"
    assert assets({"team.jpg": "?", "own-team.jpg": "?"}).add(first) == "own-team-2.jpg"


def test_a_name_without_plain_letters_gets_one() -> None:
    """A picture needs a name in an address as well."""
    assert assets().add(Picture(file="/x/1", path="面接.jpg")) == "image.jpg"


@pytest.mark.parametrize(
    ("address", "yes"), [("a.JPG", True), ("/a.svg?x=1", True), ("a", False), ("a.pdf", False), ("", False)]
)
def test_a_picture_is_known_by_its_ending(address: str, yes: bool) -> None:
    """A link to a document is none."""
    assert looks_like_picture(address) is yes
