#!.venv/bin/python
"""Bring the articles of a Jekyll, Eleventy, Hugo or Material for MkDocs site into docs/."""

import sys

from knowledge_center_cli.import_articles import main

sys.exit(main())
