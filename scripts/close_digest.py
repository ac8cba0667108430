#!/usr/bin/env python3
"""Close a digest: what became public since the last issue goes into a new one, once."""

import sys

from knowledge_center_cli.command import run_script

sys.exit(run_script("close", __file__))
