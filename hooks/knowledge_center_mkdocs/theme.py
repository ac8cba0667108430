"""The theme layer: our templates and assets between a site's own and Material's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import material
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, PrefixLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from knowledge_center_mkdocs.template_checks import PREFIX, Templates

_MATERIAL = Path(material.__file__).parent
_FAVICON = "assets/images/favicon.png"


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


def templates(config: MkDocsConfig) -> Templates:
    """Where the templates of a site are found."""
    own = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    if own is not None and (not own.is_dir() or own.resolve() == layer().resolve()):
        own = None
    root = Path(config.config_file_path).absolute().parent
    return Templates(own=own, folders=tuple(map(Path, config.theme.dirs)), layer=layer(), root=root)


def prepare(env: Environment, old: Collection[str] = ()) -> None:
    """Let a template name ours by ``knowledge_center/…``, and escape what ours print, as a site's own in their place.

    Ours are taken instead of ``old``, the site's unchanged copies of older ones. Material escapes nothing, and
    neither do templates that are neither ours nor stand for one of ours.
    """
    ours = FileSystemLoader(layer())
    loaders: list[BaseLoader] = [PrefixLoader({PREFIX: ours}), *([env.loader] if env.loader else [])]
    if old:
        loaders.insert(0, FunctionLoader(lambda name: ours.get_source(env, name) if name in old else None))
    env.loader = ChoiceLoader(loaders)
    env.autoescape = _is_ours


def _is_ours(name: str | None) -> bool:
    return name is not None and (layer() / name.removeprefix(f"{PREFIX}/")).is_file()


def drop_unused(files: Files) -> None:
    """Leave out Material's own scripts and styles: no page of ours asks for them (2.5 MB)."""
    for file in list(files):
        if file.src_dir and Path(file.src_dir).is_relative_to(_MATERIAL):
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
