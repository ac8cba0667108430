"""The theme layer: our templates and assets between a site's own and Material's, in the look that is set."""

from __future__ import annotations

from pathlib import Path

import material
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.engine_settings import Look

_MATERIAL = Path(material.__file__).parent
# A site's own article.html begins with {% extends "knowledge_center/article.html" %} and changes blocks.
PREFIX = "knowledge_center"
# A theme that has this is Material, or made of it.
_OF_MATERIAL = "partials/palette.html"
# By this name our layer reaches what Material has under a name that both have.
_MATERIAL_PREFIX = "mkdocs-material"
_STYLE: dict[Look, str] = {"publication": "assets/site.css", "material": "assets/material.css"}
# What a look does not ask for: the style of the other, its fonts.
_UNUSED: dict[Look, tuple[str, ...]] = {
    "publication": (_STYLE["material"],),
    "material": (_STYLE["publication"], "assets/fonts/source-serif-4", "assets/fonts/public-sans"),
}


def layer() -> Path:
    """The folder with our templates: in the package that was installed, or in the checkout."""
    installed = Path(__file__).parent / "theme"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "overrides"


def install(config: MkDocsConfig, look: Look) -> None:
    """Put our layer behind the site's own folder of templates. Raises Unusable where the look needs another theme.

    The publication look stands before Material's templates. In Material's look only the folder of that
    name does; what both have a file for (main.html, partials/header.html) is Material's.
    """
    dirs = config.theme.dirs
    ours = {str(layer()), str(layer() / "material")}
    dirs[:] = [folder for folder in dirs if folder not in ours]
    own = 1 if config.theme.custom_dir else 0
    if look == "publication":
        dirs.insert(own, str(layer()))
        return
    found = [at for at, folder in enumerate(dirs) if at >= own and (Path(folder) / _OF_MATERIAL).is_file()]
    if not found:
        message = (
            f"theme.name: “{config.theme.name}” was found, but look: material sets our pages into Material."
        )
        fix = "theme:\n  name: material"
        raise Unusable([Problem(path="mkdocs.yml", message=message, fix=fix)])
    dirs.insert(found[0] + 1, str(layer()))
    dirs.insert(own, str(layer() / "material"))


def styles(config: MkDocsConfig, look: Look) -> tuple[str, ...]:
    """Our style sheet, and the site's own colours and fonts where it has them."""
    brand = "assets/brand.css"
    has_brand = look == "publication" and (Path(config.docs_dir) / brand).is_file()
    return (_STYLE[look], brand) if has_brand else (_STYLE[look],)


def icon(config: MkDocsConfig, logo: str) -> str:
    """The picture beside a page's title in a browser: ``theme.favicon`` where the site has that file, else its logo.

    Material names a file of its own where a site names none.
    """
    favicon = str(config.theme.get("favicon") or "")
    folders = [config.docs_dir, *([config.theme.custom_dir] if config.theme.custom_dir else [])]
    known = "://" in favicon or any((Path(folder) / favicon).is_file() for folder in folders)
    return favicon if favicon and known else logo


def install_prefix(config: MkDocsConfig, env: Environment) -> None:
    """Let a template extend or include ours by ``knowledge_center/…``, also where its own has the same name."""
    dirs = config.theme.dirs
    looks = [folder for folder in dirs if Path(folder).is_relative_to(layer())]
    behind = [folder for folder in dirs[1 if config.theme.custom_dir else 0 :] if folder not in looks]
    named = PrefixLoader({PREFIX: FileSystemLoader(looks), _MATERIAL_PREFIX: FileSystemLoader(behind)})
    env.loader = ChoiceLoader([env.loader, named]) if env.loader else named


def drop_unused(files: Files, look: Look) -> None:
    """Leave out what no page of this look asks for; in ours that is all of Material's (2.5 MB)."""
    for file in list(files):
        source = Path(file.src_dir) if file.src_dir else None
        if source is None:
            continue
        material_own = look == "publication" and source.is_relative_to(_MATERIAL)
        if material_own or (source.is_relative_to(layer()) and file.src_uri.startswith(_UNUSED[look])):
            files.remove(file)
