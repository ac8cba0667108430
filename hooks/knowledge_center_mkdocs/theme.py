"""The theme layer: our templates and assets between a site's own and Material's."""

from __future__ import annotations

from pathlib import Path

import material
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

_MATERIAL = Path(material.__file__).parent
_FAVICON = "assets/images/favicon.png"
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


def icon(config: MkDocsConfig, logo: str) -> str:
    """The picture beside a page's title in a browser: ``theme.favicon``, or the logo of a site that sets none."""
    favicon = str(config.theme.get("favicon") or "")
    # Material's own, which it names for every site, is no part of the layer.
    unset = favicon == _FAVICON and not (Path(config.docs_dir) / favicon).is_file()
    return favicon if favicon and not unset else logo


def install_prefix(env: Environment) -> None:
    """Let a template extend or include ours by ``knowledge_center/…``, also where its own has the same name."""
    ours = PrefixLoader({PREFIX: FileSystemLoader(layer())})
    env.loader = ChoiceLoader([env.loader, ours]) if env.loader else ours


def drop_unused(files: Files) -> None:
    """Leave out Material's own scripts and styles: no page of ours asks for them (2.5 MB)."""
    for file in list(files):
        if file.src_dir and Path(file.src_dir).is_relative_to(_MATERIAL):
            files.remove(file)
