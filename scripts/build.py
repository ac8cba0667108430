#!/usr/bin/env python3
"""Check everything, build the site beside the last one, and put it in its place only when all went well."""

from knowledge_center_cli.command import run_script

run_script("build", __file__)
