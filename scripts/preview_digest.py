#!/usr/bin/env python3
"""Look at a digest before anybody gets it: one page with every way readers will see it."""

from knowledge_center_cli.command import run_script

run_script("preview", __file__)
