"""Feeds to test with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from knowledge_center.articles.model import Article
from knowledge_center.feeds.channels import Channel, article_feeds
from knowledge_center.feeds.model import Feed
from knowledge_center.pictures.model import Image
from tests.samples import article, settings

EVERYTHING = Channel(scope="", title="Knowledge Center", description="What we know.", page="", folder="")
PICTURE = Image(
    path="articles/a/a.png", alt="A table & two chairs", width=1500, height=1000, type="image/png", size=12345
)


def articles(count: int = 3, **changes: Any) -> tuple[Article, ...]:
    """Public articles, a day apart, the newest first."""
    newest = datetime(2026, 11, 16, 14, tzinfo=UTC)
    return tuple(
        replace(
            article(f"a-{number}", **changes),
            published=newest - timedelta(days=number),
            content=f"<p>Text {number}</p>",
        )
        for number in range(count)
    )


def feed(*chosen: Article, **changes: Any) -> Feed:
    """The feed of these articles."""
    return article_feeds([EVERYTHING], chosen or articles(), settings(**changes))[""]
