"""A new article's file from what was typed about it, judged by the check before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import RESERVED_NAMES, Author, Category
from knowledge_center.articles.rules.fields import read_fields, rule
from knowledge_center.articles.rules.suggested_fixes import flow, scalar
from knowledge_center.front_matter.field_schema import FieldSchema
from knowledge_center.front_matter.parser import parse_fields
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Problem, Unusable
from knowledge_center.text.slugs import slug

# What was typed for each field by its name; one text, or those of a list.
Typed = Mapping[str, Sequence[str]]
# A longer name makes an address that mails break.
_MOST_IN_A_NAME = 80


def article_name(title: str) -> str:
    """The name of its file and in its address: the title's words, as many as are of use there."""
    name = slug(title)
    if len(name) <= _MOST_IN_A_NAME:
        return name
    return name[: _MOST_IN_A_NAME + 1].rpartition("-")[0] or name[:_MOST_IN_A_NAME]


def article_text(typed: Typed) -> str:
    """The file: a line for each field that was typed or is needed, in the schema's order, and an empty text."""
    more = [field.name for field in ARTICLE.fields if field.name not in typed and not field.required]
    lines = [*(line for _, line in _lines(typed))]
    if more:
        lines += [f"# There are also: {', '.join(more)}.", "# What each is for:  knowledge-center new --help"]
    return "\n".join(["---", *lines, "---", "", ""])


def field_problems(
    typed: Typed, *, authors: Mapping[str, Author], categories: Mapping[str, Category], zone: ZoneInfo
) -> list[tuple[FieldSchema, Problem]]:
    """What the check has against the fields, each with the field; the fix is what to type instead, if it is known."""
    lines = _lines(typed)
    try:
        found = parse_fields("\n".join(line for _, line in lines), "")
    except Unusable as unusable:
        return [(lines[problem.line - 1][0], _to_type(problem)) for problem in unusable.problems]
    fields = read_fields(found, authors=authors, categories=categories, zone=zone)
    named = {field.name: field for field in ARTICLE.fields}
    return [
        (named[problem.rule.rpartition(".")[2]], _to_type(problem)) for problem in rule.problems("", fields)
    ]


def name_problem(name: str, articles: Articles, path: str) -> Problem | None:
    """Why no new article can have that name: one has it, had it or was removed under it; or it means something else."""
    fix = 'knowledge-center new "Another title"'
    taken = articles.claimed.get(name) or next((a.source for a in articles.all if name in a.aliases), "")
    if taken:
        message = f"There is an article of that name already: {taken}."
    elif name in (gone.id for gone in articles.gone):
        message = (
            f"An article of the name “{name}” was removed: .gone.yml has it, and its address is used up."
        )
    elif name in RESERVED_NAMES:
        message = f"An article cannot be called “{name}”: that address already means something else."
    else:
        return None
    return Problem(path=path, message=message, fix=fix)


def _lines(typed: Typed) -> list[tuple[FieldSchema, str]]:
    return [
        (field, f"{field.name}: {_value(field, typed.get(field.name, ()))}".rstrip())
        for field in ARTICLE.fields
        if field.required or typed.get(field.name)
    ]


def _value(field: FieldSchema, words: Sequence[str]) -> str:
    words = [" ".join(word.split()) for word in words]
    if not any(words):
        return ""
    match field.kind:
        case "keys" | "names":
            return flow(words)
        case "line":
            return double_quoted(words[0])
        case "picture":
            return scalar(words[0])
        case _:
            return words[0]


def _to_type(problem: Problem) -> Problem:
    """The problem with the value alone as its fix, where that was a line with a field and its value; else with none."""
    name, colon, value = problem.fix.partition(": ")
    known = colon and name in ARTICLE.names and "\n" not in value
    return replace(problem, fix=value.strip("[]\"'") if known else "")
