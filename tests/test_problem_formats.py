"""Problems for other programs: each takes what it is given, and no text of an article's can steer it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_center.problem_formats import FORMATS, as_github, as_gitlab, as_json, as_text, formatted
from knowledge_center.problems import Edit, Problem, report

PATH = "docs/a, b: 50%.md"
WRONG = Problem(path=PATH, line=3, message="100% wrong:\nno day, no year.", fix="date: 2026-11-16\n# or none",
                rule="articles.fields.date")  # fmt: skip
ADVICE = Problem(path="docs/b.md", message="It could be shorter.", advice=True, rule="articles.style.long")
ANY = st.lists(
    st.builds(Problem, path=st.text(min_size=1), line=st.integers(0, 9), message=st.text(), fix=st.text(),
              rule=st.text(), advice=st.booleans())
)  # fmt: skip
# What GitHub's runner takes for a command: https://docs.github.com/actions/reference/workflow-commands
COMMAND = re.compile(r"::(?P<kind>[a-z]+) (?P<properties>[^:]*)::(?P<message>.*)")


def many_pieces(count: int) -> list[Problem]:
    return [
        Problem(path="docs/a.md", line=n, message="Short.", advice=True, rule="a.b")
        for n in range(1, count + 1)
    ]


def taken_by_github(line: str) -> tuple[str, dict[str, str], str]:
    """What the runner makes of a line: properties end at a comma, and are written with escapes."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (part.split("=", 1) for part in found["properties"].split(","))
    return found["kind"], {key: unescaped(value) for key, value in pairs}, unescaped(found["message"])


def unescaped(text: str) -> str:
    """In the order in which the runner does it."""
    for sign, escape in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(escape, sign)
    return text


def test_text_ends_with_what_stops_a_build() -> None:
    """However much advice there is, the problems are what one reads last, with how many there are."""
    assert as_text([WRONG, ADVICE]) == (
        "docs/b.md\n  Advice: It could be shorter.\n\n"
        "Advice, by rule; knowledge-center check --explain RULE says why:\n  1  articles.style.long\n\n"
        f"{PATH}:3\n  100% wrong:\nno day, no year.\n  Fix:  date: 2026-11-16\n        # or none\n\n"
        "1 problem and 1 piece of advice."
    )
    assert as_text([]) == "No problems."


def test_much_advice_is_told_by_rule() -> None:
    """Two hundred pieces of one kind are three and a number, unless somebody wants all of them."""
    text = as_text([*many_pieces(200), ADVICE, WRONG])
    assert text.count("Advice: Short.") == 3 and "It could be shorter." in text
    assert "  200  a.b\n    1  articles.style.long\n" in text
    assert "knowledge-center check --all" in text
    assert as_text([*many_pieces(200), WRONG], every=True).count("Advice: Short.") == 200
    assert as_text(many_pieces(20)).count("Advice: Short.") == 20


def test_colours_change_no_word() -> None:
    """Without them the text is the same, so nothing is said by colour alone."""
    plain, painted = as_text([WRONG, ADVICE]), as_text([WRONG, ADVICE], colours=True)
    assert "\x1b[" not in plain and "\x1b[31m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain


def test_json_has_everything_for_a_program() -> None:
    """Each with path, line, rule, message, fix, and whether it stops anything."""
    told = json.loads(as_json([WRONG, ADVICE]))
    assert (told["problems"], told["advice"]) == (1, 1)
    assert told["found"][0] == {
        "path": PATH, "line": 3, "rule": "articles.fields.date", "message": WRONG.message, "fix": WRONG.fix,
        "advice": False, "edits": [], "safe": False,
    }  # fmt: skip
    mended = replace(WRONG, edits=(Edit(3, 3, ("date: 2026-11-20",)),), safe=True)
    (found,) = json.loads(as_json([mended]))["found"]
    assert (found["edits"], found["safe"]) == ([{"first": 3, "last": 3, "lines": ["date: 2026-11-20"]}], True)
    assert told["found"][1]["line"] is None and told["found"][1]["advice"] is True


def test_github_shows_each_at_its_line() -> None:
    """Problems are errors and come first, advice is a warning; commas, colons and line ends reach GitHub whole."""
    first, second, last = as_github([ADVICE, WRONG], "sites/one/").split("\n")
    assert first == (
        "::error file=sites/one/docs/a%2C b%3A 50%25.md,line=3,title=articles.fields.date::"
        "100%25 wrong:%0Ano day, no year.%0AFix:  date: 2026-11-16%0A# or none"
    )
    kind, properties, message = taken_by_github(first)
    assert (kind, properties["file"], properties["line"]) == ("error", f"sites/one/{PATH}", "3")
    assert message == f"{WRONG.message}\nFix:  {WRONG.fix}"
    assert second == "::warning file=sites/one/docs/b.md,title=articles.style.long::It could be shorter."
    assert last == "1 problem and 1 piece of advice."


@given(ANY)
def test_no_article_commands_github(found: list[Problem]) -> None:
    """Whatever a stranger writes into an article, the runner gets our commands and no others."""
    lines = as_github(found).split("\n")
    for line in lines[:-1]:
        assert line.startswith(("::error file=", "::warning file=")) and "\r" not in line
        # Nothing before the message ends the command.
        assert re.fullmatch(r"[^:]*", line[2:].partition("::")[0])
    assert len(lines) - 1 == len(set(found))


def test_gitlab_gets_its_code_quality() -> None:
    """Every entry has what GitLab documents: description, check_name, fingerprint, severity, path and first line."""
    first, second = json.loads(as_gitlab([WRONG, ADVICE], "sites/one/"))
    assert first == {
        "description": f"{WRONG.message}\nFix:  {WRONG.fix}",
        "check_name": "articles.fields.date",
        "fingerprint": first["fingerprint"],
        "severity": "major",
        "location": {"path": f"sites/one/{PATH}", "lines": {"begin": 3}},
    }
    assert second["severity"] == "minor" and second["location"]["lines"] == {"begin": 1}
    assert re.fullmatch("[0-9a-f]{64}", first["fingerprint"])


def test_what_only_moved_is_not_new_to_gitlab() -> None:
    """A line more above changes no fingerprint; two alike in one file are two."""
    before, after = (json.loads(as_gitlab(many_pieces(3)[at:])) for at in (0, 1))
    marks = [one["fingerprint"] for one in before]
    assert len(set(marks)) == 3
    assert [one["fingerprint"] for one in after] == marks[:2]


@given(ANY)
def test_every_problem_is_in_every_format(found: list[Problem]) -> None:
    """No problem is left out and none breaks a format, whatever an editor's file holds."""
    assert len(json.loads(as_json(found))["found"]) == len(set(found))
    gitlab = json.loads(as_gitlab(found))
    assert len({one["fingerprint"] for one in gitlab}) == len(set(found))
    text = as_text(found, every=True)
    assert all(one.where in text and one.message in text for one in found)


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_can_be_asked_for(format: str) -> None:
    """By the names that the command's help lists."""
    told = formatted([WRONG], format)
    assert "no day, no year." in told
    assert formatted([], format)


def test_short_lists_are_told_alike_everywhere() -> None:
    """What stops a build reads as it does in the report of every other command."""
    assert as_text([WRONG]) == report([WRONG])
