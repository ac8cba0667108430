"""The theme layer: our templates and assets between a site's own and Material's, in the look that is set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path

import material
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from knowledge_center.problems import Problem, Unusable
from knowledge_center.settings.engine_settings import Look
from knowledge_center.words.catalogues import FOLDER as WORDS
from knowledge_center_mkdocs.hashed_assets import BRAND
from knowledge_center_mkdocs.template_checks import MATERIAL_PREFIX, PREFIX, Templates
from knowledge_center_mkdocs.theme_layer import layer

_MATERIAL = Path(material.__file__).parent
# A theme that has this is Material, or made of it.
_OF_MATERIAL = "partials/palette.html"
_STYLE: dict[Look, str] = {"publication": "assets/site.css", "material": "assets/material.css"}
# What a look does not ask for: the style of the other, its fonts.
_UNUSED: dict[Look, tuple[str, ...]] = {
    "publication": (_STYLE["material"],),
    "material": (_STYLE["publication"], "assets/fonts/source-serif-4", "assets/fonts/public-sans"),
}
_FAVICON = "assets/images/favicon.png"


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
        _leave_unlisted(config)
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


def load_whole_pages(config: MkDocsConfig) -> None:
    """Switch off Material's instant navigation, which leaves what a preview says on a page standing on the next."""
    features = config.theme.get("features") or []
    config.theme["features"] = [name for name in features if not str(name).startswith("navigation.instant")]


def _leave_unlisted(config: MkDocsConfig) -> None:
    """Let MkDocs look for no files to publish among the ten thousand icons of Material: none of them would be.

    Its templates are found by their names as before.
    """
    made = config.theme.get_env

    def get_env() -> Environment:
        env = made()
        listed = [folder for folder in config.theme.dirs if not _of_material(folder)]
        env.loader.list_templates = FileSystemLoader(listed).list_templates  # type: ignore[union-attr,method-assign]
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


def _of_material(folder: str) -> bool:
    return Path(folder).is_relative_to(_MATERIAL)


def styles(config: MkDocsConfig, look: Look) -> tuple[str, ...]:
    """Our style sheet, and the site's own colours and fonts where it has them."""
    has_brand = look == "publication" and (Path(config.docs_dir) / BRAND).is_file()
    return (_STYLE[look], BRAND) if has_brand else (_STYLE[look],)


def icon(config: MkDocsConfig, logo: str) -> str:
    """The picture beside a page's title in a browser: ``theme.favicon``, or the logo of a site that sets none."""
    favicon = str(config.theme.get("favicon") or "")
    # Material's own, which it names for every site, is no part of the layer.
    unset = favicon == _FAVICON and not (Path(config.docs_dir) / favicon).is_file()
    return favicon if favicon and not unset else logo


def templates(config: MkDocsConfig) -> Templates:
    """Where the templates of a site are found. Its look has to be installed."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    if own is not None and (not own.is_dir() or own.resolve() == layer().resolve()):
        own = None
    root = Path(config.config_file_path).absolute().parent
    return Templates(own=own, folders=tuple(map(Path, config.theme.dirs)), layer=layer(), root=root)


def prepare(config: MkDocsConfig, env: Environment, old: Collection[str] = ()) -> None:
    """Let a template name ours by ``knowledge_center/…``, and escape what ours print, as a site's own in their place.

    Ours are taken instead of ``old``, the site's unchanged copies of older ones. Material escapes nothing, and
    neither do templates that are neither ours nor stand for one of ours.
    """
    found = templates(config)
    ours, behind = FileSystemLoader(found.ours), FileSystemLoader(found.behind)

    def by_whole_name(name: str) -> tuple[str, str | None, Callable[[], bool] | None] | None:
        # Not by a loader of prefixes: it would call Material's base.html as ours is called, and it be escaped.
        if name.startswith(f"{MATERIAL_PREFIX}/"):
            return behind.get_source(env, name.removeprefix(f"{MATERIAL_PREFIX}/"))
        return ours.get_source(env, name) if name in old and found.is_ours(name) else None

    loaders: list[BaseLoader] = [FunctionLoader(by_whole_name), PrefixLoader({PREFIX: ours})]
    env.loader = ChoiceLoader([*loaders, env.loader] if env.loader else loaders)
    # Asked once for each template that a page includes.
    env.autoescape = cache(found.is_ours)


def drop_unused(files: Files, look: Look) -> None:
    """Leave out what no page of this look asks for; in ours that is all of Material's (2.5 MB)."""
    folders = {file.src_dir for file in files if file.src_dir}
    material_own = {folder for folder in folders if look == "publication" and _of_material(folder)}
    ours = {folder for folder in folders if Path(folder).is_relative_to(layer())}
    for file in list(files):
        unused = file.src_dir in ours and file.src_uri.startswith(_UNUSED[look])
        # A site's own words stand among its templates and are no page's file.
        is_catalogue = file.src_uri.startswith(f"{WORDS}/") and file.src_uri.endswith(".po")
        if unused or is_catalogue or file.src_dir in material_own:
            files.remove(file)


def replace_old(config: MkDocsConfig, files: Files, old: Iterable[str]) -> None:
    """Publish our styles and scripts instead of ``old``, the site's unchanged copies of older ones."""
    for name in old:
        file = files.get_file_from_path(name)
        if file is not None:
            files.remove(file)
            ours = str(layer() / name)
            if Path(ours).is_file():
                files.append(File.generated(config, name, abs_src_path=ours))
