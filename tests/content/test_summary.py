"""What a build says at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.published_record import PublishedAddress
from knowledge_center.content.content_reader import Content
from knowledge_center.content.summary import archive_lines, digest_lines, record_lines, summary
from knowledge_center.digests.ledger import Ledger
from knowledge_center.feeds.archive import ArchivePage
from knowledge_center.problems import Problem
from tests.digests.samples import issue
from tests.samples import article, settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
YESTERDAY, TOMORROW = NOW.replace(day=19), NOW.replace(day=21)
PUBLIC = article("public", published=YESTERDAY)
DRAFT = article("draft", draft=True, published=TOMORROW, expires=YESTERDAY)
LATER = article("later", published=TOMORROW)
OVER = article("over", published=YESTERDAY, expires=NOW)


def content(
    *articles: object, problems: tuple[Problem, ...] = (), archive: tuple[ArchivePage, ...] = ()
) -> Content:
    read = Articles(
        all=articles,  # type: ignore[arg-type]
        authors={}, categories={}, gone=(), claimed={}, images={}, problems=(),
    )  # fmt: skip
    ledger = Ledger(digest="weekly", source="docs/digests/weekly", processed=NOW)
    return Content(articles=read, ledgers=(ledger,), kept_images={}, problems=problems, archive=archive)


def test_a_build_says_what_it_made() -> None:
    """Articles, pages and feeds are counted, and every digest says when it is due."""
    made = (
        "index.html", "a/", "a/index.html", "feed.xml", "atom.xml", "feed.json", "a/feed.xml", "sitemap.xml",
        "digests/weekly.xml",
    )  # fmt: skip
    lines = summary(settings(), content(PUBLIC), made, NOW).split("\n")
    assert lines == [
        "site/ is ready: 1 article, 2 pages, 4 feeds.",
        "weekly closes next on Monday, November 23, 08:00. 1 article is waiting for it.",
    ]


def test_one_line_tells_of_the_archive_until_it_is_begun() -> None:
    """However many articles an import brings, it is one line; who has an archive gets advice from the checks."""
    many = [article(f"a-{n:03}", published=YESTERDAY) for n in range(520)]
    lines = [line for line in summary(settings(), content(*many), (), NOW).split("\n") if "left the" in line]
    assert lines == [
        "500 older articles have left the feed. To keep them within a feed reader's reach: knowledge-center archive"
    ]
    assert archive_lines(settings(), content(*many[:21], DRAFT, OVER), NOW)[0].startswith(
        "1 older article has left"
    )
    assert archive_lines(settings(), content(*many[:20], DRAFT, OVER), NOW) == []
    begun = content(*many, archive=(ArchivePage(number=1, ids=("a-000",)),))
    assert archive_lines(settings(), begun, NOW) == []


def test_an_older_site_is_told_how_to_keep_its_addresses_in_mind() -> None:
    """One with closed issues and no record, until it has one; a new site's first run begins by itself."""
    assert record_lines(content(PUBLIC)) == []
    older = replace(content(PUBLIC), ledgers=(Ledger(digest="weekly", source="", issues=(issue(),)),))
    assert record_lines(older) == ["To be warned of addresses that disappear: knowledge-center record"]
    assert record_lines(replace(older, record=(PublishedAddress(url="a/"),))) == []


def test_a_digest_that_is_due_is_named_with_its_command() -> None:
    """Nobody has to remember: since when, how much is new, and what to run."""
    late = NOW.replace(day=24)
    assert digest_lines(settings(), content(PUBLIC), late) == [
        "weekly is due since Monday, November 23, 08:00, 1 new article: knowledge-center close weekly"
    ]


def test_of_a_ledger_with_a_problem_the_problem_is_said() -> None:
    """Its stand-in is empty, and to an empty ledger everything would be new; a problem elsewhere is no matter."""
    broken = Problem(path="docs/digests/weekly/2026-W46.md", line=3, message="It is broken.")
    assert digest_lines(settings(), content(PUBLIC, problems=(broken,)), NOW) == [
        "weekly closes nothing before this is mended: docs/digests/weekly/2026-W46.md:3: It is broken."
    ]
    other = Problem(path="docs/digests/weekly-news/2026-W46.md", line=3, message="It is broken.")
    assert len(digest_lines(settings(), content(PUBLIC, problems=(other,)), NOW)) == 1


def test_what_readers_do_not_see_is_counted_once() -> None:
    """A draft is a draft, whatever its dates; what comes later or is over is counted apart."""
    text = summary(settings(), content(DRAFT, LATER, OVER, PUBLIC), ["index.html"], NOW)
    assert "is ready: 1 article, 1 page, 0 feeds." in text
    assert "Not shown to readers: 1 draft, 1 scheduled article, 1 expired article." in text


def test_only_what_there_is_is_named() -> None:
    """Two drafts are two drafts, and what there is none of is left out."""
    text = summary(settings(), content(DRAFT, DRAFT), ["index.html"], NOW)
    assert "is ready: 0 articles" in text
    assert "Not shown to readers: 2 drafts.\n" in text


def test_large_numbers_can_be_read() -> None:
    """Thousands are set apart from hundreds."""
    assert "is ready: 1,200 articles," in summary(settings(), content(*[PUBLIC] * 1200), (), NOW)


def test_advice_comes_first() -> None:
    """What the checks advise stands above, so that the last line is the one to act on."""
    advice = Problem(path="docs/a.md", line=3, message="It could be shorter.", fix="Cut it.", advice=True)
    text = summary(settings(), content(PUBLIC, problems=(advice,)), ["index.html"], NOW)
    assert text.startswith(
        "docs/a.md:3\n  Advice: It could be shorter.\n  Fix:  Cut it.\n\n1 piece of advice.\n\n"
    )
    assert text.index("1 piece of advice.") < text.index("is ready:")
