"""Every feed there is stands on the page that lists them."""

from __future__ import annotations

from dataclasses import replace

from knowledge_center.articles.model import Author
from knowledge_center.pages.feed_groups import feed_groups
from tests.pages.test_page_context import site
from tests.samples import AUTHOR, article


def test_feeds_are_grouped_by_what_they_follow() -> None:
    """Everything, topics, authors, digests and the feed for mail services, each in every format it has."""
    groups = feed_groups(site(article("a")))
    assert [(group.title, [feed.name for feed in group.feeds]) for group in groups] == [
        ("Everything", ["All articles", "A list that most readers can import"]),
        ("One topic", ["Interviews"]),
        ("One author", ["Careers Desk"]),
        ("Digests", ["The weekly digest"]),
        ("For mail services", ["All articles, pictures at mail size"]),
    ]
    first = groups[0].feeds[0]
    assert [(way.label, way.href, way.address) for way in first.addresses] == [
        ("RSS", "feed.xml", "https://knowledge.example.com/feed.xml"),
        ("Atom", "atom.xml", "https://knowledge.example.com/atom.xml"),
        ("JSON", "feed.json", "https://knowledge.example.com/feed.json"),
    ]
    assert [(way.label, way.href) for way in groups[0].feeds[1].addresses] == [("OPML", "feeds.opml")]
    assert [way.href for feed in groups[3].feeds for way in feed.addresses] == ["digests/weekly.xml"]
    assert [way.href for feed in groups[4].feeds for way in feed.addresses] == ["email.xml"]


def test_a_group_without_feeds_is_not_shown() -> None:
    """Before the first article there are no topics and no authors to follow; without digests none of those."""
    titles = [group.title for group in feed_groups(site(digests=[]))]
    assert titles == ["Everything", "For mail services"]


def test_many_feeds_of_a_kind_are_led_to() -> None:
    """Nine authors are no longer listed one by one: their feeds stand on their pages, which one link leads to."""
    for count in (8, 9):
        authors = tuple(Author(key=f"a-{n}", name=f"Author {n}") for n in range(count))
        many = site(article("a", authors=authors))
        many.articles = replace(many.articles, authors={author.key: author for author in authors})
        (group,) = (group for group in feed_groups(many) if group.title == "One author")
        assert (len(group.feeds), group.page) == ((8, "") if count == 8 else (0, "articles/author/"))
        assert ("9 authors" in group.about, group.folded) == (count == 9, count == 8)


def test_each_author_who_writes_has_a_feed() -> None:
    """Two authors of one article are two feeds; one who has written nothing is none."""
    other = Author(key="other", name="Somebody Else")
    both = site(article("a", authors=(AUTHOR, other)))
    known = {a.key: a for a in (AUTHOR, other, Author(key="silent", name="Silent"))}
    both.articles = replace(both.articles, authors=known)
    (authors,) = (group for group in feed_groups(both) if group.title == "One author")
    assert [feed.name for feed in authors.feeds] == ["Careers Desk", "Somebody Else"]
