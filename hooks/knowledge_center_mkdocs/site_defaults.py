"""What a site need not write into its mkdocs.yml: used where it says nothing about the matter itself."""

from __future__ import annotations

import logging

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.text.markdown_dialect import MARKDOWN, MarkdownDialect
from knowledge_center.words.markdown_words import NAME


def fill_in(config: MkDocsConfig) -> None:
    """Our Markdown where the site names no extension, and a warning of a link to a heading that is not there."""
    if not _says(config, "markdown_extensions"):
        config.markdown_extensions = list(dict.fromkeys([*config.markdown_extensions, *MARKDOWN]))
        config.mdx_configs.update({name: dict(set_) for name, set_ in MARKDOWN.items() if set_})
    if not _says(config, "validation"):
        config.validation.links.anchors = logging.WARNING
        config.validation.nav.omitted_files = logging.DEBUG


def speak(config: MkDocsConfig, dialect: MarkdownDialect) -> None:
    """Let the site's Markdown say what it says by itself in the site's language."""
    if said := dialect.settings.get(NAME):
        config.markdown_extensions = [*config.markdown_extensions, NAME]
        config.mdx_configs[NAME] = dict(said)


def _says(config: MkDocsConfig, key: str) -> bool:
    return any(key in written for written in config.user_configs)
