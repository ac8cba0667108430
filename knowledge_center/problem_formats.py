"""Problems as other programs and people read them: text, JSON, and what GitHub and GitLab show in a review."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from knowledge_center.problems import Problem, in_order
from knowledge_center.text.plurals import counted

FORMATS = ("text", "json", "github", "gitlab")
# So many pieces of advice are read; of more, the first of each rule.
_MOST_ADVICE = 20
_FIRST_OF_EACH = 3
_BOLD, _RED, _YELLOW, _GREEN, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[0m"


def formatted(
    problems: Iterable[Problem], format: str, *, folder: str = "", colours: bool = False, every: bool = False
) -> str:
    """Problems in one of the FORMATS. ``folder`` leads from the top of the repository to that of the paths.

    ``colours`` and ``every`` are for text alone: see ``as_text``.
    """
    if format == "json":
        return as_json(problems)
    if format == "github":
        return as_github(problems, folder)
    if format == "gitlab":
        return as_gitlab(problems, folder)
    return as_text(problems, colours=colours, every=every)


def as_text(problems: Iterable[Problem], *, colours: bool = False, every: bool = False) -> str:
    """For a terminal: advice first, problems last, where nothing pushes them out of sight, then how many there are.

    Of much advice only the first of each rule is told, and the number, unless ``every`` piece is wanted.
    """
    ordered = in_order(problems)
    stops = [p for p in ordered if not p.advice]
    advice = [p for p in ordered if p.advice]
    rules = Counter(p.rule for p in advice if p.rule)
    shown = advice if every or len(advice) <= _MOST_ADVICE else list(_first_of_each(advice))
    parts = [_block(p, colours) for p in shown]
    if rules:
        parts.append(_by_rule(rules, cut=len(shown) < len(advice)))
    parts += [_block(p, colours) for p in stops]
    parts.append(_painted(_counts(len(stops), len(advice)), _BOLD, colours))
    return "\n\n".join(parts)


def as_json(problems: Iterable[Problem]) -> str:
    """One object for programs; ``line`` is null where no line is to blame.

    ``edits`` are the fix as a program can make it: these lines for those from first to last, counted from 1, none
    where a person has to; what ``safe`` edits do, anybody would have done.
    """
    found = [
        {
            "path": p.path,
            "line": p.line or None,
            "rule": p.rule,
            "message": p.message,
            "fix": p.fix,
            "advice": p.advice,
            "edits": [{"first": e.first, "last": e.last, "lines": list(e.lines)} for e in p.edits],
            "safe": p.safe,
        }
        for p in in_order(problems)
    ]
    stops = sum(not one["advice"] for one in found)
    told = {"problems": stops, "advice": len(found) - stops, "found": found}
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_github(problems: Iterable[Problem], folder: str = "") -> str:
    """Commands to GitHub's runner, which shows them beside the lines of a pull request, and the count for its log.

    It shows ten of a kind for each step: problems come before advice.
    """
    ordered = sorted(in_order(problems), key=lambda p: p.advice)
    lines = []
    for p in ordered:
        line = [f"line={p.line}"] if p.line else []
        place = ",".join(
            [f"file={_property(folder + p.path)}", *line, f"title={_property(p.rule or _kind(p))}"]
        )
        fix = f"\nFix:  {p.fix}" if p.fix else ""
        lines.append(f"::{'warning' if p.advice else 'error'} {place}::{_data(p.message + fix)}")
    stops = sum(not p.advice for p in ordered)
    return "\n".join([*lines, _counts(stops, len(ordered) - stops)])


def as_gitlab(problems: Iterable[Problem], folder: str = "") -> str:
    """A report of GitLab's "code quality", which a merge request shows the changes of.

    A fingerprint goes by what was found, not by the line: what only moved is not new.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for p in in_order(problems):
        what = (p.path, p.rule, p.message)
        mark = "\0".join((*what, str(seen[what])))
        seen[what] += 1
        found.append(
            {
                "description": f"{p.message}\nFix:  {p.fix}" if p.fix else p.message,
                "check_name": p.rule or _kind(p),
                "fingerprint": sha256(mark.encode("utf-8", "surrogatepass")).hexdigest(),
                "severity": "minor" if p.advice else "major",
                "location": {"path": folder + p.path, "lines": {"begin": p.line or 1}},
            }
        )
    return json.dumps(found, ensure_ascii=False, indent=2)


def _first_of_each(advice: Sequence[Problem]) -> Iterable[Problem]:
    told: Counter[str] = Counter()
    for p in advice:
        told[p.rule] += 1
        if told[p.rule] <= _FIRST_OF_EACH or not p.rule:
            yield p


def _by_rule(rules: Counter[str], *, cut: bool) -> str:
    """How much advice each rule gives, most first."""
    width = len(str(max(rules.values())))
    lines = [
        f"  {count:{width}}  {rule}"
        for rule, count in sorted(rules.items(), key=lambda one: (-one[1], one[0]))
    ]
    more = ["Only the first of each are told here; all of them: knowledge-center check --all"] if cut else []
    return "\n".join(["Advice, by rule; knowledge-center check --explain RULE says why:", *lines, *more])


def _block(problem: Problem, colours: bool) -> str:
    label = _painted("Advice: ", _YELLOW, colours) if problem.advice else ""
    message = problem.message if problem.advice else _painted(problem.message, _RED, colours)
    lines = [_painted(problem.where, _BOLD, colours), f"  {label}{message}"]
    if problem.fix:
        first, *rest = problem.fix.splitlines()
        lines.append(f"  {_painted('Fix:', _GREEN, colours)}  {first}")
        lines.extend(f"        {line}" for line in rest)
    return "\n".join(lines)


def _counts(stops: int, advice: int) -> str:
    counts = [counted(stops, "problem")] if stops else []
    counts += [counted(advice, "piece of advice", "pieces of advice")] if advice else []
    return f"{' and '.join(counts)}." if counts else "No problems."


def _painted(text: str, colour: str, colours: bool) -> str:
    return f"{colour}{text}{_PLAIN}" if colours else text


def _kind(problem: Problem) -> str:
    return "Advice" if problem.advice else "Problem"


def _data(text: str) -> str:
    """What a command says, on one line: no text of an article's can be a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
