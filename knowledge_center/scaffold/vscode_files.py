"""What Visual Studio Code is told of a site: which fields there are, what each is for, what it may hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from knowledge_center.articles.article_schema import ARTICLE, AUTHORS, CATEGORIES, GONE
from knowledge_center.articles.docs_files import AUTHOR_LISTS, TOPIC_LISTS
from knowledge_center.digests.issue_draft import ISSUE_DRAFT
from knowledge_center.front_matter.field_schema import FieldSchema, FileSchema, plain_words
from knowledge_center.front_matter.json_schema import json_schema

_FOLDER = ".vscode"
FILES = (ARTICLE, AUTHORS, CATEGORIES, GONE, ISSUE_DRAFT)


def vscode_files(docs_dir: str = "docs") -> dict[str, str]:
    """Path in the site -> text: the schema of each kind of file, where each holds, and a snippet for each field.

    The YAML extension, which is recommended, reads the lists by their schemas; it does not look into Markdown, so
    that the fields of articles come as snippets, which need no extension. A program that does look there finds
    their schema.
    """
    settings = {
        "yaml.schemas": {f"./{_schema(file)}": _places(file, docs_dir) for file in FILES},
        "[markdown]": {"editor.snippetSuggestions": "top"},
    }
    return {
        f"{_FOLDER}/settings.json": _json(settings),
        f"{_FOLDER}/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        f"{_FOLDER}/fields.code-snippets": _json(dict(_snippets())),
        **{_schema(file): _json(json_schema(file)) for file in FILES},
    }


def _places(file: FileSchema, docs_dir: str) -> str | list[str]:
    """Where such files lie, as globs; a list of authors or topics under either of its names."""
    names = next((both for both in (AUTHOR_LISTS, TOPIC_LISTS) if file.files in both), (file.files,))
    found = [f"{docs_dir}/{name}" for name in names]
    return found if len(found) > 1 else found[0]


def _schema(file: FileSchema) -> str:
    return f"{_FOLDER}/{file.name}.schema.json"


def _snippets() -> Iterator[tuple[str, dict[str, Any]]]:
    """``article`` writes all fields that are needed; each field can be had alone by its name."""
    stops = enumerate((field for field in ARTICLE.fields if field.required), 1)
    head = [
        "---",
        *(f"{field.name}: {_stop(field, number)}" for number, field in stops),
        "draft: true",
        "---",
    ]
    yield (
        "article",
        {
            "scope": "markdown",
            "prefix": "article",
            "description": "The fields that every article has",
            "body": [*head, "", "$0"],
        },
    )
    for field in ARTICLE.fields:
        yield (
            field.name,
            {
                "scope": "markdown",
                "prefix": f"{field.name}:",
                "description": plain_words(field.about),
                "body": [f"{field.name}: {_stop(field, 1)}"],
            },
        )


def _stop(field: FieldSchema, number: int) -> str:
    """The place where the value is to be typed, with what it can be."""
    if field.kind == "moment":
        return "${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}"
    if field.choices:
        return f"${{{number}|{','.join(field.choices)}|}}"
    if field.kind in ("keys", "names"):
        return f"[${{{number}:{field.example.strip('[]')}}}]"
    if field.kind == "part":
        return f"{{name: ${{{number}:Name}}, part: ${{{number + 1}:1}}}}"
    return f"${{{number}:{field.label if field.kind == 'line' else field.example}}}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
