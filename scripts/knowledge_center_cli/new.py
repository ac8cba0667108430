"""Begin an article: its file with the fields every article has, as a draft. On a terminal it asks what it needs.

With --from it takes title, text and pictures from a document: Word's .docx, or a web page that Google Docs exported.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from knowledge_center.articles.article_schema import ARTICLE
from knowledge_center.articles.articles_reader import Articles, read_articles
from knowledge_center.articles.model import POSTS, Author, Category
from knowledge_center.articles.new_article import article_name, article_text, field_problems, name_problem
from knowledge_center.articles.rules.typed_dates import dated
from knowledge_center.clock import read_clock
from knowledge_center.front_matter.field_schema import FieldSchema, Kind
from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center_cli.missing_tool import missing_tool

# Fields whose option has another name than they have: it stands once for each item of a list.
_OPTIONS = {"authors": ("--author",), "categories": ("--topic", "--category"), "aliases": ("--alias",)}
_LATER = "description"
_VALUES: Mapping[Kind, str] = {
    "line": "TEXT", "moment": "DAY", "keys": "KEY", "names": "NAME", "picture": "FILE", "focus": "POINT",
    "part": "{name: NAME, part: NUMBER}",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommandContext:
    settings: Settings
    articles: Articles
    now: datetime
    # What was typed for each field.
    typed: dict[str, list[str]] = field(default_factory=dict)

    def choices(self, schema: FieldSchema) -> Mapping[str, Author | Category]:
        return self.articles.authors if schema.keys_of == "authors" else self.articles.categories

    def problems(self) -> list[tuple[FieldSchema, Problem]]:
        found = field_problems(
            self.typed,
            authors=self.articles.authors,
            categories=self.articles.categories,
            zone=self.settings.zone,
        )
        # A draft may wait for its description.
        later = self.typed["draft"] == ["true"] and not self.typed.get(_LATER)
        now = self.now.astimezone(self.settings.zone)
        return [
            (schema, dated(problem, now))
            for schema, problem in found
            if not (later and schema.name == _LATER)
        ]

    @property
    def path(self) -> Path:
        """Where the article is to be: in the folder of its year, this one as long as none is known."""
        day = "".join(self.typed.get("date", [])) or str(self.now.year)
        name = article_name(self.typed["title"][0])
        return Path(self.settings.docs_dir, POSTS, day.partition("-")[0], f"{name}.md")

    def name_problem(self) -> Problem | None:
        return name_problem(self.path.stem, self.articles, self.path.as_posix())


class _Source(Protocol):
    """A document to begin with; see new_from_document."""

    fields: dict[str, list[str]]

    def write(self, path: Path, head: str, description: str) -> list[str]: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns 1 where nothing could be written."""
    options = vars(_parser().parse_args(argv))
    typed = {
        schema.name: value if isinstance(value, list) else [value]
        for schema in ARTICLE.fields
        if isinstance(value := options[schema.name], (str, list))
    }
    try:
        source = _source(options["from"]) if options["from"] else None
        typed = {**source.fields, **typed} if source is not None else typed
        settings, now = read(Path("mkdocs.yml")), read_clock(os.environ)
        articles = read_articles(Path(), settings, now)
        for name, known in (("authors", articles.authors), ("categories", articles.categories)):
            if not known:
                where = f"{settings.docs_dir}/articles/.{name}.yml"
                message = "Nothing in it can be used yet."
                raise Unusable([Problem(path=where, message=message, fix="knowledge-center check")])
        typed["draft"] = [str(options["draft"]).lower()]
        context = _CommandContext(settings=settings, articles=articles, now=now, typed=typed)
        if typed.get("title") and (taken := context.name_problem()):
            raise Unusable([taken])
        _take_what_goes_without_saying(context)
        if sys.stdin.isatty():
            _ask(context)
        _refuse(context)
        path, notes = _written(context, source)
    except ModuleNotFoundError as error:
        return missing_tool(error, "an article from a document")
    except EOFError:
        print("\nNothing more could be read, and nothing was written.", file=sys.stderr)
        return 1
    base = urlsplit(settings.site_url).path
    print(path.as_posix())
    print(f"knowledge-center serve shows it at http://127.0.0.1:8000{base}articles/{path.stem}/")
    later = [*([] if typed.get(_LATER) else ["the description"]), *([] if source else ["the text"])]
    if later:
        print(f"Still to be written: {' and '.join(later)}.")
    for note in notes:
        print(f"- {note}")
    if options["draft"]:
        print("Readers see it once the line draft: true is deleted.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--from",
        default="",
        metavar="FILE",
        help="a document to begin with: .docx, or the .zip or .html of Google Docs (File > Download > Web Page)",
    )
    for schema in ARTICLE.fields:
        about = schema.form_hint.replace("%", "%%")
        if schema.name == "title":
            parser.add_argument("title", nargs="?", metavar="TITLE", help=f"{about}, in quotes")
        elif schema.kind == "flag":
            parser.add_argument(
                _option(schema), action=argparse.BooleanOptionalAction, default=True, help=about
            )
        else:
            parser.add_argument(
                *_OPTIONS.get(schema.name, (_option(schema),)),
                dest=schema.name,
                action="append" if schema.kind in ("keys", "names") else "store",
                metavar="|".join(schema.choices) or _VALUES[schema.kind],
                help=about + (" (once for each)" if schema.kind in ("keys", "names") else ""),
            )
    return parser


def _option(schema: FieldSchema) -> str:
    return _OPTIONS.get(schema.name, (f"--{schema.name.replace('_', '-')}",))[0]


def _take_what_goes_without_saying(context: _CommandContext) -> None:
    """Today's day; the one author and the one topic there is."""
    if not sys.stdin.isatty():
        context.typed.setdefault("date", [_today(context)])
    for schema in ARTICLE.fields:
        if schema.keys_of and len(choices := context.choices(schema)) == 1:
            context.typed.setdefault(schema.name, list(choices))


def _today(context: _CommandContext) -> str:
    return context.now.astimezone(context.settings.zone).date().isoformat()


def _ask(context: _CommandContext) -> None:
    """Whatever is needed and was not given, each with what an editor has to know of it, until it can be used.

    Raises EOFError where nothing more comes.
    """
    for schema in ARTICLE.fields:
        if not schema.required or context.typed.get(schema.name):
            continue
        print(f"{schema.label}: {schema.form_hint}.")
        if schema.keys_of:
            for number, choice in enumerate(context.choices(schema).values(), 1):
                print(f"  {number:2}  {choice.name}")
        while True:
            words = _asked(context, schema)
            choices = context.choices(schema) if schema.keys_of else {}
            beyond = [word for word in words if schema.keys_of and word.isdecimal() and word not in choices]
            if beyond:
                print(f"  There is no {beyond[0]} in the list: its numbers go from 1 to {len(choices)}.")
                continue
            trial = replace(context, typed={**context.typed, schema.name: words})
            wrong = [problem for other, problem in trial.problems() if other.name == schema.name]
            if schema.name == "title" and not wrong and (taken := trial.name_problem()):
                wrong = [taken]
            if not wrong:
                break
            print("\n".join(f"  {problem.message}" for problem in wrong))
        context.typed[schema.name] = words
        if schema.most and words:
            print(f"  {len(words[0])} characters.")


def _asked(context: _CommandContext, schema: FieldSchema) -> list[str]:
    """What somebody typed; of choices their keys."""
    default = _today(context) if schema.name == "date" else ""
    hint = {"keys": "number, or several such as 1 3", "moment": f"[{default}]"}.get(schema.kind, "")
    if schema.name == _LATER and context.typed["draft"] == ["true"]:
        hint = "or Enter to write it later"
    typed = " ".join(input(f"  {hint}{': ' if hint else '> '}").split()) or default
    if not schema.keys_of:
        return [typed] if typed else []
    keys = list(context.choices(schema))
    words = typed.replace(",", " ").split()
    return [keys[int(word) - 1] if word.isascii() and word.isdigit() and 0 < int(word) <= len(keys) else word
            for word in words]  # fmt: skip


def _refuse(context: _CommandContext) -> None:
    """Everything that is missing or wrong at once, each with the option to give. Raises Unusable."""
    wrong = []
    for schema, problem in context.problems():
        option = "TITLE" if schema.name == "title" else _option(schema)
        message = problem.message
        if not context.typed.get(schema.name):
            message = f"{schema.label} is missing: {schema.form_hint}."
            if schema.keys_of:
                known = (f"{key} ({choice.name})" for key, choice in context.choices(schema).items())
                message = f"{schema.label}: at least one is expected. There are {', '.join(known)}."
        wrong.append(Problem(path=option, message=message, fix=_fix(context, schema, problem.fix)))
    if wrong:
        raise Unusable(wrong)


def _fix(context: _CommandContext, schema: FieldSchema, value: str) -> str:
    """The option to give, with the value that is meant; where nobody can know that, with what is to be said."""
    if schema.name == "title":
        return f'knowledge-center new "{schema.example}"'
    if value:
        values = value.split(", ") if schema.kind in ("keys", "names") else [value]
        return " ".join(f"{_option(schema)} {shlex.quote(one)}" for one in values)
    if schema.needs and schema.needs not in context.typed:
        schema = ARTICLE.field(schema.needs)
    if schema.keys_of:
        return f"Give {_option(schema)} and one of these, once for each."
    return f"Give {_option(schema)} and, in quotes: {schema.form_hint}"


def _source(name: str) -> _Source:
    """The document to begin with. Raises Unusable, ModuleNotFoundError where a tool is missing, and OSError."""
    from knowledge_center_cli.new_from_document import DocumentSource  # a site may go without the importer

    return DocumentSource(Path(name))


def _written(context: _CommandContext, source: _Source | None) -> tuple[Path, list[str]]:
    """Write the file, over nothing, and return what its editor has to know. Raises Unusable where its name is taken."""
    path = context.path
    taken = Unusable(
        [
            Problem(
                path=path.as_posix(),
                message="This file is there already.",
                fix='knowledge-center new "Another title"',
            )
        ]
    )
    if path.exists():
        raise taken
    head = article_text(context.typed)
    if source is not None:
        return path, source.write(path, head, "".join(context.typed.get(_LATER, ())))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(head)
    except FileExistsError:
        raise taken from None
    return path, []
