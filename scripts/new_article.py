#!.venv/bin/python
"""Begin an article: its file with the fields every article has, as a draft."""

import sys

from knowledge_center_cli.new import main

sys.exit(main())
