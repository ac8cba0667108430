"""The pictures of closed issues, which stay where the mails look for them."""

from __future__ import annotations

from collections.abc import Iterable
from glob import escape
from pathlib import Path

from knowledge_center.articles.articles_reader import Articles
from knowledge_center.articles.model import POSTS
from knowledge_center.digests.ledger import Ledger
from knowledge_center.pictures.measuring import measure


def kept_pictures(docs: Path, articles: Articles, ledgers: Iterable[Ledger]) -> dict[str, str]:
    """Each picture that an issue shows and that is there: its path in the site, and its file relative to docs."""
    sources = {path: source for source, path in articles.images.items()}
    by_name: dict[str, list[str]] = {}
    for path in sources:
        by_name.setdefault(path.split("/")[1], []).append(path)
    for article in articles.all:
        for alias in article.aliases:
            if alias.startswith("/"):
                continue
            for path in by_name.get(article.name, []):
                sources.setdefault(f"articles/{alias}/{path.removeprefix(article.url)}", sources[path])
    shown = {e.image.path for ledger in ledgers for issue in ledger.issues for e in issue.shown if e.image}
    for path in shown - sources.keys():
        if source := _orphaned_picture(docs, path, articles):
            sources[path] = source
    return {path: sources[path] for path in sorted(shown) if path in sources}


def _orphaned_picture(docs: Path, path: str, articles: Articles) -> str:
    """The file of a picture that no article shows any more, or nothing: it is where its article was."""
    _, _, name = path.removeprefix("articles/").partition("/")
    if ".." in name.split("/"):
        return ""
    found = {
        file.relative_to(docs).as_posix()
        for pattern in (escape(name), f"*/{escape(name)}")
        for file in (docs / POSTS).glob(pattern)
        if name and measure(file, path=path, alt="") is not None
    }
    # One that another article shows is another picture of the same name.
    found -= articles.images.keys()
    return found.pop() if len(found) == 1 else ""
