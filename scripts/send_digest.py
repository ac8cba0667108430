#!/usr/bin/env python3
"""Send a closed issue of a digest to its subscribers: the latest one, or the one that is named."""

import sys

from knowledge_center_cli.command import run_script

sys.exit(run_script("send", __file__))
