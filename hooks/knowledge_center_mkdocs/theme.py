"""The theme layer: our templates and assets between a site's own and Material's."""

from __future__ import annotations

from pathlib import Path

import material
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

_MATERIAL = Path(material.__file__).parent
# A site's own article.html begins with {% extends "knowledge_center/article.html" %} and changes blocks.
PREFIX = "knowledge_center"


def layer() -> Path:
    """The folder with our templates: in the package that was installed, or in the checkout."""
    installed = Path(__file__).parent / "theme"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "overrides"


def install(config: MkDocsConfig) -> None:
    """Put our layer behind the site's own folder of templates and before Material's."""
    ours = str(layer())
    if not any(Path(folder).resolve() == layer().resolve() for folder in config.theme.dirs):
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, ours)


def styles(config: MkDocsConfig) -> tuple[str, ...]:
    """Our style sheet, and the site's own colours and fonts where it has them."""
    brand = "assets/brand.css"
    return ("assets/site.css", brand) if (Path(config.docs_dir) / brand).is_file() else ("assets/site.css",)


def prepare(env: Environment) -> None:
    """Let a template name ours by ``knowledge_center/…``, and escape what ours print, as a site's own in their place.

    Material escapes nothing, and neither do templates that are neither ours nor stand for one of ours.
    """
    own = env.loader
    ours = PrefixLoader({PREFIX: FileSystemLoader(layer())})
    env.loader = ChoiceLoader([own, ours]) if own else ours
    env.autoescape = _is_ours


def _is_ours(name: str | None) -> bool:
    return name is not None and (layer() / name.removeprefix(f"{PREFIX}/")).is_file()


def drop_unused(files: Files) -> None:
    """Leave out Material's own scripts and styles: no page of ours asks for them (2.5 MB)."""
    for file in list(files):
        if file.src_dir and Path(file.src_dir).is_relative_to(_MATERIAL):
            files.remove(file)
