#!/usr/bin/env python3
"""The finished site and the signup service, in one process on one port."""

import sys

from knowledge_center_cli.command import run_script

sys.exit(run_script("host", __file__))
