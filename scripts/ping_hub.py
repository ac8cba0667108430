#!/usr/bin/env python3
"""After a deploy, tell the WebSub hub which feeds have changed. Shows what it would do, unless --send."""

from knowledge_center_cli.command import run_script

run_script("ping", __file__)
