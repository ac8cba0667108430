#!/usr/bin/env python3
"""Begin an article: its file with the fields every article has, as a draft."""

from knowledge_center_cli.command import run_script

run_script("new", __file__)
