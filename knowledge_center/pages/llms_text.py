"""``/llms.txt``: what this site is and where what stands, for programs that read for people.

Source: llmstxt.org (a heading, a quotation that sums up, lists of links below headings; what may be skipped below
"Optional").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from knowledge_center.articles.model import Article
from knowledge_center.feed_formats import JSON

if TYPE_CHECKING:
    from knowledge_center.settings.model import Settings

PATH = "llms.txt"
# Behind the address of an article: its text as Markdown.
MARKDOWN = "index.md"
# As many as such a program takes in at once; the feeds and the sitemap have all.
MOST = 100
_MARKS = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")


def llms_text(settings: Settings, topics: Iterable[tuple[str, str, str]], articles: Iterable[Article]) -> str:
    """The text. ``topics`` are name, description and address of each, ``articles`` the newest, newest first."""
    lines = [f"# {plain(settings.site_name)}", ""]
    if settings.site_description:
        lines += [f"> {plain(settings.site_description)}", ""]
    if listed := [_link(name, url, about, settings) for name, about, url in topics]:
        lines += ["## Topics", "", *listed, ""]
    ending = MARKDOWN if settings.has_markdown else ""
    if newest := [_link(one.title, one.url + ending, one.summary, settings) for one in articles]:
        lines += ["## Newest articles", "", *newest, ""]
    lines += [
        "## Optional",
        "",
        _link("All articles, with their whole texts, as JSON Feed", JSON.file, "", settings),
        _link("Every page", "sitemap.xml", "", settings),
        "",
    ]
    return "\n".join(lines)


def _link(title: str, url: str, about: str, settings: Settings) -> str:
    return f"- [{plain(title)}]({settings.absolute(url)}){f': {plain(about)}' if about else ''}"


def plain(text: str) -> str:
    """Words of an editor's on one line, in which nothing is a mark of Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
