"""What search engines read of an article."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import Article, Author, Category
from knowledge_center.pages.listings import Listing
from knowledge_center.pages.structured_data import article_data, listing_data, script_safe
from knowledge_center.pictures.model import Image
from tests.samples import article, settings

IMAGE = Image(path="articles/a/a.png", alt="A man waits", width=1200, height=800, type="image/png", size=9)


def data(found: Article, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The article and the trail that leads to it, as a search engine parses them."""
    parsed = json.loads(article_data(found, settings(**changes)))
    assert parsed["@context"] == "https://schema.org"
    about, trail = parsed["@graph"]
    return about, trail


@pytest.mark.parametrize("language", ["", "de"])
def test_a_list_says_its_language(language: str) -> None:
    """That of the articles in it, where it is one of another language than the site's."""
    listing = Listing(
        kind="language" if language else "all", title="Deutsch", description="", url="articles/language/de/",
        number=0, articles=(), language=language,
    )  # fmt: skip
    page, _ = json.loads(listing_data(listing, settings()))["@graph"]
    assert page["inLanguage"] == (language or "en")


def test_an_article_says_what_it_is() -> None:
    """Title, description, dates with their zone, authors, topic, publisher and address are all there."""
    found = article(
        published=datetime(2026, 11, 16, 9, tzinfo=UTC),
        updated=datetime(2026, 11, 18, 9, tzinfo=UTC),
        authors=(
            Author(key="a", name="Ana", url="https://ana.example/", kind="person", role="Editor"),
            Author(key="b", name="Bea"),
        ),
        image=IMAGE,
    )
    about, _ = data(found)
    url = "https://knowledge.example.com/articles/second-interview/"
    assert about == {
        "@type": "BlogPosting",
        "@id": f"{url}#article",
        "headline": found.title,
        "description": found.summary,
        "url": url,
        "mainEntityOfPage": url,
        "isPartOf": {"@id": "https://knowledge.example.com/#site"},
        "inLanguage": "en",
        "datePublished": "2026-11-16T09:00:00+00:00",
        "dateModified": "2026-11-18T09:00:00+00:00",
        "author": [
            {
                "@type": "Person",
                "name": "Ana",
                "url": "https://knowledge.example.com/articles/author/a/",
                "sameAs": "https://ana.example/",
                "jobTitle": "Editor",
            },
            {
                "@type": "Organization",
                "name": "Bea",
                "url": "https://knowledge.example.com/articles/author/b/",
            },
        ],
        "publisher": {
            "@type": "Organization",
            "@id": "https://knowledge.example.com/#organization",
            "name": "Example Staffing",
            "url": "https://www.example.com/",
            "logo": {"@type": "ImageObject", "url": "https://knowledge.example.com/assets/logo.svg"},
        },
        "articleSection": ["Interviews"],
        "image": {
            "@type": "ImageObject",
            "url": "https://knowledge.example.com/articles/a/a.png",
            "caption": "A man waits",
            "width": 1200,
            "height": 800,
        },
    }


def test_what_is_not_there_is_not_said() -> None:
    """No picture, no size of a drawing, no logo: no empty words about them."""
    assert "image" not in data(article())[0]
    drawing = Image(path="a.svg", alt="", width=0, height=0, type="image/svg+xml", size=1)
    assert set(data(article(image=drawing))[0]["image"]) == {"@type", "url", "caption"}
    bare = {"name": "N", "url": "https://n.example/", "about": "A"}
    assert "logo" not in data(article(), organization=bare)[0]["publisher"]


def test_the_trail_leads_from_the_site_over_the_topic_to_the_article() -> None:
    """Search engines show the way to an article: site, topic, title."""
    categories = (Category(slug="pay", name="Pay"), Category(slug="b", name="B"))
    _, trail = data(article(categories=categories))
    assert [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "Knowledge Center", "https://knowledge.example.com/"),
        (2, "Pay", "https://knowledge.example.com/articles/category/pay/"),
        (3, "Second interview", "https://knowledge.example.com/articles/second-interview/"),
    ]


@pytest.mark.parametrize("text", ["</script><script>x", "<!--<script>", "]]>", "&lt;", "\u2028", "-->"])
def test_no_title_closes_the_script(text: str) -> None:
    """A title that says </script> stays a title: the page parses with one script that holds all of it."""
    json_text = article_data(article(title=text), settings())
    page = lxml.html.document_fromstring(
        f"<html><body><script>{json_text}</script><p>after</p></body></html>"
    )
    (script,) = page.iter("script")
    assert json.loads(script.text)["@graph"][0]["headline"] == text
    assert page.findtext("body/p") == "after"


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_is_said_stays_inside_the_script_and_comes_back(value: object) -> None:
    """No text of an editor's can end the script element or open a comment in it, and none is changed."""
    text = script_safe(value)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value
