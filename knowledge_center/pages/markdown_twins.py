"""The Markdown of an article beside its page, for programs that read for people: as its editor wrote it.

Source: llmstxt.org asks for such files; it would call them index.html.md, which many programs take for a page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from knowledge_center.articles.docs_files import page_address
from knowledge_center.articles.model import Article
from knowledge_center.pages.llms_text import plain

if TYPE_CHECKING:
    from knowledge_center.settings.model import Settings

# What a target stands behind: a link or picture of Markdown, a line that defines one, a tag.
_ADDRESS = r"""([^\s<>"'()#]+)"""
_TARGET = re.compile(
    rf"""(\]\(<?|^ {{0,3}}\[[^\]\n]+\]:\s*<?|\b(?:src|href|poster)=["']){_ADDRESS}""", re.MULTILINE
)
# Most texts have no other, and this is found in a tenth of the time.
_BESIDE_WORDS = re.compile(rf"(\]\(<?){_ADDRESS}")


def article_markdown(article: Article, places: Mapping[str, str], settings: Settings) -> str:
    """Title, description, who wrote it and when, its address, and the text with whole addresses.

    ``places`` are the site-relative addresses of articles, pictures and downloads by their paths below docs.
    """
    page = settings.absolute(article.url)
    names = settings.words.listed([author.name for author in article.authors])
    by = settings.words.gettext("By %(names)s", names=plain(names))
    about = f"{by} · {settings.words.date(article.published.date())} · <{page}>"
    head = f"# {plain(article.title)}\n\n> {plain(article.summary)}\n\n{about}\n"
    return f"{head}\n{text_with_addresses(article, places, settings.site_url, settings.docs_dir)}\n"


def text_with_addresses(article: Article, places: Mapping[str, str], site_url: str, docs_dir: str) -> str:
    """The text alone, as it ends that file."""
    page = site_url + article.url
    folder = posixpath.relpath(posixpath.dirname(article.source), docs_dir)
    pattern = _TARGET if "]:" in article.body or "=" in article.body else _BESIDE_WORDS

    def whole(found: re.Match[str]) -> str:
        target = found[2]
        if target.startswith("/"):
            target = urljoin(page, target)
        elif ":" not in target:
            path = posixpath.normpath(posixpath.join(folder, unquote(target)))
            if path in places:
                target = site_url + places[path].lstrip("/")
            elif path.endswith(".md") and not path.startswith(".."):
                target = f"{site_url}{page_address(path)}/"
        return f"{found[1]}{target}"

    return pattern.sub(whole, article.body).strip()
