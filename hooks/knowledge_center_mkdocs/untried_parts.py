"""What of a site's settings takes part in pages in ways that a build which takes pages over does not know.

With any of it every build makes everything, and says so. What is not named here has been tried (tests/site).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig

from knowledge_center.problems import quoted
from knowledge_center_mkdocs import events
from knowledge_center_mkdocs.markdown_conversion import KNOWN

# Plugins that give the same for the same page, with the distribution and the versions they were tried in.
_PLUGINS = {
    "awesome-nav": ("mkdocs-awesome-nav", ("3.3.",)),
    "glightbox": ("mkdocs-glightbox", ("0.5.",)),
    "minify": ("mkdocs-minify-plugin", ("0.8.",)),
    "redirects": ("mkdocs-redirects", ("1.2.",)),
}
_OURS = ("knowledge-center", "search", "material/search")
# The same of extensions that make the same HTML of the same text.
_EXTENSIONS = KNOWN | {
    "legacy_attrs", "legacy_em", "pymdownx.arithmatex", "pymdownx.blocks.admonition", "pymdownx.blocks.caption",
    "pymdownx.blocks.definition", "pymdownx.blocks.details", "pymdownx.blocks.html", "pymdownx.blocks.tab",
    "pymdownx.critic", "pymdownx.escapeall", "pymdownx.extra", "pymdownx.magiclink", "pymdownx.progressbar",
    "pymdownx.quotes", "pymdownx.saneheaders", "pymdownx.striphtml",
}  # fmt: skip
_LIBRARIES = ("builtins", "material.", "markdown.", "pymdownx.", "slugify")


def untried_parts(config: MkDocsConfig) -> str:
    """The untried parts of the settings in words, or nothing."""
    # MkDocs types them as the list that its settings have.
    hooks: Mapping[str, object] = cast("Any", config.hooks)
    found = [
        *(f"the plugin {quoted(name)}" for name in _plugins(config) if name not in hooks),
        *(f"the hook {quoted(name)}" for name, hook in hooks.items() if not _is_ours(hook)),
        *(f"the extension {quoted(name)}" for name in _extensions(config)),
        *(f"the function {quoted(name)}" for name in sorted(set(_functions(config.mdx_configs)))),
    ]
    return ", ".join(found)


def _plugins(config: MkDocsConfig) -> Iterator[str]:
    for name, plugin in config.plugins.items():
        if name in _OURS:
            continue
        distribution, versions = _PLUGINS.get(name, ("", ()))
        # It changes files of the finished site.
        rewrites = name == "minify" and (plugin.config["minify_js"] or plugin.config["minify_css"])
        if not distribution or rewrites or not version(distribution).startswith(versions):
            yield name


def _is_ours(hook: object) -> bool:
    """Whether a hook does nothing but forward the events to us."""
    own = {name: value for name, value in vars(hook).items() if name.startswith("on_")}
    return bool(own) and all(value is getattr(events, name, None) for name, value in own.items())


def _extensions(config: MkDocsConfig) -> Iterator[str]:
    for name in config.markdown_extensions:
        if str(name).removeprefix("markdown.extensions.") not in _EXTENSIONS:
            yield str(name)


def _functions(value: Any) -> Iterator[str]:
    """The functions among the settings that come from no library whose version we know."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _functions(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _functions(item)
    elif callable(value):
        module = getattr(value, "__module__", None) or type(value).__module__
        if not f"{module}.".startswith(_LIBRARIES):
            yield f"{module}.{getattr(value, '__qualname__', type(value).__qualname__)}"
