"""Files that may be articles in a form that is not read here: each is named, with a way to bring it over."""

from __future__ import annotations

import posixpath
import re

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
_HTML = "`pandoc {file} -f html -t gfm -o {name}.md` makes Markdown of its text; put its front matter above that again."
_SAVED = "a saved page: `pandoc {file} -f html -t gfm -o {name}.md`, then take out menus and put title and date on top."
_EXPORT = "an export of WordPress: `knowledge-center import {file}` reads it."
_FEED = "a feed: if it holds whole articles, they have to be taken out of it one by one."
_NO_ARTICLE = frozenset(("readme", "license", "licence", "copying", "changelog", "robots", "humans", "security",
                         "ads", "requirements", "notice", "contributors", "cname", "cmakelists", "llms"))  # fmt: skip
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
    if name.casefold() in _NO_ARTICLE:
        return ""
    way = _WAYS.get(ending, "")
    if ending in (".html", ".htm", ".xhtml"):
        way = _html_way(name, text)
    elif ending == ".xml" and "<rss" in text and "wordpress.org/export" in text:
        way = _EXPORT
    elif ending in (".xml", ".rss", ".atom") and name.casefold() not in _PAGES:
        way = _FEED if re.search(r"<(?:rss|feed)[\s>]", text) else ""
    return way.format(file=_word(file), name=_word(name))


def _html_way(name: str, text: str) -> str:
    if name.casefold() in _PAGES:
        return ""
    if text.startswith(("---\n", "---\r\n", "+++")):
        # Jekyll's pages and templates have front matter as well; a day or a state tells an article.
        article = re.search(r"^(?:date|status|categories|tags|author)\s*[:=]", text, re.MULTILINE)
        return _HTML if article or re.match(r"\d{4}-\d{1,2}-\d{1,2}-", name) else ""
    return _SAVED if re.search(r"<(?:article|title)[\s>]", text, re.IGNORECASE) else ""


def _word(file: str) -> str:
    """A file's name as a shell takes it."""
    return file if re.fullmatch(r"[\w.,+-]+", file) else "'" + file.replace("'", "'\\''") + "'"
