"""Texts that no rule about links is asked about: none of those that it would find something in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge_center.articles.markdown_links import Link, links_to_files
from knowledge_center.articles.own_addresses import OwnAddresses
from knowledge_center.articles.rules.sound_links import are_sound, sound_files
from knowledge_center.pictures.model import Image
from tests.samples import article

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
OWN = OwnAddresses("https://knowledge.example.com/", {}, others=False)
FOLDER = "articles/posts"


def image(name: str, type: str = "image/png", size: int = 1000) -> tuple[str, Image]:
    path = f"{FOLDER}/{name}"
    return path, Image(path=path, alt="", width=4, height=3, type=type, size=size)


SOUND = sound_files(
    {
        f"{FOLDER}/there.md": article("there", published=NOW),
        f"{FOLDER}/draft.md": article("draft", published=NOW, draft=True),
        f"{FOLDER}/later.md": article("later", published=datetime(2026, 11, 21, tzinfo=UTC)),
        f"{FOLDER}/ends.md": article("ends", published=NOW, expires=datetime(2027, 11, 21, tzinfo=UTC)),
    },
    dict([image("desk.png"), image("heavy.png", size=10**8), image("false.jpg")]),
    NOW,
)


def sound(*targets: str, images: str = "", words: str = "words", raw: tuple[str, ...] = ()) -> bool:
    links = [Link(target, words, 1, image=target == images) for target in targets]
    raw_links = [Link(target, "", 1, image=False) for target in raw]
    return are_sound(links, links_to_files(links, FOLDER), raw_links, SOUND, OWN)


def test_links_to_public_articles_light_pictures_and_other_sites_are_sound() -> None:
    """That is what nearly all texts have, and some have none."""
    assert sound()
    assert sound("there.md", "desk.png", "https://www.example.org/there.md#place", images="desk.png")
    assert sound("mailto:us@example.com", raw=("https://www.example.org/",))


@pytest.mark.parametrize(
    "target",
    [
        "draft.md", "later.md", "ends.md", "gone.md", "heavy.png", "false.jpg", "there.md#place", "#place",
        "/articles/there/", "https://knowledge.example.com/articles/there/", "//knowledge.example.com/x/",
    ],
)  # fmt: skip
def test_what_a_rule_may_say_something_of_is_not(target: str) -> None:
    """Neither beside links that are."""
    assert not sound("there.md", target)
    assert not sound("there.md", raw=(target,))


@pytest.mark.parametrize("words", ["", "…", "What the picture shows"])
def test_a_picture_without_words_is_not(words: str) -> None:
    """Whether it lies here or elsewhere."""
    assert not sound("desk.png", images="desk.png", words=words)
    assert not sound(
        "https://www.example.org/desk.png", images="https://www.example.org/desk.png", words=words
    )
