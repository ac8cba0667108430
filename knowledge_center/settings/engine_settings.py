"""Settings of MkDocs and Material that our pages do not follow: refused in a sentence, or told of as advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from knowledge_center.problems import Problem
from knowledge_center.settings.reader import FILE, Opaque, Section

Look = Literal["publication", "material"]

# Plugins that make a second time, or otherwise, what is made here.
_REFUSED = {
    "blog": "articles and listings are made here without that plugin, which would make them a second time",
    "rss": "the feeds are made here, and that plugin's would carry the same articles under other ids",
    "offline": "it turns folder addresses off, and every feed, mail and redirect leads to folder addresses",
    "i18n": "it makes pages of its own for each language, which would lose the articles",
}
_DIRECTORY_URLS = (
    "“false” was found, but every page has the address of a folder: feeds, mails and redirects lead there."
)
# What Material's own pages do and ours do not. Ours are made for reading, not for documentation.
_UNUSED_PLUGINS = {
    "search": "the search is one of our own, and Material's index is loaded by no page",
    "tags": "articles have categories; tags are shown on no page of ours",
    "social": "a shared link shows the article's own picture, or a card of ours",
    "git-revision-date-localized": "pages show the dates of the front matter",
}
# What draws their output in Material is a script from another site.
_DRAWN = {"mermaid": "diagrams stay text", "pymdownx.arithmatex": "formulas stay text"}
# The generator of pymdownx.emoji that writes characters; the others load each emoji from another site.
_EMOJI_AS_TEXT = "pymdownx.emoji.to_alt"
_MAKE_NO_PAGES = (
    "search",
    "knowledge-center",
    "glightbox",
    "macros",
    "minify",
    "offline",
    "optimize",
    "privacy",
)
_UNUSED_THEME = {
    "features": "the pages have none of Material's navigation and scripts to switch",
    "font": "no page asks another site for a font; extra.knowledge_center.brand.font names one of the site's own",
    "icon": "the pages have no icons of Material's",
}
_UNUSED_EXTRA = {
    "analytics": "no page asks another site for a script; overrides/main.html may, in its block scripts",
    "consent": "no page sets a cookie, so there is nothing to consent to",
    "alternate": "there is no switch between languages",
    "version": "there is no switch between versions",
    "homepage": "the masthead leads to the site's own home page",
}


def refuse(top: Section, data: Mapping[str, Any]) -> None:
    """Say what cannot be: settings that would publish dead addresses or everything twice."""
    for name in plugin_names(data):
        short = name.rpartition("/")[2]
        if short in _REFUSED:
            top.say(
                "plugins",
                f"“{name}” was found, but {_REFUSED[short]}.",
                f"Take “- {name}” out of the list, together with the lines below it that are set in further.",
            )
    if data.get("use_directory_urls") is False:
        top.say("use_directory_urls", _DIRECTORY_URLS, "use_directory_urls: true")


def without_effect(data: Mapping[str, Any], look: Look) -> Iterator[Problem]:
    """Advice about what is set and changes nothing: of Material's in our own look, of ours in Material's."""
    if look == "material":
        extra = data.get("extra")
        ours = extra.get("knowledge_center") if isinstance(extra, Mapping) else None
        if isinstance(ours, Mapping) and ours.get("footer"):
            why = "This has no effect with look: material: the footer is Material's. Its copyright may hold links."
            yield _advice("extra.knowledge_center.footer", why, "Put these pages into nav.")
        return
    names = plugin_names(data)
    for name, why in _UNUSED_PLUGINS.items():
        if name in names or f"material/{name}" in names:
            yield _advice(
                "plugins", f"“{name}” has no effect here: {why}.", f"Take “- {name}” out of the list."
            )
    if not data.get("extra_javascript"):
        drawn = {*extensions(data), *_fences(data)}
        for name, what in _DRAWN.items():
            if name in drawn:
                where = (
                    f"markdown_extensions: “{name}”: {what}, because no page loads a script that draws them."
                )
                fix = "Put such a script into docs/assets and name it:\nextra_javascript: [assets/draw.js]"
                yield Problem(path=FILE, message=where, fix=fix, advice=True)
    for group, unused in (("theme", _UNUSED_THEME), ("extra", _UNUSED_EXTRA)):
        found = data.get(group)
        for key, why in unused.items():
            if isinstance(found, Mapping) and found.get(key) not in (None, False, [], {}, ""):
                yield _advice(
                    f"{group}.{key}", f"This has no effect here: {why}.", f"Delete {key} below {group}."
                )


def other_hosts(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Advice about what makes every reader's browser ask another site, in any look."""
    options = extensions(data).get("pymdownx.emoji", {})
    generator = options.get("emoji_generator") if isinstance(options, Mapping) else None
    named = generator.tag.rpartition(":")[2] if isinstance(generator, Opaque) else str(generator)
    if "pymdownx.emoji" in extensions(data) and named != _EMOJI_AS_TEXT:
        yield _advice(
            "markdown_extensions",
            "“pymdownx.emoji” loads each emoji as a picture from another site, in pages, feeds and mails.",
            f"- pymdownx.emoji:\n    emoji_generator: !!python/name:{_EMOJI_AS_TEXT}",
        )


def icon_folders(data: Mapping[str, Any]) -> list[object]:
    """The folders from which pymdownx.emoji takes pictures that it sets into a text."""
    options = extensions(data).get("pymdownx.emoji", {})
    more = options.get("options") if isinstance(options, Mapping) else None
    folders = more.get("custom_icons") if isinstance(more, Mapping) else None
    return folders if isinstance(folders, list) else []


def plugin_names(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The plugins that are named, in either way of writing them."""
    return tuple(_named(data.get("plugins")))


def fills_in_texts(data: Mapping[str, Any]) -> bool:
    """Whether a plugin takes texts for templates: what stands between braces in them is meant so."""
    return any(
        name in ("macros", "markdownextradata", "placeholder", "simple-hooks") for name in plugin_names(data)
    )


def may_make_pages(data: Mapping[str, Any]) -> bool:
    """Whether a plugin or a hook that is not known here takes part: it may add pages to the site."""
    hooks = data.get("hooks")
    others = [name for name in hooks if name != "hooks/main.py"] if isinstance(hooks, list) else []
    return bool(others) or any(name.rpartition("/")[2] not in _MAKE_NO_PAGES for name in plugin_names(data))


def extensions(data: Mapping[str, Any]) -> dict[str, Any]:
    """The extensions of Markdown that are named, with their options, in either way of writing them."""
    return _named(data.get("markdown_extensions"))


def _fences(data: Mapping[str, Any]) -> Iterator[str]:
    """The names of the code blocks that are shown as something else than code."""
    options = extensions(data).get("pymdownx.superfences")
    fences = options.get("custom_fences") if isinstance(options, Mapping) else None
    for fence in fences if isinstance(fences, list) else ():
        yield str(fence.get("name")) if isinstance(fence, Mapping) else ""


def _named(value: object) -> dict[str, Any]:
    """Plugins or extensions with their options: a list of names, of names with options, or a group of them."""
    entries = value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []
    found: dict[str, Any] = {}
    for entry in entries:
        for name, options in entry.items() if isinstance(entry, Mapping) else ((entry, None),):
            found[str(name)] = options
    return found


def _advice(where: str, message: str, fix: str) -> Problem:
    return Problem(path=FILE, message=f"{where}: {message}", fix=fix, advice=True)
