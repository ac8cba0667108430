#!/usr/bin/env python3
"""Close a digest: what became public since the last issue goes into a new one, once."""

from knowledge_center_cli.command import run_script

run_script("close", __file__)
