#!/usr/bin/env python3
"""Bring the articles of a Jekyll, Eleventy, Hugo or Material for MkDocs site into docs/."""

import sys

from knowledge_center_cli.command import run_script

sys.exit(run_script("import", __file__))
