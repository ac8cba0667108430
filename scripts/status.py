#!/usr/bin/env python3
"""Where everything stands: drafts, scheduled and expiring articles, digests that are due, the archive."""

from knowledge_center_cli.command import run_script

run_script("status", __file__)
