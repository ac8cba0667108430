#!.venv/bin/python
"""Where everything stands: drafts, scheduled and expiring articles, digests that are due, the archive."""

import sys

from knowledge_center_cli.status import main

sys.exit(main())
