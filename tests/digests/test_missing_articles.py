from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge_center.articles.model import Article
from knowledge_center.articles.rules.claims import Claim
from knowledge_center.digests import missing_articles
from knowledge_center.digests.issue import SnapshotImage
from knowledge_center.digests.known_articles import in_ledgers
from knowledge_center.digests.ledger import Ledger
from knowledge_center.digests.missing_articles import image_problems
from knowledge_center.front_matter.parser import parse_fields
from knowledge_center.problems import Problem
from tests.digests.samples import claim, entry, issue

TODAY = date(2026, 11, 23)
POSTS = "docs/articles/posts/2026"


def ledger(*ids: str, baseline: tuple[str, ...] = (), digest: str = "weekly") -> Ledger:
    found = issue(*(entry(name) for name in ids), source=f"docs/digests/{digest}/2026-W46.md")
    return Ledger(
        digest=digest,
        source=f"docs/digests/{digest}",
        issues=(found,) if ids else (),
        baseline=frozenset(baseline),
    )


def claimed(*names: str) -> list[Claim]:
    return [claim(name) for name in names]


def article_problems(
    ledgers: Iterable[Ledger],
    *,
    claimed: Iterable[Claim],
    gone: Iterable[str] = (),
    articles: Iterable[Article] = (),
) -> tuple[Problem, ...]:
    claims = list(claimed)
    return missing_articles.article_problems(
        list(in_ledgers(ledgers)),
        claims=claims,
        claimed={name: one.display_path for one in claims for name in (one.name, *one.aliases, one.guid)},
        articles=articles,
        gone=gone,
        today=TODAY,
    )


def test_nothing_is_missing_while_every_id_has_its_article() -> None:
    """Drafts claim their ids too, and small and capital letters are the same name."""
    known = [ledger("a", "B", baseline=("c",))]
    assert article_problems(known, claimed=claimed("A", "b", "c")) == ()


def test_a_missing_article_brings_both_pastes() -> None:
    """A rename needs one line in the new file, a removal one in .gone.yml; both stand in the message."""
    files = claimed("second-interview-advice", "pay-talk", "before-day-one")
    found = article_problems([ledger("before-day-one", "second-interview")], claimed=files)
    assert len(found) == 1
    assert found[0].path == "docs/digests/weekly/2026-W46.md"
    assert "“Second interview” (second-interview)" in found[0].message
    assert found[0].fix == (
        f"If it was renamed, add this to {POSTS}/second-interview-advice.md:\n"
        "aliases: [second-interview]\n"
        "If it was removed on purpose, add this to docs/articles/.gone.yml:\n"
        "second-interview:\n"
        "  date: 2026-11-23\n"
        "  reason: …"
    )


def test_the_likeliest_new_file_is_never_one_that_subscribers_know() -> None:
    """An article that has been sent itself is not the renamed one, however alike its name is."""
    files = claimed("second-interviews", "second-talk")
    found = article_problems([ledger("second-interviews", "second-interview")], claimed=files)
    assert f"{POSTS}/second-talk.md" in found[0].fix
    assert "second-interviews.md" not in found[0].fix


def test_the_title_of_old_helps_to_find_the_new_file() -> None:
    """An import gave the old article a number; its title still points at the new name."""
    known = issue(entry("4711", title="Why you wait so long for the call"))
    old = Ledger(digest="weekly", source="docs/digests/weekly", issues=(known,))
    files = claimed("why-you-wait-so-long", "hiring-well")
    found = article_problems([old], claimed=files)
    assert f"{POSTS}/why-you-wait-so-long.md" in found[0].fix


def test_where_no_new_file_is_alike_none_is_guessed() -> None:
    """A wrong guess would give a new article the id of an old one."""
    found = article_problems([ledger("second-interview")], claimed=claimed("hiring-tips"))
    assert (
        "add this to the new file that holds it now, with the aliases it has:\naliases: [second-interview]"
        in found[0].fix
    )


def test_an_article_that_an_issue_recalls_is_remembered_too() -> None:
    """Its page and picture are shown again, so they have to be there; what was sent is blamed first."""
    picture = SnapshotImage(path="articles/old/a.png", alt="A", width=1, height=1)
    found = issue(entry("a"), evergreen=entry("old", image=picture, line=15))
    recalled = Ledger(
        digest="weekly", source="docs/digests/weekly", issues=(found,), baseline=frozenset({"old"})
    )
    (missing,) = article_problems([recalled], claimed=claimed("a"))
    assert (missing.path, missing.line) == ("docs/digests/weekly/2026-W46.md", 15)
    (hole,) = image_problems([recalled], lambda path: False)
    assert (hole.path, hole.line) == ("docs/digests/weekly/2026-W46.md", 15)


def test_an_article_given_up_on_purpose_is_no_problem() -> None:
    """A line in .gone.yml settles it."""
    assert article_problems([ledger("a")], claimed=(), gone=["A"]) == ()


def test_the_baseline_is_remembered_too() -> None:
    """An old article that is renamed without an alias would be mailed as new."""
    found = article_problems([ledger(baseline=("a",))], claimed=())
    assert [(p.path, p.line) for p in found] == [("docs/digests/weekly/.ledger.yml", 0)]


def test_an_article_in_two_digests_is_one_problem() -> None:
    """Weekly and monthly digest miss the same article: one message."""
    found = article_problems([ledger("a"), ledger("a", digest="monthly")], claimed=())
    assert len(found) == 1


def test_an_id_of_a_former_site_is_claimed_by_its_guid() -> None:
    """An address cannot be an alias; the pastes are YAML that reads back as the id."""
    old = 'https://old.example.com/?p=12&x="1"'
    found = article_problems([ledger(old)], claimed=claimed("new"))
    lines = found[0].fix.split("\n")
    assert lines[1].startswith("guid: ")
    assert parse_fields(lines[1], "x")["guid"].text == old
    assert list(parse_fields("\n".join(lines[3:]), "x")) == [old]


def test_a_deleted_picture_of_a_closed_issue_is_a_problem() -> None:
    """The issue's page and mail would show a hole; the message names issue, line and picture."""
    there = SnapshotImage(path="articles/a/a.png", alt="A", width=1, height=1)
    away = SnapshotImage(path="articles/b/b.png", alt="B", width=1, height=1)
    found = issue(entry("a", image=there), entry("b", image=away, line=15), entry("c"))
    old = Ledger(digest="weekly", source="docs/digests/weekly", issues=(found,))
    problems = image_problems([old], lambda path: path == "articles/a/a.png")
    assert [(p.path, p.line) for p in problems] == [("docs/digests/weekly/2026-W46.md", 15)]
    assert "articles/b/b.png" in problems[0].message
    assert problems[0].fix.endswith("image: null")
