#!.venv/bin/python
"""Close pages of the archive feed: what has left the feed can be read there, on pages that keep their articles."""

import sys

from knowledge_center_cli.close_archive import main

sys.exit(main())
