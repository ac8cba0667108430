#!/usr/bin/env python3
"""Every problem an editor can mend, without building anything; or, with --feeds, those of finished feeds."""

from knowledge_center_cli.command import run_script

run_script("check", __file__)
