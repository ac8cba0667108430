"""Where everything stands: what waits, ends or wants another look, which digest is due and what it would bring."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.problems import Unusable, report
from knowledge_center.settings.site_settings import read
from knowledge_center.status.site_status import site_status
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
    options = parser.parse_args(argv)
    try:
        settings, now = read(Path("mkdocs.yml")), read_clock(os.environ)
    except Unusable as unusable:
        print(report(unusable.problems))
        return 1
    found = site_status(Path(), settings, read_content(Path(), settings, now), now)
    if options.json:
        print(json.dumps(status_data(found), ensure_ascii=False, indent=1))
    else:
        print(status_text(found, every_article=options.articles))
    return 0
