#!/usr/bin/env python3
"""Who is subscribed: look up, add, remove, erase, move to and from other services, take in what comes back."""

import sys

from knowledge_center_cli.command import run_script

sys.exit(run_script("subscribers", __file__))
