"""The fields of an article, read as they are typed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from knowledge_center.articles.model import Author, Category
from knowledge_center.articles.rules.fields import Fields, read_fields, rule
from knowledge_center.front_matter.parser import Field, parse_fields
from knowledge_center.problems import Problem

AUTHORS = {key: Author(key=key, name=name) for key, name in (("ana", "Ana Smith"), ("bob", "Bob"))}
CATEGORIES = {key: Category(slug=key, name=key.upper()) for key in ("interviews", "pay")}
DETROIT = ZoneInfo("America/Detroit")


def reading(found: dict[str, Field], zone: ZoneInfo = DETROIT) -> tuple[Fields, list[Problem]]:
    fields = read_fields(found, authors=AUTHORS, categories=CATEGORIES, zone=zone)
    return fields, list(rule.problems("docs/a.md", fields))


def written(**changes: str) -> tuple[Fields, list[Problem]]:
    """What comes of the fields of a good article with these lines in it."""
    lines = {
        "title": "T", "date": "2026-11-16", "description": "x" * 60, "authors": "[ana]", "categories": "[pay]",
    } | changes  # fmt: skip
    return reading(parse_fields("\n".join(f"{key}: {value}" for key, value in lines.items()), "docs/a.md"))
