#!/usr/bin/env python3
"""Bring the articles of a Jekyll, Eleventy, Hugo or Material for MkDocs site into docs/."""

from knowledge_center_cli.command import run_script

run_script("import", __file__)
