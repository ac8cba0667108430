#!.venv/bin/python
"""Close a digest: what became public since the last issue goes into a new one, once."""

import sys

from knowledge_center_cli.close_digest import main

sys.exit(main())
