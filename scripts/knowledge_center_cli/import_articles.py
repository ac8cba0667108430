"""Bring the articles of a Jekyll, Eleventy, Hugo or Material for MkDocs site into docs/."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_center_cli.missing_tool import missing_tool


def main(argv: Sequence[str] | None = None) -> int:
    """Import, print the report, and return 0, or 1 when a file could not be read or there is no importer."""
    try:
        from knowledge_center_cli.article_import import run
    except ModuleNotFoundError as error:
        return missing_tool(error, "the importer")
    return run(argv)
