"""Which feeds there are and what is in each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import Author, Category
from knowledge_center.feeds.channels import article_feeds, channels, digest_channel, links
from knowledge_center.feeds.xml_feeds import rss
from tests.feeds.samples import EVERYTHING, articles
from tests.samples import AUTHOR, CATEGORY, NOW, article, settings

HIRING = Category(slug="hiring", name="Hiring well", description="For employers.")
SILENT = Author(key="silent", name="Silent")


def test_everything_each_topic_and_each_author_has_a_feed() -> None:
    """There is a feed for all articles, and one for every topic and author that has any."""
    found = channels(
        settings(),
        [article("a"), article("b", categories=(HIRING,))],
        {"interviews": CATEGORY, "hiring": HIRING, "pay": Category(slug="pay", name="Pay")},
        {AUTHOR.key: AUTHOR, SILENT.key: SILENT},
    )
    assert [c.scope for c in found] == ["", "category/interviews", "category/hiring", "author/careers-desk"]
    assert [link.href for link in links(found[2])] == [
        "articles/category/hiring/feed.xml",
        "articles/category/hiring/atom.xml",
        "articles/category/hiring/feed.json",
    ]


def test_a_site_may_have_no_feeds_of_authors() -> None:
    """Everything and each topic can still be followed."""
    chosen = settings(feeds={"tag_authority": "knowledge.example.com,2026", "author_feeds": False})
    found = channels(chosen, [article("a")], {"interviews": CATEGORY}, {AUTHOR.key: AUTHOR})
    assert [c.scope for c in found] == ["", "category/interviews"]


@given(
    st.lists(st.tuples(st.sets(st.sampled_from("xyz"), min_size=1), st.sets(st.sampled_from("ab")))),
    st.integers(min_value=1, max_value=4),
)
def test_each_feed_has_the_newest_of_what_it_follows(
    found: list[tuple[set[str], set[str]]], most: int
) -> None:
    """Whatever topics and authors articles have: each feed is its newest, newest first, each once."""
    topics = {key: Category(slug=key, name=key) for key in "xyz"}
    people = {key: Author(key=key, name=key) for key in "ab"}
    written = [
        article(
            f"a-{number}",
            published=NOW - timedelta(days=number),
            categories=tuple(topics[key] for key in sorted(own)),
            authors=tuple(people[key] for key in sorted(by)),
        )
        for number, (own, by) in enumerate(found)
    ]
    chosen = settings(feeds={"tag_authority": "knowledge.example.com,2026", "entries": most})
    feeds = article_feeds(channels(chosen, written, topics, people), written[::-1], chosen)
    for scope, feed in feeds.items():
        key = scope.rpartition("/")[2]
        own = [one.id for one, (c, a) in zip(written, found, strict=True) if not scope or key in c | a]
        assert [entry.id for entry in feed.entries] == own[:most]


def test_every_feed_has_a_description() -> None:
    """RSS demands a description; a site, a topic or an author without one is described by its name."""
    bare = replace(settings(), site_description="")
    one = article(categories=(Category(slug="pay", name="Pay"),), authors=(SILENT,))
    found = channels(bare, [one], {"pay": one.topic}, {"silent": SILENT})
    assert [channel.description for channel in found] == [
        "Knowledge Center", "Pay – Knowledge Center", "Silent – Knowledge Center",
    ]  # fmt: skip
    for channel in found:
        assert not feedparser.parse(rss(article_feeds([channel], [one], bare)[channel.scope])).bozo


def test_a_topics_feed_holds_its_articles_only() -> None:
    """Who follows one topic gets nothing else."""
    both = [article("a"), article("b", categories=(HIRING,)), article("c", categories=(CATEGORY, HIRING))]
    found = channels(settings(), both, {"hiring": HIRING}, {})
    feed = article_feeds(found, both, settings())["category/hiring"]
    assert sorted(entry.title for entry in feed.entries) == ["B", "C"]
    assert feed.home == "https://knowledge.example.com/articles/category/hiring/"


def test_a_feed_is_as_long_as_the_settings_say() -> None:
    """Only the newest stay in the feed."""
    short = settings(feeds={"tag_authority": "knowledge.example.com,2026", "entries": 2})
    feed = article_feeds([EVERYTHING], articles(5)[::-1], short)[""]
    assert [entry.title for entry in feed.entries] == ["A 0", "A 1"]


def test_ids_follow_the_authority_and_never_the_address() -> None:
    """A site that moves keeps its feeds' and entries' identities."""
    feed = article_feeds([EVERYTHING], articles(1), settings())[""]
    assert feed.id == "tag:knowledge.example.com,2026:feed/articles"
    assert feed.entries[0].id == "tag:knowledge.example.com,2026:article/a-0"


def test_a_digests_feed_is_there_before_its_first_issue() -> None:
    """A mail service can be pointed at the feed on the first day."""
    chosen = settings()
    feed = digest_channel(chosen.digests[0], chosen, ())
    assert feed.entries == ()
    assert feed.rss == "digests/weekly.xml"
