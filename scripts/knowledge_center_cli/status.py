"""Where everything stands: what waits, ends or wants another look, which digest is due and what it would bring."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from knowledge_center.build_cache.build_history import FILE as BUILDS
from knowledge_center.build_cache.build_history import past_builds
from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.file_writing import replace_file
from knowledge_center.settings.model import Settings
from knowledge_center.settings.site_settings import read
from knowledge_center.signup.database import open_to_read
from knowledge_center.signup.issue_figures import issue_figures
from knowledge_center.signup.state_folder import DATABASE_FILE, state_folder
from knowledge_center.signup.subscriber_figures import signup_pages, subscriber_figures
from knowledge_center.status.operator_page import SubscriberCounts, operator_page
from knowledge_center.status.site_status import SiteStatus, site_status
from knowledge_center.status.status_data import status_data
from knowledge_center.status.status_text import status_text


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns 1 where the settings cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--articles",
        action="store_true",
        help="also every article, with the issues that carried or will carry it",
    )
    parser.add_argument("--json", action="store_true", help="all of it for a program")
    parser.add_argument(
        "--html",
        metavar="FILE",
        help="one page for whoever runs the site, with figures of subscribers, issues and builds",
    )
    options = parser.parse_args(argv)
    settings, now = read(Path("mkdocs.yml")), read_clock(os.environ)
    found = site_status(Path(), settings, read_content(Path(), settings, now), now)
    if options.html:
        return _write_page(Path(options.html), found, settings, now)
    if options.json:
        print(json.dumps(status_data(found), ensure_ascii=False, indent=1))
    else:
        print(status_text(found, every_article=options.articles))
    return 0


def _write_page(target: Path, found: SiteStatus, settings: Settings, now: datetime) -> int:
    """Write the page, whole or not at all, for its owner alone: figures of a company are nobody else's."""
    counts, why = _subscriber_counts(settings, now)
    page = operator_page(found, settings, counts, past_builds(BUILDS), no_counts=why)
    replace_file(target, page, mode=0o600)
    print(f"Written: {target.as_posix()}")
    return 0


def _subscriber_counts(settings: Settings, now: datetime) -> tuple[SubscriberCounts | None, str]:
    """What the database of subscribers comes to; without one the reason, in a sentence."""
    path = state_folder(settings, os.environ) / DATABASE_FILE
    if settings.subscribe.provider != "own":
        return None, f"Subscribers are at {settings.subscribe.provider}, which has figures of its own."
    if not path.exists():
        return None, (
            "There is no database of subscribers on this computer. Call this where the signup service runs, with "
            "KC_STATE as it has it."
        )
    try:
        with closing(open_to_read(path)) as db:
            digests = subscriber_figures(db, settings.zone, now)
            return SubscriberCounts(digests=digests, pages=signup_pages(db), issues=issue_figures(db)), ""
    except sqlite3.Error as error:
        return None, f"The database of subscribers cannot be read: {str(error).rstrip('.')}."
