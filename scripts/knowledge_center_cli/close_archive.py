"""Close pages of the archive feed: what has left the feed can be read there, on pages that keep their articles.

Adds to docs/articles/.archive.yml and says what it did. Commit that file: it is what keeps the pages as they
are. Exit code 0 when all is well, also when nothing was to be done; 1 when something has to be mended first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.articles.model import public
from knowledge_center.articles.translations import for_everybody
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import blocking_problems, read_content
from knowledge_center.digests.ledger_writing import ledger_lock
from knowledge_center.feeds.archive import ArchivePage, archive_path, next_pages
from knowledge_center.feeds.archive_file import NAME, add_pages, read_archive
from knowledge_center.problems import Unusable
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    options = parser.parse_args(argv)
    root = Path()
    try:
        settings = read(root / "mkdocs.yml")
        with ledger_lock(root / settings.docs_dir):
            pages = _pages_to_close(root, settings)
            if pages and not options.dry_run:
                add_pages(root / settings.docs_dir, pages)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        print("Nothing was closed.", file=sys.stderr)
        return 1
    print(_format_pages(pages, settings, dry_run=options.dry_run))
    return 0


def _pages_to_close(root: Path, settings: Settings) -> tuple[ArchivePage, ...]:
    """The pages to close. Raises Unusable for anything that has to be mended first."""
    docs = root / settings.docs_dir
    now = read_clock(os.environ)
    # First and by itself: a file that cannot be read must not pass for one that is not there.
    closed = read_archive(docs, settings.docs_dir)
    content = read_content(root, settings, now)
    problems = blocking_problems(content, now)
    if problems:
        raise Unusable(problems)
    readable = for_everybody(article for article in content.articles.all if public(article, now))
    return next_pages(readable, closed, settings.feeds.entries)


def _format_pages(pages: Sequence[ArchivePage], settings: Settings, *, dry_run: bool) -> str:
    if not pages:
        return "Nothing to close: every article is in the feed or on a page already."
    verb = "would be closed" if dry_run else "closed"
    lines = [
        f"Page {page.number} {verb}: {len(page.ids)} articles, /{archive_path(page.number)}" for page in pages
    ]
    if not dry_run:
        lines.append(f"Commit {settings.docs_dir}/{NAME}, then build.")
    return "\n".join(lines)
