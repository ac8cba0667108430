#!/usr/bin/env python3
"""Close pages of the archive feed: what has left the feed can be read there, on pages that keep their articles."""

from knowledge_center_cli.command import run_script

run_script("archive", __file__)
