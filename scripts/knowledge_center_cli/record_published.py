"""Keep in mind which addresses readers have met, so that the check misses one that disappears.

Brings docs/.published.yml up to date with the finished site. Every scheduled run does so after it has deployed; by
hand it is needed once, in a site without one, and after a deploy by hand. Commit that file. Exit code 0 when all is
well, also when nothing was new; 1 when there is no finished site, or something has to be mended first.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.articles.published_record import (
    NAME,
    PublishedAddress,
    read_record,
    record_text,
    with_addresses,
    write_record,
)
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.content.published_addresses import published_addresses
from knowledge_center.digests.ledger_writing import ledger_lock
from knowledge_center.settings.site_settings import read
from knowledge_center.text.plurals import counted


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    options = parser.parse_args(argv)
    root = Path()
    settings = read(root / "mkdocs.yml")
    docs, site = root / settings.docs_dir, root / settings.site_dir
    if not (site / "index.html").is_file():
        print(
            f"There is no finished site in {settings.site_dir}/. Run first: knowledge-center build",
            file=sys.stderr,
        )
        return 1
    now = read_clock(os.environ)
    with ledger_lock(docs):
        # First and by itself: a record that cannot be read must not pass for one that is not there.
        before = read_record(docs, settings.docs_dir)
        content = read_content(root, settings, now)
        found = published_addresses(
            root,
            settings,
            content,
            lambda url: (site / url).is_file() or (site / url / "index.html").is_file(),
            now,
        )
        after = with_addresses(before, found)
        changed = record_text(after) != record_text(before) or not (docs / NAME).is_file()
        if changed and not options.dry_run:
            write_record(docs, after)
    print(_report(before, after, f"{settings.docs_dir}/{NAME}", changed=changed, dry_run=options.dry_run))
    return 0


def _report(
    before: Sequence[PublishedAddress],
    after: Sequence[PublishedAddress],
    file: str,
    *,
    changed: bool,
    dry_run: bool,
) -> str:
    if not changed:
        return f"{file} is up to date: {counted(len(after), 'address', 'addresses')}."
    new = len({(one.url, one.id) for one in after} - {(one.url, one.id) for one in before})
    verb = "would hold" if dry_run else "holds"
    return f"{file} {verb} {counted(len(after), 'address', 'addresses')} now, {new} of them new."
