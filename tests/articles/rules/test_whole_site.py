"""Articles side by side: which lead on, and which are led to."""

from __future__ import annotations

from knowledge_center.articles.rules.whole_site import SiteArticle, rule


def of_ten(**leads_to: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is said of ten articles with these links: file and rule."""
    articles = [
        SiteArticle(
            path=f"{name}.md", display_path=name, title=name, title_line=2, categories=("pay",), categories_line=5,
            leads_to=leads_to.get(name, ()), minutes=4,
        )
        for name in "abcdefghij"
    ]  # fmt: skip
    return [(found.path, found.rule.rpartition(".")[2]) for found in rule.problems("", articles)]


def test_an_article_that_leads_to_another_is_no_dead_end() -> None:
    """It is told of those alone that link to none: a link to themselves, or to what is no article, is no way on."""
    ring = {name: (f"{then}.md",) for name, then in zip("abcdefghij", "bcdefghija", strict=True)}
    assert of_ten(**ring) == []
    assert of_ten(**ring | {"c": ("about.md",)}) == [("c", "lead_to_one_another"), ("d", "are_led_to")]
