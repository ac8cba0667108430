#!/usr/bin/env python3
"""Send a closed issue of a digest to its subscribers: the latest one, or the one that is named."""

from knowledge_center_cli.command import run_script

run_script("send", __file__)
