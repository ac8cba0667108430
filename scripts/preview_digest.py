#!.venv/bin/python
"""Look at a digest before anybody gets it: one page with every way readers will see it."""

import sys

from knowledge_center_cli.preview_digest import main

sys.exit(main())
