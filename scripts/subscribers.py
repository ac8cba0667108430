#!/usr/bin/env python3
"""Who is subscribed: look up, add, remove, erase, move to and from other services, take in what comes back."""

from knowledge_center_cli.command import run_script

run_script("subscribers", __file__)
