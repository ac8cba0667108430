"""Where everything stands: drafts, scheduled and expiring articles, digests that are due, the archive."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from knowledge_center.clock import read_clock
from knowledge_center.content.content_reader import read_content
from knowledge_center.content.status_report import status_report
from knowledge_center.problems import Unusable, report
from knowledge_center.settings.site_settings import read


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the folder that holds mkdocs.yml; returns 1 where the settings cannot be read."""
    argparse.ArgumentParser(description=__doc__).parse_args(argv)
    try:
        settings, now = read(Path("mkdocs.yml")), read_clock(os.environ)
    except Unusable as unusable:
        print(report(unusable.problems))
        return 1
    print(status_report(settings, read_content(Path(), settings, now), now))
    return 0
