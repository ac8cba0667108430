"""Translations: each of an article there is, one in each language, and which of them everybody is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_center.articles.rules.translations import Version, rule
from knowledge_center.articles.translations import for_everybody, in_language, versions
from tests.editors import problems_of
from tests.samples import article, article_text


def version(name: str, language: str = "en", of: str = "", *, draft: bool = False) -> Version:
    return Version(
        display_path=f"docs/{name}.md",
        name=name,
        language=language,
        translation_of=of,
        lines=(7, 8),
        draft=draft,
    )


@pytest.mark.parametrize(
    ("others", "message", "fix"),
    [
        ([], "There is no article “pay” that", "by the name of its file"),
        ([version("payy")], "did you mean “payy”?", "translation_of: payy"),
        ([version("new-pay")], "did you mean “new-pay”?", "translation_of: new-pay"),
        (
            [version("pay", "fr", "first"), version("first")],
            "“pay” is a translation itself",
            "translation_of: first",
        ),
        (
            [version("pay"), version("gehalt", "de", "pay")],
            "docs/gehalt.md is in the language “de” already",
            "Correct",
        ),
        ([version("pay", "de")], "docs/pay.md is in the language “de” already", "Correct"),
    ],
)
def test_what_cannot_be(others: list[Version], message: str, fix: str) -> None:
    """Each with its line, and what to write instead."""
    former = {"pay": "new-pay"} if any(other.name == "new-pay" for other in others) else {}
    [problem] = rule.problems("", [*others, version("lohn", "de", "pay")], former)
    assert message in problem.message and fix in problem.fix
    assert problem.path == "docs/lohn.md" and not problem.advice
    assert all(
        p.advice for p in rule.problems("", [*others, version("lohn", "de", "pay", draft=True)], former)
    )


def test_a_translation_of_itself() -> None:
    """It is said; of two articles that translate each other both are."""
    [problem] = rule.problems("", [version("pay", "de", "pay")], {})
    assert "of itself" in problem.message
    assert len(list(rule.problems("", [version("a", "de", "b"), version("b", "fr", "a")], {}))) == 2


def test_a_language_nobody_knows(tmp_path: Path) -> None:
    """The name of a language gets its tag, and a translation says into which language it is one."""
    [problem] = problems_of(tmp_path, {"a.md": article_text(language="German")})
    assert problem.fix == "language: de"
    [problem] = problems_of(tmp_path, {"a.md": article_text(language="qq-klingon")})
    assert "qq-klingon" in problem.message
    found = problems_of(
        tmp_path, {"a.md": article_text(translation_of="b"), "b.md": article_text("Other words")}
    )
    assert ["into which language" in problem.message for problem in found] == [True]


def test_everybody_is_shown_one_version() -> None:
    """That in the site's language, else whichever there are; a list of one language has all in it."""
    english, german, only = (
        article("pay"), article("lohn", language="de", translation_of="pay"), article("nur", language="de"),
    )  # fmt: skip
    assert for_everybody([german, only, english]) == (only, english)
    assert for_everybody([german, only]) == (german, only)
    assert in_language([german, only, english], "de") == (german, only)
    assert in_language([german, only, english], "") == (only, english)
    assert versions([german, only, english])["pay"] == (english, german)
