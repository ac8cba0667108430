"""One defect at a time in a good message: each is found by its own rule; good messages are left in peace."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from knowledge_center.digests.issue import Issue
from knowledge_center.mail.rules.message_check import lint
from knowledge_center.problems import Problem, report
from tests.digests.samples import entry, issue
from tests.mail.rules.defects import DEFECTS, Defect
from tests.mail.rules.samples import INTRO, good, mail_of, message_of, usual
from tests.mail.samples import HOSTILE_TITLES, PICTURE
from tests.mail.writing_rules.written_message import ALL_SETS, judged

SUMMARY = "What to say, what to ask, and when it is better to say nothing at all for a moment."


def titled(count: int) -> Issue:
    """An issue of that many articles."""
    return issue(
        *(
            entry(f"a-{n}", title=f"Article {n} of a long list of them", summary=SUMMARY, image=PICTURE)
            for n in range(count)
        )
    )


GOOD_ONES = {
    "usual": (usual(), "en"),
    "one article": (titled(1), "en"),
    "no picture": (issue(entry("a", title="Why you wait for the call", summary=SUMMARY)), "en"),
    "40 articles": (titled(40), "en"),
    "120 articles": (titled(120), "en"),
    "introduction": (issue(entry("a", title="Why you wait for it", summary=SUMMARY), intro=INTRO), "en"),
    "Hebrew": (
        issue(
            entry("a", title="למה הטלפון לא מצלצל", summary="ארבע סיבות, ומה אפשר לעשות בכל אחת מהן.", image=PICTURE),
            entry("b", title="איך מדברים על שכר בראיון", summary="מה לומר, מה לשאול, ומתי לשתוק.", image=PICTURE),
            intro="בוקר טוב. [המדריך הראשון](https://knowledge.example.com/articles/first/) מחכה.",
        ),
        "he",
    ),
    "Japanese": (
        issue(
            entry("a", title="面接の後に電話が来ない理由", summary="四つの理由と、できること。", image=PICTURE),
            entry("b", title="給料の話をする", summary=""),
            subject="面接後の電話",
            intro="おはようございます。" * 20,
        ),
        "ja",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD_ONES)
def test_a_good_message_has_no_problem(name: str) -> None:
    """Whatever an issue holds, our own writers make a mail of it that the check has nothing to say of."""
    found, language = GOOD_ONES[name]
    data = message_of(mail_of(found, language), language)
    assert report(judged(data)) == "No problems."
    address = ("1 Example Street", "Exampleton")
    assert report(judged(data, address=address)) == "No problems."


@cache
def found_by(defect: Defect) -> tuple[Problem, ...]:
    """All that the rules find in that message."""
    return judged(defect.made())


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.rule}: {defect.says}"[:90])
def test_a_defect_is_found_by_its_own_rule(defect: Defect) -> None:
    """The rule that is meant for it finds it, says what it saw, and knows whether a sending may go on."""
    data = defect.made()
    assert data != good()
    found = found_by(defect)
    own = [p for p in found if p.rule == defect.rule and defect.says in p.message]
    assert own, "\n".join(f"{p.rule}: {p.message}" for p in found) or "nothing"
    assert own[0].advice == defect.advice


def test_words_that_may_be_meant_are_not_to_be_taken_out() -> None:
    """A placeholder of ours that is left is mended by another message; what looks like one may be an editor's word."""
    defects = [defect for defect in DEFECTS if defect.rule.startswith("mail.placeholders.")]
    found = [problem for defect in defects for problem in found_by(defect) if problem.rule == defect.rule]
    assert {problem.advice for problem in found} == {True, False}
    for problem in found:
        assert problem.advice == problem.fix.startswith("If it is meant to be read"), problem


def test_every_rule_has_a_defect_that_only_it_is_for() -> None:
    """A rule without a defect in the tests could find nothing at all and nobody would know."""
    ids = [rule.id for rules in ALL_SETS for rule in rules.rules]
    assert {defect.rule for defect in DEFECTS} == set(ids)
    assert len(set(ids)) == len(ids)


def test_a_rule_says_what_no_other_says() -> None:
    """A defect draws one finding or two, not a list that hides what is to be mended."""
    # Where these fail, nothing behind is where it is looked for.
    breaking = {"written.structure.readable", "written.headers.fields", "written.text.present"}
    least = {
        defect.rule: min(
            len({problem.rule for problem in found_by(d)}) for d in DEFECTS if d.rule == defect.rule
        )
        for defect in DEFECTS
        if defect.rule not in breaking
    }
    assert {rule: count for rule, count in least.items() if count > 2} == {}


def test_a_finding_is_a_problem_with_its_place_and_source() -> None:
    """The reader of the report sees which message, which line, what is expected, and who says so."""
    data = good().replace(b"List-Unsubscribe=One-Click", b"One-Click")
    (problem,) = judged(data, "outbox/1.eml")
    line = data[: data.index(b"List-Unsubscribe-Post")].count(b"\n") + 1
    assert problem.where == f"outbox/1.eml:{line}"
    assert problem.message == "List-Unsubscribe-Post is “One-Click”. [RFC 8058, 3.1]"
    assert problem.fix == "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    assert problem.advice


def test_what_an_editor_may_put_in_stops_nothing() -> None:
    """Long descriptions of pictures, an unencrypted address elsewhere, a title that is an address or “Here”."""
    alts = (
        "A woman with a lanyard pours coffee beside a whiteboard covered in yellow notes while rain runs down a pane",
        "Seven chairs stand around an oval table, one tipped over, sheets of paper scattered below the projector",
    )
    entries = [
        entry(
            f"n{at}",
            title=title,
            summary="How to start again. Please read it.",
            image=replace(PICTURE, alt=alt),
        )
        for at, (title, alt) in enumerate(
            zip(("An empty room", "Go", "https://bank.example.net/ is gone") * 2, alts * 3, strict=True)
        )
    ]
    words = "See [the register](http://register.example.org/) and <https://bücher.example/>."
    found = issue(*entries, intro=words, subject="Six articles of the week")
    problems = judged(message_of(mail_of(found)))
    assert not [p for p in problems if not p.advice]
    assert {p.rule for p in problems} == {
        "mail.links.encrypted",
        "mail.links.generic",
        "mail.links.disguised",
    }


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_what_an_editor_may_write_stops_no_sending(title: str) -> None:
    """A title about tags, templates or mail headers is words: at most the check asks whether it is meant."""
    found = issue(entry("a", title=title, summary=title, image=PICTURE), entry("b", title=title))
    assert not [p for p in lint(message_of(mail_of(found)), source="x.eml") if not p.advice]


@checked(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(good())), st.integers(0, 60))
def test_whatever_the_bytes_are_there_is_an_answer(garbage: bytes, at: int, cut: int) -> None:
    """A message damaged anywhere, or none at all, gives problems and never an error."""
    data = good()
    judged(data[:at] + garbage + data[at + cut :])
    assert lint(garbage, source="x.eml")
