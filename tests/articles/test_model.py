"""The article: when it is public, what identifies it, and how it is called in feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.model import (
    Article,
    expired,
    feed_id,
    identity_of,
    names_of,
    newest_first,
    public,
    reading_minutes,
)
from tests.samples import CATEGORY, article

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)).flatmap(
    lambda moment: st.integers(-12, 14).map(
        lambda hours: moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    )
)


@given(st.booleans(), MOMENTS, st.none() | MOMENTS, MOMENTS)
def test_public_is_what_it_says(
    draft: bool, published: datetime, expires: datetime | None, now: datetime
) -> None:
    """Readers see what is no draft, from the moment of its date on, until the moment it expires."""
    found = public(article(draft=draft, published=published, expires=expires), now)
    came = published.astimezone(UTC).timestamp() <= now.astimezone(UTC).timestamp()
    went = expires is not None and expires.astimezone(UTC).timestamp() <= now.astimezone(UTC).timestamp()
    assert found is (came and not went and not draft)


def test_the_moment_itself_counts() -> None:
    """At the very moment of its date an article is public, at the very moment of its end it is not."""
    assert public(article(published=NOW), NOW)
    assert not public(article(published=NOW + TICK), NOW)
    assert not public(article(expires=NOW), NOW)
    assert public(article(expires=NOW + TICK), NOW)
    assert expired(article(expires=NOW), NOW)
    assert not expired(article(expires=NOW + TICK), NOW)
    assert not expired(article(), NOW)


def test_articles_of_one_moment_never_swap() -> None:
    """Two articles of the same minute stand in the order of their names, in every build."""
    assert [one.name for one in newest_first([article("b"), article("a")])] == ["a", "b"]
    assert [one.name for one in newest_first([article("a"), article("b")])] == ["a", "b"]


def test_an_update_counts_only_forward() -> None:
    """An article is as old as its last change; a change before its publication is none to readers."""
    published = article().published
    assert article().modified == published
    later = published + timedelta(days=1)
    assert article(updated=later).modified == later
    assert article(updated=published - timedelta(days=1)).modified == published


def test_reading_time_is_at_least_a_minute() -> None:
    """240 words take a minute, and nothing takes none."""
    assert reading_minutes("") == 1
    assert reading_minutes("word " * 240) == 1
    assert reading_minutes("word " * 480) == 2
    assert reading_minutes("wörd, " * 960) == 4


@pytest.mark.parametrize("sign", ["字", "か", "カ", "㐀", "𠮷"])
def test_reading_time_goes_by_signs_where_words_have_no_blanks(sign: str) -> None:
    """400 signs of Chinese or Japanese take a minute, and words among them what words take."""
    assert reading_minutes(f"{sign * 19}。" * 80) == 4
    assert reading_minutes(sign * 800 + "word " * 480 + sign * 400) == 5
    assert reading_minutes("면접을 준비하는 " * 240) == 2


def test_the_first_category_is_the_topic() -> None:
    """An article is filed under the category its editor named first."""
    assert article().topic == CATEGORY


@given(st.lists(st.tuples(MOMENTS, st.sampled_from(["a", "b", "c", "d"])), unique_by=lambda pair: pair[1]))
def test_the_order_of_lists_is_one_order(pairs: list[tuple[datetime, str]]) -> None:
    """Newest first, and where two are of one moment by their identity, in whatever order they came."""
    articles = [article(name, published=published) for published, name in pairs]
    ordered = newest_first(articles)
    assert ordered == newest_first(tuple(reversed(articles)))
    keys = [(-one.published.timestamp(), one.identity) for one in ordered]
    assert keys == sorted(keys)
    assert len(ordered) == len(articles)


@pytest.mark.parametrize(
    ("guid", "aliases", "identity"),
    [
        ("", (), "name"),
        ("", ("oldest", "older"), "oldest"),
        ("", ("/old/path/",), "name"),
        ("", ("/old/path/", "older"), "older"),
        ("https://old.example/?p=1", ("older",), "https://old.example/?p=1"),
    ],
)
def test_what_the_ledger_knows_an_article_by(guid: str, aliases: tuple[str, ...], identity: str) -> None:
    """The identifier of a former site, else the oldest name, else the name; a path is never an identity."""
    assert identity_of(names_of(guid=guid, aliases=aliases, name="name")) == identity


@pytest.mark.parametrize(
    "iri", ["https://old.example/?p=1", "urn:uuid:1-2", "tag:a.example,2020:x", "http://ü.example/é"]
)
def test_an_absolute_identifier_is_the_id_in_feeds(iri: str) -> None:
    """What a former site gave as an address or URN stays the id, so that nobody gets the article again."""
    assert feed_id(iri, "a.example,2026") == iri


@pytest.mark.parametrize(
    ("identity", "specific"),
    [
        ("second-interview", "second-interview"),
        ("post 12 ü#1", "post%2012%20%C3%BC%231"),
        ("100%", "100%25"),
        ("https://old.example/a b", "https://old.example/a%20b"),
        ("C:\\posts\\1", "C:%5Cposts%5C1"),
        ("a\nb:c", "a%0Ab:c"),
    ],
)
def test_any_other_identity_becomes_a_tag(identity: str, specific: str) -> None:
    """A name becomes a tag URI of our own, and what may not stand in one is escaped."""
    assert feed_id(identity, "a.example,2026") == f"tag:a.example,2026:article/{specific}"


@given(st.text(min_size=1), st.text(min_size=1))
def test_ids_are_valid_and_distinct(one: str, other: str) -> None:
    """Whatever identifies an article, its feed id is an address without blanks, and no two are the same."""
    ids = [feed_id(identity, "a.example,2026") for identity in (one, other)]
    for found in ids:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", found)
        assert urlsplit(found).scheme or found
    assert (ids[0] == ids[1]) == (one == other)


def test_an_article_is_never_changed() -> None:
    """An article is made once; nobody can turn a draft public behind anybody's back."""
    found: Article = article()
    with pytest.raises(AttributeError):
        found.draft = True  # type: ignore[misc]
