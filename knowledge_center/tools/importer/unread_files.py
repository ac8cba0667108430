"""Files that may be articles in a form that is not read here: each is named, with a way to bring it over."""

from __future__ import annotations

import posixpath
import re

from knowledge_center.tools.importer.exports.source_kinds import NO_ARTICLE, SourceKind, likely_kind

# What each form becomes Markdown by; {name} is the file's name without its ending.
_PANDOC = (
    "`pandoc {file} -t gfm -o {name}.md` makes Markdown of it; put front matter with title and date above it."
)
_WAYS = {
    ".rst": _PANDOC,
    ".org": _PANDOC,
    ".textile": _PANDOC,
    ".docx": "`knowledge-center new --from {file}` makes an article of it.",
    ".odt": _PANDOC,
    ".rtf": _PANDOC,
    ".adoc": "`asciidoctor -b docbook5 -o - {file} | pandoc -f docbook -t gfm -o {name}.md` makes Markdown of it.",
    ".ipynb": "`jupyter nbconvert --to markdown {file}` makes Markdown of it; put title and date above it.",
    ".mdx": "call it {name}.md and take out what is code: import and export lines and the tags of components.",
    ".txt": "if it is an article, call it {name}.md and begin it with ---, title, date and --- on lines of their own.",
    ".zip": "unpack it and import the folder: `unzip {file} -d {name}`.",
    ".gz": "unpack it and import the folder: `tar -xzf {file}`.",
    ".tgz": "unpack it and import the folder: `tar -xzf {file}`.",
}
_WAYS[".asciidoc"] = _WAYS[".adoc"]
_WAYS[".mhtml"] = _WAYS[".mht"] = (
    "open it in a browser and save it as a complete page: `knowledge-center import` reads that."
)
_HTML = "`pandoc {file} -f html -t gfm -o {name}.md` makes Markdown of its text; put its front matter above that again."
_TEMPLATES = (".njk", ".liquid", ".hbs", ".ejs", ".pug", ".haml", ".slim", ".erb", ".vto", ".webc", ".astro")
_READ = "{kind}: `knowledge-center import {file}` reads it."
_PAGES = frozenset(
    ("index", "404", "feed", "atom", "rss", "sitemap", "search", "tags", "archive", "archives")
)


def way_to_bring_over(path: str, beginning: bytes) -> str:
    """How to make an article of a file that is not read, as a sentence; empty if it does not look like one.

    ``path`` is its place in the source folder, ``beginning`` its first few thousand bytes.
    """
    file = posixpath.basename(path)
    name, ending = posixpath.splitext(file)
    ending, text = ending.lower(), beginning.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if name.casefold() in NO_ARTICLE:
        return ""
    way, kind = _WAYS.get(ending, ""), None
    if ending in (".html", ".htm", ".xhtml") and text.startswith(("---\n", "---\r\n", "+++")):
        # Jekyll's pages and templates have front matter as well; a day or a state tells an article.
        article = re.search(r"^(?:date|status|categories|tags|author)\s*[:=]", text, re.MULTILINE)
        article = article if name.casefold() not in _PAGES else None
        way = _HTML if article or re.match(r"\d{4}-\d{1,2}-\d{1,2}-", name) else ""
    elif (
        ending in _TEMPLATES
        and text.startswith(("---\n", "---\r\n"))
        and re.search(r"^date\s*:", text, re.MULTILINE)
    ):
        way = "it is a template: build the old site, and import the page that came of it."
    elif ending in (".html", ".htm", ".xhtml"):
        kind = SourceKind.PAGE if re.search(r"<(?:article|title)[\s>]", text, re.IGNORECASE) else None
    elif ending in (".xml", ".rss", ".atom", ".json", ".csv"):
        kind = likely_kind(beginning)
    elif ending == ".txt" and likely_kind(beginning) is SourceKind.TEXT:
        kind = SourceKind.TEXT
    if kind is not None:
        way = "" if name.casefold() in _PAGES and kind is not SourceKind.WORDPRESS else _READ
    return way.format(file=_word(file), name=_word(name), kind=kind or "")


def _word(file: str) -> str:
    """A file's name as a shell takes it."""
    return file if re.fullmatch(r"[\w.,+-]+", file) else "'" + file.replace("'", "'\\''") + "'"
