"""Links in the settings: where each leads, and what is said of one that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge_center.problems import Unusable
from knowledge_center.settings.site_links import SiteLink, TextPart, target_url, text_parts
from knowledge_center.settings.site_settings import read_settings
from tests.samples import DATA


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("about.md", "about/"),
        ("company/index.md", "company/"),
        ("index.md", ""),
        ("privacy.md#mail", "privacy/#mail"),
        ("articles/posts/2026/start.md", "articles/start/"),
        ("articles/category/hiring.md", "articles/category/hiring/"),
        ("feed.xml", "feed.xml"),
        ("assets/terms.pdf", "assets/terms.pdf"),
        ("https://www.example.com/x.md", "https://www.example.com/x.md"),
        ("mailto:us@example.com", "mailto:us@example.com"),
        ("/elsewhere/", "/elsewhere/"),
    ],
)
def test_a_file_stands_for_its_page(target: str, url: str) -> None:
    """Pages by their folder, articles by their name, other files and other sites as they are."""
    assert target_url(target) == url


def test_a_sentence_is_taken_apart_at_its_links() -> None:
    """Only links are Markdown; brackets that are none stay."""
    assert text_parts("I [a] agree, see [our terms](terms.md) and [law](<https://law.example.org/>)") == (
        TextPart(text="I [a] agree, see "),
        TextPart(text="our terms", target="terms.md"),
        TextPart(text=" and "),
        TextPart(text="law", target="https://law.example.org/"),
    )
    assert text_parts("") == ()


def social(*entries: Any) -> dict[str, Any]:
    return DATA | {"extra": DATA["extra"] | {"social": list(entries)}}


def test_an_account_has_a_name() -> None:
    """Its own, or the icon's, or the host's."""
    link = "https://www.social.example.com/@us"
    found = read_settings(
        social(
            {"link": link, "name": "Us", "icon": "x"},
            {"link": link, "icon": "brands/x-twitter"},
            {"link": link},
        )
    ).social
    assert [account.title for account in found] == ["Us", "X twitter", "social.example.com"]
    assert found[0] == SiteLink(title="Us", target=link)


@pytest.mark.parametrize(
    "entry", [{}, {"link": "social.example.com"}, {"link": "javascript:alert(1)"}, "x", None]
)
def test_an_account_without_an_address_is_told(entry: Any) -> None:
    """By its place in the list."""
    with pytest.raises(Unusable) as unusable:
        read_settings(social(entry))
    assert unusable.value.problems[0].message.startswith("extra.social[1]")
