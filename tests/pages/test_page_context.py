"""What pages are told about the articles around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import Article, Category
from knowledge_center.digests.issue import Entry, Issue
from knowledge_center.digests.ledger import Ledger
from knowledge_center.pages.listings import Listing
from knowledge_center.pages.page_context import (
    article_context,
    article_shown,
    digest_context,
    digest_shown,
    facts,
    issue_context,
    issue_shown,
    listing_context,
    notice,
)
from knowledge_center.pages.related_articles import related
from knowledge_center.pages.site import Site, digest_view
from knowledge_center.signup.signup_form import signup_form
from tests.samples import AUTHOR, CATEGORY, NOW, article, settings

HIRING = Category(slug="hiring", name="Hiring well")
PAY = Category(slug="pay", name="Pay")


def site(*shown: Article, issues: tuple[Issue, ...] = (), **changes: Any) -> Site:
    """A site that shows these articles, newest first as given."""
    articles = Articles(
        all=shown,
        authors={AUTHOR.key: AUTHOR},
        categories={HIRING.slug: HIRING, CATEGORY.slug: CATEGORY},
        gone=(),
        claimed={},
        images={},
        problems=(),
    )
    ledger = Ledger(digest="weekly", source="docs/digests/weekly", issues=issues)
    chosen = settings(**changes)
    return Site(
        settings=chosen,
        articles=articles,
        ledgers={"weekly": ledger},
        form=signup_form(chosen),
        now=NOW,
        shown=shown,
    )


def issue(key: str) -> Issue:
    """A closed issue with one article."""
    moment = datetime(2026, 11, 16, 13, tzinfo=UTC)
    entry = Entry(
        id="a", url="articles/a/", title="First", summary="One.", authors=("Careers Desk",), published=moment
    )
    return Issue(
        digest="weekly", key=key, boundary=moment, closed_at=moment, entries=(entry,), source=f"{key}.md"
    )


def test_topics_are_in_the_editors_order_and_only_with_articles() -> None:
    """A topic is listed where .categories.yml has it, with its count; one without articles is not."""
    assert [t.category.slug for t in site(article("a")).topics] == ["interviews"]
    both = site(article("a"), article("b", categories=(CATEGORY, HIRING)))
    assert [(t.category.slug, t.count) for t in both.topics] == [("hiring", 1), ("interviews", 2)]


def test_the_archive_counts_years_where_the_site_is() -> None:
    """An article of New Year's Eve, local time, is in the old year although UTC is past midnight."""
    late = article("late", published=datetime(2027, 1, 1, 3, tzinfo=UTC))
    assert site(late, article("a")).years == ((2026, "articles/archive/2026/", 2),)


def _context(one: Article) -> dict[str, Any]:
    return article_context(site().shared, *article_shown(site(), one))


def test_read_next_prefers_the_same_topic_then_what_is_near() -> None:
    """Read next shows articles of the same topic first and never the article itself."""
    own = article("own", categories=(HIRING,))
    shown = (article("n1"), article("n2"), own, article("h1", categories=(HIRING,)), article("n3"))
    assert [a.name for a in related(site(*shown), own)] == ["h1", "n2", "n3"]


def test_a_page_with_the_newest_of_a_topic_has_looked_at_what_changes() -> None:
    """They are those of the topic, newest first, so many; and a new article makes that page anew."""
    shown = (article("n1"), article("h1", categories=(HIRING,)), article("n2"), article("n3"))
    kc = facts(site(*shown).shared)
    assert not kc.asked
    assert [one.name for one in kc.newest(CATEGORY, 2)] == ["n1", "n2"]
    assert kc.asked == {"latest"}


def test_a_page_with_all_topics_has_looked_at_what_changes() -> None:
    """A new article may bring a topic, and changes a count; those that every page names have none."""
    kc = facts(site(article("a"), article("b", categories=(HIRING,))).shared)
    assert [topic.category for topic in kc.main_topics] == [HIRING, CATEGORY]
    assert not kc.has_more_topics
    assert not kc.asked
    assert [topic.count for topic in kc.topics] == [1, 1]
    assert kc.asked == {"topics"}


def test_eight_topics_stand_on_every_page() -> None:
    """Those with the most articles, in the editor's order; of equal ones the editor's first."""
    topics = [Category(slug=f"t{at}", name=f"Topic {at}") for at in range(12)]
    counts = [1, 3, 1, 1, 2, 2, 2, 2, 2, 2, 1, 5]
    shown = [
        article(f"a{at}-{one}", categories=(topic,))
        for at, (topic, count) in enumerate(zip(topics, counts, strict=True))
        for one in range(count)
    ]
    found = site(*shown)
    found.articles = replace(found.articles, categories={topic.slug: topic for topic in topics})
    assert len(found.topics) == 12
    main = [topic.category.slug for topic in found.topics if topic.is_main]
    assert main == ["t1", "t4", "t5", "t6", "t7", "t8", "t9", "t11"]
    assert [topic.category.slug for topic in found.shared.main_topics] == main
    assert found.shared.has_more_topics


def by_day(topics: Sequence[set[Category]]) -> list[Article]:
    """An article a day about these topics, the newest first; the oldest is a-0."""
    written = [
        article(
            f"a-{number}",
            published=NOW - timedelta(days=len(topics) - number),
            categories=tuple(sorted(own, key=lambda category: category.slug)),
        )
        for number, own in enumerate(topics)
    ]
    return written[::-1]


def test_read_next_walks_a_topic_both_ways() -> None:
    """One newer and two older of the topic; at its ends three of the side there is."""
    here = site(*by_day([{HIRING}] * 9))
    suggested = {a.name: [b.name for b in related(here, a)] for a in here.shown}
    assert suggested["a-5"] == ["a-6", "a-4", "a-3"]
    assert suggested["a-8"] == ["a-7", "a-6", "a-5"]
    assert suggested["a-0"] == ["a-3", "a-2", "a-1"]
    over = replace(here.shown[3], name="over", expires=NOW)
    assert [a.name for a in related(here, over)] == ["a-6", "a-5", "a-4"]


topics = st.sets(st.sampled_from([HIRING, CATEGORY, PAY]), min_size=1)


@given(st.lists(topics, max_size=60))
def test_read_next_is_full_and_of_the_topic(found: list[set[Category]]) -> None:
    """Three different others where there are so many, of the article's topics as far as they go."""
    here = site(*by_day(found))
    for own in here.shown:
        others = [a for a in here.shown if a is not own]
        near = {a.name for a in others if set(own.categories) & set(a.categories)}
        suggested = [a.name for a in related(here, own)]
        assert len(set(suggested)) == len(suggested) == min(3, len(others))
        assert own.name not in suggested
        fit = min(3, len(near))
        assert set(suggested[:fit]) <= near and not set(suggested[fit:]) & near


@given(st.lists(topics, min_size=1, max_size=60))
def test_a_new_article_changes_few_suggestions(found: list[set[Category]]) -> None:
    """What is suggested under an article stays when one is added, but near the end of a topic."""
    before, after = site(*by_day(found)[1:]), site(*by_day(found))
    new = after.shown[0]
    changed = [a for a in before.shown if related(before, a) != related(after, a)]
    # The last of each of its topics, and those that had too few.
    assert len(changed) <= len(new.categories) + 3 * 4
    assert all(new in related(after, a) for a in changed)


def test_neighbours_are_by_date() -> None:
    """Newer and older lead to the neighbours by date; the ends have one."""
    shown = tuple(article(name) for name in ("new", "middle", "old"))
    here = site(*shown)
    contexts = [article_context(here.shared, *article_shown(here, a)) for a in shown]
    assert [(c["newer"] and c["newer"].name, c["older"] and c["older"].name) for c in contexts] == [
        (None, "middle"),
        ("new", "old"),
        ("middle", None),
    ]


def test_what_readers_may_not_see_is_marked_and_not_indexed() -> None:
    """A draft, a scheduled and an expired article say so, and search engines are kept out."""
    states = {
        "draft": article("a", draft=True),
        "scheduled": article("b", published=NOW + timedelta(days=1)),
        "expired": article("c", expires=NOW - timedelta(days=1)),
        "": article("d"),
    }
    for state, one in states.items():
        assert notice(one, NOW) == state
        facts = _context(one)["kc"]
        assert facts.noindex == bool(state)
        assert bool(facts.json_ld) == (not state)
        assert bool(facts.markdown) == (not state)


def test_an_updated_article_is_modified_when_it_was_updated() -> None:
    """The page's last change is the day of the correction."""
    updated = NOW - timedelta(days=1)
    assert _context(article("a", updated=updated))["kc"].modified == updated
    assert _context(replace(article("a"), updated=None))["kc"].modified == article("a").published


def test_an_issue_knows_its_neighbours() -> None:
    """An issue's page leads to the one before and the one after it."""
    here = site(article("a"), issues=(issue("2026-W45"), issue("2026-W46")))
    [weekly] = here.digests
    first, last = (
        issue_context(here.shared, *issue_shown(here, weekly, key)) for key in ("2026-W45", "2026-W46")
    )
    assert first["previous_issue"] is None
    assert first["next_issue"].url == "digests/weekly/2026-W46/"
    assert last["previous_issue"].url == "digests/weekly/2026-W45/"
    assert last["next_issue"] is None


def test_no_two_pages_of_a_listing_say_the_same() -> None:
    """Search engines show one of several that do."""
    shared = site(article("a")).shared
    listing = Listing(kind="all", title="Articles", description="", url="articles/", articles=())
    first, second = (listing_context(shared, replace(listing, number=n), ())["kc"] for n in (0, 2))
    assert (first.title, second.title) == ("Articles", "Articles, page 2")
    assert second.description == f"{first.description} Page 2."


def test_a_digest_is_as_new_as_its_newest_issue() -> None:
    """Its archive begins with that one, and search engines are told its day."""
    later = replace(issue("2026-W47"), closed_at=datetime(2026, 11, 23, 13, tzinfo=UTC))
    here = site(issues=(issue("2026-W46"), later))
    (weekly,) = here.digests
    shown = digest_context(here.shared, *digest_shown(here, weekly))
    assert [view.key for view in shown["issues"]] == ["2026-W47", "2026-W46"]
    assert shown["kc"].modified == later.closed_at


def test_the_day_of_a_monthly_digest_is_said_as_people_say_it() -> None:
    """The 1st, the 2nd, the 11th; of a weekly one the day's name."""
    [weekly] = settings().digests
    ledger = Ledger(digest="weekly", source="docs/digests/weekly", issues=())
    assert digest_view(weekly, ledger).promise == "Every Monday"
    for said in ("1st", "2nd", "3rd", "4th", "11th", "12th", "23rd"):
        day = int(said[:-2])
        monthly = replace(weekly, every="month", day=day)
        assert digest_view(replace(weekly, every="day"), ledger).promise == "Every day with something new"
        each = digest_view(replace(weekly, every="article"), ledger)
        assert each.promise == "Each article, as it is published"
        assert digest_view(monthly, ledger).promise == f"Every month, on the {said}"
