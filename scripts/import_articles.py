#!.venv/bin/python
"""Bring the articles of a Jekyll, Eleventy or Hugo site into docs/."""

import sys

from knowledge_center_cli.import_articles import main

sys.exit(main())
