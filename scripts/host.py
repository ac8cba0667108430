#!/usr/bin/env python3
"""The finished site and the signup service, in one process on one port."""

from knowledge_center_cli.command import run_script

run_script("host", __file__)
