"""The fields stand in one place: the check, the table for editors, and what their programs are told agree with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import regress
import yaml
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from knowledge_center.articles.article_schema import ARTICLE, AUTHORS, CATEGORIES, GONE
from knowledge_center.articles.metadata_files import read_authors, read_categories, read_gone
from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.fields import Fields, read_fields, rule
from knowledge_center.digests.issue_draft import ISSUE_DRAFT, read_draft
from knowledge_center.digests.ledger import Ledger
from knowledge_center.front_matter.field_schema import FieldSchema, FileSchema
from knowledge_center.front_matter.json_schema import json_schema
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.front_matter.yaml_mistakes import double_quoted
from knowledge_center.problems import Problem, Unusable
from knowledge_center.scaffold.vscode_files import FILES, vscode_files
from record_fields import fields_table, with_table
from tests.samples import ROOT

AUTHOR_LIST = {"careers-desk": Author(key="careers-desk", name="Careers Desk")}
CATEGORY_LIST = {"interviews": Category(slug="interviews", name="Interviews")}
REQUIRED = {field.name: field.example for field in ARTICLE.fields if field.required}
EACH_FIELD = pytest.mark.parametrize("field", ARTICLE.fields, ids=lambda field: str(field.name))


class _Loader(yaml.SafeLoader):
    """YAML 1.2, as VS Code's extension reads it: a day is text, and so are no and 1:30."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _signs in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _signs)
_Loader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))


def written(lines: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


def with_needs(field: FieldSchema, value: str) -> dict[str, str]:
    """The lines of a good article with this field and those that it is incomplete without."""
    lines = REQUIRED | {field.name: value}
    while field.needs and field.needs not in lines:
        field = ARTICLE.field(field.needs)
        lines[field.name] = field.example
    return lines


def reading(found: dict[str, Field]) -> tuple[Fields, list[Problem]]:
    fields = read_fields(
        found, authors=AUTHOR_LIST, categories=CATEGORY_LIST, zone=ZoneInfo("America/Detroit")
    )
    return fields, list(rule.problems("docs/a.md", fields))


def taken(lines: dict[str, str]) -> bool:
    """Whether the check has nothing against an article with these lines."""
    try:
        return not reading(parse_fields(written(lines), "docs/a.md"))[1]
    except Unusable:
        return False


def complaints(file: FileSchema, text: str) -> list[str]:
    """What a program that goes by the JSON Schema has against it."""
    data = yaml.load(text, _Loader)
    return [error.message for error in Draft7Validator(json_schema(file)).iter_errors(data)]


class _Asked(dict[str, Field]):
    """Fields that know which of them the reader looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def test_the_reader_looks_for_what_the_schema_has() -> None:
    """No field is read that is explained nowhere, and none is explained that nothing reads."""
    asked = _Asked()
    reading(asked)
    assert sorted(asked.names) == sorted(ARTICLE.names)


@EACH_FIELD
def test_every_example_passes(field: FieldSchema) -> None:
    """Who pastes the line of an example into an article has a good article, and the line counts."""
    lines = with_needs(field, field.example)
    assert taken(lines) and complaints(ARTICLE, written(lines)) == []
    with_it, _ = reading(parse_fields(written(lines), "docs/a.md"))
    without, _ = reading(
        parse_fields(written({k: v for k, v in lines.items() if k != field.name}), "docs/a.md")
    )
    names = {"date": "published"}
    attribute = names.get(field.name, field.name)
    assert getattr(with_it, attribute) != getattr(without, attribute)


@EACH_FIELD
def test_needed_is_needed(field: FieldSchema) -> None:
    """A field that is said to be needed is missed by the check and by the JSON Schema, and no other is."""
    lines = with_needs(field, field.example)
    missed = field.required or any(name in lines for name in ARTICLE.needed_by(field.name))
    del lines[field.name]
    assert taken(lines) is not missed
    assert (complaints(ARTICLE, written(lines)) == []) is not missed


@pytest.mark.parametrize(
    ("field", "ends"),
    [
        (field, ends)
        for field in ARTICLE.fields
        for ends in ((field.least, -1), (field.most, 1))
        if ends[0] or field.choices
    ],
    ids=lambda value: value.name if isinstance(value, FieldSchema) else str(value),
)
def test_a_limit_is_the_same_everywhere(field: FieldSchema, ends: tuple[int, int]) -> None:
    """What is just within the limit is taken, what is just beyond it is not; likewise a word that is no choice."""
    limit, step = ends
    # Of letters as few as of these, which count twice, pass a form; what is read counts better.
    sign, limit = ("会", limit // 2) if step < 0 else ("x", limit)
    within = sign * limit if limit else field.choices[0]
    beyond = sign * (limit + step) if limit else f"{field.choices[0]}x"
    for value, expected in ((within, True), (beyond, False)):
        lines = with_needs(field, value)
        assert (taken(lines), not complaints(ARTICLE, written(lines))) == (expected, expected)


VALUES = st.one_of(
    st.text(st.characters(max_codepoint=0x2FF, exclude_categories=("Cc", "Cs")), max_size=12).map(
        lambda text: double_quoted(" ".join(text.split()))
    ),
    st.sampled_from(["", "1984", "3.5", "true", "false", "no", "~", "[a, b]", "[]", "{a: b}", "skip", "/x y", "[//x]"]),
    st.sampled_from([field.example for field in ARTICLE.fields]),
    st.from_regex(r"\A20\d\d-\d{1,2}-\d{1,2}( \d{1,2}:\d\d)?\Z"),
    st.from_regex(r"\A\[/?[a-z0-9./-]{1,9}\]\Z"),
    st.from_regex(r"\A\d{1,3}% \d{1,3}%\Z"),
)  # fmt: skip


@checked(deadline=None, max_examples=150)
@given(st.sampled_from(ARTICLE.fields), VALUES)
def test_the_json_schema_takes_what_the_check_takes(field: FieldSchema, value: str) -> None:
    """An editor's program never marks a line that is good, but for an empty choice in quotes, or the word true."""
    lines = with_needs(field, value)
    odd = value == '""' if field.choices else value in ("true", "false", "no") and field.kind != "flag"
    if taken(lines) and not odd:
        assert complaints(ARTICLE, written(lines)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("titel", "x"), ("date", "November 3"), ("authors", "careers-desk"), ("authors", "[]"), ("draft", "maybe"),
        ("image_focus", "30 20"), ("image_focus", "300% 20%"), ("aliases", "[/a//b]"), ("digest", "later"),
        ("title", "[a]"), ("aliases", "one"),
    ],
)  # fmt: skip
def test_the_json_schema_marks_what_can_be_seen_from_without(name: str, value: str) -> None:
    """A wrong name, a wrong shape and a wrong word are marked while they are typed, as the check would."""
    lines = REQUIRED | {name: value}
    assert not taken(lines) and complaints(ARTICLE, written(lines))


@pytest.mark.parametrize(
    ("file", "read", "key"),
    [(AUTHORS, read_authors, "careers-desk"), (CATEGORIES, read_categories, "pay"), (GONE, read_gone, "Old_name")],
    ids=["authors", "categories", "gone"],
)  # fmt: skip
def test_the_lists_beside_the_articles(
    tmp_path: Path, file: FileSchema, read: Callable[[Path, str, list[Problem]], object], key: str
) -> None:
    """Their examples pass; a field that is needed is missed; one that is not known is marked."""

    def judged(lines: dict[str, str]) -> tuple[bool, bool]:
        text = f"{key}:\n" + "".join(f"  {name}: {value}\n" for name, value in lines.items())
        (tmp_path / "articles/.list.yml").write_text(text, encoding="utf-8")
        problems: list[Problem] = []
        read(tmp_path / "articles/.list.yml", "docs/list.yml", problems)
        return problems == [], complaints(file, text) == []

    (tmp_path / "articles").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/careers-desk.jpg").touch()
    examples = {field.name: field.example for field in file.fields}
    assert judged(examples) == (True, True)
    assert judged(examples | {"nmae": "x"}) == (False, False)
    for field in file.fields:
        rest = {name: value for name, value in examples.items() if name != field.name}
        assert judged(rest) == (not field.required, not field.required), field.name
        if field.pattern:
            assert judged(examples | {field.name: "nowhere at all"}) == (False, False)


def test_the_draft_of_an_issue(tmp_path: Path) -> None:
    """Its examples are read as they stand, and no other field is."""
    ledger = Ledger(digest="weekly", source="docs/digests/weekly", issues=())
    path = tmp_path / "digests/weekly/2026-W48.draft.md"
    path.parent.mkdir(parents=True)
    lines = {field.name: field.example for field in ISSUE_DRAFT.fields}
    path.write_text(f"---\n{written(lines)}\n---\n", encoding="utf-8")
    draft = read_draft(tmp_path, ledger)
    assert draft is not None and (draft.subject, draft.preheader) == tuple(lines.values())
    assert complaints(ISSUE_DRAFT, written(lines)) == []
    path.write_text(f"---\n{written(lines | {'titel': 'x'})}\n---\n", encoding="utf-8")
    with pytest.raises(Unusable):
        read_draft(tmp_path, ledger)
    for field in ISSUE_DRAFT.fields:
        # The words about the limit name it.
        assert str(field.most) in field.about


def test_patterns_are_javascript_too() -> None:
    """VS Code and the editor in a browser read every pattern, and agree with the check about its example."""
    for file in FILES:
        for field in file.fields:
            items = field.example.strip("[]").split(", ") if field.kind == "names" else [field.example]
            for item in items if field.pattern else ():
                assert regress.Regex(f"^(?:{field.pattern})$", "u").find(item), field.name
                assert re.fullmatch(field.pattern, item), field.name
        Draft7Validator.check_schema(json_schema(file))


def test_the_table_for_editors_is_made_of_it() -> None:
    """CONTRIBUTING explains every field in the words of the schema. To mend it: python scripts/record_fields.py"""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert fields_table(ARTICLE) in text and with_table(text) == text


def test_what_vs_code_is_told_is_made_of_it() -> None:
    """The files here are those that a new site gets. To mend them: python scripts/record_fields.py"""
    for name, text in vscode_files().items():
        assert (ROOT / name).read_text("utf-8") == text, name
    schemas = json.loads(vscode_files()[".vscode/settings.json"])["yaml.schemas"]
    assert {f"./{name}" for name in vscode_files() if name.endswith(".schema.json")} == set(schemas)
    lists = ["docs/articles/.authors.yml", "docs/articles/authors.yml"]
    assert schemas["./.vscode/authors.schema.json"] == lists


def test_the_snippet_of_an_article_has_what_is_needed() -> None:
    """Typing “article” in VS Code writes every field that an article has to have, and makes it a draft."""
    snippets = json.loads(vscode_files()[".vscode/fields.code-snippets"])
    body = snippets["article"]["body"]
    assert [line.split(":")[0] for line in body[1:-3]] == [*REQUIRED, "draft"]
    assert set(snippets) == {"article", *ARTICLE.names}


@pytest.mark.parametrize(
    "series",
    ["{name: A, part: 2}", '{name: A, part: "2"}', "{name: 2026, part: 1}", '{name: "", part: 1}', "{name: A, part: 0}",
     "{name: A, part: 1000}", '{name: A, part: "two"}', "{name: A, part: 1.5}", "{name: A, part: 1, of: 3}",
     "{name: A}"],
)  # fmt: skip
def test_a_part_of_a_series_is_marked_where_the_check_refuses_it(series: str) -> None:
    """Its number may stand in quotes, and its name has words."""
    lines = REQUIRED | {"series": series}
    assert taken(lines) is not bool(complaints(ARTICLE, written(lines)))
