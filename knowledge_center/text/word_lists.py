"""Words that rules look for, by language: what is a slip in one is an honest word in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Words of one language, in small letters.

    ``empty_links`` are texts of links that say nothing of where they lead; ``picture_of`` what a description of a
    picture need not begin with; ``weak_starts`` how a text begins that says what it is instead of saying it;
    ``to_come`` what stands for words that are still to be written, in capitals.
    """

    empty_links: frozenset[str] = frozenset()
    picture_of: tuple[str, ...] = ()
    weak_starts: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()


_ENGLISH = WordList(
    empty_links=frozenset(
        [
            "click here", "click", "click this", "click this link", "here", "right here", "over here", "this",
            "this link", "link", "the link", "follow this link", "more", "read more", "see more", "learn more",
            "find out more", "more info", "more information", "see here", "read here", "this page", "this website",
        ]
    ),
    picture_of=(
        "image of", "an image of", "picture of", "a picture of", "photo of", "a photo of", "photograph of",
        "a photograph of", "graphic of", "a graphic of", "image showing", "picture showing", "image:", "photo:",
        "picture:",
    ),
    weak_starts=(
        "in this article", "in this post", "in this blog post", "in this blog", "this article", "this post",
        "this blog post", "in today's fast-paced", "in today's world", "in today's job market", "in the modern world",
        "in our modern world", "nowadays", "welcome to", "have you ever wondered", "it is no secret", "it's no secret",
        "as we all know", "as you may know", "needless to say", "it goes without saying", "since the dawn of",
        "merriam-webster defines", "webster's dictionary defines", "according to the dictionary",
    ),
    to_come=("TK", "TKTK", "TKTKTK", "TBD", "TBC"),
)  # fmt: skip
_GERMAN = WordList(
    empty_links=frozenset(
        [
            "hier", "hier klicken", "klick", "klicken", "klicken sie hier", "klick hier", "link", "dieser link",
            "diesem link", "mehr", "mehr lesen", "weiterlesen", "mehr erfahren", "weitere informationen", "mehr infos",
        ]
    ),
    picture_of=(
        "bild von", "ein bild von", "bild:", "foto von", "ein foto von", "foto:", "grafik von", "abbildung von",
        "das bild zeigt",
    ),
    weak_starts=(
        "in diesem artikel", "in diesem beitrag", "in diesem blogbeitrag", "dieser artikel", "dieser beitrag",
        "in der heutigen zeit", "in der heutigen arbeitswelt", "in unserer schnelllebigen", "wir alle kennen",
        "wie wir alle wissen", "willkommen", "herzlich willkommen", "es ist kein geheimnis",
    ),
)  # fmt: skip
_WORDS: Mapping[str, WordList] = {"en": _ENGLISH, "de": _GERMAN}
_NONE = WordList()


@cache
def words_of(language: str) -> WordList:
    """The words of a language such as ``en`` or ``en-GB``; of one that nobody has listed, none."""
    return _WORDS.get(language.lower().replace("_", "-").partition("-")[0], _NONE)
